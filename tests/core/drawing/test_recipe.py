from itertools import pairwise

import numpy as np
import pytest

from core.drawing.pen import PEN
from core.drawing.recipe import (
    Recipe,
    image_from_pixels,
    image_from_strokes,
    stages_from_pixels,
    stages_from_strokes,
)
from tests.core.drawing.digits import DIGITS, SEVEN, canvas, canvas_pixels, difference, strokes

# Independent and slow: the recipe word for word.


def centred_by_hand(small: np.ndarray) -> np.ndarray:
    mass = sum(float(v) for v in small.ravel())
    row = sum(r * float(small[r, c]) for r in range(20) for c in range(20)) / mass
    column = sum(c * float(small[r, c]) for r in range(20) for c in range(20)) / mass
    image = np.zeros((28, 28), np.uint8)
    down, right = round(14 - row), round(14 - column)
    image[down : down + 20, right : right + 20] = small
    return image


def shrunk_by_hand(ink: np.ndarray) -> np.ndarray:
    """Tight box, padded to a square, each of 20x20 pixels the mean of the area it covers."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    longer = max(box.shape)
    square = np.zeros((longer, longer))
    top, left = ((longer - length) // 2 for length in box.shape)
    square[top : top + box.shape[0], left : left + box.shape[1]] = box
    # 20 times finer, every new pixel is a whole block of fine ones, whatever the size of the box.
    small = np.kron(square, np.ones((20, 20))).reshape(20, longer, 20, longer).mean(axis=(1, 3))
    return np.rint(small * 255 / small.max()).astype(np.uint8)


def drawn_by_hand(lines) -> np.ndarray:
    """Lines scaled so that with a pen of `PEN` they take 20 pixels; each pixel's share from 15 x 15 points in it."""
    points = np.concatenate([np.array(line, float) for line in lines])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (20 - PEN) / (high - low).max()
    grid = (np.arange(300) + 0.5) / 15 - 10
    x, y = np.meshgrid(grid, grid)
    covered = np.zeros((300, 300), bool)
    for line in lines:
        scaled = (np.array(line, float) - (low + high) / 2) * scale
        for (x0, y0), (x1, y1) in pairwise(scaled):
            length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-12)
            t = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0, 1)
            covered |= np.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)) <= PEN / 2
    small = covered.reshape(20, 15, 20, 15).mean(axis=(1, 3))
    return np.rint(small * 255 / small.max()).astype(np.uint8)


@pytest.mark.parametrize("digit", DIGITS)
def test_strokes_follow_the_recipe(digit):
    """The image is that of the lines drawn exactly, to the few grey levels by which a curved edge is not straight."""
    image = image_from_strokes(strokes(DIGITS[digit]))
    by_hand = centred_by_hand(drawn_by_hand(DIGITS[digit]))
    assert difference(image, by_hand) < 0.04


@pytest.mark.parametrize("digit", DIGITS)
def test_pixels_follow_the_recipe(digit):
    """A bilevel drawing of MNIST's thickness gives the image that the recipe gives, level by level."""
    ink = canvas(strokes(DIGITS[digit], 1.5, (30, 30), brush=22)) > 0.5
    image = image_from_pixels(ink.astype(np.uint8) * 255)
    by_hand = centred_by_hand(shrunk_by_hand(ink.astype(float)))
    np.testing.assert_allclose(image, by_hand, atol=1)


@pytest.mark.parametrize("digit", DIGITS)
def test_neither_size_nor_place_nor_brush_matters_to_strokes(digit):
    """However large, wherever and with whatever brush it is drawn, a drawing gives the same image."""
    reference = image_from_strokes(strokes(DIGITS[digit]))
    for scale, offset, brush in ((0.5, (3, 140), 8), (2.1, (-30, 7), 30), (1, (1000.5, -0.25), 20)):
        same = image_from_strokes(strokes(DIGITS[digit], scale, offset, brush))
        assert np.abs(same.astype(int) - reference).max() <= 2


@pytest.mark.parametrize("digit", DIGITS)
def test_neither_place_nor_brush_matters_much_to_pixels(digit):
    """Thin and thick brushes give nearly the image that the strokes give."""
    reference = image_from_strokes(strokes(DIGITS[digit]))
    for brush in (6, 8, 20, 26):
        array = canvas_pixels(strokes(DIGITS[digit], 1.6, (40, 35), brush))
        image = image_from_pixels(array)
        assert abs(float(image.mean()) - reference.mean()) < 0.5 * reference.mean()
        assert (np.minimum(image, reference).sum() / np.maximum(image, reference).sum()) > 0.45
        moved = image_from_pixels(np.roll(array, (-20, 15), axis=(0, 1)))
        np.testing.assert_array_equal(moved, image)


def test_the_last_stage_is_the_image():
    """The strip of steps ends with what the model gets, whatever steps are left out."""
    drawing = strokes(SEVEN, 1.2, (100, 60))
    ink = canvas_pixels(drawing)
    for recipe in (Recipe(), Recipe(box=False), Recipe(pen=False), Recipe(centre=False)):
        of_strokes = stages_from_strokes(drawing, recipe)
        of_pixels = stages_from_pixels(ink, recipe)
        assert [stage.name for stage in of_strokes] == ["canvas", "box", "small", "centred"]
        assert [stage.name for stage in of_pixels] == ["canvas", "box", "small", "centred"]
        np.testing.assert_array_equal(of_strokes[-1].image, image_from_strokes(drawing, recipe))
        np.testing.assert_array_equal(of_pixels[-1].image, image_from_pixels(ink, recipe))
        # Both ways show the same canvas.
        assert difference(of_strokes[0].image, of_pixels[0].image) < 0.1


def test_each_step_does_what_it_says():
    """Without the box the digit stays small, without the pen thin, without centring in the middle 20x20."""
    drawing = strokes(SEVEN, 1.0, (150, 100), brush=3)
    full = image_from_strokes(drawing)
    assert np.ptp(np.nonzero(image_from_strokes(drawing, Recipe(box=False)))[0]) < 12
    assert image_from_strokes(drawing, Recipe(pen=False)).mean() < 0.5 * full.mean()
    rows, columns = np.nonzero(image_from_strokes(drawing, Recipe(centre=False)))
    assert (rows.min(), rows.max()) == (4, 23)
    assert 8 <= columns.min() + columns.max() - 19 <= 9
