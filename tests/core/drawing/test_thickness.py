"""Strokes in pictures that are thicker than MNIST's, and the loops that they have filled."""

import numpy as np
import pytest
from scipy.ndimage import label

from core.drawing.pen import PEN
from core.drawing.recipe import image_from_pixels, image_from_strokes
from core.drawing.strokes import Stroke
from tests.core.drawing.digits import EIGHT, canvas_pixels, difference, strokes


def holes(image: np.ndarray) -> int:
    """How many areas without ink lie within the ink."""
    _, count = label(np.pad(image, 1) < 128)
    return int(count) - 1


@pytest.mark.parametrize(("scale", "brush"), [(1.5, 48), (1.0, 34)])
def test_a_loop_that_a_thick_brush_filled_is_open_again(scale, brush):
    """An 8 with a single hole gives an image with the two that its strokes have."""
    drawing = strokes(EIGHT, scale, (60, 40), brush)
    array = canvas_pixels(drawing)
    assert holes(array) == 1
    image = image_from_pixels(array)
    assert holes(image) == holes(image_from_strokes(drawing)) == 2
    assert difference(image, image_from_strokes(drawing)) < 0.55


@pytest.mark.parametrize("turn", [0, 0.4, np.pi / 4])
def test_a_crossing_is_no_loop(turn):
    """Two thick strokes that cross at a right angle have no hole where they meet."""
    way = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) * 90
    drawing = [Stroke(140 + np.outer([-1, 1], along), 60.0) for along in way]
    image = image_from_pixels(canvas_pixels(drawing))
    assert holes(image) == 0


@pytest.mark.parametrize("brush", [40, 50, 60])
def test_thick_strokes_become_as_thick_as_the_pen(brush):
    """A 1 that a brush of any thickness drew is `PEN` wide, also where MNIST's own strokes may be as thick."""
    slanted = [[(70, 10), (30, 120)]]
    image = image_from_pixels(canvas_pixels(strokes(slanted, 1.8, (40, 30), brush)))
    across = image[14].sum() / 255 * np.cos(np.arctan2(40, 110))
    assert across == pytest.approx(PEN, abs=0.35)
