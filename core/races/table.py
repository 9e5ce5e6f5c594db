"""The races worth seeing: one declared table.

A row says what is trained, and by a pure function which of the things that can come of it did: its name, and the
facts that the sentence on it needs. Title, question and sentences are the dashboard's, by the row's name.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from core.config import ExperimentConfig
from core.races.outcome import Outcome
from core.races.variation import RATE, Value, is_same_race, variations

NEARLY = 1.1
"""Losses whose ratio is at most this are called nearly the same."""

Kind = Literal["value", "loss", "share", "points", "count"]
"""How a fact is said: as a value of what changes, a loss, a share, a difference of shares, a whole number."""


@dataclass(frozen=True)
class Seen:
    """What came of a race: the name of the case, and by name its facts, each with how it is said."""

    case: str
    facts: Mapping[str, tuple[Kind, object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One race: its name, the configurations that are filed together, what changes, and what is to be seen in it.

    `changes` is a field of `VARIED`, or "learning_rate" or "seed", over which one experiment has several runs.
    `seen` is told what became of each value, in order, at least of one; it returns None where there is nothing to say
    yet.
    """

    name: str
    configs: tuple[ExperimentConfig, ...]
    changes: str
    seen: Callable[[Sequence[Outcome]], Seen | None]

    @property
    def values(self) -> tuple[Value, ...]:
        """What is raced, in order."""
        if self.changes == RATE:
            return self.configs[0].learning_rates
        if self.changes == "seed":
            return self.configs[0].seeds
        return tuple(getattr(config, self.changes) for config in self.configs)


def _rates(found: Sequence[Outcome]) -> Seen | None:
    lowest, highest = found[0], found[-1]
    best = _best(found)
    if best is None:
        return Seen("all_diverged", {"lowest": ("value", lowest.value)})
    facts = {"best": _value(best), "loss": _loss(best.loss)}
    if best is lowest:
        return Seen("lowest", facts)
    if best is highest:
        return Seen("highest", {**facts, "lowest": _value(lowest), "slow": _loss(lowest.loss)})
    between = {**facts, "lowest": _value(lowest), "slow": _loss(lowest.loss), "highest": _value(highest)}
    if highest.diverged:
        return Seen("middle_diverged", between)
    return Seen("middle", {**between, "fast": _loss(highest.loss)})


def _weight_scales(found: Sequence[Outcome]) -> Seen | None:
    best, largest = _best(found), found[-1]
    if best is None:
        return Seen("all_diverged")
    starts = {
        "small": _value(found[0]),
        "small_start": _loss(found[0].first_loss),
        "large": _value(largest),
        "large_start": _loss(largest.first_loss),
    }
    ends = {"best": _value(best), "loss": _loss(best.loss), "large_loss": _loss(largest.loss)}
    if largest.cost <= NEARLY * best.cost:
        return Seen("caught_up", {**starts, "loss": _loss(best.loss), "large_loss": _loss(largest.loss)})
    return Seen("behind", {**starts, **ends})


def _batch_sizes(found: Sequence[Outcome]) -> Seen | None:
    smallest, largest, best = found[0], found[-1], _best(found)
    if best is None:
        return Seen("all_diverged")
    if smallest.noise is None or largest.noise is None:
        return Seen("smallest_diverged", {"best": _value(best), "loss": _loss(best.loss)})
    facts: dict[str, tuple[Kind, object]] = {
        "best": _value(best),
        "loss": _loss(best.loss),
        "smallest": _value(smallest),
        "largest": _value(largest),
        "many": ("count", smallest.steps),
        "few": ("count", largest.steps),
        "noise": _loss(smallest.noise),
        "calm": _loss(largest.noise),
    }
    if best is smallest:
        return Seen("smallest", facts)
    return Seen("largest" if best is largest else "middle", facts)


def _scalings(found: Sequence[Outcome]) -> Seen | None:
    raw = [each for each in found if each.value == "none"]
    scaled = _best([each for each in found if each.value != "none"])
    if not raw or scaled is None:
        return Seen("all_diverged")
    facts = {"best": _value(scaled), "loss": _loss(scaled.loss), "accuracy": _share(scaled.accuracy)}
    if raw[0].cost <= NEARLY * scaled.cost:
        return Seen("raw_keeps_up", {**facts, "raw_loss": _loss(raw[0].loss)})
    return Seen("raw_fails", {**facts, "raw_loss": _loss(raw[0].loss), "raw_accuracy": _share(raw[0].accuracy)})


def _few_images(found: Sequence[Outcome]) -> Seen | None:
    few, many = min(found, key=_images_to_train_on), max(found, key=_images_to_train_on)
    if few.loss is None or few.batch_loss is None or many.loss is None or many.batch_loss is None:
        return None
    facts: dict[str, tuple[Kind, object]] = {
        "few": ("count", _images_to_train_on(few)),
        "many": ("count", _images_to_train_on(many)),
        "few_batch": _loss(few.batch_loss),
        "few_loss": _loss(few.loss),
        "many_batch": _loss(many.batch_loss),
        "many_loss": _loss(many.loss),
    }
    # By heart: on others its loss is at least twice that on its own images, and further from it than with many.
    gap = few.loss / max(few.batch_loss, _SMALLEST)
    is_by_heart = gap > max(2.0, NEARLY * many.loss / max(many.batch_loss, _SMALLEST))
    return Seen("by_heart" if is_by_heart else "no_gap", facts)


def _seeds(found: Sequence[Outcome]) -> Seen | None:
    shares = [share for each in found for share in each.accuracies]
    if len(shares) < 2:
        return None
    lowest, highest = min(shares), max(shares)
    facts: dict[str, tuple[Kind, object]] = {
        "lowest": _share(lowest),
        "highest": _share(highest),
        "apart": ("points", highest - lowest),
    }
    return Seen("close" if highest - lowest < _A_POINT else "apart", facts)


_SMALLEST = 1e-6
"""A loss by which can be divided."""

_A_POINT = 0.01
"""One percentage point, as a share."""


def _best(found: Sequence[Outcome]) -> Outcome | None:
    """Return who ends with the lowest loss, None where nobody has one."""
    best = min(found, key=lambda each: each.cost, default=None)
    return None if best is None or not math.isfinite(best.cost) else best


def _images_to_train_on(outcome: Outcome) -> int:
    """Return how many images a row whose validation sizes change leaves for training."""
    return _MNIST_IMAGES - int(outcome.value)


def _value(outcome: Outcome) -> tuple[Kind, object]:
    return "value", outcome.value


def _loss(loss: float | None) -> tuple[Kind, object]:
    return "loss", loss


def _share(share: float | None) -> tuple[Kind, object]:
    return "share", share


_MNIST_IMAGES = 60_000
"""Images that training and validation share in every row of the table: all are MNIST's."""

_TUTORIAL = ExperimentConfig()
_FAST = replace(_TUTORIAL, pace=None)

ROWS: Mapping[str, Row] = {
    row.name: row
    for row in (
        Row(
            "rates",
            (replace(_FAST, learning_rates=(0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)),),
            RATE,
            _rates,
        ),
        Row(
            "scalings",
            variations(replace(_TUTORIAL, steps=1000), "scaling", ("none", "normalize", "standardize")),
            "scaling",
            _scalings,
        ),
        Row(
            "weight_scales",
            variations(replace(_TUTORIAL, steps=500, pace=100.0), "initial_weight_scale", (0.0, 0.001, 1.0, 10.0)),
            "initial_weight_scale",
            _weight_scales,
        ),
        Row(
            "batch_sizes",
            variations(
                replace(_FAST, learning_rates=(0.01,), steps=200), "batch_size", (1, 16, 256), equal_images=True
            ),
            "batch_size",
            _batch_sizes,
        ),
        Row(
            "few_images",
            # To score 60,000 images takes longer than to learn from 50: seldom, then.
            variations(
                replace(_FAST, learning_rates=(0.03,), batch_size=50, steps=600, record_interval=40),
                "validation_size",
                (5000, 59_900),
            ),
            "validation_size",
            _few_images,
        ),
        Row("seeds", (replace(_TUTORIAL, seeds=(0, 1, 2, 3, 4)),), "seed", _seeds),
    )
}
"""Every race by its name, in the order in which the tutorial comes to them."""


def row_of(configs: Sequence[ExperimentConfig]) -> Row | None:
    """Return the row of the table that configurations are those of, whatever their pace; None for any others."""
    return next((row for row in ROWS.values() if is_same_race(row.configs, configs)), None)
