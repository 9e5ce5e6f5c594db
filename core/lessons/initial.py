"""What a model says before its first step, by the scale of its initial weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Doubles, Floats
from core.model.softmax import exponentials


@dataclass(frozen=True, eq=False)
class Beginnings:
    """What is known at step 0 for each of some scales; every array is (scales,) float64.

    `losses`: mean cross-entropy, in nats. `gradients`: length of its derivative by all weights, the bias left out.
    `sureness`: mean of the largest of ten probabilities. `accuracies`: share of images where that is the right one's.
    """

    losses: Doubles
    gradients: Doubles
    sureness: Doubles
    accuracies: Doubles


def beginnings(scales: Sequence[float], weights: Floats, x: Floats, labels: NDArray[np.int64]) -> Beginnings:
    """Return what weights of N(0, 1), (785, 10) with the bias as last row, say when each scale multiplies them.

    `x` are scaled images, (n, 784) float32, and `labels` their digits, (n,) int64. The bias stays as it is.

        z = s xW + b,    |dL/dW|^2 = 1/n^2 sum_ij (x_i . x_j) (e_i . e_j)    with e = p - y

    so that no scale needs the images again once it is known how they lie to each other.
    """
    count = len(labels)
    images = np.arange(count)
    unit = (x @ weights[:-1]).astype(np.float64)
    z = np.multiply.outer(np.asarray(scales, np.float64), unit) + weights[-1].astype(np.float64)
    shares = exponentials(z)
    sums = shares.sum(axis=-1, keepdims=True)
    losses = (np.log(sums[..., 0]) + z.max(axis=-1) - z[:, images, labels]).mean(axis=1)
    error = shares / sums
    sureness = error.max(axis=-1).mean(axis=1)
    error[:, images, labels] -= 1
    by_image = error.transpose(1, 0, 2).reshape(count, -1).astype(np.float32)
    lie = x @ x.T
    squares = (by_image * (lie @ by_image)).reshape(count, len(scales), 10).sum(axis=(0, 2), dtype=np.float64)
    right = (z.argmax(axis=-1) == labels).mean(axis=1)
    return Beginnings(losses, np.sqrt(squares) / count, sureness, right)
