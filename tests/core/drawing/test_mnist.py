"""Held against MNIST itself, and against digits of other people."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

import core
from core.drawing.pen import PEN
from core.drawing.recipe import image_from_pixels, image_from_strokes
from core.features.moments import deskew
from tests.core.drawing.digits import DIGITS, ONE, canvas_pixels, difference, strokes


@pytest.fixture(scope="module")
def mnist() -> tuple[np.ndarray, np.ndarray]:
    with np.load(Path(core.__file__).with_name("images") / "mnist.npz") as archive:
        return archive["x_test"][:1500], archive["y_test"][:1500]


@pytest.fixture(scope="module")
def readers() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """A plain linear model and one for deskewed images, by ridge regression: as sensitive as softmax, and quick."""
    with np.load(Path(core.__file__).with_name("images") / "mnist.npz") as archive:
        images, labels = archive["x_train"][:30_000], archive["y_train"][:30_000]
    models = {}
    for name, shown in (("plain", images), ("deskewed", deskew(images))):
        inputs = np.hstack([shown.reshape(-1, 784) / np.float32(255), np.ones((len(shown), 1), np.float32)])
        gram = inputs.T @ inputs + 10 * np.eye(785, dtype=np.float32)
        models[name] = np.linalg.solve(gram, inputs.T @ np.eye(10, dtype=np.float32)[labels])
    return models


def accuracy(weights: np.ndarray, images: np.ndarray, labels: np.ndarray) -> float:
    inputs = np.hstack([images.reshape(-1, 784) / np.float32(255), np.ones((len(images), 1), np.float32)])
    return float(((inputs @ weights).argmax(axis=1) == labels).mean())


@pytest.mark.parametrize(("side", "method"), [(112, Image.Resampling.NEAREST), (140, Image.Resampling.BICUBIC)])
def test_mnist_comes_back(mnist, readers, side, method):
    """MNIST images that were enlarged and read back are read as the originals are, within half a point."""
    images, labels = mnist
    back = np.array(
        [image_from_pixels(np.asarray(Image.fromarray(image).resize((side, side), method))) for image in images]
    )
    assert accuracy(readers["plain"], back, labels) > accuracy(readers["plain"], images, labels) - 0.005
    upright = accuracy(readers["deskewed"], deskew(images), labels)
    assert accuracy(readers["deskewed"], deskew(back), labels) > upright - 0.005


def test_digits_of_other_people_are_read(readers):
    """scikit-learn's digits (UCI optdigits, 8x8), enlarged: blurred as they are, none is refused."""
    digits, labels = load_digits().images[:600], load_digits().target[:600]
    shown = [Image.fromarray(np.uint8(image * 15.9)).resize((112, 112), Image.Resampling.BICUBIC) for image in digits]
    back = np.array([image_from_pixels(np.pad(np.asarray(image), 14)) for image in shown])
    assert accuracy(readers["plain"], back, labels) > 0.6
    assert accuracy(readers["deskewed"], deskew(back), labels) > 0.72


def test_mnist_as_it_is_comes_back(mnist):
    """A 28x28 image of MNIST comes back as it was, to the half pixel by which its box may lie off the grid."""
    images, _ = mnist
    back = np.array([image_from_pixels(image) for image in images[:500]])
    assert difference(back, images[:500]) < 0.1


def test_strokes_are_as_thick_as_those_of_mnist(mnist):
    """A stroke's pen and a redrawn 8 px brush cover a line with as much ink as MNIST's median stroke has."""
    drawn = image_from_strokes(strokes(ONE))
    redrawn = image_from_pixels(canvas_pixels(strokes(ONE, 1.8, (40, 30), 8)))
    ones = mnist[0][mnist[1] == 1]
    # Ink in the middle row of the upright ones, in pixels.
    across = [image[14].sum() / 255 for image in deskew(ones)]
    for image in (drawn, redrawn):
        assert image[14].sum() / 255 == pytest.approx(np.median(across), abs=0.6)
        assert image[14].sum() / 255 == pytest.approx(PEN, abs=0.3)


def test_what_comes_out_is_an_mnist_image():
    """28x28 bytes, brightest 255, at most 20 wide and high, centre of mass within half a pixel of (14, 14)."""
    for lines in DIGITS.values():
        ink = canvas_pixels(strokes(lines, 1.5, (30, 30), 16))
        for image in (image_from_strokes(strokes(lines)), image_from_pixels(ink)):
            assert image.shape == (28, 28)
            assert image.dtype == np.uint8
            assert image.max() == 255
            rows, columns = np.nonzero(image)
            assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
            mass = image / image.sum()
            assert abs(float(mass.sum(axis=1) @ np.arange(28)) - 14) <= 0.5001
            assert abs(float(mass.sum(axis=0) @ np.arange(28)) - 14) <= 0.5001
