"""From a drawing to the 28x28 image that MNIST's makers would have made of it.

Their recipe, as reconstructed in qmnist (Yadav and Bottou, "Cold case: the lost MNIST digits", 2019): the tight box
of the ink is padded to a square, resized to 20x20 so that every pixel is the share of its area that ink covers, its
brightest pixel is brought to 255, and the result is moved by whole pixels until its centre of mass lies at index
(14, 14) of 28x28.

Strokes and pixels differ only in how the square comes about. Strokes are scaled before they are drawn, with a pen as
thick as MNIST's, so that neither the size of the drawing nor the width of the brush changes what the model sees. In a
picture, strokes are brought to that thickness if they are far from it. Each step can be left out, to show what it is
good for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.ndimage import distance_transform_edt

from core.arrays import SIDE, Bytes, Floats
from core.drawing.box import BOX, WORKING, squared, tight_box
from core.drawing.finding import Doubt, Found, find_digit
from core.drawing.ink import Ink
from core.drawing.pen import PEN, drawn
from core.drawing.refusals import blank, refuse_full, refuse_shape, refuse_strokes, several
from core.drawing.strokes import CANVAS, Points, Stroke
from core.drawing.thickness import as_thick_as_mnist


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
_AS_DRAWN = Recipe(box=False, pen=False)


@dataclass(frozen=True, eq=False)
class Stage:
    """A drawing after one step: the step's name and an image of it, uint8, white on black.

    "canvas": as drawn. "box": the square that is resized, strokes redrawn. "small": 20x20. "centred": 28x28.
    """

    name: str
    image: Bytes


def image_from_strokes(strokes: Sequence[Stroke], recipe: Recipe = MNIST_RECIPE, *, is_digit: bool = True) -> Bytes:
    """Return what MNIST's makers would have made of the strokes, whatever their size, place and brush.

    It is (28, 28) uint8, white on black, with its brightest pixel 255.

    Raises DrawingError if the strokes are not one digit: "blank", "dot", "filled" or "several"; of what need not be
    one, as a letter of two parts or a bag, only "blank" and "dot".
    """
    return _square_of_strokes(strokes, recipe, is_digit).image


def stages_from_strokes(
    strokes: Sequence[Stroke], recipe: Recipe = MNIST_RECIPE, *, is_digit: bool = True
) -> tuple[Stage, ...]:
    """Return what `image_from_strokes` does, step by step; the last stage is what it returns. Raises the same."""
    return _square_of_strokes(strokes, recipe, is_digit).stages()


def image_from_pixels(array: Bytes, recipe: Recipe = MNIST_RECIPE, *, is_digit: bool = True) -> Bytes:
    """Return what MNIST's makers would have made of a picture of one digit: (28, 28) uint8, brightest pixel 255.

    `array` is grey, RGB or RGBA: (height, width), (height, width, 3) or (height, width, 4), uint8; light on dark or
    dark on light, any colours, the background transparent or not.

    Of all that stands on the paper the digit is found by `core.drawing.finding`. Raises DrawingError if it is not one
    digit, or if more than one thing may be meant: "blank", "dot", "filled", "several", "too_small", "not_an_image";
    of what need not be a digit neither "filled" nor "several".
    """
    return _square_of_pixels(array, recipe, is_digit).image


def image_and_doubts(array: Bytes, *, is_digit: bool = True) -> tuple[Bytes, tuple[Doubt, ...]]:
    """Return what `image_from_pixels` does, and why it may not be what was meant. Raises the same."""
    found = _only_digit(array, is_digit)
    return _square_of_ink(found.ink, MNIST_RECIPE, is_digit).image, found.doubts


def stages_from_pixels(array: Bytes, recipe: Recipe = MNIST_RECIPE, *, is_digit: bool = True) -> tuple[Stage, ...]:
    """Return what `image_from_pixels` does, step by step; the last stage is what it returns. Raises the same."""
    return _square_of_pixels(array, recipe, is_digit).stages()


def stages_from_ink(ink: Floats, recipe: Recipe = MNIST_RECIPE, *, is_digit: bool = True) -> tuple[Stage, ...]:
    """Return what becomes of the ink, (height, width), that `core.drawing.finding` takes from a picture.

    The last stage is the image. Raises DrawingError if it is not one digit: "dot"; "filled" or "several" too,
    if it should be a digit.
    """
    return _square_of_ink(ink, recipe, is_digit).stages()


@dataclass(frozen=True, eq=False)
class _Square:
    """The ink in the square that becomes 20x20, whether it came from strokes or from pixels, and what becomes of it.

    `ink`: (20, 20). `canvas`, `box`: return the whole canvas and the square in more detail, (WORKING, WORKING), for
    the stages that only somebody who looks at them needs.
    """

    recipe: Recipe
    ink: Ink
    canvas: Callable[[], Ink]
    box: Callable[[], Ink]

    @cached_property
    def small(self) -> Bytes:
        """(20, 20) uint8, the brightest pixel at 255."""
        return _grey_levels(self.ink / max(float(self.ink.max()), 1e-9))

    @cached_property
    def image(self) -> Bytes:
        """(28, 28) uint8: the 20x20 pixels where the recipe wants them."""
        row, column = _corner(self.small) if self.recipe.centre else (_ROOM // 2, _ROOM // 2)
        image = np.zeros((SIDE, SIDE), dtype=np.uint8)
        image[row : row + BOX, column : column + BOX] = self.small
        return image

    def stages(self) -> tuple[Stage, ...]:
        return (
            Stage("canvas", _grey_levels(self.canvas())),
            Stage("box", _grey_levels(self.box())),
            Stage("small", self.small),
            Stage("centred", self.image),
        )


def _square_of_strokes(strokes: Sequence[Stroke], recipe: Recipe, is_digit: bool) -> _Square:
    refuse_strokes(strokes, is_digit=is_digit)
    lines, pen = _scaled(strokes, recipe)
    ink = drawn(lines, pen, BOX)
    if not ink.any():
        raise blank()
    if is_digit:
        refuse_full(ink)
    return _Square(
        recipe,
        ink,
        canvas=lambda: drawn(*_scaled(strokes, _AS_DRAWN), WORKING),
        box=lambda: drawn(lines, pen, WORKING),
    )


def _square_of_pixels(array: Bytes, recipe: Recipe, is_digit: bool) -> _Square:
    return _square_of_ink(_only_digit(array, is_digit).ink, recipe, is_digit)


def _only_digit(array: Bytes, is_digit: bool) -> Found:
    """Return what is found in a picture. Raises DrawingError "several" where more than one digit may be meant."""
    found = find_digit(array, is_digit=is_digit)
    if is_digit and found.others:
        raise several(1 + len(found.others))
    return found


def _square_of_ink(ink: Floats, recipe: Recipe, is_digit: bool) -> _Square:
    if is_digit:
        refuse_full(ink)
    box = tight_box(ink.astype(np.float64))
    working = np.pad(squared(box, WORKING), WORKING // 8)
    mask = working > working.max() / 2
    depth = distance_transform_edt(mask)
    if is_digit:
        refuse_shape(ink, box, mask, depth)
    if not recipe.box:
        box = ink.astype(np.float64)
    elif recipe.pen:
        box = as_thick_as_mnist(box, mask, depth)
    return _Square(recipe, squared(box, BOX), canvas=lambda: squared(ink, WORKING), box=lambda: squared(box, WORKING))


def _scaled(strokes: Sequence[Stroke], recipe: Recipe) -> tuple[list[Points], float]:
    """Return the strokes' lines in pixels of the square, seen from its middle, and the thickness of the pen."""
    lines = [stroke.points for stroke in strokes]
    brush = max(stroke.width for stroke in strokes)
    if recipe.box:
        everything = np.concatenate(lines)
        lowest, highest = everything.min(axis=0), everything.max(axis=0)
        middle = (lowest + highest) / 2
        longer = float((highest - lowest).max())
        # Half the pen sticks out at either end.
        scale = (BOX - PEN) / longer if recipe.pen else BOX / (longer + brush)
    else:
        middle = np.full(2, CANVAS / 2)
        scale = BOX / CANVAS
    return [(line - middle) * scale for line in lines], PEN if recipe.pen else brush * scale


def _grey_levels(ink: Ink) -> Bytes:
    return np.rint(np.clip(ink, 0, 1) * 255).astype(np.uint8)


_ROOM = SIDE - BOX
"""Rows, and columns, by which the 20x20 pixels can be moved in the image."""


def _corner(small: Bytes) -> tuple[int, int]:
    """Return where the 20x20 pixels begin for their centre of mass to lie as near to (14, 14) as whole pixels allow.

    They stay inside the image, as lopsided as they may be.
    """
    mass = small.sum(dtype=np.float64)
    index = np.arange(BOX)
    row, column = (
        min(max(round(SIDE / 2 - float(small.sum(axis=axis) @ index / mass)), 0), _ROOM) for axis in (1, 0)
    )
    return row, column
