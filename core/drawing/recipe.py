"""From a drawing to the 28x28 image that MNIST's makers would have made of it.

Their recipe, as reconstructed in qmnist (Yadav and Bottou, "Cold case: the lost MNIST digits", 2019): the tight box
of the ink is padded to a square, resized to 20x20 so that every pixel is the share of its area that ink covers, its
brightest pixel is brought to 255, and the result is moved by whole pixels until its centre of mass lies at index
(14, 14) of 28x28.

Strokes are scaled before they are drawn, with a pen as thick as MNIST's, so that neither the size of the drawing
nor the width of the brush changes what the model sees. Pixels go through the same steps once their strokes have
been brought to that thickness. Each step can be left out, to show what it is good for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, maximum_filter
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from core.arrays import SIDE, Bytes
from core.drawing.ink import ink_from_pixels
from core.drawing.strokes import Points, Stroke
from core.errors import DrawingError

BOX = 20
"""Pixels that the longer side of a digit takes in it."""

PEN = 2.4
"""Thickness of the pen that redraws strokes, in pixels of the 28x28 image. The median of MNIST's own strokes."""

THINNEST, THICKEST = 1.6, 4.0
"""Pixels of the 28x28 image between which a stroke is as thick as MNIST's are (its 5th and 97th percentile).

Such strokes stay as they are, so that MNIST's own images come back as they were; others are redrawn `PEN` thick.
"""

FAINTEST = 0.2
"""Share of a pixel that ink must cover for the tight box to include it; less is a blurred edge."""

Ink = NDArray[np.floating]
"""Share of each pixel that ink covers, 0 to 1."""


@dataclass(frozen=True)
class Recipe:
    """Which steps are taken. All of them give what the model was trained on.

    `box`: the tight box of the ink is what fills the 20x20 pixels; without it, the whole canvas is.
    `pen`: strokes become as thick as MNIST's; without it, they keep the thickness they were drawn with.
    `centre`: the centre of mass is moved to the middle; without it, the 20x20 pixels stay there.
    """

    box: bool = True
    pen: bool = True
    centre: bool = True


MNIST_RECIPE = Recipe()


@dataclass(frozen=True, eq=False)
class Stage:
    """A drawing after one step: the step's name and an image of it, uint8, white on black.

    "canvas": as drawn. "box": the square that is resized, strokes redrawn. "small": 20x20. "centred": 28x28.
    """

    name: str
    image: Bytes


def image_from_strokes(
    strokes: Sequence[Stroke], recipe: Recipe = MNIST_RECIPE, canvas: tuple[int, int] = (280, 280)
) -> Bytes:
    """What MNIST's makers would have made of the strokes, whatever their size, place and brush.

    Parameters
    ----------
    strokes : sequence of Stroke
    recipe : Recipe
        The steps to take.
    canvas : (height, width) in pixels
        Matters only to a recipe without `box`.

    Returns
    -------
    ndarray of shape (28, 28), uint8
        White on black, brightest pixel 255.

    Raises
    ------
    DrawingError
        If the strokes are not one digit: "blank", "dot", "filled" or "several".
    """
    _refuse_strokes(strokes)
    lines, pen = _scaled(strokes, recipe, canvas)
    return _placed(_small_from_lines(lines, pen), recipe)


def stages_from_strokes(
    strokes: Sequence[Stroke], recipe: Recipe = MNIST_RECIPE, canvas: tuple[int, int] = (280, 280)
) -> tuple[Stage, ...]:
    """What `image_from_strokes` does, step by step; the last stage's image is what it returns.

    Takes some 20 ms, for it draws the strokes large as well. Raises what `image_from_strokes` raises.
    """
    _refuse_strokes(strokes)
    lines, pen = _scaled(strokes, recipe, canvas)
    small = _small_from_lines(lines, pen)
    as_drawn, brush = _scaled(strokes, Recipe(box=False, pen=False), canvas)
    return (
        Stage("canvas", _levels(_drawn(as_drawn, brush, _WORKING))),
        Stage("box", _levels(_drawn(lines, pen, _WORKING))),
        Stage("small", small),
        Stage("centred", _placed(small, recipe)),
    )


def image_from_pixels(array: Bytes, recipe: Recipe = MNIST_RECIPE) -> Bytes:
    """What MNIST's makers would have made of a picture of one digit.

    Parameters
    ----------
    array : ndarray of shape (height, width), (height, width, 3) or (height, width, 4), uint8
        Grey, RGB or RGBA; light on dark or dark on light, any colours, the background transparent or not.
    recipe : Recipe
        The steps to take.

    Returns
    -------
    ndarray of shape (28, 28), uint8
        White on black, brightest pixel 255.

    Raises
    ------
    DrawingError
        If the picture does not show one digit: "blank", "dot", "filled", "several", "too_small", "not_an_image".
    """
    return _placed(_peaked(_squared(_boxed(ink_from_pixels(array), recipe), BOX)), recipe)


def stages_from_pixels(array: Bytes, recipe: Recipe = MNIST_RECIPE) -> tuple[Stage, ...]:
    """What `image_from_pixels` does, step by step; the last stage's image is what it returns. Raises the same."""
    ink = ink_from_pixels(array)
    box = _boxed(ink, recipe)
    small = _peaked(_squared(box, BOX))
    return (
        Stage("canvas", _levels(_squared(ink, _WORKING))),
        Stage("box", _levels(_squared(box, _WORKING))),
        Stage("small", small),
        Stage("centred", _placed(small, recipe)),
    )


_WORKING = 4 * BOX
"""Pixels of the square in which the thickness of strokes is measured and changed: four to an MNIST pixel."""


# From strokes to 20x20


def _refuse_strokes(strokes: Sequence[Stroke]) -> None:
    """Raise DrawingError unless the strokes may be one digit."""
    if not strokes:
        raise DrawingError("blank", "Nothing is drawn yet.")
    everything = np.concatenate([stroke.points for stroke in strokes])
    longest = float(np.ptp(everything, axis=0).max())
    brush = max(stroke.width for stroke in strokes)
    drawn = sum(float(np.hypot(*np.diff(stroke.points, axis=0).T).sum()) for stroke in strokes)
    # Dots leave next to no line behind, be it one or several far apart.
    if longest < max(_SHORTEST_LINE, 0.6 * brush) or drawn < longest / 2:
        raise _only_a_dot()
    boxes = [(*stroke.points.min(axis=0), *stroke.points.max(axis=0)) for stroke in strokes]
    _refuse_several([(left, right, top, bottom) for left, top, right, bottom in boxes], brush)


_SHORTEST_LINE = 4.0
"""Canvas pixels; a hand does not write a digit smaller than that."""


def _only_a_dot() -> DrawingError:
    return DrawingError("dot", "This is only a dot; draw a digit with a longer line.")


def _only_filled() -> DrawingError:
    return DrawingError("filled", "This is a filled area, not a digit; draw its lines only.")


def _refuse_several(boxes: Sequence[tuple[float, float, float, float]], touching: float) -> None:
    """Raise DrawingError if the pieces of ink stand side by side as digits of a number do.

    `boxes` are the pieces' (left, right, top, bottom). Pieces that are closer than `touching` are one. What stands
    apart must be half as tall as the whole to be a digit: the bar of a 5 that does not meet its body is not.
    """
    height = max(box[3] for box in boxes) - min(box[2] for box in boxes)
    gap = max(touching, _GAP_BETWEEN_DIGITS * height)
    groups: list[tuple[float, float, float, float]] = []
    for left, right, top, bottom in sorted(boxes):
        if groups and left - groups[-1][1] < gap:
            last = groups[-1]
            groups[-1] = (last[0], max(last[1], right), min(last[2], top), max(last[3], bottom))
        else:
            groups.append((left, right, top, bottom))
    digits = sum(bottom - top >= height / 2 for _, _, top, bottom in groups)
    if digits > 1:
        raise DrawingError(
            "several", f"There seem to be {digits} digits side by side; draw one at a time.", digits=digits
        )


_GAP_BETWEEN_DIGITS = 0.12
"""As a share of their height: the empty columns that part one digit from the next."""


def _scaled(strokes: Sequence[Stroke], recipe: Recipe, canvas: tuple[int, int]) -> tuple[list[Points], float]:
    """The strokes' lines in pixels of the 20x20 box, seen from its middle, and the thickness of the pen."""
    lines = [stroke.points for stroke in strokes]
    everything = np.concatenate(lines)
    brush = max(stroke.width for stroke in strokes)
    if not recipe.box:
        middle = np.array([canvas[1], canvas[0]]) / 2
        scale = BOX / max(canvas)
    else:
        lowest, highest = everything.min(axis=0), everything.max(axis=0)
        middle = (lowest + highest) / 2
        longer = float((highest - lowest).max())
        # Half the pen sticks out at either end.
        scale = (BOX - PEN) / longer if recipe.pen else BOX / (longer + brush)
    return [(line - middle) * scale for line in lines], PEN if recipe.pen else brush * scale


_SPACING = 0.1
"""Pixels between the points a line is drawn with: too few to move an edge 1.2 px away by a thousandth of one."""


def _dense(line: Points) -> Points:
    """Points on the line, `_SPACING` apart."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    wanted = np.linspace(0, along[-1], int(along[-1] / _SPACING) + 2)
    return np.stack([np.interp(wanted, along, line[:, 0]), np.interp(wanted, along, line[:, 1])], axis=1)


@lru_cache(maxsize=4)
def _pixel_centres(side: int) -> Points:
    """(x, y) of the pixels of a square image of the box, seen from its middle in box pixels, row by row."""
    centres = (np.arange(side) + 0.5) * (BOX / side) - BOX / 2
    return np.stack(np.meshgrid(centres, centres), axis=-1).reshape(-1, 2)


def _drawn(lines: Sequence[Points], pen: float, side: int) -> Ink:
    """The lines drawn with a round pen into a square image of the box.

    A pixel whose centre is d from the line is covered as far as a straight edge at pen / 2 would cover it.
    """
    tree = cKDTree(np.concatenate([_dense(line) for line in lines]))
    distance, _ = tree.query(_pixel_centres(side), distance_upper_bound=pen / 2 + BOX / side)
    return np.clip((pen / 2 - distance) * (side / BOX) + 0.5, 0, 1).reshape(side, side)


def _small_from_lines(lines: Sequence[Points], pen: float) -> Bytes:
    ink = _drawn(lines, pen, BOX)
    if ink.mean() > _FULLEST:
        raise _only_filled()
    return _peaked(ink)


_FULLEST = 0.75
"""Share of its square that a digit covers at most; 0.64 in MNIST."""


# From pixels to 20x20


def _boxed(ink: NDArray[np.float32], recipe: Recipe) -> Ink:
    """The part of the picture to be resized, its strokes as thick as MNIST's, if the recipe wants these steps."""
    if ink.mean() > _FULLEST:
        raise _only_filled()
    tight = _tight(ink.astype(np.float64))
    working = np.pad(_squared(tight, _WORKING), _WORKING // 8)
    mask = working > working.max() / 2
    depth = distance_transform_edt(mask)
    width = _thickness(mask, depth)
    if 2 * depth.max() > _BROADEST * _WORKING or max(tight.shape) < _SHORTEST_LINE:
        raise _only_a_dot() if tight.size < 0.1 * ink.size else _only_filled()
    _refuse_several(_columns_with_ink(mask), 1)
    if recipe.pen and not THINNEST <= width * BOX / _WORKING <= THICKEST:
        tight = _redrawn(mask, depth, width)
    if recipe.box:
        return tight
    return ink.astype(np.float64)


_BROADEST = 0.75
"""Diameter of the largest disc within the ink, as a share of the ink's longer side, beyond which it is a spot."""


def _tight(ink: Ink) -> Ink:
    """The part of the picture that its ink's box takes."""
    seen = ink > FAINTEST
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _columns_with_ink(mask: NDArray[np.bool_]) -> list[tuple[float, float, float, float]]:
    """(left, right, top, bottom) of the ink between one empty column and the next."""
    edges = np.flatnonzero(np.diff(np.pad(mask.any(axis=0), 1).astype(np.int8)))
    boxes = []
    for left, right in edges.reshape(-1, 2):
        rows = np.flatnonzero(mask[:, left:right].any(axis=1))
        boxes.append((float(left), float(right), float(rows[0]), float(rows[-1] + 1)))
    return boxes


def _squared(box: Ink, side: int) -> Ink:
    """The box in the middle of a square, resized to `side` pixels."""
    longer = max(box.shape)
    down, across = (_weights(length, longer, side) for length in box.shape)
    # Sparse, for the products are then small ones: no threads of a BLAS that wait for a busy processor.
    return np.asarray((across @ (down @ box).T).T)


@lru_cache(maxsize=64)
def _weights(length: int, longer: int, side: int) -> csr_array:
    """Matrix (side, length) that resizes a line of `length` pixels, padded to `longer` on both sides.

    Shrinking, each new pixel is the mean of the area it covers; enlarging, neighbours are interpolated linearly.
    """
    # The padding is made of whole pixels of the picture.
    start = (longer - length) // 2
    scale = longer / side
    pixels = np.arange(length)
    if scale >= 1:
        edges = np.arange(side + 1)[:, np.newaxis] * scale - start
        reached = np.clip(edges - pixels, 0, 1)
        return csr_array(np.diff(reached, axis=0) / scale)
    centres = (np.arange(side)[:, np.newaxis] + 0.5) * scale - start - 0.5
    return csr_array(np.clip(1 - np.abs(centres - pixels), 0, 1))


def _thickness(mask: NDArray[np.bool_], depth: Ink) -> float:
    """Width of most of the strokes' length, in pixels, from each pixel's distance to the nearest one outside.

    The distances are largest along the middle line of a stroke, where they are half its width. Their median is not
    led astray by the blots where strokes meet or a loop has filled.
    """
    middle_line = mask & (depth >= maximum_filter(depth, 3))
    # Distances run from pixel centre to pixel centre: n / 2 for an even n, (n + 1) / 2 for an odd one.
    return 2 * float(np.median(depth[middle_line])) - 0.5


def _redrawn(mask: NDArray[np.bool_], depth: Ink, width: float) -> Ink:
    """The tight box of the strokes after all their edges moved by the same distance, until they are `PEN` thick.

    What a round brush drew becomes what a round brush of another size would have drawn along the same line.
    """
    # The longer side is _WORKING now. Once it is the new one, the stroke must take PEN / BOX of it.
    wanted = (_WORKING - width) * PEN / (BOX - PEN)
    outwards = (wanted - width) / 2
    if outwards > 0:
        return _tight(np.clip(1 + outwards - distance_transform_edt(~mask), 0, 1))
    # Strokes thinner than their mean lose their edges too, but the thickest part always stays.
    return _tight(np.clip(depth - min(-outwards, 0.8 * float(depth.max())), 0, 1))


# From 20x20 to 28x28


def _levels(ink: Ink) -> Bytes:
    return np.rint(np.clip(ink, 0, 1) * 255).astype(np.uint8)


def _peaked(ink: Ink) -> Bytes:
    """Grey levels with the brightest at 255."""
    return _levels(ink / max(float(ink.max()), 1e-9))


def _placed(small: Bytes, recipe: Recipe) -> Bytes:
    """The 20x20 pixels in a 28x28 image, their centre of mass as near to index (14, 14) as whole pixels allow."""
    room = SIDE - BOX
    row = column = room // 2
    if recipe.centre:
        mass = small.sum(dtype=np.float64)
        index = np.arange(BOX)
        row, column = (
            # The ink stays inside the image, as lopsided as it may be.
            min(max(round(SIDE / 2 - float(small.sum(axis=axis) @ index / mass)), 0), room)
            for axis in (1, 0)
        )
    image = np.zeros((SIDE, SIDE), dtype=np.uint8)
    image[row : row + BOX, column : column + BOX] = small
    return image
