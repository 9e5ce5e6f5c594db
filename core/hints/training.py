"""Hints for a single training that is paused or over: what went wrong in it, or could go better.

The thresholds were chosen on the trainings that `tests/core/hints/recorded.json` holds: each faulty one is at least a
tenth beyond its rule's, each healthy one at least a tenth below.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Floats
from core.classes import DIGITS, guessing_loss
from core.config import EMBEDDED_DATA, LIMITS, ExperimentConfig
from core.hints.rules import Change, Rule, Show
from core.rates.divergence import rounded_down

FEWEST_STEPS = 20
"""Steps before which the figures say nothing yet."""

LARGE_INITIAL_EXCESS = 2.7
"""By how much the first loss exceeds that of guessing where the initial weights are called large; small ones on the
raw pixels of ten digits cost 4.6 nats, 2.3 more than guessing."""

FALLING_SHARE = 0.05
"""By how much the loss falls in the last quarter of a training that had better gone on; 0.044 at the rate 0.01."""

RISEN_SHARE = 0.2
"""By how much the loss ends above its lowest value where the rate is too high."""

OVERFITTED_SHARE = 0.1
"""The same where training images are few, and known by heart."""

KNOWN_BY_HEART = 0.5
"""The loss of the training batches, as a share of the validation loss, below which they are known by heart."""

MANY_EPOCHS = 20
"""How often every training image was seen where they can be known by heart."""

NOISY_SHARE = 0.4
"""The standard deviation of the batch losses, as a share of their mean, from which a batch is too small."""

SMALL_BATCH = 64
"""The largest batch that is blamed for it."""

LONG_PLATEAU_STEPS = 4000
"""How long a training has to be, and to have found nothing better for half of it, to be called finished early."""

SMALL_VALIDATION = 500
"""Validation images below which an accuracy is uncertain by more than 2.5 points to either side."""


@dataclass(frozen=True, eq=False)
class Training:
    """What is known of a single run that stands still.

    `steps` (n,) of its records, `train_loss` and `validation_loss` (n,) in nats, `validation_accuracy` (n,) from 0 to
    1; `classes` are those it tells apart; `label_counts` (classes,) says how many images of each the data set has for
    training, those set apart for validation among them, None where the data set is gone.
    `learning_rate` is the one it ended with; `stable_rate` the largest that theory guarantees, None if not known.
    """

    config: ExperimentConfig
    steps: NDArray[np.int64]
    train_loss: Floats
    validation_loss: Floats
    validation_accuracy: Floats
    learning_rate: float
    has_diverged: bool = False
    stable_rate: float | None = None
    label_counts: NDArray[np.int64] | None = None
    classes: tuple[str, ...] = DIGITS

    @property
    def guess_loss(self) -> float:
        """The loss of guessing, in nats."""
        return guessing_loss(len(self.classes))

    @property
    def taken(self) -> int:
        """Steps taken."""
        return int(self.steps[-1]) if len(self.steps) else 0

    @cached_property
    def first_loss(self) -> float:
        """The validation loss of the initial weights, in nats."""
        return float(self.validation_loss[0])

    @cached_property
    def end_loss(self) -> float:
        """The mean validation loss of the last tenth of the steps, in nats."""
        return self.mean_loss(self.validation_loss, 0.9, 1.0)

    @cached_property
    def lowest(self) -> int:
        """Which record has the lowest validation loss."""
        return int(np.nanargmin(self.validation_loss))

    @cached_property
    def fall_share(self) -> float:
        """By which share the validation loss fell from about 0.7 of the steps to their last tenth."""
        before = self.mean_loss(self.validation_loss, 0.65, 0.75)
        return 1 - self.end_loss / before if before > 0 else 0.0

    @cached_property
    def noise_share(self) -> float:
        """The standard deviation of the batch losses in the second half, as a share of their mean."""
        losses = self.train_loss[self.steps >= self.taken / 2].astype(np.float64)
        return float(losses.std() / losses.mean()) if losses.mean() > 0 else 0.0

    @cached_property
    def known_share(self) -> float:
        """The mean loss of the batches in the second half, as a share of that of the validation images."""
        return self.mean_loss(self.train_loss, 0.5, 1.0) / self.mean_loss(self.validation_loss, 0.5, 1.0)

    @property
    def train_images(self) -> int | None:
        """How many images it learnt from; None where that is not known."""
        return None if self.label_counts is None else int(self.label_counts.sum()) - self.config.validation_size

    @property
    def epochs(self) -> float | None:
        """How often each of them was seen."""
        return self.taken * self.config.batch_size / self.train_images if self.train_images else None

    def mean_loss(self, losses: Floats, since: float, until: float) -> float:
        """Return the mean of the losses recorded between two shares of the steps."""
        between = (self.steps >= since * self.taken) & (self.steps <= until * self.taken)
        # Of a short training none may lie there: then the last one before counts.
        chosen = losses[between] if between.any() else losses[self.steps <= until * self.taken][-1:]
        return float(chosen.mean(dtype=np.float64))


def _has_begun(run: Training) -> bool:
    return run.taken >= FEWEST_STEPS and len(run.steps) > 1 and bool(np.isfinite(run.validation_loss).any())


def _class_missing(run: Training) -> Mapping[str, Any] | None:
    if run.label_counts is None or run.label_counts.all():
        return None
    return {"missing_names": [run.classes[label] for label in np.flatnonzero(run.label_counts == 0)]}


def _initial_weights_large(run: Training) -> Mapping[str, Any] | None:
    least = run.guess_loss + LARGE_INITIAL_EXCESS
    if not _has_begun(run) or run.first_loss < least or run.config.initial_weight_scale < 0.05:
        return None
    return {
        "first_loss": run.first_loss,
        "guess_loss": run.guess_loss,
        "weight_scale": run.config.initial_weight_scale,
    }


def _unscaled(run: Training) -> Mapping[str, Any] | None:
    if not _has_begun(run) or run.config.scaling != "none" or not (run.has_diverged or _still_falls(run)):
        return None
    return {"first_loss": run.first_loss, "end_loss": _end(run), "learning_rate": run.learning_rate}


def _diverged(run: Training) -> Mapping[str, Any] | None:
    if not run.has_diverged or not len(run.steps):
        return None
    return {"first_loss": run.first_loss, "end_loss": _end(run), "learning_rate": run.learning_rate}


def _end(run: Training) -> float:
    return float(run.validation_loss[-1])


def _noisy(run: Training) -> Mapping[str, Any] | None:
    if not _has_begun(run) or run.config.batch_size > SMALL_BATCH or run.noise_share < NOISY_SHARE:
        return None
    return {"noise_share": run.noise_share, "batch_size": run.config.batch_size}


def _overfitting(run: Training) -> Mapping[str, Any] | None:
    if not _has_begun(run) or run.epochs is None or run.epochs < MANY_EPOCHS or run.known_share > KNOWN_BY_HEART:
        return None
    if run.end_loss < (1 + OVERFITTED_SHARE) * float(run.validation_loss[run.lowest]):
        return None
    train = run.mean_loss(run.train_loss, 0.5, 1.0)
    return {
        "train_loss": train,
        "validation_loss": run.end_loss,
        "train_images": run.train_images,
        "lowest_step": int(run.steps[run.lowest]),
    }


def _too_high(run: Training) -> Mapping[str, Any] | None:
    if not _has_begun(run):
        return None
    lowest = float(run.validation_loss[run.lowest])
    if not lowest > 0 or run.end_loss < (1 + RISEN_SHARE) * lowest:
        return None
    return {
        "end_loss": run.end_loss,
        "lowest_loss": lowest,
        "lowest_step": int(run.steps[run.lowest]),
        "learning_rate": run.learning_rate,
    }


def _still_falls(run: Training) -> bool:
    return _has_begun(run) and run.fall_share > FALLING_SHARE


def _stands_still(run: Training) -> bool:
    """Whether next to nothing has been learnt: it is a tenth of the way from the first loss down at most."""
    return _has_begun(run) and run.end_loss > 0.9 * run.first_loss


def _too_low(run: Training) -> Mapping[str, Any] | None:
    if not (_still_falls(run) or _stands_still(run)) or _larger_rate(run) is None:
        return None
    return {"fall_share": max(run.fall_share, 0.0), "learning_rate": run.learning_rate, "end_loss": run.end_loss}


def _stopped_too_early(run: Training) -> Mapping[str, Any] | None:
    if not _still_falls(run) or run.taken >= LIMITS["steps"].highest:
        return None
    return {"fall_share": run.fall_share, "taken_steps": run.taken, "end_loss": run.end_loss}


def _small_validation(run: Training) -> Mapping[str, Any] | None:
    """A 95 % interval by Wilson's formula (Wilson 1927), which holds for few images and near 100 % too."""
    if not _has_begun(run) or run.config.validation_size >= SMALL_VALIDATION or not _larger_validation(run):
        return None
    accuracy = float(run.validation_accuracy[-1])
    lowest, highest = wilson_interval(accuracy, run.config.validation_size)
    return {
        "validation_images": run.config.validation_size,
        "shown_accuracy": accuracy,
        "lowest_accuracy": lowest,
        "highest_accuracy": highest,
    }


def _larger_validation(run: Training) -> int | None:
    """Return how many images to validate on instead: the usual number or, of few, a quarter; None where that is no
    more than there are."""
    if run.label_counts is None:
        return None
    images = min(int(LIMITS["validation_size"].default), int(run.label_counts.sum()) // 4)
    return images if images >= 1.5 * run.config.validation_size else None


def _plateau(run: Training) -> Mapping[str, Any] | None:
    if run.taken < LONG_PLATEAU_STEPS or not np.isfinite(run.validation_loss).any():
        return None
    step = int(run.steps[run.lowest])
    if step > run.taken / 2:
        return None
    return {
        "lowest_step": step,
        "lowest_loss": float(run.validation_loss[run.lowest]),
        "end_loss": run.end_loss,
        "taken_steps": run.taken,
    }


def wilson_interval(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    """Return the interval in which a share lies that was seen among `count`, by default with 95 % confidence.

    Wilson's score interval: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
    """
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, centre - half), min(1.0, centre + half)


def _smaller_rate(run: Training) -> float:
    """Return the rate to try where one is too high: what theory guarantees, or a tenth of one that it guarantees."""
    if run.stable_rate is None or run.learning_rate <= run.stable_rate:
        wanted = run.learning_rate / 10
    else:
        wanted = run.stable_rate
    return max(rounded_down(wanted), LIMITS["learning_rate"].lowest)


def _larger_rate(run: Training) -> float | None:
    """Return ten times the rate, or what theory guarantees if that is less; None where this is hardly more."""
    larger = 10 * run.learning_rate
    if run.stable_rate is not None:
        larger = min(larger, run.stable_rate)
    return rounded_down(larger) if larger >= 2 * run.learning_rate else None


def _change_rate(rate: float | None) -> Change:
    return Change({} if rate is None else {"learning_rates": (rate,)})


def _fewer_steps(run: Training) -> Change:
    """More training images, where validation takes them away; else an end where the validation loss was lowest."""
    usual = int(LIMITS["validation_size"].default)
    if run.config.validation_size > usual:
        return Change({"validation_size": usual})
    return Change({"steps": max(int(run.steps[run.lowest]), 1)})


def _more_steps(run: Training) -> Change:
    """Return the steps it was to take, if somebody stopped it before, or else four times as many."""
    more = run.config.steps if run.taken < run.config.steps else 4 * run.config.steps
    return Change({"steps": int(min(more, LIMITS["steps"].highest))})


def _whole_data(run: Training) -> Change | Show:
    """Return MNIST, which has all ten digits; of other classes nobody has the missing ones, and one can only look."""
    return Change({"data": EMBEDDED_DATA}) if run.classes == DIGITS else Show("draw")


TRAINING_RULES: Sequence[Rule[Training]] = (
    Rule("class_missing", _class_missing, _whole_data, "read"),
    Rule(
        "initial_weights_large",
        _initial_weights_large,
        lambda _: Change({"initial_weight_scale": LIMITS["initial_weight_scale"].default}),
        "initial",
    ),
    Rule(
        "unscaled",
        _unscaled,
        lambda _: Change({"scaling": "standardize", "learning_rates": (LIMITS["learning_rate"].default,)}),
        "scaling",
    ),
    Rule("diverged", _diverged, lambda run: _change_rate(_smaller_rate(run)), "descent"),
    Rule("noisy", _noisy, lambda _: Change({"batch_size": int(LIMITS["batch_size"].default)}), "batches"),
    Rule("overfitting", _overfitting, _fewer_steps, "accuracy"),
    Rule("too_high", _too_high, lambda run: _change_rate(_smaller_rate(run)), "descent"),
    Rule("too_low", _too_low, lambda run: _change_rate(_larger_rate(run)), "descent"),
    Rule("stopped_too_early", _stopped_too_early, _more_steps, "train"),
    Rule(
        "small_validation",
        _small_validation,
        lambda run: Change({"validation_size": _larger_validation(run)}),
        "accuracy",
    ),
    Rule("plateau", _plateau, lambda _: Show("draw"), "accuracy"),
)
"""What may be said of a training, in the order of what has to be mended first."""
