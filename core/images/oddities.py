"""What is odd about a data set: facts to be said before anything is trained on it, and never mended in silence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Bytes
from core.classes import DIGITS
from core.config import EMBEDDED_DATA
from core.images.dataset import Dataset, mean_digits
from core.images.likeness import FEWEST_IMAGES, MOST_IMAGES, READING, Means, Readings, dark_ink, some

Kind = Literal[
    "missing",
    "rare",
    "inverted",
    "constant",
    "repeated",
    "brightness",
    "renamed",
    "test_renamed",
    "moved_later",
    "moved_earlier",
    "shuffled",
    "test_shuffled",
]

RARE_FACTOR = 9
"""How many times as frequent as another a class must be."""

REPEATED_SHARE = 0.01
"""Of the test images, from which share on those that are training images, too, are more than chance."""

INVERTED_SHARE = 0.05

BRIGHTNESS_FACTOR = 4
"""How many times as bright as those of the other part images must be on average."""


@dataclass(frozen=True)
class Oddity:
    """One thing that is odd, and the numbers of its sentence."""

    kind: Kind
    facts: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=2)  # as each keeps its images
def oddities(dataset: Dataset) -> tuple[Oddity, ...]:
    """Return what is odd about a data set; about MNIST as shipped nothing is."""
    if dataset.name == EMBEDDED_DATA:
        return ()
    inverted = _inverted(dataset)
    found = [
        _missing(dataset),
        _rare(dataset),
        _constant(dataset),
        inverted,
        _brightness(dataset),
        _repeated(dataset),
        _labels(dataset, is_inverted=inverted is not None and inverted.facts["share"] > 0.5),
    ]
    return tuple(oddity for oddity in found if oddity is not None)


def _missing(dataset: Dataset) -> Oddity | None:
    missing = [dataset.classes[label] for label in np.flatnonzero(class_counts(dataset) == 0)]
    return Oddity("missing", {"classes": tuple(missing)}) if missing else None


def _rare(dataset: Dataset) -> Oddity | None:
    counts = class_counts(dataset)
    often, rare = int(counts.argmax()), int(np.where(counts > 0, counts, counts.max() + 1).argmin())
    if counts[often] < RARE_FACTOR * counts[rare]:
        return None
    return Oddity(
        "rare",
        {
            "often": dataset.classes[often],
            "often_count": int(counts[often]),
            "rare": dataset.classes[rare],
            "rare_count": int(counts[rare]),
        },
    )


def class_counts(dataset: Dataset) -> NDArray[np.int64]:
    """Return how many training images each class has, (classes,)."""
    return np.bincount(dataset.y_train, minlength=len(dataset.classes))


def _constant(dataset: Dataset) -> Oddity | None:
    count, total = 0, 0
    for images in (dataset.x_train, dataset.x_test):
        count, total = count + int(_is_constant(images).sum()), total + len(images)
    return Oddity("constant", {"count": count, "total": total}) if count else None


def _is_constant(images: Bytes) -> NDArray[np.bool_]:
    flat = images.reshape(-1, PIXELS)
    return np.asarray(flat.min(axis=1) == flat.max(axis=1))


def _inverted(dataset: Dataset) -> Oddity | None:
    share = dark_ink(dataset.x_train)
    return Oddity("inverted", {"share": share}) if share >= INVERTED_SHARE else None


def _brightness(dataset: Dataset) -> Oddity | None:
    train, test = float(dataset.x_train.mean()), float(dataset.x_test.mean())
    if max(train, test) <= BRIGHTNESS_FACTOR * min(train, test):
        return None
    return Oddity("brightness", {"train": round(train), "test": round(test)})


def _repeated(dataset: Dataset) -> Oddity | None:
    known = {hash(image.tobytes()) for image in dataset.x_train}
    candidates = dataset.x_test[~_is_constant(dataset.x_test)]
    count, total = sum(hash(image.tobytes()) in known for image in candidates), len(dataset.x_test)
    if not count or count < REPEATED_SHARE * total:
        return None
    return Oddity("repeated", {"count": count, "total": total})


def _labels(dataset: Dataset, *, is_inverted: bool) -> Oddity | None:
    """Return what is odd about which label belongs to which image."""
    count = len(dataset.classes)
    # Every second image is enough to learn the means from, and the others are then new to them.
    known = Means(dataset.x_train[::2], dataset.y_train[::2])
    training = Readings(known(some(dataset.x_train[1::2])), some(dataset.y_train[1::2]), count)
    test = Readings(known(some(dataset.x_test)), some(dataset.y_test), count)
    if training.says_nothing:
        return _moved(dataset) or Oddity("shuffled", {"share": training.right, "count": training.count})
    if training.kappas[0] >= READING:
        if test.shift is not None:
            return Oddity("test_renamed", {"by": test.shift, "share": test.shares[test.shift], "count": test.count})
        if test.says_nothing:
            return Oddity("test_shuffled", {"share": test.right, "count": test.count})
    return _unlike_mnist(dataset, is_inverted=is_inverted)


def _moved(dataset: Dataset) -> Oddity | None:
    """Whether every image finds its label one row later, or earlier, than its own."""
    images = dataset.x_train[: 4 * MOST_IMAGES]
    ways: tuple[tuple[Kind, int], ...] = (("moved_later", 1), ("moved_earlier", -1))
    for kind, rows in ways:
        labels = np.roll(dataset.y_train, -rows)[: len(images)]
        read = Readings(Means(images[::2], labels[::2])(some(images[1::2])), some(labels[1::2]), len(dataset.classes))
        if read.count >= FEWEST_IMAGES and read.kappas[0] >= READING:
            return Oddity(kind, {"share": read.right, "count": read.count})
    return None


def _unlike_mnist(dataset: Dataset, *, is_inverted: bool) -> Oddity | None:
    """Whether these are handwritten digits as MNIST's, but called by another digit's name."""
    if dataset.classes != DIGITS:
        return None
    images, labels = some(dataset.x_test), some(dataset.y_test)
    upright = Readings(mean_digits()(255 - images if is_inverted else images), labels, len(DIGITS))
    if upright.count < FEWEST_IMAGES or upright.kappas[0] >= READING or upright.shift is None:
        return None
    return Oddity("renamed", {"by": upright.shift, "share": upright.shares[upright.shift], "count": upright.count})
