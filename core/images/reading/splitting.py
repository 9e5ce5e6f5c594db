"""A test part, split off where somebody's data have none."""

import numpy as np

from core.arrays import Bytes
from core.errors import DataError

TEST_SHARE = 1 / 7
"""Of all images: that of MNIST's 10,000 test images among 70,000."""

_SEED = 20
"""Which images are tested on is the same for the same data, in every process."""


def test_positions(labels: Bytes) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Return which of the images, (n,) bool, to test on: of every class its share, but never all of it.

    Quotas are rounded by largest remainders, so that a seventh of all is met even if no class has seven images.
    """
    count = len(labels)
    if count < 3:
        sentence = f"it holds {count} images and no test part; expected at least 3, for training, validation and test"
        raise DataError("too_few_to_split", sentence, count=count)
    classes, sizes = np.unique(labels, return_counts=True)
    total = max(1, round(count * TEST_SHARE))
    quotas = sizes * total / count
    taken = np.floor(quotas).astype(np.int64)
    by_remainder = np.argsort(taken - quotas, kind="stable")
    for place in [*by_remainder, *by_remainder]:
        if taken.sum() < total and taken[place] < sizes[place] - 1:
            taken[place] += 1
    if not taken.any():
        taken[0] = 1  # one image a class: there is nothing to spare
    random = np.random.default_rng(_SEED)
    chosen = np.zeros(count, bool)
    for label, number in zip(classes, taken, strict=True):
        chosen[random.permutation(np.flatnonzero(labels == label))[:number]] = True
    return chosen
