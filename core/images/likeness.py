"""What images look like, told by the simplest classifier there is: the class whose mean image is nearest.

It reads 82% of MNIST's test images, and of labels that were shuffled no more than guessing does. How much more than
guessing is Cohen's kappa, (right - by chance) / (1 - by chance), which is 0 for guesses and 1 for a perfect reader,
however often each class occurs (Cohen 1960, A coefficient of agreement for nominal scales).
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Bytes, Floats
from core.classes import DIGITS

S = TypeVar("S", bound=np.generic)

GUESSING, READING = 0.1, 0.5
"""Kappa up to which labels say nothing about the images, and from which on they do for certain."""

FEWEST_IMAGES = 50
"""Images that a kappa takes: with fewer, chance alone reaches `GUESSING`."""

MOST_IMAGES = 10_000
"""Images of which the questions that take a product with means are asked."""

_LYING = 0.3
"""Kappa from which on images are read at all, if turned, and by how much it must be higher than if they are not."""

_LIKE_DIGITS = {"O": 0, "I": 1, "Z": 2, "S": 5, "B": 8}
"""Letters that look like digits, but not if they lie on their side."""


def some(array: NDArray[S]) -> NDArray[S]:
    """Return at most `MOST_IMAGES` of the images or labels, evenly spread."""
    return array[:: -(-len(array) // MOST_IMAGES) or 1]


def dark_ink(images: Bytes) -> float:
    """Return the share of images (n, 28, 28) whose frame, mostly paper, is light, and lighter than the middle."""
    images = some(images)
    frame = np.concatenate(
        [images[:, [0, -1]].reshape(len(images), -1), images[:, 1:-1, [0, -1]].reshape(len(images), -1)], axis=1
    )
    paper, middle = frame.mean(axis=1), images[:, 4:-4, 4:-4].mean(axis=(1, 2))
    return float(((paper > 127) & (paper > middle)).mean())


class Means:
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


class Readings:
    """How what was read, (n,), agrees with labels, (n,), if each is raised by 0, 1, ..., and the last to the first.

    `shares` and `kappas` are (classes,), by how much labels are raised.
    """

    def __init__(self, read: Bytes, labels: Bytes, classes: int) -> None:
        self.count = len(labels)
        raised = (labels[None, :].astype(np.int64) + np.arange(classes)[:, None]) % classes
        if not self.count:
            self.shares = self.kappas = np.zeros(classes)
            return
        self.shares = (raised == read).mean(axis=1)
        said = np.bincount(read, minlength=classes) / self.count
        chance = np.array([said @ (np.bincount(row, minlength=classes) / self.count) for row in raised])
        self.kappas = (self.shares - chance) / np.maximum(1 - chance, 1e-9)

    @property
    def right(self) -> float:
        """The share that is read as labelled."""
        return float(self.shares[0])

    @property
    def says_nothing(self) -> bool:
        """Whether labels and images have nothing to do with each other."""
        return self.count >= FEWEST_IMAGES and bool(self.kappas[0] < GUESSING)

    @property
    def shift(self) -> int | None:
        """By how much, from 1, labels must be raised to be what is read; None where they need not be."""
        best = int(self.kappas.argmax())
        is_certain = self.count >= FEWEST_IMAGES and best > 0 and self.kappas[best] >= READING
        return best if is_certain and self.kappas[0] < GUESSING else None


def is_lying(images: Bytes, labels: Bytes, classes: tuple[str, ...], mean_digits: Means) -> bool:
    """Return whether digits, or letters that look like digits, have their rows and columns exchanged, as EMNIST's.

    `images` is (n, 28, 28), `labels` (n,) count `classes`; `mean_digits` are what MNIST's digits look like.
    """
    digit_of = {label: int(name) for label, name in enumerate(classes) if name in DIGITS}
    if not digit_of:
        digit_of = {label: _LIKE_DIGITS[name] for label, name in enumerate(classes) if name in _LIKE_DIGITS}
    chosen = some(np.flatnonzero(np.isin(labels, list(digit_of))))
    if len(chosen) < FEWEST_IMAGES:
        return False
    digits = np.array([digit_of[label] for label in labels[chosen].tolist()], np.uint8)
    drawn = images[chosen]
    if dark_ink(drawn) > 0.5:
        drawn = 255 - drawn
    upright, lying = (
        Readings(mean_digits(turned), digits, len(DIGITS)).kappas[0] for turned in (drawn, drawn.swapaxes(1, 2))
    )
    return bool(lying >= _LYING and lying - upright >= _LYING)
