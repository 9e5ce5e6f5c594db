import math

import numpy as np
import pytest

from core.drawing.recipe import Recipe, image_from_pixels, image_from_strokes
from core.drawing.strokes import Stroke
from core.errors import DrawingError
from tests.core.drawing.digits import DIGITS, FIVE, FOUR, SEVEN, canvas_pixels, difference, strokes


def refusal(make, *arguments) -> DrawingError:
    with pytest.raises(DrawingError, match=r"^[A-Z].*\.$") as caught:
        make(*arguments)
    return caught.value


def dot(brush: float = 20.0) -> list[Stroke]:
    return [Stroke(np.array([[100.0, 100.0], [100.02, 100.0]]), brush)]


def scribble() -> list[Stroke]:
    rows = np.arange(20, 260, 8.0)
    points = [(x, y) for k, y in enumerate(rows) for x in ((20, 260) if k % 2 else (260, 20))]
    return [Stroke(np.array(points, float), 14)]


def side_by_side(*digits, gap: float = 30.0, brush: float = 10.0) -> list[Stroke]:
    drawing: list[Stroke] = []
    right = 10.0
    for lines in digits:
        placed = strokes(lines, 0.7, (0, 60), brush)
        left = min(stroke.points[:, 0].min() for stroke in placed)
        placed = [Stroke(stroke.points + np.array([right - left, 0]), brush) for stroke in placed]
        right = max(stroke.points[:, 0].max() for stroke in placed) + gap
        drawing += placed
    return drawing


def test_blank_drawings():
    """Nothing drawn is said to be nothing."""
    assert refusal(image_from_strokes, []).reason == "blank"
    for level in (0, 128, 255):
        assert refusal(image_from_pixels, np.full((280, 280, 4), level, np.uint8)).reason == "blank"
        assert refusal(image_from_pixels, np.full((50, 30), level, np.uint8)).reason == "blank"


@pytest.mark.parametrize("pen", [True, False])
def test_what_lies_beside_the_canvas_is_blank_without_the_box(pen):
    """The canvas as a whole shows nothing of it; its tight box does."""
    beside = strokes(SEVEN, 1.0, (400, 0))
    assert refusal(image_from_strokes, beside, Recipe(box=False, pen=pen)).reason == "blank"
    assert image_from_strokes(beside).any()


def test_noise_and_shade_are_blank():
    """Neither the noise of a camera nor a shadow is a digit."""
    rng = np.random.default_rng(0)
    noise = rng.normal(128, 15, (200, 200)).clip(0, 255).astype(np.uint8)
    shade = np.tile(np.linspace(60, 220, 200), (200, 1)).astype(np.uint8)
    for array in (noise, shade):
        assert refusal(image_from_pixels, array).reason in ("blank", "filled", "several")


@pytest.mark.parametrize("brush", [8.0, 20.0, 30.0])
def test_dots(brush):
    """A click is a dot, as strokes and as pixels; two dots are no digit either."""
    assert refusal(image_from_strokes, dot(brush)).reason == "dot"
    array = canvas_pixels(dot(brush))
    assert refusal(image_from_pixels, array).reason == "dot"
    pair = dot(brush) + [Stroke(stroke.points + 80, brush) for stroke in dot(brush)]
    assert refusal(image_from_strokes, pair).reason == "dot"


def test_a_single_lit_pixel():
    """One pixel in a canvas is a dot."""
    array = np.zeros((280, 280), np.uint8)
    array[100, 100] = 255
    assert refusal(image_from_pixels, array).reason == "dot"


def test_filled_canvases():
    """A canvas painted over is not a digit, as strokes and as pixels."""
    assert refusal(image_from_strokes, scribble()).reason == "filled"
    assert refusal(image_from_pixels, canvas_pixels(scribble())).reason == "filled"
    array = np.zeros((280, 280), np.uint8)
    array[20:260, 20:260] = 255
    assert refusal(image_from_pixels, array).reason == "filled"


@pytest.mark.parametrize("digits", ["71", "47", "88", "55", "11", "748"])
def test_several_digits_side_by_side(digits):
    """Two digits or three are counted, not read as one."""
    drawing = side_by_side(*(DIGITS[digit] for digit in digits))
    for error in (
        refusal(image_from_strokes, drawing),
        refusal(image_from_pixels, canvas_pixels(drawing)),
    ):
        assert error.reason == "several"
        assert error.facts["digits"] == len(digits)
        assert str(len(digits)) in str(error)


@pytest.mark.parametrize("lines", [FIVE, FOUR, SEVEN])
def test_one_digit_in_two_strokes_is_one(lines):
    """The bar of a 5 that floats above its body and the two halves of a 4 are one digit."""
    drawing = strokes(lines, 1.5, (30, 40), 10)
    assert image_from_strokes(drawing).any()
    assert image_from_pixels(canvas_pixels(drawing)).any()


def test_a_broken_pen_line_is_one_digit():
    """A line in which the pen failed here and there is read as the line."""
    pieces = [[(20 + 5 * k, 20), (23 + 5 * k, 20)] for k in range(14)]
    broken = strokes([*pieces, SEVEN[0][1:], SEVEN[1]], 1.5, (30, 30), 6)
    assert difference(image_from_strokes(broken), image_from_strokes(strokes(SEVEN))) < 0.15
    assert image_from_pixels(canvas_pixels(broken)).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 1, 3), (1, 280), (7, 7, 4), (0, 0), (0, 9, 3)])
def test_tiny_pictures(shape):
    """An image of one pixel, or none, is too small, and the sentence says how large it is."""
    error = refusal(image_from_pixels, np.full(shape, 255, np.uint8))
    assert error.reason == "too_small"
    assert error.facts["width"] == shape[1]


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((28, 28)),
        np.zeros(784, np.uint8),
        np.zeros((28, 28, 2), np.uint8),
        np.zeros((2, 28, 28, 3), np.uint8),
    ],
)
def test_arrays_that_are_not_images(array):
    """Another type or shape is named."""
    error = refusal(image_from_pixels, array)
    assert error.reason == "not_an_image"
    assert str(array.shape) in str(error)


def test_any_strokes_give_an_image_or_a_sentence():
    """Random strokes of any size, number and width raise nothing but DrawingError."""
    rng = np.random.default_rng(0)
    for _ in range(300):
        size = 10 ** rng.uniform(-3, 6)
        drawing = [
            Stroke(rng.normal(0, size, (rng.integers(1, 30), 2)), float(rng.choice([0, 1, 20, 1e5])))
            for _ in range(rng.integers(1, 6))
        ]
        try:
            image = image_from_strokes(drawing)
        except DrawingError:
            continue
        assert image.max() == 255


def test_any_pixels_give_an_image_or_a_sentence():
    """Random pictures of any shape, blotches, gradients and noise raise nothing but DrawingError."""
    rng = np.random.default_rng(0)
    for number in range(150):
        height, width = rng.integers(1, 60, 2)
        shape = (height, width) if number % 3 == 0 else (height, width, int(rng.integers(3, 5)))
        array = rng.integers(0, 256, shape).astype(np.uint8)
        if number % 2:
            array[: rng.integers(0, height + 1), : rng.integers(0, width + 1)] = rng.integers(256)
        if number % 5 == 0:
            array[rng.random(shape[:2]) < rng.uniform(0.5, 1)] = rng.integers(256)
        try:
            image = image_from_pixels(array)
        except DrawingError:
            continue
        assert image.max() == 255


def test_facts_are_in_the_sentence():
    """An error's numbers can be put into another language's sentence."""
    error = DrawingError("several", "There seem to be 2 digits.", digits=2)
    assert (error.reason, dict(error.facts), str(error)) == ("several", {"digits": 2}, "There seem to be 2 digits.")
    assert isinstance(error, ValueError)
    assert math.isfinite(error.facts["digits"])


def test_what_need_not_be_a_digit_may_have_parts_and_be_filled():
    """い is two strokes side by side, and a bag is a filled area; nothing and a dot are refused all the same."""
    parts = side_by_side([[(0, 0), (0, 200)]], [[(0, 0), (0, 150)]], gap=80)
    assert refusal(image_from_strokes, parts).reason == "several"
    assert image_from_strokes(parts, is_digit=False).max() == 255
    bag = np.zeros((100, 100), np.uint8)
    bag[20:90, 10:90] = 255
    assert refusal(image_from_pixels, bag).reason == "filled"
    assert image_from_pixels(bag, is_digit=False).max() == 255
    for nothing in ([], dot()):
        with pytest.raises(DrawingError):
            image_from_strokes(nothing, is_digit=False)
