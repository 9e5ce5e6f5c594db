"""How thick the strokes in a picture are, and the same strokes as thick as MNIST's.

What a round brush drew is a union of discs of one radius r. So the distance from the nearest point without ink is r
all along the middle line of a stroke, which is where a thinner pen would have drawn the same digit. Where a thick
brush has filled a loop, such as the upper one of an 8, no line is left to be seen; but the edge of the filled area
was drawn by the brush as well, whose middle went round at the distance r from it. That brings the loop back.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, label, maximum_filter

from core.drawing.box import BOX, WORKING, tight_box
from core.drawing.ink import Ink
from core.drawing.pen import PEN

THINNEST, THICKEST = 1.6, 4.0
"""Pixels of the 28x28 image between which a stroke is as thick as MNIST's are (its 5th and 97th percentile).

Such strokes stay as they are, so that MNIST's own images come back as they were; others are redrawn `PEN` thick.
"""

THICKEST_EVEN, EVEN = 3.0, 0.10
"""A stroke that is of one thickness is a brush's, and redrawn from `THICKEST_EVEN` on.

The middle half of its widths then lies within `EVEN` of their median: of most that a brush of 20 or 30 pixels
draws, and of one in five of MNIST's thick digits.
"""

LOOP = 1.5
"""How many times as far from its edge as the brush's radius an area reaches that is a filled loop.

Where two strokes cross at a right angle, the ink reaches 1.41 times as far, and no hole is wanted.
"""


def as_thick_as_mnist(box: Ink, mask: NDArray[np.bool_], depth: Ink) -> Ink:
    """Return `box`, the tight box of the ink, or that of its strokes redrawn if they are too thin or too thick.

    `mask`: where ink is in the square of `WORKING` pixels. `depth`: the distance of each pixel in it to the nearest
    one without ink.
    """
    depths = _middle_depths(mask, depth)
    # The median is not led astray by the blots where strokes meet or a loop has filled.
    thinnest, lower, median, upper = np.percentile(depths, (10, 25, 50, 75)).tolist()
    width = _width(median)
    thickness = width * BOX / WORKING
    if thickness < THINNEST:
        return tight_box(_thicker(mask, width))
    if thickness <= (THICKEST_EVEN if upper - lower < EVEN * median else THICKEST):
        return box
    # Of thick strokes there may be little more left than such blots; nothing is thinner than the brush.
    return tight_box(_thinner(depth, _width(thinnest)))


def _middle_depths(mask: NDArray[np.bool_], depth: Ink) -> Ink:
    """Return the distances along the middle lines of the strokes, where they are largest: half the width, (n,)."""
    middle: Ink = depth[mask & (depth >= maximum_filter(depth, 3))]
    return middle


def _width(depth: float) -> float:
    """Return the width of a stroke whose middle is so far from where there is no ink, in pixels."""
    # Distances run from pixel centre to pixel centre: n / 2 for an even n, (n + 1) / 2 for an odd one.
    return 2 * depth - 0.5


def _thicker(mask: NDArray[np.bool_], width: float) -> Ink:
    """Return strokes of this `width` after all their edges moved outwards by the same distance, to be `PEN` thick."""
    outwards = (_pen_for(width) - width) / 2
    ink: Ink = np.clip(1 + outwards - distance_transform_edt(~mask), 0, 1)
    return ink


def _thinner(depth: Ink, width: float) -> Ink:
    """Return strokes of this `width` after all their edges moved inwards, to be `PEN` thick, and loops opened."""
    pen = _pen_for(width)
    # Strokes thinner than the brush lose their edges too, but the thickest part always stays.
    inwards = min((width - pen) / 2, 0.8 * float(depth.max()))
    beyond = np.clip(depth - (inwards + pen), 0, 1)
    areas, count = label(beyond > 0)
    deepest = np.zeros(count + 1)
    np.maximum.at(deepest, areas.ravel(), depth.ravel())
    is_loop = deepest > LOOP * (inwards + pen / 2)
    is_loop[0] = False
    ink: Ink = np.clip(depth - inwards, 0, 1) - np.where(is_loop[areas], beyond, 0)
    return ink


def _pen_for(width: float) -> float:
    """Return the thickness that is `PEN` in the end, for strokes of this `width` that take `WORKING` pixels now."""
    return (WORKING - width) * PEN / (BOX - PEN)
