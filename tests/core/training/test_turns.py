"""Whose turn it is, and how many steps make one: many experiments, paced and not."""

import numpy as np
import pytest

from core.store import Store
from core.store.records import Status
from core.training import task
from core.training import worker as worker_module
from core.training.trainer import Trainer
from core.training.worker import Worker
from tests.core.training.rounds import rounds, status, trained_alone, weights


@pytest.fixture(autouse=True)
def recording_every_turn(monkeypatch, brought_at_once):
    """However slow the disk, the store hears of every turn: no test here is over before it has seen its step."""
    monkeypatch.setattr(task, "SHARE_OF_RECORDING", np.inf)


def test_experiments_take_fair_turns(store, worker, quick):
    """Of two that were filed together, neither waits for the other to end."""
    numbers = [store.experiments.file(quick(steps=5000)) for _ in range(2)]
    rounds(worker, lambda: all(store.experiments.get(number).step > 0 for number in numbers))
    assert all(status(store, number) is Status.RUNNING for number in numbers)


def test_a_single_step_is_one_step(store, worker, quick):
    """With its figures in the store, and paused again."""
    number = store.experiments.file(quick(), hold_at=1)
    for step in (1, 2, 3):
        rounds(worker, lambda: status(store, number) is Status.PAUSED)
        assert store.experiments.get(number).step == step
        assert store.recordings.metrics(number).steps[-1] == step
        store.experiments.single_step(number)
    store.experiments.resume(number)
    rounds(worker, lambda: status(store, number) is Status.FINISHED)
    assert weights(store, number).tobytes() == trained_alone(quick()).tobytes()


def test_the_pace_is_kept(store, worker, quick, monkeypatch):
    """Steps due are counted by the clock; a new pace counts from when it was given."""
    clock = [1000.0]
    monkeypatch.setattr(worker_module.time, "perf_counter", lambda: clock[0])
    number = store.experiments.file(quick(steps=1000, pace=100.0))

    def after(seconds):
        for _ in range(round(seconds / 0.01)):
            clock[0] += 0.01
            worker.round()
        store.experiments.pause(number)
        worker.round()
        store.experiments.resume(number)
        return store.experiments.get(number).step

    assert after(1.0) == pytest.approx(100, abs=6)
    store.experiments.set_pace(number, 300)
    assert after(1.0) == pytest.approx(400, abs=20)


def test_steps_recorded_singly_are_still_taken_by_the_dozen(store, worker, quick, monkeypatch):
    """The store is not asked for each of them; each carries the second in which it was due."""
    clock, turns = [1000.0], []
    monkeypatch.setattr(worker_module.time, "perf_counter", lambda: clock[0])
    go = Trainer.go
    monkeypatch.setattr(Trainer, "go", lambda self, steps: [turns.append(steps), go(self, steps)][1])
    number = store.experiments.file(quick(steps=1000, record_interval=1, pace=300.0))
    for _ in range(21):
        worker.round()
        clock[0] += 0.01
    metrics = store.recordings.metrics(number)
    assert len(turns) < 20 < 40 < sum(turns) == metrics.steps[-1] < 65
    assert np.diff(metrics.seconds) == pytest.approx(1 / 300, rel=0.3)


def test_a_single_step_does_not_wait_for_others(store, worker, quick, monkeypatch):
    """It is due when one step is."""
    clock = [1000.0]
    monkeypatch.setattr(worker_module.time, "perf_counter", lambda: clock[0])
    number = store.experiments.file(quick(pace=100.0), hold_at=1)
    for _ in range(3):
        worker.round()
        clock[0] += 0.01
    assert status(store, number) is Status.PAUSED


def test_a_training_at_a_pace_goes_on_however_long_a_round_takes(store, worker, quick, monkeypatch):
    """As beside ten others at full speed, or on a slow machine."""
    clock = [1000.0]
    monkeypatch.setattr(worker_module.time, "perf_counter", lambda: clock[0])
    number = store.experiments.file(quick(steps=400, pace=300.0))
    for _ in range(30):
        worker.round()
        clock[0] += 0.31
    assert status(store, number) is Status.FINISHED


def test_a_new_experiment_has_its_first_figures_before_others_have_another_turn(store, worker, quick, monkeypatch):
    """Whatever number it has among those that train."""
    turns = []
    go = Trainer.go
    monkeypatch.setattr(Trainer, "go", lambda self, steps: [turns.append(self.config.seeds[0]), go(self, steps)][1])
    for seed in (1, 2, 3):
        store.experiments.file(quick(steps=5000, seeds=(seed,)))
    worker.round()
    newest = store.experiments.file(quick(steps=5000, seeds=(4,)))
    turns.clear()
    worker.round()
    assert turns[0] == 4
    assert len(store.recordings.metrics(newest).steps) > 0
    assert set(turns) == {1, 2, 3, 4}


def test_what_somebody_files_before_leaving_is_trained(store, quick, monkeypatch):
    """Also between the turn that found nothing to do and the look at who is left."""
    dashboard = store.processes.register("dashboard", state="ready")
    filed = []
    give_turns = Worker.round

    def round_then_leave(worker):
        trained = give_turns(worker)
        if not filed:
            filed.append(store.experiments.file(quick()))
            store.processes.leave(dashboard)
        return trained

    monkeypatch.setattr(Worker, "round", round_then_leave)
    monkeypatch.setattr(worker_module, "warm_up", lambda: None)
    monkeypatch.setattr(worker_module.signal, "signal", lambda *_: None)
    worker_module.serve(Store(store.url), until_unattended=True)
    assert status(store, filed[0]) is Status.FINISHED
