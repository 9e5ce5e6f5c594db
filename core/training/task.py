"""One experiment in training: its turns, and what it brings to the store."""

import time
from bisect import bisect_right

from core.arrays import Floats
from core.images.dataset import check_unchanged
from core.images.split import prepared
from core.schedule import snapshot_steps
from core.store import Store
from core.store.records import Experiment, MetricRow, Status
from core.training.conversion import checkpoint_of, row_of, state_at
from core.training.pace import Pacer
from core.training.state import Record
from core.training.trainer import Trainer

SHARE_OF_RECORDING = 0.1
"""How much of its time an experiment may spend writing to the store."""


class Task:
    """One experiment in training: the trainer, its clock, and what is not in the store yet."""

    def __init__(self, experiment: Experiment, store: Store) -> None:
        images = prepared(experiment.config)
        check_unchanged(images.dataset, experiment.data_checksum)
        self.holder = store.recordings.holder(experiment)
        self.is_finished = False
        checkpoint = store.recordings.checkpoint(experiment)
        if checkpoint is None:
            self.holder.begin(images.scaling, images.dataset.checksum)
        self.experiment = experiment
        state = None if checkpoint is None else state_at(checkpoint)
        self._trainer = Trainer(experiment.config, images.split, images.scaling, state)
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
            # The metrics of step 0 at once: somebody is waiting for the first point of a curve.
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
            self.holder.finish(*self._trainer.test_metrics())
            self.is_finished = True
        elif self._trainer.step >= end:
            self.settle()
            self.holder.hold()
        return steps > 0

    def settle(self) -> None:
        """Stand still: see to it that the store has everything, metrics of this very step included."""
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
        """Keep metrics for the store. They came in one go, so their times are spread evenly over what it took.

        Waiting for steps to be due is part of that: at a pace, a step happens when it is due.
        """
        (since, first_step), seconds, step = self._kept_until, self.seconds, self._trainer.step
        seconds_a_step = (seconds - since) / max(1, step - first_step)
        for record in records:
            at = seconds - (step - record.step) * seconds_a_step
            self._rows.append(row_of(record, at))
            self._measured_step = record.step
        self._kept_until = seconds, step

    def _record(self) -> None:
        started = time.perf_counter()
        state = self._trainer.snapshot()
        self.holder.record(self._rows, checkpoint_of(state, self.seconds), self._snapshots)
        self._rows, self._snapshots = [], {}
        self._has_begun = True
        cost = time.perf_counter() - started
        self._next_recording = time.perf_counter() + cost / SHARE_OF_RECORDING
