import numpy as np
import pytest

from core.data import load_mnist
from core.drawing import image_from_strokes
from core.familiarity import Familiarity
from core.strokes import Stroke


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture(scope="module")
def familiarity(mnist):
    return Familiarity(mnist.x_train, mnist.y_train, mnist.x_test)


def drawn(*lines):
    return image_from_strokes([Stroke(np.array(line, float), 18) for line in lines])


def test_a_training_image_is_nearest_to_itself(familiarity, mnist):
    """With full overlap, its own label, and no test image nearer."""
    likeness = familiarity.likeness(mnist.x_train[6])
    assert (likeness.image == mnist.x_train[6]).all()
    assert (likeness.label, likeness.stranger_than) == (mnist.y_train[6], 0)
    assert likeness.overlap == pytest.approx(1, abs=1e-5)


def test_the_scale_is_the_test_images_own(familiarity, mnist):
    """Of other test images, about one in a hundred is stranger than 99 % of those that made the scale."""
    strange = [familiarity.likeness(image).stranger_than >= 0.99 for image in mnist.x_test[5::20]]
    assert 0 < np.mean(strange) < 0.04


def test_digits_are_familiar_and_letters_are_not(familiarity):
    """A 7 and a 4 against an X and a K."""
    seven = drawn(((70, 60), (210, 60), (140, 230)))
    four = drawn(((90, 50), (80, 140), (200, 140)), ((170, 60), (170, 230)))
    assert all(familiarity.likeness(image).stranger_than < 0.9 for image in (seven, four))
    cross = drawn(((60, 60), (220, 220)), ((220, 60), (60, 220)))
    kay = drawn(((80, 40), (80, 240)), ((200, 40), (80, 140), (200, 240)))
    assert all(familiarity.likeness(image).stranger_than >= 0.99 for image in (cross, kay))


def test_an_empty_image_is_like_nothing(familiarity):
    """And no division by zero."""
    likeness = familiarity.likeness(np.zeros((28, 28), np.uint8))
    assert (likeness.overlap, likeness.stranger_than) == (0, 1)
