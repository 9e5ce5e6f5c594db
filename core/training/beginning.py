"""What is said of a training before its first step, by NumPy: there at once, whatever is still to be compiled."""

import numpy as np

from core.arrays import Bytes, Floats
from core.config import ExperimentConfig
from core.features.scaling import Scaling
from core.images.split import Split, batch_indices
from core.model.softmax import exponentials
from core.training.state import Record, initial_state

_AT_ONCE = 32
"""Images that are multiplied at once: so few that the product is this thread's alone.

A larger one is divided among threads, which wait for each other: long, where trainings keep the processors busy.
"""


def first_record(config: ExperimentConfig, data: Split, scaling: Scaling) -> Record:
    """Return the metrics at step 0. `scaling` must be the one fitted on `data.x_train`, whose images are prepared."""
    rates = len(config.learning_rates)
    of_batches, of_validation = [], []
    # Runs of one seed start alike.
    for seed, weights in zip(config.seeds, initial_state(config, len(data.classes)).weights[::rates], strict=True):
        [batch] = batch_indices(len(data.x_train), config.batch_size, seed, 0, 1)
        of_batches.append(_metrics(data.x_train[batch], data.y_train[batch], weights, scaling))
        of_validation.append(_metrics(data.x_validation, data.y_validation, weights, scaling))
    of_runs = (np.repeat(np.array(metrics, np.float32), rates, axis=0) for metrics in (of_batches, of_validation))
    return Record(0, *(metric for metrics in of_runs for metric in metrics.T))


def _metrics(images: Bytes, labels: Bytes, weights: Floats, scaling: Scaling) -> tuple[float, float]:
    """Return the mean loss and the accuracy of weights, (785, classes), on prepared images, (n, 784)."""
    # (x * scale + offset) W + b, with what does not depend on the images worked out first.
    by_grey_level = weights[:-1] * scaling.scale[:, None]
    bias = weights[-1] + scaling.offset @ weights[:-1]
    z = np.empty((len(images), weights.shape[1]), np.float32)
    for start in range(0, len(images), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        np.matmul(scaling.clip(images[some]).astype(np.float32), by_grey_level, out=z[some])
    z += bias
    losses = np.log(exponentials(z).sum(axis=1)) + z.max(axis=1) - z[np.arange(len(z)), labels]
    return float(losses.mean(dtype=np.float64)), float((z.argmax(axis=1) == labels).mean())
