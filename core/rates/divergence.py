"""When a run has diverged, and what is to be said about it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Floats
from core.classes import DIGITS
from core.config import LIMITS, ExperimentConfig
from core.store.records import Metrics, Run

RECORDS_OF_VERDICT = 5
"""Records that `diverged_at` averages over at the least, so that one bad batch is no divergence."""

SHARE_OF_VERDICT = 0.1
"""The share of the steps taken so far that it averages over at the least, however densely they were recorded."""

READS_WELL = 0.5
"""From which share of right answers on it has to be explained how a model can be right and have diverged."""


def diverged_at(
    steps: Sequence[int], validation_losses: Floats, not_finite_at: int | None = None, classes: int = len(DIGITS)
) -> int | None:
    """Return the step at which a run diverged, None if it has not.

    A run has diverged where its loss is no longer finite, or where the mean of its latest losses rose above the first
    one, and above the ln(classes) that guessing costs, and stayed there up to the last record. `steps` and
    `validation_losses` hold one entry a record, the first that of the start; batch losses would be too noisy a
    witness. `not_finite_at` is the step at which the trainer met a batch whose loss was not finite, None if it met
    none: from there on it left the weights alone, so the records have nothing to add.
    """
    if not_finite_at is not None or not len(validation_losses):
        return not_finite_at
    recorded_at = np.asarray(steps)
    losses = validation_losses.astype(np.float64)
    # A thousandth more than where it began, so that no rounding makes a run that stands still diverge.
    limit = 1.001 * np.fmax(losses[0], np.log(classes))
    ends = np.arange(1, len(losses) + 1)
    starts = np.searchsorted(recorded_at, (1 - SHARE_OF_VERDICT) * recorded_at, side="right")
    starts = np.clip(np.minimum(starts, ends - RECORDS_OF_VERDICT), 0, None)
    # Sums of many losses at once, by the difference of running totals, which what is too large by far would drown.
    totals = np.concatenate([[0.0], np.minimum(np.nan_to_num(losses, nan=np.inf), 1e6 * limit).cumsum()])
    too_high = (totals[ends] - totals[starts]) / (ends - starts) > limit
    too_high[:RECORDS_OF_VERDICT] = False
    fine = np.flatnonzero(~too_high & np.isfinite(losses))
    since = fine[-1] + 1 if len(fine) else 0
    return int(recorded_at[since]) if since < len(recorded_at) else None


@dataclass(frozen=True)
class Diagnosis:
    """What is known of a run that has diverged.

    `rate` is the learning rate it diverged with; `loss`, in nats, and `accuracy`, 0 to 1, are those of the validation
    images at the end, None where the loss is no number. `stable_rate` is the largest rate that theory guarantees,
    `core.rates.stability.Bound.stable_rate`, None while it is not known.
    """

    rate: float
    loss: float | None
    accuracy: float | None
    stable_rate: float | None = None

    @property
    def reads_well(self) -> bool:
        """Whether it is right about most images all the same.

        Accuracy asks only which digit is the most probable; the loss grows with how sure the model is where it errs.
        """
        return self.loss is not None and self.accuracy is not None and self.accuracy >= READS_WELL

    @property
    def is_within_theory(self) -> bool:
        """Whether theory guarantees the rate, for all images at once: then the noise of the batches is to blame."""
        return self.stable_rate is not None and self.rate <= self.stable_rate

    @property
    def advised_rate(self) -> float | None:
        """A rate to try instead: the largest that is guaranteed or, of a rate that is, a tenth. None if unknown."""
        if self.stable_rate is None:
            return None
        advised = rounded_down(self.rate / 10 if self.is_within_theory else self.stable_rate)
        return advised if advised >= LIMITS["learning_rate"].lowest else None


def rounded_down(rate: float) -> float:
    """Return the largest number of two digits that is not above `rate`: 0.0989 gives 0.098."""
    power = math.floor(math.log10(rate)) - 1
    # A millionth more than it is, so that 0.29, which is 28.999... hundredths to a computer, stays what it is.
    return float(f"{math.floor(rate / 10.0**power * (1 + 1e-6))}e{power}")


def diagnose(
    config: ExperimentConfig,
    run: Run,
    metrics: Metrics,
    rate_changes: Sequence[tuple[int, float]],
    classes: int = len(DIGITS),
) -> Diagnosis | None:
    """Return what is known of `run`, the first of an experiment, None if it has not diverged, or was meant to.

    `rate_changes` are (step, factor on the learning rates from there on), in order.
    """
    steps, losses = metrics.steps.tolist(), metrics.validation_loss[0]
    step = diverged_at(steps, losses, run.diverged_at, classes)
    if step is None or config.raise_rate_to is not None:
        return None
    factor = next((factor for since, factor in reversed(rate_changes) if since < max(step, 1)), 1.0)
    loss, accuracy = float(losses[-1]), float(metrics.validation_accuracy[0, -1])
    is_number = math.isfinite(loss) and math.isfinite(accuracy)
    return Diagnosis(config.learning_rates[0] * factor, loss if is_number else None, accuracy if is_number else None)
