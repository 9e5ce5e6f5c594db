import numpy as np
import pytest

from core.images.dataset import load_mnist
from core.model.perturbations import RANGES, Perturbation, perturbed, sweep


@pytest.fixture
def image():
    return load_mnist().x_test[0]


def test_no_perturbation_changes_nothing(image):
    """Not one grey level."""
    assert (perturbed(image, Perturbation()) == image).all()


def test_whole_pixels_move_the_image_as_it_is(image):
    """To the right and down, and what leaves is lost."""
    moved = perturbed(image, Perturbation(right=3, down=2))
    assert (moved[2:, 3:] == image[:-2, :-3]).all()
    assert not moved[:2].any()


def test_a_turn_is_clockwise():
    """What points upwards points to the right after a quarter of a turn."""
    upwards = np.zeros((28, 28), np.uint8)
    upwards[4:14, 14] = 255
    turned = perturbed(upwards, Perturbation(turn=90))
    assert turned[14, 15:24].min() > 250
    assert turned[4:13].max() == 0


def test_size_scales_about_the_centre():
    """Half the size has a quarter of the ink, around the same place."""
    square = np.zeros((28, 28), np.uint8)
    square[6:23, 6:23] = 255
    half = perturbed(square, Perturbation(size=0.5))
    assert half.sum() / square.sum() == pytest.approx(0.25, abs=0.05)
    assert np.argwhere(half).mean(axis=0) == pytest.approx([14, 14])


def test_the_pen_adds_to_either_side():
    """A line of 2 px becomes one of 6, and vanishes where it loses 1 on either side; parts of a pixel lie between."""
    line = np.zeros((28, 28), np.uint8)
    line[5:22, 13:15] = 255
    assert (perturbed(line, Perturbation(pen=2))[10] > 0).sum() == 6
    assert not perturbed(line, Perturbation(pen=-1)).any()
    inks = [int(perturbed(line, Perturbation(pen=pen)).sum()) for pen in (0, 0.25, 0.75, 1)]
    assert inks == sorted(set(inks))


@pytest.mark.parametrize("field", RANGES)
def test_a_sweep_goes_through_what_the_sliders_say(image, field):
    """At each value, the image with the other fields as they are; at either end, the range's own."""
    perturbation = Perturbation(right=1, size=0.9)
    values, images = sweep(image, perturbation, field)
    assert images.shape == (len(values), 28, 28)
    now = getattr(perturbation, field)
    assert (images[int(np.abs(values - now).argmin())] == perturbed(image, perturbation)).all()
    assert (RANGES[field].lowest, RANGES[field].highest) == (values[0], values[-1])
