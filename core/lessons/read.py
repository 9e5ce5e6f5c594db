"""Step 1, read data: the images of each digit, their mean and their spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes, Doubles
from core.features.scaling import statistics

DIGITS = range(10)


@dataclass(frozen=True, eq=False)
class DigitStatistics:
    """What the images of each digit have in common, in grey levels from 0 to 255.

    `mean` and `deviation`, both (10, 784), are those of every pixel over the images of a digit; `spread`, (10,), is
    the root of the mean of a digit's squared deviations: how much its images differ, in one number.
    """

    mean: Doubles
    deviation: Doubles
    spread: Doubles


def places_of_digits(labels: Bytes) -> list[NDArray[np.intp]]:
    """Return where the images of each of the ten digits stand, in their order; `labels` are (n,) uint8."""
    return [np.flatnonzero(labels == digit) for digit in DIGITS]


def digit_statistics(images: Bytes, labels: Bytes) -> DigitStatistics:
    """Return what `images`, (n, 784) uint8, say about each digit; all ten are among the `labels`, (n,) uint8."""
    seen = [statistics(images[places]) for places in places_of_digits(labels)]
    deviation = np.array([each.deviation for each in seen])
    return DigitStatistics(
        mean=np.array([each.mean for each in seen]),
        deviation=deviation,
        spread=np.sqrt(np.mean(deviation**2, axis=1)),
    )
