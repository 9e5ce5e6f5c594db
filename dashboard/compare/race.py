"""What the page Compare shows, fetched from the store: a race and the runs of other experiments beside it."""

import contextlib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from core.config import ExperimentConfig
from core.errors import NotFound
from core.model import evaluation
from core.rates import comparison
from core.rates.comparison import Entrant, Summary
from core.store import Store
from core.store.records import Experiment, Metrics, Status
from dashboard.figures import palette
from dashboard.figures.palette import Colour
from dashboard.shared.metrics import metrics_of
from dashboard.shared.session import Key
from dashboard.text import formats


@dataclass(frozen=True)
class OwnAccuracies:
    """Accuracies on the user's own drawings, 0 to 1, by number of the run, and the SHA-256 of the drawings."""

    drawings: str = ""
    by_run: Mapping[int, float | None] = field(default_factory=dict)


_GUESTS: Key[Mapping[int, Entrant]] = Key("_guests", {})
"""The runs beside the race that will not change any more, by number."""

_OWN_ACCURACIES = Key("_own_accuracies", OwnAccuracies())


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

    @property
    def is_running(self) -> bool:
        """Whether its runs train, or wait for their turn: what is said of results would be outdated at once."""
        return self.experiment is not None and self.experiment.status in (Status.QUEUED, Status.RUNNING)

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
        metrics = metrics_of(store, experiment.id)
        if len(metrics.steps):
            own = comparison.entrants(experiment, store.experiments.runs(experiment.id), metrics)
    own_runs = {run.id for entrant in own for run in entrant.runs}
    guests = {run_id: _guest(store, run_id) for run_id in added if run_id not in own_runs}
    found = {run_id: entrant for run_id, entrant in guests.items() if entrant is not None}
    # Those that were beside a race before are forgotten.
    _GUESTS.set({run_id: entrant for run_id, entrant in found.items() if entrant.experiment.status.is_over})
    return Race(
        experiment, settings if experiment is None else experiment.config, metrics, own, tuple(found.values())
    )


def _guest(store: Store, run_id: int) -> Entrant | None:
    """Return an added run; what belongs to an experiment that is over is fetched once while it is beside the race."""
    known = _GUESTS.get().get(run_id)
    if known is not None:
        return known
    try:
        number = store.experiments.run(run_id).experiment_id
        experiment = store.experiments.get(number)
    except NotFound:
        return None
    metrics = metrics_of(store, number)
    if not len(metrics.steps):
        return None
    return comparison.guest(experiment, store.experiments.runs(number), metrics, run_id)


def own_accuracies(store: Store, finished: Iterable[int]) -> Mapping[int, float | None]:
    """Return the accuracy of finished runs, by their numbers, on the drawings that the user keeps, if there are any.

    What was computed for runs that are shown is computed anew once the drawings are others.
    """
    known = _measured(store, finished, _OWN_ACCURACIES.get())
    _OWN_ACCURACIES.set(known)
    return known.by_run


def _measured(store: Store, finished: Iterable[int], known: OwnAccuracies) -> OwnAccuracies:
    """Return the accuracies of these runs on the user's drawings; those that are `known` already are not computed."""
    if not store.drawings.any():
        return OwnAccuracies()
    images, labels = store.drawings.test_set()
    drawings = hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
    before = known.by_run if known.drawings == drawings else {}
    by_run: dict[int, float | None] = {}
    for number in finished:
        if number in before:
            by_run[number] = before[number]
            continue
        with contextlib.suppress(NotFound):
            by_run[number] = evaluation.accuracy(labels, store.recordings.model(number)[1].predict(images))
    return OwnAccuracies(drawings, by_run)


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
    own = _measured(store, [row.run for row in rows if row.test_accuracy is not None], OwnAccuracies()).by_run
    return [replace(row, own_accuracy=own.get(row.run)) for row in rows]
