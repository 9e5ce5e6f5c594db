"""The training process: takes experiments from the store, gives each its turn, and obeys what the store says.

It keeps nothing that the store does not have. Killed at any moment, it leaves experiments that another process
takes up from their last checkpoint and ends with the same weights.
"""

import os
import signal
import threading
import time
from bisect import bisect_right
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from core import data
from core.claims import ClaimLost, Holder
from core.config import EMBEDDED_DATA, ExperimentConfig
from core.database import StoreError
from core.pace import Pacer
from core.process_store import HEARTBEAT_SECONDS
from core.recording import snapshot_steps
from core.records import Checkpoint, Experiment, MetricRow, Status
from core.refusals import DataError
from core.scaling import Floats, Scaling, fit_scaling
from core.store import NotFound, Store
from core.training import Record, Trainer, TrainingState, warm_up

IDLE_SECONDS = 0.03
"""How long the process sleeps at the most, so that commands are obeyed and a Start is seen soon."""

SHORTEST_PAUSE_SECONDS = 0.002
"""How long it sleeps at the least before it looks again whether steps are due."""

NICENESS = 10
"""By how much the process yields the processor to others: no page waits because something trains."""

SHARE_OF_RECORDING = 0.1
"""How much of its time an experiment may spend writing to the store."""


@lru_cache(maxsize=3)
def _load_images(name: str, changed_at: float) -> data.Dataset:
    del changed_at  # part of the key: a file that was changed is read again
    return data.load(name)


@lru_cache(maxsize=4)
def _prepare_and_fit(name: str, split: data.Split) -> tuple[data.Split, Scaling]:
    prepared = split.prepared(name)
    return prepared, fit_scaling(name, prepared.x_train)


def _prepare(config: ExperimentConfig) -> tuple[str, data.Split, Scaling]:
    """Return (checksum, prepared images, fitted scaling) for a configuration, kept for the next one like it."""
    path = Path(config.data)
    changed_at = path.stat().st_mtime if config.data != EMBEDDED_DATA and path.exists() else 0.0
    images = _load_images(config.data, changed_at)
    return images.checksum, *_prepare_and_fit(config.scaling, data.split(images, config.validation_size))


class Task:
    """One experiment in training: the trainer, its clock, and what is not in the store yet."""

    def __init__(self, experiment: Experiment, store: Store) -> None:
        checksum, split, scaling = _prepare(experiment.config)
        if experiment.data_checksum not in (None, checksum):
            file = experiment.config.data
            raise DataError("changed", f"{file} is no longer the file that this experiment began with", title=file)
        self.holder = Holder(store, experiment)
        self.is_finished = False
        checkpoint = store.checkpoint(experiment.id)
        if checkpoint is None:
            self.holder.begin(scaling, checksum)
        self.experiment = experiment
        self._trainer = Trainer(experiment.config, split, scaling, _state(checkpoint))
        self._has_begun = checkpoint is not None
        self._seconds = experiment.seconds
        self._running_since: float | None = None
        self._pacer = Pacer()
        self._rows: list[MetricRow] = []
        self._snapshots: dict[int, Floats] = {}
        self._measured_step = self._trainer.step if self._has_begun else -1
        self._kept_until = (self._seconds, self._trainer.step)
        self._next_recording = 0.0

    @property
    def is_training(self) -> bool:
        """Whether the experiment has steps to make and is not paused."""
        return self.experiment.status in (Status.QUEUED, Status.RUNNING)

    def turn(self, experiment: Experiment) -> bool:
        """Train for at most about TURN_SECONDS as `experiment`, fresh from the store, says. Return whether it did."""
        self.experiment = experiment
        if experiment.status is Status.PAUSED:
            self.settle()
            return False
        if experiment.status is Status.QUEUED:
            self.holder.mark_running()
        if not self._has_begun:
            # The figures of step 0 at once: somebody is waiting for the first point of a curve.
            self._keep(self._trainer.advance(0))
            self._record()
        if experiment.rate_factor != self._trainer.rate_factor:
            # In the store at once, so that the change happens at the same step again should the process be killed.
            self._trainer.rate_factor = experiment.rate_factor
            self._record()
        end = experiment.config.steps
        if experiment.hold_at is not None:
            end = min(end, experiment.hold_at)
        steps = self._steps_due(end)
        if steps > 0:
            self._train(steps)
        if self._trainer.step >= experiment.config.steps:
            self.settle()
            self.holder.finish(*self._trainer.test_figures())
            self.is_finished = True
        elif self._trainer.step >= end:
            self.settle()
            self.holder.hold()
        return steps > 0

    def settle(self) -> None:
        """Stand still: see to it that the store has everything, figures of this very step included."""
        if self._measured_step != self._trainer.step:
            self._keep([self._trainer.measure()])
        if self._rows:
            self._record()
        if self._running_since is not None:
            self._seconds, self._running_since = self.seconds, None

    @property
    def seconds(self) -> float:
        """How long the experiment has been training, in seconds, pauses left out."""
        running = 0.0 if self._running_since is None else time.perf_counter() - self._running_since
        return self._seconds + running

    @property
    def seconds_until_due(self) -> float:
        """How long there is nothing to do, as of the last turn; 0 or less where there is."""
        return self._pacer.due_at - time.perf_counter()

    def _steps_due(self, end: int) -> int:
        """Return how many steps to take now, none of them after `end`."""
        now, pace = time.perf_counter(), self.experiment.pace
        if self._running_since is None:
            self._running_since = now
            self._pacer.start(now, pace)
        return self._pacer.steps(now, pace, end - self._trainer.step)

    def _train(self, steps: int) -> None:
        kept = snapshot_steps(self.experiment.config)
        started = time.perf_counter()
        last = self._trainer.step + steps
        records: list[Record] = []
        while self._trainer.step < last:
            next_kept = kept[bisect_right(kept, self._trainer.step)]
            records += self._trainer.advance(min(last, next_kept) - self._trainer.step)
            if self._trainer.step == next_kept:
                self._snapshots[next_kept] = self._trainer.snapshot().weights
        self._keep(records)
        self._pacer.took(steps, time.perf_counter() - started)
        if self._rows and time.perf_counter() >= self._next_recording:
            self._record()

    def _keep(self, records: list[Record]) -> None:
        """Keep figures for the store. They came in one go, so their times are spread evenly over what it took.

        Waiting for steps to be due is part of that: at a pace, a step happens when it is due.
        """
        (since, first_step), seconds, step = self._kept_until, self.seconds, self._trainer.step
        seconds_a_step = (seconds - since) / max(1, step - first_step)
        for record in records:
            at = seconds - (step - record.step) * seconds_a_step
            self._rows.append(MetricRow(seconds=at, **vars(record)))
            self._measured_step = record.step
        self._kept_until = seconds, step

    def _record(self) -> None:
        started = time.perf_counter()
        state = self._trainer.snapshot()
        self.holder.record(self._rows, _checkpoint(state, self.seconds), self._snapshots)
        self._rows, self._snapshots = [], {}
        self._has_begun = True
        cost = time.perf_counter() - started
        self._next_recording = time.perf_counter() + cost / SHARE_OF_RECORDING


def _checkpoint(state: TrainingState, seconds: float) -> Checkpoint:
    return Checkpoint(
        state.step,
        seconds,
        state.weights,
        state.rate_factor,
        tuple(None if step < 0 else int(step) for step in state.diverged_at),
        tuple(float(loss_sum) for loss_sum in state.recent_loss_sum),
    )


def _state(checkpoint: Checkpoint | None) -> TrainingState | None:
    if checkpoint is None:
        return None
    return TrainingState(
        checkpoint.step,
        checkpoint.weights,
        checkpoint.rate_factor,
        np.array([-1 if step is None else step for step in checkpoint.diverged_at]),
        np.array(checkpoint.recent_loss_sum),
    )


class Worker:
    """Trains what the store gives to the process `process_id`: everything that is free, or `only` one experiment."""

    def __init__(self, store: Store, process_id: int, only: int | None = None) -> None:
        self._store = store
        self._process_id = process_id
        self._only = only
        self.lost: set[int] = set()
        """The experiments that other processes took over while this one was suspended."""
        self._tasks: dict[int, Task] = {}
        self._next_heartbeat = 0.0

    @property
    def is_training(self) -> bool:
        """Whether an experiment here has steps to make; paused ones have not."""
        return any(task.is_training for task in self._tasks.values())

    @property
    def pause_between_rounds(self) -> float:
        """How many seconds to sleep after a round in which no step was due: until one is, or somebody may want one.

        Every look at the store costs a millisecond, so looking more often would take from pages what it gives them.
        """
        due = (task.seconds_until_due for task in self._tasks.values() if task.is_training)
        return min(max(min(due, default=IDLE_SECONDS), SHORTEST_PAUSE_SECONDS), IDLE_SECONDS)

    def round(self) -> bool:
        """Give every experiment one turn. Return whether any of them trained."""
        self._give_heartbeat()
        claimed = self._store.claim(self._process_id, self._only)
        claims = {experiment.id: experiment.claim for experiment in claimed}
        for number, task in list(self._tasks.items()):
            if claims.get(number) != task.experiment.claim:
                self._drop(number)
        trained = False
        # Somebody waits for the first point of a new curve: it comes before all others have another turn.
        for experiment in sorted(claimed, key=lambda experiment: experiment.id in self._tasks):
            try:
                trained |= self._take(experiment)
            except StoreError:
                raise
            except NotFound:
                self._tasks.pop(experiment.id, None)
            except ClaimLost:
                self._tasks.pop(experiment.id, None)
                self.lost.add(experiment.id)
            except Exception as error:
                # Whatever goes wrong inside one experiment is that one's failure; the others train on.
                self._tasks.pop(experiment.id, None)
                with suppress(NotFound, ClaimLost):
                    Holder(self._store, experiment).fail(error)
        return trained

    def close(self) -> None:
        """Bring everything to the store and leave; another process may go on. May be called twice."""
        for number in list(self._tasks):
            self._drop(number)
        self._store.leave(self._process_id)

    def _take(self, experiment: Experiment) -> bool:
        if experiment.id not in self._tasks:
            if experiment.status is Status.PAUSED:
                return False
            self._tasks[experiment.id] = Task(experiment, self._store)
            self.lost.discard(experiment.id)
        task = self._tasks[experiment.id]
        trained = task.turn(experiment)
        if task.is_finished:
            del self._tasks[experiment.id]
        return trained

    def _drop(self, number: int) -> None:
        task = self._tasks.pop(number)
        try:
            task.settle()
            task.holder.release()
        except NotFound:
            pass  # deleted: nothing is left to bring there
        except ClaimLost:
            self.lost.add(number)

    def _give_heartbeat(self) -> None:
        now = time.monotonic()
        if now >= self._next_heartbeat:
            if not self._store.heartbeat(self._process_id):
                role = "worker" if self._only is None else "command"
                self._process_id = self._store.register(role, state="ready")
            self._next_heartbeat = now + HEARTBEAT_SECONDS


def serve(store: Store, *, until_unattended: bool) -> None:
    """Be the worker of a store, whose lock the caller holds, until told to end (SIGINT, SIGTERM).

    With `until_unattended`, end also once no dashboard is left and nothing remains to train.
    """
    told_to_end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told_to_end.set())
    process_id = store.register("worker", state="starting")
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICENESS)
    warm_up()
    worker = Worker(store, process_id)
    next_look = time.monotonic()
    try:
        while not told_to_end.is_set():
            if worker.round():
                continue
            if until_unattended and not worker.is_training and time.monotonic() >= next_look:
                if not store.processes("dashboard"):
                    break
                next_look = time.monotonic() + HEARTBEAT_SECONDS
            told_to_end.wait(worker.pause_between_rounds)
    finally:
        worker.close()
        store.close()
