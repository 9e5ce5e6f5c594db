"""Where a training stands, and what it says of itself: values without TensorFlow."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Doubles, Floats
from core.classes import DIGITS
from core.config import ExperimentConfig
from core.images.split import INITIALIZING


@dataclass(frozen=True, eq=False)
class Record:
    """Metrics at one step, each (runs,) float32; losses in nats, accuracies from 0 to 1.

    Batch, validation and a snapshot taken at `step` speak of the same weights: those after `step` updates. The batch
    is the one just learned from, at step 0 the one about to be.
    """

    step: int
    train_loss: Floats
    train_accuracy: Floats
    validation_loss: Floats
    validation_accuracy: Floats


@dataclass(frozen=True, eq=False)
class TrainingState:
    """All that a training needs, besides its configuration and data, to go on as if it had never stopped.

    `weights`: (runs, 785, classes) float32, the last of the 785 rows being the bias.
    `rate_factor`: what all learning rates are multiplied by.
    `diverged_at`: (runs,) int64, the step after which a run's loss was no longer finite, -1 while it is.
    `recent_loss_sum`: (runs,) float64, the batch losses of those of the training's last RECENT_STEPS steps that have
    been taken, added up.
    """

    step: int
    weights: Floats
    rate_factor: float
    diverged_at: NDArray[np.int64]
    recent_loss_sum: Doubles


def initial_state(config: ExperimentConfig, classes: int = len(DIGITS)) -> TrainingState:
    """Return the state at step 0: W ~ N(0, 1) x initial_weight_scale, b ~ N(0, 1) x initial_bias_scale.

    The numbers come from the seed alone, so runs of one seed start alike whatever their learning rates. Weights are
    (runs, 785, classes).
    """
    weights = np.empty((len(config.runs), PIXELS + 1, classes), np.float32)
    for run, (_, seed) in enumerate(config.runs):
        random = np.random.default_rng((INITIALIZING, seed))
        weights[run] = random.standard_normal((PIXELS + 1, classes), np.float32)
    weights[:, :PIXELS] *= np.float32(config.initial_weight_scale)
    weights[:, PIXELS] *= np.float32(config.initial_bias_scale)
    runs = len(weights)
    return TrainingState(0, weights, 1.0, np.full(runs, -1), np.zeros(runs))
