"""What one prediction costs: images that a model reads in telling ways."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Doubles


@dataclass(frozen=True)
class Telling:
    """Places of three images: read rightly and surely, rightly but hesitantly, wrongly but surely."""

    sure: int
    unsure: int
    wrong: int


def telling(probabilities: Doubles, labels: NDArray[np.integer]) -> Telling:
    """Return three images by what a model makes of them, `probabilities` (n, 10), and by their digits, `labels` (n,).

    Hesitant is what comes nearest to 40% for the digit it is, among those that are read rightly.
    """
    of_the_right = probabilities[np.arange(len(labels)), labels]
    is_right = probabilities.argmax(axis=1) == labels
    hesitation = np.where(is_right, np.abs(of_the_right - 0.4), np.inf)
    certainty_of_the_wrong = np.where(is_right, 0.0, probabilities.max(axis=1))
    return Telling(int(of_the_right.argmax()), int(hesitation.argmin()), int(certainty_of_the_wrong.argmax()))
