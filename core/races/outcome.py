"""What became of each value of a race, in the few numbers that tell it: pure functions of what was recorded."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.arrays import Doubles
from core.config import ExperimentConfig
from core.races.variation import RATE, Value
from core.rates.comparison import Entrant

LATE = 0.5
"""The share of a training after which it counts as late: a loss falls little by then, and what moves it is noise."""


@dataclass(frozen=True)
class Outcome:
    """What became of one value: means over its seeds, losses in nats, accuracies as shares from 0 to 1.

    `first_loss` is the validation loss before the first step, `loss` and `accuracy` are the last ones; None where
    there is no number. `batch_loss` is the mean of the late batch losses that were recorded, and `noise` their
    standard deviation. `accuracies` are the last ones seed by seed. `images` are those that it has seen, one counted
    as often as it was.
    """

    value: Value
    first_loss: float | None
    loss: float | None
    accuracy: float | None
    accuracies: tuple[float, ...]
    batch_loss: float | None
    noise: float | None
    diverged: bool
    steps: int
    images: int

    @property
    def cost(self) -> float:
        """The loss by which values are put in order, infinite where there is none or it diverged."""
        return np.inf if self.loss is None or self.diverged else self.loss


def value_of(entrant: Entrant, field: str) -> Value:
    """Return the value of a setting with which an entrant trains, or trained."""
    return value_with(entrant.experiment.config, entrant.learning_rate, field)


def value_with(config: ExperimentConfig, rate: float, field: str) -> Value:
    """Return the value of a setting with which a run of a configuration at a learning rate trains."""
    value: Value = rate if field == RATE else getattr(config, field)
    return value


def outcomes(entrants: Iterable[Entrant], field: str) -> tuple[Outcome, ...]:
    """Return what became of each entrant of a race over `field`, in their order; none before the first record."""
    return tuple(_outcome(entrant, field) for entrant in entrants if len(entrant.metrics.steps))


def _outcome(entrant: Entrant, field: str) -> Outcome:
    steps = entrant.metrics.steps
    losses, accuracies = entrant.values("validation_loss"), entrant.values("validation_accuracy")
    late = entrant.values("train_loss")[:, steps >= LATE * steps[-1]]
    last = int(steps[-1])
    return Outcome(
        value=value_of(entrant, field),
        first_loss=_mean(losses[:, 0]),
        loss=_mean(losses[:, -1]),
        accuracy=_mean(accuracies[:, -1]),
        accuracies=tuple(float(share) for share in accuracies[:, -1] if np.isfinite(share)),
        batch_loss=_mean(late.mean(axis=1)),
        noise=_mean(late.std(axis=1)),
        diverged=all(step is not None for step in entrant.diverged_steps),
        steps=last,
        images=last * entrant.experiment.config.batch_size,
    )


def _mean(values: Doubles) -> float | None:
    mean = values.mean()
    return float(mean) if np.isfinite(mean) else None
