"""Step 10: on which images a model hesitates."""

import numpy as np
from numpy.typing import NDArray

from core.arrays import Floats


def margins(probabilities: Floats) -> Floats:
    """Return by how much the likeliest digit of each image is ahead of the second: (n, 10) -> (n,), 0 to 1."""
    second, first = np.partition(probabilities, -2, axis=1)[:, -2:].T
    ahead: Floats = first - second
    return ahead


def hesitant(probabilities: Floats, count: int) -> NDArray[np.int64]:
    """Return the places of the `count` images with the smallest margins, the smallest first.

    Whether the likeliest digit is the right one plays no part: a contest over images that a model reads wrong would
    be won before it began.
    """
    return np.argsort(margins(probabilities), kind="stable")[:count].astype(np.int64)
