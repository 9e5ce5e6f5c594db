"""How thick the strokes in a picture are, and the same strokes as thick as MNIST's."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, maximum_filter

from core.drawing.box import BOX, WORKING, tight_box
from core.drawing.ink import Ink
from core.drawing.pen import PEN

THINNEST, THICKEST = 1.6, 4.0
"""Pixels of the 28x28 image between which a stroke is as thick as MNIST's are (its 5th and 97th percentile).

Such strokes stay as they are, so that MNIST's own images come back as they were; others are redrawn `PEN` thick.
"""


def as_thick_as_mnist(box: Ink, mask: NDArray[np.bool_], depth: Ink) -> Ink:
    """Return `box`, the tight box of the ink, or that of its strokes redrawn if they are too thin or too thick.

    `mask`: where ink is in the square of `WORKING` pixels. `depth`: the distance of each pixel in it to the nearest
    one without ink.
    """
    width = _thickness(mask, depth)
    if THINNEST <= width * BOX / WORKING <= THICKEST:
        return box
    return _redrawn(mask, depth, width)


def _thickness(mask: NDArray[np.bool_], depth: Ink) -> float:
    """Return the width of most of the strokes' length, in pixels.

    The distances are largest along the middle line of a stroke, where they are half its width. Their median is not
    led astray by the blots where strokes meet or a loop has filled.
    """
    middle_line = mask & (depth >= maximum_filter(depth, 3))
    # Distances run from pixel centre to pixel centre: n / 2 for an even n, (n + 1) / 2 for an odd one.
    return 2 * float(np.median(depth[middle_line])) - 0.5


def _redrawn(mask: NDArray[np.bool_], depth: Ink, width: float) -> Ink:
    """Return the tight box of the strokes after all their edges moved by the same distance, to be `PEN` thick.

    What a round brush drew becomes what a round brush of another size would have drawn along the same line.
    """
    # The longer side is WORKING now. Once it is the new one, the stroke must take PEN / BOX of it.
    wanted = (WORKING - width) * PEN / (BOX - PEN)
    outwards = (wanted - width) / 2
    if outwards > 0:
        return tight_box(np.clip(1 + outwards - distance_transform_edt(~mask), 0, 1))
    # Strokes thinner than their mean lose their edges too, but the thickest part always stays.
    return tight_box(np.clip(depth - min(-outwards, 0.8 * float(depth.max())), 0, 1))
