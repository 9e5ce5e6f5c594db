"""Models as lessons need them: after any number of the tutorial's steps, at once, without a worker and TensorFlow."""

from functools import lru_cache

import numpy as np

from core.arrays import Floats
from core.config import PRESETS, ExperimentConfig
from core.images.split import Prepared, batch_indices, prepared
from core.model.softmax import SoftmaxModel, softmax
from core.training.state import initial_state

_AT_ONCE = 32
"""Images that are multiplied at once: so few that the product is this thread's alone (core/training/beginning.py).

Divided among threads, which wait for each other, a step takes 23 ms on a crowded machine instead of 2.
"""


def tutorial() -> Prepared:
    """Return the images of the preset "tutorial": split, and the scaling fitted on those to train on."""
    return prepared(PRESETS["tutorial"])


@lru_cache(maxsize=16)
def trained(steps: int, config: ExperimentConfig = PRESETS["tutorial"]) -> SoftmaxModel:
    """Return the model of a configuration's first run after `steps` steps: 100 take less than a tenth of a second.

        W <- W - rate * x^T (p - y) / B,    b <- b - rate * mean(p - y)

    with y the one-hot labels of a batch of B images. It is what `core.training` trains, up to rounding.
    """
    images = prepared(config)
    rate, seed = config.runs[0]
    weights = initial_state(config).weights[0].copy()
    batches = batch_indices(len(images.split.x_train), config.batch_size, seed, 0, steps) if steps else ()
    for batch in batches:
        x = images.split.x_train[batch] * images.scaling.scale + images.scaling.offset
        weights -= np.float32(rate) * gradient(weights, x, images.split.y_train[batch].astype(np.int64))
    return SoftmaxModel.from_snapshot(weights, images.scaling)


def gradient(weights: Floats, x: Floats, labels: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    """Return the derivative of the mean cross-entropy by `weights`, (785, 10) float32 with the bias as last row.

    `x` are scaled images, (n, 784) float32, and `labels` their digits, (n,) int64.
    """
    sums = np.zeros_like(weights)
    for start in range(0, len(labels), _AT_ONCE):
        images, digits = x[start : start + _AT_ONCE], labels[start : start + _AT_ONCE]
        error = softmax(images @ weights[:-1] + weights[-1])
        error[np.arange(len(digits)), digits] -= 1
        sums[:-1] += images.T @ error
        sums[-1] += error.sum(axis=0)
    return sums / np.float32(len(labels))
