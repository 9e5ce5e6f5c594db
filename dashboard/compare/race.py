"""What the page Compare shows, fetched from the store: a race and the runs of other experiments beside it."""

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray

from core.config import ExperimentConfig
from core.errors import DataError, NotFound
from core.images.dataset import load
from core.model import evaluation
from core.rates import comparison
from core.rates.comparison import Entrant, Summary
from core.schedule import next_record
from core.store import Store
from core.store.records import Experiment, Metrics
from dashboard.figures import palette
from dashboard.figures.palette import Colour
from dashboard.shared import session
from dashboard.text import formats


@dataclass(frozen=True, eq=False)
class Race:
    """The entrants of an experiment, if one is shown, by rate, and its guests: added runs of other experiments.

    `config` is the experiment's or, where there is none, what the settings would make one of.
    """

    experiment: Experiment | None
    config: ExperimentConfig | None
    metrics: Metrics | None
    entrants: tuple[Entrant, ...]
    guests: tuple[Entrant, ...]

    @property
    def everyone(self) -> tuple[Entrant, ...]:
        """Entrants and guests."""
        return self.entrants + self.guests

    @cached_property
    def colours(self) -> Mapping[float, Colour]:
        """The colours of all rates that are shown, or that would race, where nothing has been recorded yet."""
        rates = [entrant.learning_rate for entrant in self.everyone]
        return palette.rate_colours(
            rates if self.entrants or self.config is None else [*rates, *self.config.learning_rates]
        )

    def label(self, entrant: Entrant) -> str:
        """Return what stands in the legend: the rate, of a guest with its experiment and, where needed, its seed.

        A rate that was changed during a guest's training is followed by the one it ended with; where the rates of
        the race itself changed is marked in its charts.
        """
        rate = formats.rate(entrant.learning_rate)
        if entrant not in self.guests:
            return rate
        if entrant.experiment.rate_factor != 1:
            rate += f" → {formats.rate(entrant.learning_rate * entrant.experiment.rate_factor)}"
        seed = f" · s{entrant.runs[0].seed}" if len(entrant.experiment.config.seeds) > 1 else ""
        return f"#{entrant.experiment.id} · {rate}{seed}"


def race(
    store: Store, experiment: Experiment | None, settings: ExperimentConfig | None, added: Sequence[int]
) -> Race:
    """Fetch what is to be shown; added runs that are gone, or that the race has itself, are left out."""
    own: tuple[Entrant, ...] = ()
    metrics = None
    if experiment is not None:
        metrics = session.metrics(store, experiment.id)
        if len(metrics.steps):
            own = comparison.entrants(experiment, store.experiments.runs(experiment.id), metrics)
    own_runs = {run.id for entrant in own for run in entrant.runs}
    guests = (_guest(store, run_id) for run_id in added if run_id not in own_runs)
    return Race(
        experiment,
        settings if experiment is None else experiment.config,
        metrics,
        own,
        tuple(entrant for entrant in guests if entrant is not None),
    )


def planned(store: Store, experiment: Experiment) -> tuple[Entrant, ...]:
    """Return the entrants of an experiment that has recorded nothing yet."""
    return comparison.entrants(
        experiment, store.experiments.runs(experiment.id), session.metrics(store, experiment.id)
    )


def _guest(store: Store, run_id: int) -> Entrant | None:
    """Return an added run; what belongs to an experiment that is over is fetched once in a session."""
    known: dict[int, Entrant] = st.session_state.setdefault("_guests", {})
    if run_id in known:
        return known[run_id]
    try:
        number = store.experiments.run(run_id).experiment_id
        experiment = store.experiments.get(number)
    except NotFound:
        return None
    metrics = session.metrics(store, number)
    if not len(metrics.steps):
        return None
    entrant = comparison.guest(experiment, store.experiments.runs(number), metrics, run_id)
    if experiment.status.is_over:
        known[run_id] = entrant
    return entrant


def with_own_accuracy(
    store: Store, rows: Sequence[Summary], known: dict[tuple[int, str], float | None]
) -> list[Summary]:
    """Return the rows with the accuracy of each finished run on the drawings that the user keeps, if there are any.

    `known` holds what was computed before, by run and drawings.
    """
    if not store.drawings.any():
        return list(rows)
    images, labels = store.drawings.test_set()
    drawings = hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
    found = []
    for row in rows:
        key = (row.run, drawings)
        if row.test_accuracy is not None and key not in known:
            with contextlib.suppress(NotFound):
                known[key] = evaluation.accuracy(labels, store.recordings.model(row.run)[1].predict(images))
        found.append(replace(row, own_accuracy=known.get(key)))
    return found


def newest_summaries(store: Store, number: int | None, added: Sequence[int], line: float) -> list[Summary]:
    """Return what is to be said of all runs shown, fresh from the store and without a session: for a download."""
    shown: list[Entrant] = []
    if number is not None:
        shown += comparison.entrants(
            store.experiments.get(number), store.experiments.runs(number), store.recordings.metrics(number)
        )
    own_runs = {run.id for entrant in shown for run in entrant.runs}
    for run_id in added:
        if run_id not in own_runs:
            experiment = store.experiments.get(store.experiments.run(run_id).experiment_id)
            shown.append(
                comparison.guest(
                    experiment, store.experiments.runs(experiment.id), store.recordings.metrics(experiment.id), run_id
                )
            )
    rows = [row for entrant in shown for row in comparison.summaries(entrant, line)]
    return with_own_accuracy(store, rows, {})


def x_places(config: ExperimentConfig, metrics: Metrics | None, steps: ArrayLike, axis: str) -> NDArray[np.float64]:
    """Return where steps of an experiment lie on the axis; on that of epochs nowhere, where its images are gone."""
    images = np.nan
    if axis == "epoch":
        with contextlib.suppress(DataError):
            images = len(load(config.data).x_train) - config.validation_size
    return comparison.axis_positions(axis, steps, config.batch_size, images, metrics)


def x_range(shown: Race, axis: str, *, logarithmic: bool) -> tuple[float, float] | None:
    """Return how far the axis reaches: to where the longest training will end. Seconds follow the data."""
    configs = {entrant.experiment.id: entrant.experiment.config for entrant in shown.guests}
    everyone = [*configs.values()] if shown.config is None else [shown.config, *configs.values()]
    if axis == "seconds" or not everyone:
        return None
    ends = [float(x_places(config, None, config.steps, axis)) for config in everyone]
    highest = max((end for end in ends if np.isfinite(end)), default=0.0)
    if highest <= 0:
        return None
    if not logarithmic:
        return 0.0, 1.02 * highest
    # The axis begins, with step 0, half as far as the first record after it.
    first = [float(x_places(config, None, next_record(config, 0), axis)) for config in everyone]
    return 0.5 * float(np.nanmin(first)), 1.1 * highest
