"""Comparing learning rates: what became of each of them.

Pure functions of configurations and records. A race is an ordinary experiment of several rates; an `Entrant` is
one of its rates with all its seeds, or one run of another experiment that is shown beside it.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import Doubles
from core.config import ExperimentConfig
from core.rates.divergence import diverged_at
from core.schedule import recent_steps
from core.store.records import Experiment, Metrics, Run


@dataclass(frozen=True, eq=False)
class Entrant:
    """One rate of a race with its runs, one a seed, or a single run of another experiment.

    `positions` are the places of `runs` in the arrays of `metrics`. `name` tells entrants apart: "0.1" for a rate of
    the race, "r45" for run 45 of another experiment.
    """

    name: str
    experiment: Experiment
    runs: tuple[Run, ...]
    metrics: Metrics
    positions: tuple[int, ...]

    @property
    def learning_rate(self) -> float:
        """The configured learning rate of all its runs."""
        return self.runs[0].learning_rate

    @property
    def diverged_at(self) -> int | None:
        """The step at which the first of its runs diverged, or None."""
        return min((step for step in self.diverged_steps if step is not None), default=None)

    @cached_property
    def diverged_steps(self) -> tuple[int | None, ...]:
        """The step at which each of its runs diverged, as its worker noted or its metrics tell, or None."""
        steps, losses = self.metrics.steps.tolist(), self.values("validation_loss")
        return tuple(
            diverged_at(steps, loss.astype(np.float32), run.diverged_at, len(self.experiment.classes))
            for run, loss in zip(self.runs, losses, strict=True)
        )

    def values(self, metric: str) -> Doubles:
        """Return a metric of `METRICS` as it was recorded, (seeds, n)."""
        recorded: Doubles = getattr(self.metrics, metric)[list(self.positions)].astype(np.float64)
        return recorded

    def last(self, metric: str) -> float | None:
        """Return the newest mean of a metric over its seeds, or None where there is none or it is no number."""
        values = self.values(metric)[:, -1:]
        return _number(values.mean()) if values.size else None

    def finish(self, line: float) -> "Finish | None":
        """Return where its mean validation accuracy first was `line`, a share from 0 to 1, or more."""
        return _finish(self.metrics, self.values("validation_accuracy").mean(axis=0), line)


@dataclass(frozen=True)
class Finish:
    """When a run crossed the finish line: the first recorded step at or beyond it, and the seconds of training."""

    step: int
    seconds: float


@dataclass(frozen=True)
class Summary:
    """What is to be said of one run. Losses in nats, accuracies as shares from 0 to 1, None where there is no number.

    Final and best loss and accuracy are those of the validation images; `recent_loss` is the mean over the batches of
    the last 100 steps. `seconds` is how long it has been training. `own_accuracy` is that on the drawings that
    the user keeps.
    """

    experiment: int
    run: int
    learning_rate: float
    seed: int
    step: int
    final_loss: float | None
    best_loss: float | None
    recent_loss: float | None
    final_accuracy: float | None
    best_accuracy: float | None
    test_accuracy: float | None
    diverged_at: int | None
    finish_step: int | None
    finish_seconds: float | None
    seconds: float
    own_accuracy: float | None = None


def entrants(experiment: Experiment, runs: Sequence[Run], metrics: Metrics) -> tuple[Entrant, ...]:
    """Return the rates of a race, ascending. `metrics` holds those of all `runs`."""
    rates = sorted({run.learning_rate for run in runs})
    places = {rate: [i for i, run in enumerate(runs) if run.learning_rate == rate] for rate in rates}
    return tuple(
        Entrant(name_of_rate(rate), experiment, tuple(runs[i] for i in places[rate]), metrics, tuple(places[rate]))
        for rate in rates
    )


def guest(experiment: Experiment, runs: Sequence[Run], metrics: Metrics, run_id: int) -> Entrant:
    """Return the run `run_id`, one of the `runs` of another experiment, as an entrant of its own."""
    [place] = [i for i, run in enumerate(runs) if run.id == run_id]
    return Entrant(f"r{run_id}", experiment, (runs[place],), metrics, (place,))


def name_of_rate(rate: float) -> str:
    """Return a learning rate as entrants are named: the shortest decimal that is this very number."""
    return f"{rate:g}" if float(f"{rate:g}") == rate else repr(rate)


def summaries(entrant: Entrant, line: float) -> list[Summary]:
    """Return what is to be said of each run of an entrant, with the finish line at `line`, a share from 0 to 1."""
    return [_summary(entrant, place, line) for place in range(len(entrant.runs))]


def _summary(entrant: Entrant, place: int, line: float) -> Summary:
    run, metrics = entrant.runs[place], entrant.metrics
    loss = entrant.values("validation_loss")[place]
    accuracy = entrant.values("validation_accuracy")[place]
    finish = _finish(metrics, accuracy, line)
    return Summary(
        experiment=entrant.experiment.id,
        run=run.id,
        learning_rate=run.learning_rate,
        seed=run.seed,
        step=int(metrics.steps[-1]) if len(metrics.steps) else 0,
        final_loss=_number(loss[-1]) if len(loss) else None,
        best_loss=_number(np.where(np.isfinite(loss), loss, np.inf).min(initial=np.inf)),
        recent_loss=recent_loss(entrant.experiment, run),
        final_accuracy=_number(accuracy[-1]) if len(accuracy) else None,
        best_accuracy=_number(np.where(np.isfinite(accuracy), accuracy, -np.inf).max(initial=-np.inf)),
        test_accuracy=run.test_accuracy,
        diverged_at=entrant.diverged_steps[place],
        finish_step=None if finish is None else finish.step,
        finish_seconds=None if finish is None else finish.seconds,
        seconds=float(metrics.seconds[-1]) if len(metrics.seconds) else 0.0,
    )


def recent_loss(experiment: Experiment, run: Run) -> float | None:
    """Return the mean loss of the batches of the training's last steps, as far as those were taken."""
    taken = recent_steps(experiment.config, experiment.step)
    return None if run.recent_loss_sum is None or not taken else run.recent_loss_sum / taken


def _finish(metrics: Metrics, accuracy: Doubles, line: float) -> Finish | None:
    # Accuracies are recorded in single precision: 0.9 comes back as 0.899999976 and is at the line all the same.
    there = np.flatnonzero(accuracy.astype(np.float32) >= np.float32(line))
    if not len(there):
        return None
    return Finish(int(metrics.steps[there[0]]), float(metrics.seconds[there[0]]))


def leader(
    everyone: Iterable[Entrant], metric: str, *, higher_is_better: bool = False
) -> tuple[Entrant, float] | None:
    """Return who is best by the newest value of a metric of `METRICS`, with that value; None where nobody has one."""
    values = [(entrant, value) for entrant in everyone if (value := entrant.last(metric)) is not None]
    return (max if higher_is_better else min)(values, key=lambda pair: pair[1], default=None)


def finishers(everyone: Iterable[Entrant], line: float) -> list[tuple[Entrant, Finish]]:
    """Return who has crossed the finish line at `line`, a share from 0 to 1, and where, the first one first.

    Who crossed it at the same recorded step was level; those are in the order of `everyone`.
    """
    crossed = [(entrant, finish) for entrant in everyone if (finish := entrant.finish(line)) is not None]
    return sorted(crossed, key=lambda pair: pair[1].step)


def differences(configs: Mapping[int, ExperimentConfig]) -> dict[str, dict[int, Any]]:
    """Return, by field, the value of every experiment, for the fields in which their results may differ.

    Learning rates and seeds are not among them: every run is labelled with its own.
    """
    found = {}
    for field in fields(ExperimentConfig):
        if field.name not in ("learning_rates", "seeds", "pace", "record_interval"):
            values = {number: getattr(config, field.name) for number, config in configs.items()}
            if len(set(values.values())) > 1:
                found[field.name] = values
    return found


def to_csv(rows: Iterable[Summary], settings: Mapping[str, Mapping[int, Any]] = MappingProxyType({})) -> str:
    """Return the table as CSV with a header, numbers in full, empty where there is none.

    `settings` are what stands in columns of their own: by field the value of every experiment, as of `differences`.
    """
    lines = io.StringIO()
    names = [field.name for field in fields(Summary)]
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([*names, *settings])
    writer.writerows(
        [*(getattr(row, name) for name in names), *(values[row.experiment] for values in settings.values())]
        for row in rows
    )
    return lines.getvalue()


def _number(value: float | np.floating[Any]) -> float | None:
    return float(value) if np.isfinite(value) else None
