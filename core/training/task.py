"""One experiment in training: its turns, and what it brings to the store."""

import time
from collections.abc import Sequence
from concurrent.futures import Executor, Future

from core.arrays import Floats
from core.images.dataset import check_unchanged
from core.images.split import prepared
from core.schedule import last_record, recent_steps
from core.store import Store
from core.store.records import Checkpoint, Experiment, MetricRow, Status
from core.training.conversion import checkpoint_of, row_of, state_at
from core.training.pace import Pacer
from core.training.state import Record
from core.training.trainer import Passed, Trainer

SHARE_OF_RECORDING = 0.1
"""How much of its time an experiment may spend writing to the store."""

WEIGHTS_SECONDS = 0.25
"""How long metrics may come to the store alone: weights are heavy, and a picture of them need not be newer."""


class Task:
    """One experiment in training: the trainer, its clock, and what is not in the store yet.

    Metrics come to the store sooner than the weights that go with them. Of an experiment whose process was killed
    between the two, the new task takes the steps again up to the last metrics, as that process had taken them:
    whatever was asked for meanwhile comes after what was already shown.

    The steps of a turn are scored and brought to the store by `scribe`, a thread, while those of the next turn are
    taken: TensorFlow needs neither Python nor, for one rate, the whole processor. It is waited for before more is
    handed over, and whenever the experiment is to stand still, so that one of the two alone is at what is kept here.
    What goes wrong there is raised by who waits.
    """

    def __init__(self, experiment: Experiment, store: Store, scribe: Executor) -> None:
        images = prepared(experiment.config)
        check_unchanged(images.dataset, experiment.data_checksum)
        self.holder = store.recordings.holder(experiment)
        self.is_finished = False
        checkpoint = store.recordings.checkpoint(experiment)
        if checkpoint is None:
            self.holder.begin(images.scaling, images.dataset.checksum, images.dataset.classes)
        self.experiment = experiment
        state = None if checkpoint is None else state_at(checkpoint)
        self._trainer = Trainer(experiment.config, images.split, images.scaling, state)
        self._seconds = experiment.seconds
        self._running_since: float | None = None
        self._pacer = Pacer()
        self._scribe = scribe
        self._brought: Future[None] | None = None
        self._rows: list[MetricRow] = []
        self._snapshots: dict[int, Floats] = {}
        self._saved_step = -1 if checkpoint is None else checkpoint.step
        self._next_recording = self._next_weights = 0.0
        if checkpoint is not None:
            for passed in self._trainer.go(experiment.step - checkpoint.step):
                self._snapshots |= self._trainer.snapshots(passed)
        self._measured_step = -1 if checkpoint is None else self._trainer.step
        self._kept_until = (self._seconds, self._trainer.step)

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
        if self._saved_step < 0:
            # The metrics of step 0 at once: somebody is waiting for the first point of a curve.
            self._keep(self._trainer.advance(0), self.seconds, 0)
            self._record(self._checkpoint(self.seconds))
        if experiment.rate_factor != self._trainer.rate_factor:
            # In the store at once, so that the change happens at the same step again should the process be killed.
            self._wait_for_scribe()
            self._trainer.rate_factor = experiment.rate_factor
            self._record(self._checkpoint(self.seconds))
        end = experiment.config.steps
        if experiment.hold_at is not None:
            end = min(end, experiment.hold_at)
        steps = self._steps_due(end)
        if steps > 0:
            self._train(steps)
        if self._trainer.step >= experiment.config.steps:
            test_metrics = self._trainer.test_metrics()  # Meanwhile the last turn comes to the store.
            self.settle()
            self.holder.finish(*test_metrics)
            self.is_finished = True
        elif self._trainer.step >= end:
            self.settle()
            self.holder.hold()
        return steps > 0

    def settle(self) -> None:
        """Stand still: see to it that the store has everything, metrics of this very step included."""
        self._wait_for_scribe()
        if self._measured_step != self._trainer.step:
            self._keep([self._trainer.measure()], self.seconds, self._trainer.step)
        if self._rows or self._saved_step != self._trainer.step:
            self._record(self._checkpoint(self.seconds))
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
        step = self._trainer.step
        steps = self._pacer.steps(now, pace, end - step)
        if pace is None:
            # Ending with a record, where there is one: what comes after it would be a call for a few steps more.
            steps_to_record = last_record(self.experiment.config, step + steps) - step
            return steps_to_record if steps_to_record > 0 else steps
        return steps

    def _train(self, steps: int) -> None:
        started = time.perf_counter()
        passed = list(self._trainer.go(steps))
        self._wait_for_scribe()
        now = time.perf_counter()
        self._pacer.took(steps, now - started)
        seconds, step = self.seconds, self._trainer.step
        # The sum of the last steps' losses, which pages read beside the metrics, comes with the weights.
        weights_are_due = now >= self._next_weights or recent_steps(self.experiment.config, step)
        checkpoint = self._checkpoint(seconds) if weights_are_due else None
        self._brought = self._scribe.submit(self._bring, passed, seconds, step, checkpoint)

    def _wait_for_scribe(self) -> None:
        """Wait until the store has what was handed over; raise what went wrong with that."""
        if self._brought is not None:
            brought, self._brought = self._brought, None
            brought.result()

    def _bring(self, turn: Sequence[Passed], seconds: float, step: int, checkpoint: Checkpoint | None) -> None:
        """Bring to the store, if that is due, what was passed in a turn that led to `step`, where `checkpoint` is."""
        self._keep([record for passed in turn for record in self._trainer.records(passed)], seconds, step)
        for passed in turn:
            self._snapshots |= self._trainer.snapshots(passed)
        if self._rows and time.perf_counter() >= self._next_recording:
            self._record(checkpoint)

    def _keep(self, records: Sequence[Record], seconds: float, step: int) -> None:
        """Keep metrics for the store. They came in one go that led to `step`, and their times are spread evenly over
        what it took.

        Waiting for steps to be due is part of that: at a pace, a step happens when it is due.
        """
        since, first_step = self._kept_until
        seconds_a_step = (seconds - since) / max(1, step - first_step)
        for record in records:
            self._rows.append(row_of(record, seconds - (step - record.step) * seconds_a_step))
            self._measured_step = record.step
        self._kept_until = seconds, step

    def _checkpoint(self, seconds: float) -> Checkpoint:
        return checkpoint_of(self._trainer.snapshot(), seconds)

    def _record(self, checkpoint: Checkpoint | None) -> None:
        started = time.perf_counter()
        if checkpoint is None:
            self.holder.record(self._rows)
        else:
            self.holder.record(self._rows, checkpoint, self._snapshots)
            self._saved_step, self._snapshots = checkpoint.step, {}
        self._rows = []
        now = time.perf_counter()
        self._next_recording = now + (now - started) / SHARE_OF_RECORDING
        if checkpoint is not None:
            self._next_weights = now + WEIGHTS_SECONDS
