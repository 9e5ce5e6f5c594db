"""The one reader of the store: looks at what somebody watches, and hands on what is new."""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from core.errors import DataError, NotFound, StoreError, Unreadable
from core.model import evaluation
from core.model.softmax import SoftmaxModel
from core.rates.divergence import diverged_at
from core.store import Store
from core.store.drawings import edition
from core.store.records import Experiment, Head, Metrics, Status
from dashboard.shared.services import Services, images_of
from dashboard.shared.standing import READY, Trainer
from dashboard.stream import messages
from dashboard.stream.history import History
from dashboard.stream.messages import Asked

_LOGGER = logging.getLogger(__name__)

LONGEST_WAIT_SECONDS = 1.0
"""After how long it looks even if nobody wrote: a worker that died writes nothing."""

SHORTEST_WAIT_SECONDS = 0.012
"""How long it leaves the store alone after a look: charts are drawn no oftener."""

WAIT_EACH_SECONDS = 0.003
"""The same for each experiment that is watched: of many, the news of several come with one look."""

WEIGHTS_SECONDS = 0.25
"""How often weights, and what they read, are looked at."""

LONGEST_SETTLING_SECONDS = 10.0
"""How long a worker may take to bring what it has in hand when an experiment is stopped."""

VERDICT_SECONDS = 1.0
"""How often it is found out who has diverged; takes longer than all the rest."""


@dataclass(frozen=True)
class News:
    """What is new of one experiment, parts of a message in JSON; `metrics` are those recorded since the last.

    `watching` tells for which of the calls of `Reader.watch` that began anew it was read.
    """

    experiment: int
    watching: int
    metrics: Metrics | None = None
    state: str | None = None
    weights: str | None = None
    readings: Mapping[Asked, str] = field(default_factory=dict)
    is_gone: bool = False
    is_troubled: bool = False
    """Whether the store cannot be read."""


@dataclass
class _Watched:
    """What is known of an experiment, and what is wanted of it."""

    watching: int
    wants_weights: bool = False
    asked: tuple[Asked, ...] = ()
    is_settled: bool = False
    """Whether it is over, and all that is wanted was handed on."""
    history: History = field(default_factory=History)
    seen: tuple[Experiment, Head, Trainer] | None = None
    state: str = ""
    verdict: tuple[int | None, ...] = ()
    next_verdict: float = 0.0
    verdict_step: int = -2
    model: tuple[int, SoftmaxModel] | None = None
    next_weights: float = 0.0
    weights_sent: int = -1
    readings_sent: dict[Asked, int] = field(default_factory=dict)
    has_failed: bool = False
    """Whether looking at it alone failed the last time, which was logged then."""
    next_look: float = 0.0

    def say_anew(self) -> None:
        """Say again how it stands once it can be read, for it was said that it cannot be."""
        self.seen, self.state = None, ""


class Reader:
    """Reads in a thread of its own from `watch` to `close`, and calls `deliver` from there."""

    def __init__(self, lab: Services, deliver: Callable[[News], object]) -> None:
        self._lab = lab
        self._store: Store = lab.store
        self._deliver = deliver
        self._lock = threading.Lock()
        self._watched: dict[int, _Watched] = {}
        self._begun = itertools.count()
        self._told = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._read, name="stream", daemon=True)
        self._thread.start()

    def watch(self, experiment: int, *, weights: bool, asked: Iterable[Asked]) -> int:
        """Hand on what is new of an experiment from now on; called again where something else is wanted.

        Returns what its news have as `watching`. Whoever watches again what he had turned away from gets everything
        anew, and may still get what was on its way to him.
        """
        with self._lock:
            if experiment not in self._watched:
                self._watched[experiment] = _Watched(next(self._begun))
            watched = self._watched[experiment]
            watched.wants_weights, watched.asked, watched.is_settled = weights, tuple(asked), False
        self._told.set()
        return watched.watching

    def unwatch(self, experiment: int) -> None:
        """Forget an experiment that nobody watches any more."""
        with self._lock:
            self._watched.pop(experiment, None)

    def close(self) -> None:
        """End the thread."""
        self._closing = True
        self._told.set()
        self._thread.join()

    def _read(self) -> None:
        changes = self._store.changes()
        try:
            while not self._closing:
                with self._lock:
                    wanted = {number: each for number, each in self._watched.items() if not each.is_settled}
                if not wanted:
                    self._told.wait()
                    self._told.clear()
                    continue
                self._look_guarded(wanted)
                time.sleep(max(SHORTEST_WAIT_SECONDS, WAIT_EACH_SECONDS * len(wanted)))
                changes.wait(self._patience(wanted.values()), self._told)
                self._told.clear()
        finally:
            changes.close()

    def _patience(self, wanted: Iterable[_Watched]) -> float:
        """Return how long there is nothing to look for unless somebody writes."""
        now = time.monotonic()
        due = [each.next_weights for each in wanted if each.seen and self._lacks_weights(each, each.seen[1])]
        return max(min([LONGEST_WAIT_SECONDS, *(at - now for at in due)]), 0.0)

    def _look_guarded(self, wanted: Mapping[int, _Watched]) -> None:
        try:
            self._look(wanted)
            return
        except StoreError:
            pass  # what is wrong is said by the pages, whose every run asks the store
        except Exception:
            _LOGGER.exception("The stream could not read the store")
        for number, watched in wanted.items():
            watched.say_anew()
            self._deliver(News(number, watched.watching, is_troubled=True))
        self._told.wait(LONGEST_WAIT_SECONDS)

    def _look(self, wanted: Mapping[int, _Watched]) -> None:
        # In this order: whoever is seen to be over has all of his records in what is looked at next.
        experiments = {each.id: each for each in self._store.experiments.some(wanted)}
        heads = self._store.recordings.heads(wanted)
        queued = any(each.status is Status.QUEUED for each in experiments.values())
        trainer = self._lab.trainer() if queued else READY
        for number, watched in wanted.items():
            experiment = experiments.get(number)
            if experiment is None:
                watched.is_settled = True
                self._deliver(News(number, watched.watching, is_gone=True))
                continue
            if time.monotonic() < watched.next_look:
                continue
            try:
                self._look_at(experiment, heads.get(number, Head(-1, -1, 0)), trainer, watched)
                watched.has_failed = False
            except NotFound:
                continue  # deleted a moment ago: the next look says so
            except StoreError:
                raise
            except Exception:
                # A mistake of ours that it alone brings to light does not take the others along, nor fill the log.
                if not watched.has_failed:
                    _LOGGER.exception("The stream could not read experiment %d", number)
                watched.has_failed, watched.next_look = True, time.monotonic() + LONGEST_WAIT_SECONDS
                watched.say_anew()
                self._deliver(News(number, watched.watching, is_troubled=True))

    def _look_at(self, experiment: Experiment, head: Head, trainer: Trainer, watched: _Watched) -> None:
        now, wishes = time.monotonic(), (watched.wants_weights, watched.asked)
        is_over = experiment.status.is_over
        metrics = None
        if head.metrics_step > watched.history.last_step:
            new = self._store.recordings.metrics(experiment.id, watched.history.last_step)
            if len(new.steps):
                metrics = new
                watched.history.append(new)
        state = None
        try:
            state = self._state(experiment, head, trainer, watched, now)
        finally:
            # Records also where the state cannot be read: they are taken over, and no later look brings them.
            if metrics is not None or state:
                self._deliver(News(experiment.id, watched.watching, metrics, state))
        # After those, for somebody may be waiting for the first point of a curve.
        if self._lacks_weights(watched, head) and (is_over or now >= watched.next_weights):
            watched.next_weights = now + WEIGHTS_SECONDS
            try:
                weights, readings = self._weights_and_readings(experiment, watched)
                self._deliver(News(experiment.id, watched.watching, weights=weights, readings=readings))
            except Unreadable:
                # Damaged weights are nobody else's trouble, and are not looked at again and again.
                watched.weights_sent = head.weights_step
                watched.readings_sent = dict.fromkeys(watched.asked, head.weights_step)
        if is_over and not _is_in_hand(experiment):
            with self._lock:
                # Unless something else has been wanted meanwhile.
                watched.is_settled = wishes == (watched.wants_weights, watched.asked)

    def _state(
        self, experiment: Experiment, head: Head, trainer: Trainer, watched: _Watched, now: float
    ) -> str | None:
        """Return how the experiment stands if that is another way than before."""
        seen = (experiment, head, trainer)
        is_verdict_due = watched.verdict_step != head.metrics_step and (
            experiment.status.is_over or now >= watched.next_verdict
        )
        if watched.seen is not None and not is_verdict_due and _standing(watched.seen) == _standing(seen):
            watched.seen = seen
            return None
        watched.seen = seen
        runs = self._store.experiments.runs(experiment.id)
        if not runs:
            raise NotFound(f"there is no experiment {experiment.id}")
        if is_verdict_due or len(watched.verdict) != len(runs):
            watched.next_verdict, watched.verdict_step = now + VERDICT_SECONDS, head.metrics_step
            steps, losses = watched.history.steps.tolist(), watched.history.validation_loss
            of_runs = losses if len(losses) else np.empty((len(runs), 0), np.float32)
            watched.verdict = tuple(
                diverged_at(steps, loss, run.diverged_at, len(experiment.classes))
                for run, loss in zip(runs, of_runs, strict=True)
            )
        changes = self._store.recordings.rate_changes(experiment.id) if head.rate_changes else []
        state = messages.state(experiment, trainer, runs, changes, watched.verdict)
        if state == watched.state:
            return None
        watched.state = state
        return state

    def _lacks_weights(self, watched: _Watched, head: Head) -> bool:
        """Return whether weights, or what they read, are wanted and are older than what is recorded."""
        newest = head.weights_step
        return newest >= 0 and (
            (watched.wants_weights and watched.weights_sent < newest)
            or any(watched.readings_sent.get(asked, -1) < newest for asked in watched.asked)
        )

    def _weights_and_readings(self, experiment: Experiment, watched: _Watched) -> tuple[str | None, dict[Asked, str]]:
        run = next(iter(self._store.experiments.runs(experiment.id)), None)
        if run is None:
            raise NotFound(f"there is no experiment {experiment.id}")
        step, model = self._store.recordings.model(run.id)
        is_due = watched.wants_weights and watched.weights_sent < step
        weights = messages.weights(step, model) if is_due else None
        wanted = [asked for asked in watched.asked if watched.readings_sent.get(asked, -1) < step]
        readings = dict(self._readings(experiment, step, model, wanted))
        # Not before both are there: what failed is to be tried again.
        watched.weights_sent = step if is_due else watched.weights_sent
        watched.readings_sent = dict.fromkeys(watched.asked, step)
        return weights, readings

    def _readings(
        self, experiment: Experiment, step: int, model: SoftmaxModel, wanted: Collection[Asked]
    ) -> Iterable[tuple[Asked, str]]:
        for asked in wanted:
            try:
                if asked.own:
                    images, labels = self._store.drawings.test_set(experiment.classes)
                    if edition(images) != asked.edition:
                        continue  # the page shows those of another time, until it runs again
                    share = evaluation.accuracy(labels, model.predict(images)) if len(images) else None
                else:
                    images, share = images_of(experiment).x_test, None
            except DataError:
                continue  # the page says so, instead of the images
            chosen = images[asked.first : asked.first + asked.count]
            digits = model.predict(chosen).tolist() if len(chosen) else []
            yield asked, messages.readings(step, asked, digits, share)


def _is_in_hand(experiment: Experiment) -> bool:
    """Return whether a worker may still bring what it has of an experiment that somebody stopped."""
    stopped_ago = time.time() - (experiment.finished_at or 0.0)
    return experiment.claimed_by is not None and stopped_ago < LONGEST_SETTLING_SECONDS


def _standing(seen: tuple[Experiment, Head, Trainer]) -> tuple[object, ...]:
    """Return all that a state depends on besides what changes with every record."""
    experiment, head, trainer = seen
    return (
        experiment.status,
        experiment.name,
        experiment.rate_factor,
        experiment.pace,
        experiment.hold_at is None,
        experiment.step > 0,
        experiment.step if experiment.status not in (Status.QUEUED, Status.RUNNING) else None,
        trainer,
        head.rate_changes,
    )
