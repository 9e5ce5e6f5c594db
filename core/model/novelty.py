"""How novel a drawing is: how unlike anything that a model was trained on.

A model gives ten probabilities for a house as well as for a 7. Whether the question made sense is another matter: it
is how near the drawing is to a training image, and what share of the test images, which are digits for certain, are
nearer to theirs.

Images are compared at half resolution, so that a line beside a line still counts as near, in two ways. Their overlap
is the cosine of the angle between them: 1 for the same image, 0 for no pixel in common, whatever their brightness; it
knows a letter from a digit. Their distance is Euclidean; it knows a scribble, whose much ink overlaps with many a
digit. A drawing is as novel as it is in the worse of the two respects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes, Doubles, Floats

TRAINING_IMAGES = 10_000
"""Training images that drawings are compared with: all ways of writing a digit, and a millisecond's work."""

TEST_IMAGES = 1000
"""Test images that say how near is usual."""


class Level(StrEnum):
    """What a novelty is called."""

    FAMILIAR = "familiar"
    UNUSUAL = "unusual"
    STRANGE = "strange"


UNUSUAL_FROM, STRANGE_FROM = 0.9, 0.99
"""Shares from which a drawing is called unusual, and unlike anything the model was trained on."""


@dataclass(frozen=True, eq=False)
class Novelty:
    """How novel a drawing is, and the training image nearest to it.

    `share`, 0 to 1: of the test images, those that are nearer to a training image than the drawing is. `image`:
    (28, 28) uint8, the training image with which the drawing has the largest `overlap`, 0 to 1. `label`: its digit.
    """

    share: float
    image: Bytes
    label: int
    overlap: float

    @property
    def level(self) -> Level:
        """What this novelty is called. Of what is strange, the model's answer means nothing."""
        if self.share >= STRANGE_FROM:
            return Level.STRANGE
        return Level.UNUSUAL if self.share >= UNUSUAL_FROM else Level.FAMILIAR


class NoveltyIndex:
    """The images of a data set, made ready for a nearest-neighbour search.

    `x_train` is (n, 28, 28), `y_train` (n,) and `x_test` (m, 28, 28), all uint8. About `TRAINING_IMAGES` and
    `TEST_IMAGES` of them are looked at, evenly spread.
    """

    def __init__(self, x_train: Bytes, y_train: Bytes, x_test: Bytes) -> None:
        every = -(-len(x_train) // TRAINING_IMAGES)
        self._images, self._labels = x_train[::every], y_train[::every]
        self._known = _halved(self._images)
        self._lengths = np.linalg.norm(self._known, axis=1)
        _, *usual = self._nearest(x_test[:: -(-len(x_test) // TEST_IMAGES)])
        self._usual_overlaps, self._usual_distances = (np.sort(values) for values in usual)
        self._usual = np.sort(self._strangeness(*usual))

    def novelty(self, image: Bytes) -> Novelty:
        """Return the novelty of `image`, (28, 28) uint8."""
        return self.novelties(image[np.newaxis])[0]

    def novelties(self, images: Bytes) -> Sequence[Novelty]:
        """Return the novelty of each of `images`, (n, 28, 28) uint8; many at once take a sixth of the time each."""
        nearest, overlaps, distances = self._nearest(images)
        # Of the test images themselves, by definition, one in a hundred has a novelty of 0.99 or more.
        shares = np.searchsorted(self._usual, self._strangeness(overlaps, distances)) / len(self._usual)
        return [
            Novelty(float(share), self._images[index], int(self._labels[index]), float(overlap))
            for share, index, overlap in zip(shares, nearest, overlaps, strict=True)
        ]

    def _nearest(self, images: Bytes) -> tuple[NDArray[np.intp], Floats, Floats]:
        """Return for each image the training image that it overlaps with most, that overlap, and the distance to the
        training image at the smallest distance."""
        halved = _halved(images)
        products = halved @ self._known.T
        lengths = np.linalg.norm(halved, axis=1, keepdims=True)
        overlaps = products / np.maximum(lengths * self._lengths, 1e-9)
        squares = lengths**2 + self._lengths**2 - 2 * products
        nearest = overlaps.argmax(axis=1)
        return nearest, overlaps.max(axis=1).clip(0, 1), np.sqrt(squares.min(axis=1).clip(0))

    def _strangeness(self, overlaps: Floats, distances: Floats) -> Doubles:
        """Return the share of test images that overlap more, or are at a smaller distance, whichever is larger."""
        count = len(self._usual_overlaps)
        more = count - np.searchsorted(self._usual_overlaps, overlaps, side="right")
        nearer = np.searchsorted(self._usual_distances, distances)
        return np.maximum(more, nearer) / count


def _halved(images: Bytes) -> Floats:
    """Return images (n, 28, 28) at half resolution as (n, 196) float32 from 0 to 1."""
    halved: Floats = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4), dtype=np.float32).reshape(-1, 196) / 255
    return halved
