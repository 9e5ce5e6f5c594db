import numpy as np
import pytest

from core.drawing.recipe import image_from_strokes
from core.drawing.strokes import Stroke
from core.images.dataset import load_mnist
from core.model.novelty import Level, Novelty, NoveltyIndex


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture(scope="module")
def index(mnist):
    return NoveltyIndex(mnist.x_train, mnist.y_train, mnist.x_test)


def drawn(*lines):
    return image_from_strokes([Stroke(np.array(line, float), 18) for line in lines])


def test_a_training_image_is_nearest_to_itself(index, mnist):
    """With full overlap, its own label, and no test image nearer."""
    novelty = index.novelty(mnist.x_train[6])
    assert (novelty.image == mnist.x_train[6]).all()
    assert (novelty.label, novelty.share) == (mnist.y_train[6], 0)
    assert novelty.overlap == pytest.approx(1, abs=1e-5)


def test_the_scale_is_the_test_images_own(index, mnist):
    """Of other test images, about one in a hundred is stranger than 99 % of those that made the scale."""
    strange = [novelty.level is Level.STRANGE for novelty in index.novelties(mnist.x_test[5::20])]
    assert 0 < np.mean(strange) < 0.04


def test_digits_are_familiar_and_letters_are_not(index):
    """A 7 and a 4 against an X and a K."""
    seven = drawn(((70, 60), (210, 60), (140, 230)))
    four = drawn(((90, 50), (80, 140), (200, 140)), ((170, 60), (170, 230)))
    assert all(index.novelty(image).level is Level.FAMILIAR for image in (seven, four))
    cross = drawn(((60, 60), (220, 220)), ((220, 60), (60, 220)))
    kay = drawn(((80, 40), (80, 240)), ((200, 40), (80, 140), (200, 240)))
    assert all(index.novelty(image).level is Level.STRANGE for image in (cross, kay))


def test_scribbles_are_not_familiar(index):
    """However much of their ink lies on some digit's."""
    zigzag = ((50, 50), (230, 60), (60, 100), (220, 120), (70, 160), (230, 180), (50, 230))
    crossed = (*zigzag, (200, 240), (120, 40), (240, 220))
    turns = np.linspace(0, 14, 150)
    spiral = np.stack([140 + (10 + 6 * turns) * np.cos(turns), 140 + (10 + 6 * turns) * np.sin(turns)], axis=1)
    star = ((140, 40), (190, 220), (50, 100), (230, 100), (90, 220), (140, 40))
    assert all(index.novelty(drawn(line)).level is Level.STRANGE for line in (zigzag, crossed, spiral, star))


def test_an_empty_image_is_like_nothing(index):
    """And no division by zero."""
    novelty = index.novelty(np.zeros((28, 28), np.uint8))
    assert (novelty.overlap, novelty.share) == (0, 1)


@pytest.mark.parametrize(
    ("share", "level"),
    [(0.0, "familiar"), (0.899, "familiar"), (0.9, "unusual"), (0.989, "unusual"), (0.99, "strange"), (1, "strange")],
)
def test_novelty_has_three_names(share, level):
    """One drawing in ten is called unusual, one in a hundred strange."""
    assert Novelty(share, np.zeros((28, 28), np.uint8), 0, 0.5).level == level


def test_many_images_at_a_time_are_each_judged_as_alone(index, mnist):
    """Up to rounding."""
    images = mnist.x_test[1:6]
    together = [(novelty.label, novelty.share) for novelty in index.novelties(images)]
    assert together == [(one.label, one.share) for one in map(index.novelty, images)]
