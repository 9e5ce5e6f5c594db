"""Temperatures, and whether what is stated with them is right as often as it says."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import softmax as textbook_softmax

from benchmarks.drawing import HANDWRITING, on_canvas, pixels, written
from core.drawing.recipe import image_from_pixels, image_from_strokes
from core.features.scaling import fit_scaling, prepare
from core.images.dataset import load_mnist
from core.images.split import split, validation_images
from core.model.calibration import (
    CAUTION,
    HOTTEST,
    LEAST_IMAGES,
    calibration_images,
    fitted_temperature,
    of_drawing,
    temperature,
)
from core.model.novelty import NoveltyIndex
from core.model.softmax import SoftmaxModel, softmax

BINS = 10


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture(scope="module")
def index(mnist):
    return NoveltyIndex(mnist.x_train, mnist.y_train, mnist.x_test)


def trained(mnist, scaling: str) -> SoftmaxModel:
    """A model of every sixth training image, by the tutorial's own steps in NumPy."""
    parts = split(mnist, 5000)
    images, labels = prepare(scaling, parts.x_train[::6]), parts.y_train[::6]
    fitted = fit_scaling(scaling, images)
    inputs, wanted = images * fitted.scale + fitted.offset, np.eye(10, dtype=np.float32)[labels]
    weights, bias = np.zeros((784, 10), np.float32), np.zeros(10, np.float32)
    random = np.random.default_rng(0)
    for _ in range(1000):
        batch = random.integers(0, len(inputs), 256)
        error = (softmax(inputs[batch] @ weights + bias) - wanted[batch]) / np.float32(256)
        weights -= np.float32(0.1) * inputs[batch].T @ error
        bias -= np.float32(0.1) * error.sum(axis=0)
    return SoftmaxModel(weights, bias, fitted)


@pytest.fixture(scope="module", params=["moments", "standardize"])
def reader(request, mnist):
    """A model, and the temperature that was fitted for it."""
    model = trained(mnist, request.param)
    return model, temperature(model, calibration_images(request.param, *validation_images(mnist, 5000)))


@pytest.fixture(scope="module")
def handwriting():
    """Handwriting that the benchmark makes up, as strokes and by two brushes as pixels: images, and their digits."""
    random = np.random.default_rng(5)
    digits = np.arange(200) % 10
    sets = {"strokes": [], "8 px": [], "20 px": []}
    for digit in digits:
        styles = HANDWRITING[int(digit)]
        lines = written(styles[random.integers(len(styles))], random)
        sets["strokes"].append(image_from_strokes(on_canvas(lines, 12, 187, random)))
        for brush in (8, 20):
            sets[f"{brush} px"].append(image_from_pixels(pixels(on_canvas(lines, brush, 187, random))))
    return {name: np.array(images) for name, images in sets.items()}, digits


def calibration_error(probabilities, labels) -> float:
    """Guo et al.'s expected calibration error: over bins of certainty, how far that is from the share read right."""
    certainty, is_right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    bins = np.minimum((certainty * BINS).astype(int), BINS - 1)
    return sum(
        (bins == k).mean() * abs(certainty[bins == k].mean() - is_right[bins == k].mean()) for k in np.unique(bins)
    )


def stated(model, fitted, index, images):
    """What Draw states: the logits over the temperature of each image."""
    novelties = index.novelties(images)
    return softmax(model.logits(images) / np.array([[of_drawing(fitted, each.share)] for each in novelties]))


def test_handwriting_is_read_as_often_as_stated(reader, index, handwriting):
    """To 5 points, strokes and pixels; the softmax itself would promise more."""
    model, fitted = reader
    sets, digits = handwriting
    readings = {name: stated(model, fitted, index, images) for name, images in sets.items()}
    for name, probabilities in readings.items():
        promised, kept = probabilities.max(axis=1).mean(), (probabilities.argmax(axis=1) == digits).mean()
        assert abs(promised - kept) < 0.05, name
    error = calibration_error(np.concatenate(list(readings.values())), np.tile(digits, 3))
    of_softmax = calibration_error(model.probabilities(np.concatenate(list(sets.values()))), np.tile(digits, 3))
    assert error < 0.05
    assert of_softmax > error + 0.005


def test_test_images_are_read_as_often_as_stated(reader, mnist, index):
    """To 5 points, which are those that handwriting needs."""
    model, fitted = reader
    images, digits = mnist.x_test[::4], mnist.y_test[::4]
    probabilities = stated(model, fitted, index, images)
    assert calibration_error(probabilities, digits) < 0.05
    np.testing.assert_array_equal(probabilities.argmax(axis=1), model.predict(images))


def test_the_temperature_is_where_scipy_finds_it():
    """The mean of the largest probabilities, by another softmax, meets the share read right, less the caution."""
    random = np.random.default_rng(0)
    logits = random.normal(0, 4, (500, 6))
    labels = np.array([random.choice(6, p=row) for row in textbook_softmax(logits / 2.5, axis=1)])
    share_right = np.mean([row.tolist().index(max(row)) == label for row, label in zip(logits, labels, strict=True)])
    found = brentq(lambda t: textbook_softmax(logits / t, axis=1).max(axis=1).mean() - share_right + CAUTION, 0.1, 50)
    assert fitted_temperature(logits, labels) == pytest.approx(found, rel=1e-3)
    assert 2 < found < 3.5


def test_models_that_no_temperature_helps():
    """One that is never right is trusted in nothing; of logits that are none, and of too few images, nothing is
    concluded."""
    logits = np.eye(4)[np.arange(200) % 4] * 3.0
    labels = np.arange(200) % 4
    assert fitted_temperature(logits, (labels + 1) % 4) == pytest.approx(HOTTEST, rel=1e-3)
    assert fitted_temperature(np.where(logits > 0, np.inf, logits), labels) == 1
    few = slice(0, LEAST_IMAGES - 1)
    assert fitted_temperature(logits[few], labels[few]) == 1


def test_large_logits_are_cooled():
    """A model that diverged is sure of everything; its probabilities come out as often right as they say."""
    random = np.random.default_rng(1)
    logits = random.normal(0, 3000, (400, 10))
    labels = np.where(random.random(400) < 0.7, logits.argmax(axis=1), random.integers(0, 10, 400))
    probabilities = softmax(logits / fitted_temperature(logits, labels))
    share_right = (logits.argmax(axis=1) == labels).mean()
    assert probabilities.max(axis=1).mean() == pytest.approx(share_right - CAUTION, abs=1e-3)


def test_unfamiliar_drawings_are_trusted_less():
    """The more unlike the data, the hotter; where that is not known, as fitted."""
    temperatures = [of_drawing(1.2, share) for share in (None, 0.0, 0.89, 0.9, 0.98, 0.99, 1.0)]
    assert temperatures[:3] == [1.2] * 3
    assert 1.2 < temperatures[3] == temperatures[4] < temperatures[5] == temperatures[6]
