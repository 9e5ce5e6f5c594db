"""What the page Compare shows, fetched from the store: a race and the runs of other experiments beside it."""

import contextlib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from core.config import ExperimentConfig
from core.errors import NotFound
from core.model import evaluation
from core.races.outcome import value_of
from core.races.variation import RATE, Value, changed_field, place_of
from core.races.whole import whole
from core.rates import comparison
from core.rates.comparison import Entrant, Summary
from core.store import Store
from core.store.records import Experiment, Metrics, Run, Status
from dashboard.figures import palette
from dashboard.figures.palette import Colour
from dashboard.shared.metrics import metrics_of
from dashboard.shared.services import classes_of
from dashboard.shared.session import Key
from dashboard.shared.status import Winner
from dashboard.shared.titles import labelled
from dashboard.text import Text, formats


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
    """What is shown: entrants, one a value of what changes, and guests, which are added runs of other experiments.

    `experiment` is the one that is shown or, of a race over another setting than the rate, its `members` as a whole;
    None where there is none. `configs` are the members' or, where there are none, those that the settings would make.
    `metrics` are those of a single experiment. `field` is what changes: "learning_rate", or a field of `VARIED`.
    """

    experiment: Experiment | None
    configs: tuple[ExperimentConfig, ...]
    metrics: Metrics | None
    entrants: tuple[Entrant, ...]
    guests: tuple[Entrant, ...]
    members: tuple[Experiment, ...] = ()
    field: str = RATE

    @property
    def everyone(self) -> tuple[Entrant, ...]:
        """Entrants and guests."""
        return self.entrants + self.guests

    @property
    def classes(self) -> tuple[str, ...]:
        """What the race tells apart; guests may tell other classes apart."""
        return classes_of(self.experiment, self.configs[0] if self.configs else None)

    @property
    def is_running(self) -> bool:
        """Whether its runs train, or wait for their turn: what is said of results would be outdated at once."""
        return self.experiment is not None and self.experiment.status in (Status.QUEUED, Status.RUNNING)

    @property
    def is_variation(self) -> bool:
        """Whether something else changes than the learning rate."""
        return self.field != RATE

    @property
    def parts(self) -> tuple[tuple[int | None, ExperimentConfig], ...]:
        """The experiments that it is or would be, by number, None where there is none yet; by what changes."""
        parts: list[tuple[int | None, ExperimentConfig]] = [(member.id, member.config) for member in self.members]
        parts = parts or [(None, config) for config in self.configs]
        if self.is_variation:
            parts.sort(key=lambda part: place_of(self.field, getattr(part[1], self.field)))
        return tuple(parts)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """All values of what changes, of entrants and guests and of those that would race, in order."""
        values = {value_of(entrant, self.field) for entrant in self.everyone}
        for config in self.configs:
            values |= set(values_of(config, self.field))
        return tuple(sorted(values, key=self._place))

    def _place(self, value: Value) -> float:
        return float(value) if self.field == RATE else place_of(self.field, value)

    @cached_property
    def colours(self) -> Mapping[Value, Colour]:
        """The colours of all values that are shown, or that would race, where nothing has been recorded yet."""
        places = palette.rate_colours(range(len(self.values)))
        return {value: places[place] for place, value in enumerate(self.values)}

    def colour(self, entrant: Entrant) -> Colour:
        """Return the colour of an entrant or a guest: that of its value."""
        return self.colours[value_of(entrant, self.field)]

    def label(self, text: Text, entrant: Entrant) -> str:
        """Return what stands in the legend: what sets it apart, of a guest with its experiment and, if need be, seed.

        A rate that was changed during a guest's training is followed by the one it ended with; where the rates of
        the race itself changed is marked in its charts.
        """
        if entrant not in self.guests:
            return labelled(text, self.field, value_of(entrant, self.field))
        rate = formats.rate(entrant.learning_rate)
        if entrant.experiment.rate_factor != 1:
            rate += f" → {formats.rate(entrant.learning_rate * entrant.experiment.rate_factor)}"
        what = f"{labelled(text, self.field, value_of(entrant, self.field))} · {rate}" if self.is_variation else rate
        seed = f" · s{entrant.runs[0].seed}" if len(entrant.experiment.config.seeds) > 1 else ""
        return f"#{entrant.experiment.id} · {what}{seed}"


def values_of(config: ExperimentConfig, field: str) -> tuple[Value, ...]:
    """Return with which values of what changes a configuration trains."""
    return config.learning_rates if field == RATE else (getattr(config, field),)


def name_of(value: Value) -> str:
    """Return how the entrant with a value of what changes is named, in the address too: 0.1, 16, standardize."""
    return value if isinstance(value, str) else comparison.name_of_rate(value)


def race(
    store: Store, experiment: Experiment | None, settings: Sequence[ExperimentConfig], added: Sequence[int]
) -> Race:
    """Fetch what is to be shown; added runs that are gone, or that the race has itself, are left out.

    With an experiment those are shown too that were filed together with it.
    """
    members = _members(store, experiment)
    configs = tuple(member.config for member in members) or tuple(settings)
    field = changed_field(configs) or RATE
    own: list[Entrant] = []
    metrics = None
    for member in members:
        metrics = metrics_of(store, member.id)
        if len(metrics.steps):
            own += _entrants(member, store.experiments.runs(member.id), metrics, field)
    if field != RATE:
        metrics = None
        own.sort(key=lambda entrant: place_of(field, value_of(entrant, field)))
    own_runs = {run.id for entrant in own for run in entrant.runs}
    guests = {run_id: _guest(store, run_id) for run_id in added if run_id not in own_runs}
    found = {run_id: entrant for run_id, entrant in guests.items() if entrant is not None}
    # Those that were beside a race before are forgotten.
    _GUESTS.set({run_id: entrant for run_id, entrant in found.items() if entrant.experiment.status.is_over})
    shown = whole(members) if members else None
    return Race(shown, configs, metrics, tuple(own), tuple(found.values()), members, field)


def _members(store: Store, experiment: Experiment | None) -> tuple[Experiment, ...]:
    """Return the experiments that race together; only the one shown where they do not differ in one setting."""
    if experiment is None:
        return ()
    try:
        members = tuple(store.experiments.together(experiment.id))
    except NotFound:
        members = ()  # deleted meanwhile
    return members if changed_field([member.config for member in members]) else (experiment,)


def _entrants(member: Experiment, runs: Sequence[Run], metrics: Metrics, field: str) -> list[Entrant]:
    found = comparison.entrants(member, runs, metrics)
    return [replace(entrant, name=name_of(value_of(entrant, field))) for entrant in found]


def winner(text: Text, race: Race) -> Winner | None:
    """Return who ends a race over a setting with the lowest validation loss, None where nobody has one."""
    best = comparison.leader(race.entrants, "validation_loss")
    if best is None:
        return None
    entrant, loss = best
    return Winner(race.label(text, entrant), loss, entrant.runs[0].id)


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
    kept = hashlib.sha256()
    for drawing in store.drawings.newest():
        kept.update(f"{len(drawing.label)} {drawing.label}".encode() + drawing.image.tobytes())
    drawings = kept.hexdigest()
    before = known.by_run if known.drawings == drawings else {}
    by_run: dict[int, float | None] = {}
    test_set = cache(store.drawings.test_set)  # of some classes
    for number in finished:
        if number in before:
            by_run[number] = before[number]
            continue
        with contextlib.suppress(NotFound):
            model = store.recordings.model(number)[1]
            images, labels = test_set(model.classes)
            by_run[number] = evaluation.accuracy(labels, model.predict(images)) if len(labels) else None
    return OwnAccuracies(drawings, by_run)


def newest_summaries(store: Store, number: int | None, added: Sequence[int], line: float) -> list[Summary]:
    """Return what is to be said of all runs shown, fresh from the store and without a session: for a download."""
    shown: list[Entrant] = []
    if number is not None:
        for member in _members(store, store.experiments.get(number)):
            runs, metrics = store.experiments.runs(member.id), store.recordings.metrics(member.id)
            shown += comparison.entrants(member, runs, metrics)
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


def differing_settings(store: Store, rows: Iterable[Summary]) -> dict[str, dict[int, Any]]:
    """Return by field, for the settings that differ between the experiments of `rows`, the value of each of them."""
    numbers = {row.experiment for row in rows}
    return comparison.differences({each.id: each.config for each in store.experiments.some(numbers)})
