"""How much a drawing is like anything a model was trained on.

A model gives ten probabilities for a house as well as for a 7. Whether the question made sense is another matter: it
is how much the drawing overlaps with the training image nearest to it, and what share of the test images, which are
digits for certain, overlap more with theirs.

Images are compared at half resolution, so that a line beside a line still counts as near, by the cosine of the angle
between them: 1 for the same image, 0 for no pixel in common, whatever their brightness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.scaling import Bytes, Floats

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
"""Novelties from which a drawing is called unusual, and unlike anything the model was trained on."""


@dataclass(frozen=True, eq=False)
class Likeness:
    """The training image nearest to a drawing.

    `image` (28, 28) uint8 and its `label`; `overlap`, 0 to 1; `novelty`, 0 to 1: the share of test images that are
    nearer to a training image than the drawing is.
    """

    image: Bytes
    label: int
    overlap: float
    novelty: float

    @property
    def level(self) -> Level:
        """What this novelty is called. Of what is strange, the model's answer means nothing."""
        if self.novelty >= STRANGE_FROM:
            return Level.STRANGE
        return Level.UNUSUAL if self.novelty >= UNUSUAL_FROM else Level.FAMILIAR


class Familiarity:
    """What a data set looks like; all that `likeness` needs to know of it.

    Parameters
    ----------
    x_train : ndarray of shape (n, 28, 28), uint8
    y_train : ndarray of shape (n,), uint8
    x_test : ndarray of shape (m, 28, 28), uint8
        About `TRAINING_IMAGES` and `TEST_IMAGES` are looked at, evenly spread.
    """

    def __init__(self, x_train: Bytes, y_train: Bytes, x_test: Bytes) -> None:
        every = -(-len(x_train) // TRAINING_IMAGES)
        self._images, self._labels = x_train[::every], y_train[::every]
        self._known = _directions(self._images)
        self._usual = (_directions(x_test[:: -(-len(x_test) // TEST_IMAGES)]) @ self._known.T).max(axis=1)

    def likeness(self, image: Bytes) -> Likeness:
        """Return what is nearest to `image`, (28, 28) uint8."""
        return self.likenesses(image[np.newaxis])[0]

    def likenesses(self, images: Bytes) -> Sequence[Likeness]:
        """Return what is nearest to each of `images`, (n, 28, 28) uint8, which together take a sixth of the time."""
        overlaps = _directions(images) @ self._known.T
        nearest = overlaps.argmax(axis=1)
        return [
            Likeness(
                self._images[place],
                int(self._labels[place]),
                min(float(overlap), 1.0),
                float((self._usual > overlap).mean()),
            )
            for place, overlap in zip(nearest, overlaps.max(axis=1), strict=True)
        ]


def _directions(images: Bytes) -> Floats:
    """Return images (n, 28, 28) at half resolution as vectors of length 1, (n, 196) float32; empty ones stay 0."""
    halved = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4), dtype=np.float32).reshape(-1, 196)
    length = np.linalg.norm(halved, axis=1, keepdims=True)
    directions: Floats = (halved / np.maximum(length, 1e-9)).astype(np.float32)
    return directions
