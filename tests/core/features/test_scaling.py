import io
import pickle

import numpy as np
import pytest

from core.arrays import Bytes
from core.features.moments import deskew
from core.features.scaling import SCALINGS, Scaling, fit_scaling, prepare
from core.images.dataset import load_mnist


@pytest.fixture
def images() -> Bytes:
    """300 noisy images of which some pixels never change: the first is always 0, the second always 7."""
    images = np.random.default_rng(1).integers(0, 256, (300, 784), dtype=np.uint8)
    images[:, 0], images[:, 1] = 0, 7
    return images


def test_standardizing_gives_every_varying_pixel_mean_0_and_deviation_1(images: Bytes) -> None:
    """Standardized training images have mean 0 and standard deviation 1 in every pixel that varies."""
    x = fit_scaling("standardize", images).transform(images).astype(np.float64)
    assert np.abs(x[:, 2:].mean(axis=0)).max() < 1e-5
    assert np.abs(x[:, 2:].std(axis=0) - 1).max() < 1e-5


def test_normalizing_spreads_every_varying_pixel_from_0_to_1(images: Bytes) -> None:
    """Normalized training images span exactly 0 to 1, to float32 rounding, in every pixel that varies."""
    x = fit_scaling("normalize", images).transform(images)[:, 2:]
    assert np.abs(x.min(axis=0)).max() < 1e-6
    assert np.abs(x.max(axis=0) - 1).max() < 1e-6


def test_none_leaves_grey_levels_alone(images: Bytes) -> None:
    """Without scaling the inputs are the grey levels."""
    assert np.array_equal(fit_scaling("none", images).transform(images)[:, 2:], images[:, 2:])


@pytest.mark.parametrize("name", SCALINGS)
def test_pixels_without_variance_become_zero(name: str, images: Bytes) -> None:
    """A pixel that never changed in training is 0 for whatever image comes, and nothing divides by its spread."""
    scaling = fit_scaling(name, images)
    assert (scaling.scale[:2] == 0).all()
    assert (scaling.offset[:2] == 0).all()
    bright = np.full((1, 784), 255, np.uint8)
    assert (scaling.transform(bright)[0, :2] == 0).all()


@pytest.mark.parametrize("name", SCALINGS)
def test_one_image_can_be_fitted(name: str, images: Bytes) -> None:
    """A single training image, all of whose pixels are constant, scales to zeros and not to NaN."""
    assert (fit_scaling(name, images[:1]).transform(images) == 0).all()


def test_statistics_agree_with_numpy_to_the_last_digits() -> None:
    """Mean and deviation are those that NumPy finds in float64, also across the borders of blocks of 256 images."""
    images = np.random.default_rng(2).integers(0, 256, (1000, 784), dtype=np.uint8)
    scaling = fit_scaling("standardize", images)
    assert np.allclose(scaling.scale, 1 / images.std(axis=0), rtol=1e-6)
    assert np.allclose(scaling.offset, -images.mean(axis=0) / images.std(axis=0), rtol=1e-6)


@pytest.mark.parametrize("name", SCALINGS)
def test_clipping_leaves_training_images_alone(name: str, images: Bytes) -> None:
    """Clipping changes nothing in the images that the scaling was fitted on."""
    assert np.array_equal(fit_scaling(name, images).clip(images), images)


@pytest.mark.parametrize("name", SCALINGS)
def test_a_drawing_cannot_leave_the_range_of_training(name: str) -> None:
    """A pixel lit once, faintly, in training is as faint in a drawing that lights it fully."""
    images = np.zeros((1000, 784), np.uint8)
    images[17, 5] = 3
    scaling = fit_scaling(name, prepare(name, images))
    largest_in_training = scaling.transform(images).max()
    assert scaling.transform(np.full((1, 784), 255, np.uint8)).max() == largest_in_training


@pytest.mark.parametrize("name", SCALINGS)
def test_square_and_flat_images_are_the_same(name: str, images: Bytes) -> None:
    """Images may come as 28 x 28 or as rows of 784."""
    scaling = fit_scaling(name, images.reshape(-1, 28, 28))
    assert np.array_equal(scaling.transform(images), scaling.transform(images.reshape(-1, 28, 28)))


@pytest.mark.parametrize("name", SCALINGS)
def test_a_scaling_survives_storage(name: str, images: Bytes) -> None:
    """What is read back from bytes transforms images to the same bits."""
    scaling = fit_scaling(name, images)
    again = Scaling.from_bytes(scaling.to_bytes())
    assert again.name == name
    assert again.transform(images).tobytes() == scaling.transform(images).tobytes()


def stored(**parts: object) -> bytes:
    """Return a scaling as it is stored, with other parts in the place of its own."""
    images = np.random.default_rng(0).integers(0, 256, (50, 28, 28), dtype=np.uint8)
    file = io.BytesIO()
    np.savez(file, allow_pickle=True, **{**vars(fit_scaling("standardize", images)), **parts})
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the scaling is damaged"),
        (b"\0\1\2\3", "the scaling is damaged"),
        (pickle.dumps([1]), "the scaling is damaged"),
        (stored()[:2000], "the scaling is damaged"),
        (stored(scale=np.array([object()] * 784)), "the scaling is damaged"),
        (stored(scale=np.zeros(10, np.float32)), "it must have 784 numbers of each kind"),
        (stored(lowest=np.zeros(784)), "it must have 784 numbers of each kind"),
        (stored(name="sphere"), "the scaling is called 'sphere'; it must be one of standardize, "),
    ],
    ids=range(8),
)
def test_what_is_no_scaling_is_refused_in_a_sentence(content: bytes, reason: str) -> None:
    """Of ours, and without NumPy's advice to unpickle it."""
    with pytest.raises(ValueError, match=reason) as refusal:
        Scaling.from_bytes(content)
    assert "pickle" not in str(refusal.value)


def test_deskewing_is_a_step_before_the_statistics_and_before_every_reading() -> None:
    """The inputs are those that standardizing the deskewed images gives, for training images and for a drawing."""
    images = load_mnist().x_train[:300]
    drawing = load_mnist().x_test[:1]
    upright = prepare("deskew", images)
    assert np.array_equal(upright, deskew(images).reshape(-1, 784))
    scaling = fit_scaling("deskew", upright)
    plain = fit_scaling("standardize", upright)
    assert np.array_equal(scaling.transform(images), plain.transform(upright))
    assert np.array_equal(scaling.transform(drawing), plain.transform(deskew(drawing)))


def test_the_image_step_can_be_left_out():
    """Images then go through what is left, to the same bits; a scaling without one is itself."""
    images = load_mnist().x_train[:300]
    scaling = fit_scaling("deskew-normalize", prepare("deskew-normalize", images))
    assert scaling.has_image_step
    plain = scaling.without_image_step()
    assert not plain.has_image_step
    assert np.array_equal(plain.transform(images), scaling.clip(images) * scaling.scale + scaling.offset)
    assert plain.without_image_step().name == plain.name == "normalize"


@pytest.mark.parametrize("name", ["standardize", "deskew"])
def test_unscaled_pixels_are_what_they_were(name):
    """All 256 grey levels, at every pixel; the image step is still taken."""
    images = load_mnist().x_train[:300]
    unscaled = fit_scaling(name, prepare(name, images)).without_scale()
    assert np.array_equal(unscaled.transform(images), prepare(name, images))
    levels = np.arange(256, dtype=np.uint8)[:, np.newaxis].repeat(784, axis=1)
    assert np.array_equal(unscaled.without_image_step().transform(levels), levels)
