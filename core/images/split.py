"""The way from a configuration to images: how a data set is divided, prepared, scaled, and in which order it is met.

All are pure functions of the data set, the configuration and seeds.
"""

import threading
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Bytes
from core.classes import DIGITS
from core.config import LIMITS, ExperimentConfig
from core.errors import DataError, InvalidValue
from core.features.scaling import SCALINGS, Scaling, fit_scaling, prepare
from core.images.dataset import Dataset, load

SPLITTING, SHUFFLING, INITIALIZING = range(3)
"""First word of every random generator's seed, so that no two purposes ever share a stream of numbers."""


@dataclass(frozen=True, eq=False)
class Split:
    """A data set as training uses it: every x is (images, 784) uint8, every y (images,) uint8, none writable.

    Training images teach, validation images choose between runs, test images are reported once. `classes` names what
    labels count.
    """

    x_train: Bytes
    y_train: Bytes
    x_validation: Bytes
    y_validation: Bytes
    x_test: Bytes
    y_test: Bytes
    classes: tuple[str, ...] = DIGITS

    def prepared(self, scaling: str) -> "Split":
        """Return the same images after the image step of the rule `scaling`; where it has none, this very split."""
        if SCALINGS[scaling].image_step is None:
            return self
        train, validation, test = (prepare(scaling, x) for x in (self.x_train, self.x_validation, self.x_test))
        return replace(self, x_train=train, x_validation=validation, x_test=test)


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a configuration trains on: the data set as it came, its split after the image step, and the scaling."""

    dataset: Dataset
    split: Split
    scaling: Scaling


_preparing = threading.Lock()


def prepared(config: ExperimentConfig) -> Prepared:
    """Return the images of a configuration, divided and prepared, with the scaling fitted on those to train on.

    The last answers are kept, each for as long as the data file stays as it is. Raises DataError for a file that is
    no data set, InvalidValue for a validation size that it does not allow.
    """
    dataset = load(config.data)
    # One at a time: two threads that ask for the same images would both compute them.
    with _preparing:
        return _prepared(dataset, config.validation_size, config.scaling)


@lru_cache(maxsize=4)
def _prepared(dataset: Dataset, validation_size: int, scaling: str) -> Prepared:
    parts = split(dataset, validation_size).prepared(scaling)
    return Prepared(dataset, parts, fit_scaling(scaling, parts.x_train))


def check_fits(config: ExperimentConfig, dataset: Dataset) -> None:
    """See to it that a configuration can be trained on a data set, before anything is filed or imported for it.

    Raises InvalidValue for a validation size that leaves no image to train on and for a batch larger than what it
    leaves; DataError for a data set of one image, which cannot be divided at all.
    """
    check_validation_size(config.validation_size, dataset)
    check_batch_size(config.batch_size, len(dataset.x_train) - config.validation_size)


def check_validation_size(size: int, dataset: Dataset) -> None:
    """Raise InvalidValue, or DataError of one image alone, unless `size` images set apart leave one to train on."""
    count = len(dataset.x_train)
    if count < 2:
        sentence = (
            f"{dataset.name} holds {count} training image; expected at least 2, one to train on and one to judge by"
        )
        raise DataError("too_few", sentence, title=dataset.name, count=count)
    if size >= count:
        raise InvalidValue(
            "validation_size",
            size,
            "images",
            {"lowest": 1, "highest": count - 1, "count": count},
            f"validation_size is {size}; {dataset.name} holds {count} training images, "
            f"so it must lie between 1 and {count - 1}",
        )


def check_batch_size(size: int, images: int) -> None:
    """Raise InvalidValue unless a batch of that size can be taken from so many images to train on."""
    if size > images:
        raise InvalidValue(
            "batch_size",
            size,
            "images",
            {"lowest": 1, "highest": images, "count": images},
            f"batch_size is {size}; there are {images} images to train on, so it must lie between 1 and {images}",
        )


def fitting_validation_size(dataset: Dataset) -> int:
    """Return how many images to set apart for who names no number: the default or, of few images, a twelfth.

    That is the share of MNIST's. At least 1, so that a single image remains what it is: too few.
    """
    return min(int(LIMITS["validation_size"].default), -(-len(dataset.x_train) // 12))


@lru_cache(maxsize=2)
def split(dataset: Dataset, validation_size: int) -> Split:
    """Set `validation_size` training images apart for validation. The last two answers are kept.

    Which ones is chosen by a generator of its own, so that runs of all seeds are scored on the same images.
    Raises InvalidValue when no training image would be left.
    """
    check_validation_size(validation_size, dataset)
    chosen, kept = _divided(len(dataset.x_train), validation_size)
    images = dataset.x_train.reshape(-1, PIXELS)
    parts = Split(
        images[kept],
        dataset.y_train[kept],
        images[chosen],
        dataset.y_train[chosen],
        dataset.x_test.reshape(-1, PIXELS),
        dataset.y_test,
        dataset.classes,
    )
    for array in (parts.x_train, parts.y_train, parts.x_validation, parts.y_validation):
        array.setflags(write=False)
    return parts


def validation_images(dataset: Dataset, validation_size: int) -> tuple[Bytes, Bytes]:
    """Return the images, (n, 784), and labels, (n,), that `split` sets apart, without the others. Raises the same."""
    check_validation_size(validation_size, dataset)
    chosen, _ = _divided(len(dataset.x_train), validation_size)
    return dataset.x_train.reshape(-1, PIXELS)[chosen], dataset.y_train[chosen]


def _divided(count: int, validation_size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the images set apart, and of the others, both in their order."""
    order = np.random.default_rng(SPLITTING).permutation(count)
    return np.sort(order[:validation_size]), np.sort(order[validation_size:])


@lru_cache(maxsize=32)
def epoch_order(training_images: int, seed: int, epoch: int) -> NDArray[np.int32]:
    """Return the order, (training_images,) int32, in which runs of `seed` meet the images in `epoch`, from 0."""
    order = np.arange(training_images, dtype=np.int32)
    np.random.default_rng((SHUFFLING, seed, epoch)).shuffle(order)
    order.setflags(write=False)
    return order


def batch_indices(training_images: int, batch_size: int, seed: int, first_step: int, steps: int) -> NDArray[np.int32]:
    """Return which images the batches of `steps` steps hold, (steps, batch_size) int32; steps count from 0.

    Batches are cut from the endless sequence of epochs, so one may hold the end of an epoch and the start of the
    next. A pure function: what came before, and in which portions it was asked for, changes nothing.
    """
    start, stop = first_step * batch_size, (first_step + steps) * batch_size
    first_epoch, last_epoch = start // training_images, (stop - 1) // training_images
    epochs = [epoch_order(training_images, seed, epoch) for epoch in range(first_epoch, last_epoch + 1)]
    offset = first_epoch * training_images
    return np.concatenate(epochs)[start - offset : stop - offset].reshape(steps, batch_size)
