"""What is odd about a data set: facts to be said before anything is trained on it, and never mended in silence.

Whether labels belong to their images is asked of the simplest classifier there is: the class whose mean image is
nearest. It reads 82% of MNIST's test images, and of labels that were shuffled no more than guessing does. How much
more than guessing is Cohen's kappa, (right - by chance) / (1 - by chance), which is 0 for guesses and 1 for a perfect
reader, however often each class occurs (Cohen 1960, A coefficient of agreement for nominal scales).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Bytes, Floats
from core.config import EMBEDDED_DATA
from core.images.dataset import Dataset, load_mnist

DIGITS = 10

Kind = Literal[
    "missing",
    "rare",
    "inverted",
    "constant",
    "repeated",
    "brightness",
    "transposed",
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

GUESSING, READING = 0.1, 0.5
"""Kappa up to which labels say nothing about the images, and from which on they do for certain."""

_FEWEST = 50
"""Images that a kappa takes: with fewer, chance alone reaches `GUESSING`."""

_MOST = 10_000
"""Images of which the questions that take a product with means are asked."""


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
    digits = np.flatnonzero(_counts(dataset) == 0).tolist()
    return Oddity("missing", {"digits": tuple(digits)}) if digits else None


def _rare(dataset: Dataset) -> Oddity | None:
    counts = _counts(dataset)
    often, rare = int(counts.argmax()), int(np.where(counts > 0, counts, counts.max() + 1).argmin())
    if counts[often] < RARE_FACTOR * counts[rare]:
        return None
    return Oddity(
        "rare", {"often": often, "often_count": int(counts[often]), "rare": rare, "rare_count": int(counts[rare])}
    )


def _counts(dataset: Dataset) -> NDArray[np.int64]:
    return np.bincount(dataset.y_train, minlength=DIGITS)


def _constant(dataset: Dataset) -> Oddity | None:
    count, total = 0, 0
    for images in (dataset.x_train, dataset.x_test):
        count, total = count + int(_is_constant(images).sum()), total + len(images)
    return Oddity("constant", {"count": count, "total": total}) if count else None


def _is_constant(images: Bytes) -> NDArray[np.bool_]:
    flat = images.reshape(-1, PIXELS)
    return np.asarray(flat.min(axis=1) == flat.max(axis=1))


def _inverted(dataset: Dataset) -> Oddity | None:
    """Whether ink is dark: the frame of an image, mostly paper, is light, and lighter than the middle."""
    images = _some(dataset.x_train)
    frame = np.concatenate(
        [images[:, [0, -1]].reshape(len(images), -1), images[:, 1:-1, [0, -1]].reshape(len(images), -1)], axis=1
    )
    paper, middle = frame.mean(axis=1), images[:, 4:-4, 4:-4].mean(axis=(1, 2))
    share = float(((paper > 127) & (paper > middle)).mean())
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
    # Every second image is enough to learn the means from, and the others are then new to them.
    known = _Means(dataset.x_train[::2], dataset.y_train[::2])
    training = _Readings(known(_some(dataset.x_train[1::2])), _some(dataset.y_train[1::2]))
    test = _Readings(known(_some(dataset.x_test)), _some(dataset.y_test))
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
    images = dataset.x_train[: 4 * _MOST]
    ways: tuple[tuple[Kind, int], ...] = (("moved_later", 1), ("moved_earlier", -1))
    for kind, rows in ways:
        labels = np.roll(dataset.y_train, -rows)[: len(images)]
        read = _Readings(_Means(images[::2], labels[::2])(_some(images[1::2])), _some(labels[1::2]))
        if read.count >= _FEWEST and read.kappas[0] >= READING:
            return Oddity(kind, {"share": read.right, "count": read.count})
    return None


def _unlike_mnist(dataset: Dataset, *, is_inverted: bool) -> Oddity | None:
    """Whether these are handwritten digits as MNIST's, but lying on their side or called by another digit's name."""
    images, labels = _some(dataset.x_test), _some(dataset.y_test)
    if is_inverted:
        images = 255 - images
    read = _mnist_means()
    upright = _Readings(read(images), labels)
    if upright.count < _FEWEST or upright.kappas[0] >= READING:
        return None
    if upright.shift is not None:
        return Oddity(
            "renamed", {"by": upright.shift, "share": upright.shares[upright.shift], "count": upright.count}
        )
    lying = _Readings(read(images.swapaxes(1, 2)), labels)
    if lying.kappas[0] >= READING:
        return Oddity("transposed", {"share": lying.right, "count": lying.count, "upright": upright.right})
    return None


def _some(array: Bytes) -> Bytes:
    """Return at most `_MOST` of the images or labels, evenly spread."""
    return array[:: -(-len(array) // _MOST) or 1]


class _Means:
    """Reads an image as the class whose mean image is nearest."""

    def __init__(self, images: Bytes, labels: Bytes) -> None:
        flat = images.reshape(-1, PIXELS)
        self._classes = np.unique(labels)
        self._means: Floats = np.array(
            [flat[labels == label].mean(axis=0, dtype=np.float64) for label in self._classes], np.float32
        )

    def __call__(self, images: Bytes) -> NDArray[np.uint8]:
        """Return the classes, (n,), of images (n, 28, 28)."""
        if not len(images):
            return np.zeros(0, np.uint8)
        # |x - m|^2 is smallest where x.m - |m|^2 / 2 is largest.
        nearness = images.reshape(-1, PIXELS).astype(np.float32) @ self._means.T - (self._means**2).sum(axis=1) / 2
        return np.asarray(self._classes[nearness.argmax(axis=1)], np.uint8)


@lru_cache(maxsize=1)
def _mnist_means() -> _Means:
    mnist = load_mnist()
    return _Means(mnist.x_train, mnist.y_train)


class _Readings:
    """How what was read, (n,), agrees with labels, (n,), if each label is raised by 0 to 9 and 9 is followed by 0.

    `shares` and `kappas` are (10,), by how much labels are raised.
    """

    def __init__(self, read: Bytes, labels: Bytes) -> None:
        self.count = len(labels)
        raised = (labels[None, :].astype(np.int64) + np.arange(DIGITS)[:, None]) % DIGITS
        if not self.count:
            self.shares = self.kappas = np.zeros(DIGITS)
            return
        self.shares = (raised == read).mean(axis=1)
        said = np.bincount(read, minlength=DIGITS) / self.count
        chance = np.array([said @ (np.bincount(row, minlength=DIGITS) / self.count) for row in raised])
        self.kappas = (self.shares - chance) / np.maximum(1 - chance, 1e-9)

    @property
    def right(self) -> float:
        """The share that is read as labelled."""
        return float(self.shares[0])

    @property
    def says_nothing(self) -> bool:
        """Whether labels and images have nothing to do with each other."""
        return self.count >= _FEWEST and bool(self.kappas[0] < GUESSING)

    @property
    def shift(self) -> int | None:
        """By how much, 1 to 9, labels must be raised to be what is read; None where they need not be."""
        best = int(self.kappas.argmax())
        is_certain = self.count >= _FEWEST and best > 0 and self.kappas[best] >= READING
        return best if is_certain and self.kappas[0] < GUESSING else None
