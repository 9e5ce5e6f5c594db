"""Step 1: which number of the row is which pixel, and where an image is, in the browser as NumPy has it."""

import base64

import numpy as np

from core.images.dataset import load_mnist
from dashboard.learn.steps.read import STEP
from tests import node

NUMBERS = "stages/read_numbers.js"


def test_a_pixels_place_in_the_row_is_where_reshape_puts_it():
    """All 784 of them."""
    places = node.run(
        NUMBERS,
        "return data.map(([row, column]) => module.placeInRow(row, column))",
        np.argwhere(np.ones((28, 28))).tolist(),
    )
    np.testing.assert_array_equal(np.reshape(places, (28, 28)), np.arange(784).reshape(28, 28))


def test_images_lie_side_by_side_on_the_sheet():
    """A hundred and one fewer alike: what is missing is paper."""
    images = load_mnist().x_test[:23]
    sheet = node.run(
        NUMBERS,
        "return Array.from(module.sheet(Uint8Array.from(data), 10, 3))",
        images.reshape(-1).tolist(),
    )
    padded = np.concatenate([images, np.zeros((7, 28, 28), np.uint8)])
    expected = padded.reshape(3, 10, 28, 28).swapaxes(1, 2).reshape(84, 280)
    np.testing.assert_array_equal(np.reshape(sheet, (84, 280)), expected)


def test_an_image_is_found_in_its_answer():
    """And the numbers around one of the row end where the row does."""
    assert node.run(NUMBERS, "return [0, 99, 100, 6264].map((each) => module.whereIs(each, 100))", None) == [
        {"number": 0, "place": 0},
        {"number": 0, "place": 99},
        {"number": 1, "place": 0},
        {"number": 62, "place": 64},
    ]
    assert node.run(NUMBERS, "return module.around(1, 3, 784)", None) == [None, None, 0, 1, 2, 3, 4]
    assert node.run(NUMBERS, "return module.around(783, 1, 784)", None) == [782, 783, None]


def test_what_the_digits_have_in_common_is_told_to_a_grey_level():
    """And the first image is the first five."""
    data, figures = load_mnist(), STEP.figures()
    fives = data.x_train[data.y_train == 5].reshape(-1, 784)
    told = {
        name: np.frombuffer(base64.b64decode(figures[name]["bdata"]), np.uint8)
        for name in ("first", "mean", "deviation")
    }
    np.testing.assert_array_equal(told["first"], fives[0])
    np.testing.assert_allclose(told["mean"].reshape(10, 784)[5], fives.mean(axis=0), atol=0.51)
    np.testing.assert_allclose(told["deviation"].reshape(10, 784)[5], fives.std(axis=0), atol=0.51)
    extremes = node.run(NUMBERS, "return module.extremes(data)", figures["spread"])
    assert extremes == {"most": int(np.argmax(figures["spread"])), "least": int(np.argmin(figures["spread"]))}
