"""The training process: takes experiments from the store, gives each its turn, and obeys what the store says.

It keeps nothing that the store does not have. Killed at any moment, it leaves experiments that another process
takes up from their last checkpoint and ends with the same weights.
"""

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from core.errors import ClaimLost, NotFound, StoreError
from core.store import Store
from core.store.processes import HEARTBEAT_SECONDS
from core.store.records import Experiment, Status
from core.training.task import Task
from core.training.trainer import warm_up

IDLE_SECONDS = 0.5
"""How long the process waits at the most for something to be written to the store, a Start, say, or a command: it has
to say that it lives, and other processes may have died without a word."""

SHORTEST_PAUSE_SECONDS = 0.002
"""How long it sleeps at the least before it looks again whether steps are due."""


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
        self._scribe = ThreadPoolExecutor(1, "scribe")

    @property
    def is_training(self) -> bool:
        """Whether an experiment here has steps to make; paused ones have not."""
        return any(task.is_training for task in self._tasks.values())

    @property
    def pause_between_rounds(self) -> float:
        """How many seconds to wait for a change of the store after a round in which no step was due: until one is.

        Every look at the store costs a millisecond; looking without reason would take from pages what it gives them.
        """
        due = (task.seconds_until_due for task in self._tasks.values() if task.is_training)
        return min(max(min(due, default=IDLE_SECONDS), SHORTEST_PAUSE_SECONDS), IDLE_SECONDS)

    def round(self) -> bool:
        """Give every experiment one turn. Return whether any of them trained."""
        self._give_heartbeat()
        claimed = self._store.experiments.claim(self._process_id, self._only)
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
            except Exception as error:
                # Whatever goes wrong inside one experiment is that one's failure; the others train on.
                self._tasks.pop(experiment.id, None)
                self._give_up(experiment, error)
        return trained

    def close(self) -> None:
        """Bring everything to the store and leave; another process may go on. May be called twice."""
        for number in list(self._tasks):
            self._drop(number)
        self._scribe.shutdown()
        self._store.processes.leave(self._process_id)

    def _take(self, experiment: Experiment) -> bool:
        if experiment.id not in self._tasks:
            if experiment.status is Status.PAUSED:
                return False
            self._tasks[experiment.id] = Task(experiment, self._store, self._scribe)
            self.lost.discard(experiment.id)
        task = self._tasks[experiment.id]
        trained = task.turn(experiment)
        if task.is_finished:
            del self._tasks[experiment.id]
        return trained

    def _give_up(self, experiment: Experiment, error: Exception) -> None:
        """Say in the store why an experiment cannot go on, unless it is deleted or another process's by now."""
        try:
            self._store.recordings.holder(experiment).fail(error)
        except NotFound:
            pass
        except ClaimLost:
            self.lost.add(experiment.id)

    def _drop(self, number: int) -> None:
        task = self._tasks.pop(number)
        try:
            task.settle()
            task.holder.release()
        except NotFound:
            pass  # deleted: nothing is left to bring there
        except ClaimLost:
            self.lost.add(number)
        except StoreError:
            raise
        except Exception as error:
            self._give_up(task.experiment, error)

    def _give_heartbeat(self) -> None:
        now = time.monotonic()
        if now >= self._next_heartbeat:
            if not self._store.processes.heartbeat(self._process_id):
                role = "worker" if self._only is None else "command"
                self._process_id = self._store.processes.register(role, state="ready")
            self._next_heartbeat = now + HEARTBEAT_SECONDS


def serve(store: Store, *, until_unattended: bool) -> None:
    """Be the worker of a store, whose lock the caller holds, until told to end (SIGINT, SIGTERM).

    With `until_unattended`, end also once no dashboard is left and nothing remains to train.
    """
    told_to_end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told_to_end.set())
    process_id = store.processes.register("worker", state="starting")
    warm_up()
    worker = Worker(store, process_id)
    changes = store.changes()
    is_attended, next_look = True, time.monotonic()
    try:
        while not told_to_end.is_set():
            # Before the round, which then sees what the last one to leave has filed.
            if until_unattended and time.monotonic() >= next_look:
                is_attended, next_look = (
                    bool(store.processes.living("dashboard")),
                    time.monotonic() + HEARTBEAT_SECONDS,
                )
            if worker.round():
                continue
            if not is_attended and not worker.is_training:
                break
            changes.wait(worker.pause_between_rounds, told_to_end)
    finally:
        worker.close()
        changes.close()
        store.close()
