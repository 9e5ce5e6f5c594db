"""What is said of a training before its first step, by NumPy: there at once, whatever is still to be compiled."""

import numpy as np

from core.arrays import Bytes, Floats
from core.config import ExperimentConfig
from core.features.scaling import Scaling
from core.images.split import Split, batch_indices
from core.model.softmax import exponentials
from core.training.state import Record, initial_state


def first_record(config: ExperimentConfig, data: Split, scaling: Scaling) -> Record:
    """Return the metrics at step 0. `scaling` must be the one fitted on `data.x_train`, whose images are prepared."""
    rates = len(config.learning_rates)
    x_validation = _inputs(data.x_validation, scaling)
    of_batches, of_validation = [], []
    # Runs of one seed start alike.
    for seed, weights in zip(config.seeds, initial_state(config).weights[::rates], strict=True):
        [batch] = batch_indices(len(data.x_train), config.batch_size, seed, 0, 1)
        of_batches.append(_metrics(_inputs(data.x_train[batch], scaling), data.y_train[batch], weights))
        of_validation.append(_metrics(x_validation, data.y_validation, weights))
    of_runs = (np.repeat(np.array(metrics, np.float32), rates, axis=0) for metrics in (of_batches, of_validation))
    return Record(0, *(metric for metrics in of_runs for metric in metrics.T))


def _inputs(images: Bytes, scaling: Scaling) -> Floats:
    inputs: Floats = scaling.clip(images) * scaling.scale + scaling.offset
    return inputs


def _metrics(x: Floats, labels: Bytes, weights: Floats) -> tuple[float, float]:
    """Return the mean loss and the accuracy of weights (785, 10) on scaled images (n, 784)."""
    z = x @ weights[:-1] + weights[-1]
    largest = z.max(axis=1)
    losses = np.log(exponentials(z).sum(axis=1)) + largest - z[np.arange(len(z)), labels]
    return float(losses.mean(dtype=np.float64)), float((z.argmax(axis=1) == labels).mean())
