from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import core
from core.features.moments import HEIGHT_DEVIATION, MOST_DISTORTED, WIDTH_DEVIATION, deskew, normalize_moments

with np.load(Path(core.__file__).with_name("images") / "mnist.npz") as archive:
    DIGITS = archive["x_test"][:1000]


def moments(image: np.ndarray) -> tuple[float, float, float]:
    """Row and column of the centre of mass, and the covariance of rows and columns, pixel by pixel."""
    mass = row = column = 0.0
    for r in range(28):
        for c in range(28):
            mass += float(image[r, c])
            row += r * float(image[r, c])
            column += c * float(image[r, c])
    row, column = row / mass, column / mass
    covariance = sum((r - row) * (c - column) * float(image[r, c]) for r in range(28) for c in range(28))
    return row, column, covariance / mass


def test_stands_upright_in_the_middle():
    """A deskewed digit's moments say that it neither leans nor lies off the centre."""
    for image in deskew(DIGITS[:40]):
        row, column, covariance = moments(image)
        assert row == pytest.approx(14, abs=0.1)
        assert column == pytest.approx(14, abs=0.1)
        assert abs(covariance) < 0.25


def test_undoes_a_known_slant():
    """A vertical bar sheared by half a column a row comes back vertical."""
    slanted = np.zeros((28, 28), np.uint8)
    for row in range(6, 23):
        slanted[row, round(14 + (row - 14) / 2) - 1 : round(14 + (row - 14) / 2) + 2] = 255
    upright = deskew(slanted)
    assert upright[6:23, 12:17].sum() > 0.97 * upright.sum()


def test_one_and_many_alike():
    """An image alone gives what it gives among others, beyond the size of an internal chunk."""
    images = np.concatenate([DIGITS, DIGITS[:50]])
    together = deskew(images)
    assert together.shape == images.shape
    assert together.dtype == np.uint8
    np.testing.assert_array_equal(together[1007], deskew(DIGITS[7]))


def test_nearly_settles():
    """Deskewing a deskewed digit moves next to nothing."""
    once = deskew(DIGITS[:200])
    assert np.abs(deskew(once).astype(int) - once).mean() < 2


@pytest.mark.parametrize("image", [np.zeros((28, 28), np.uint8), np.eye(28, dtype=np.uint8) * 0])
def test_empty_stays_empty(image):
    """An image without ink stays as it is."""
    assert not deskew(image).any()


def test_lines_and_points():
    """A single row, a single column and a single pixel of ink are brought to the middle, not smeared."""
    for index in (np.s_[3, 5:20], np.s_[5:20, 3], np.s_[27, 0]):
        image = np.zeros((28, 28), np.uint8)
        image[index] = 200
        moved = deskew(image)
        assert moved.sum() == pytest.approx(image.sum(), rel=0.01)
        assert moved[13:16].any()


def test_no_images():
    """No images give no images."""
    assert deskew(np.empty((0, 28, 28), np.uint8)).shape == (0, 28, 28)


@pytest.mark.parametrize("bad", [np.zeros((28, 28)), np.zeros(784, np.uint8), np.zeros((1, 1, 28, 28), np.uint8)])
def test_refuses_what_are_not_images(bad):
    """Another type or shape is named in the error."""
    with pytest.raises(ValueError, match=str(bad.dtype)):
        deskew(bad)


def deviations(image: np.ndarray) -> tuple[float, float]:
    """Standard deviations of the rows and the columns of ink, by NumPy's weighted covariance."""
    rows, columns = np.nonzero(image)
    covariance = np.cov(rows, columns, aweights=image[rows, columns].astype(float), ddof=0)
    return float(np.sqrt(covariance[0, 0])), float(np.sqrt(covariance[1, 1]))


def test_all_digits_get_one_height_and_one_width():
    """Upright and in the middle; but a slim one keeps some of its slimness."""
    slim = 0
    for image in normalize_moments(DIGITS[:100]):
        row, column, _ = moments(image)
        assert (row, column) == (pytest.approx(14, abs=0.15), pytest.approx(14, abs=0.15))
        height, width = deviations(image)
        assert height == pytest.approx(HEIGHT_DEVIATION, abs=0.3)
        if width < WIDTH_DEVIATION - 0.3:
            slim += 1
        else:
            assert width == pytest.approx(WIDTH_DEVIATION, abs=0.3)
    assert 5 <= slim <= 20, "the 1s"


@pytest.mark.parametrize("factor", [0.5, 0.7])
def test_the_size_of_a_digit_no_longer_counts(factor):
    """One drawn smaller comes out as the other does."""
    side = round(28 * factor)
    small = np.zeros((50, 28, 28), np.uint8)
    for image, whole in zip(small, DIGITS, strict=False):
        image[3 : 3 + side, 5 : 5 + side] = np.array(
            Image.fromarray(whole).resize((side, side), Image.Resampling.BOX)
        )

    def change(step: Callable[[np.ndarray], np.ndarray]) -> float:
        return float(np.abs(step(small).astype(int) - step(DIGITS[:50])).mean())

    assert change(normalize_moments) < 0.5 * change(deskew)


def test_no_direction_is_enlarged_out_of_proportion():
    """A bar of three columns becomes no block, and a point no blot that fills the image."""
    bar = np.zeros((28, 28), np.uint8)
    bar[4:24, 13:16] = 255
    height, width = deviations(normalize_moments(bar))
    before = deviations(bar)
    assert (width / before[1]) / (height / before[0]) == pytest.approx(MOST_DISTORTED, rel=0.15)
    assert not normalize_moments(np.zeros((28, 28), np.uint8)).any()


def test_normalized_one_and_many_alike():
    """An image alone gives what it gives among others."""
    np.testing.assert_array_equal(normalize_moments(DIGITS)[7], normalize_moments(DIGITS[7]))
