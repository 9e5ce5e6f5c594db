"""Real worker processes: killed, told to end, started twice, left alone."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load_mnist
from core.images.split import split
from core.store import schema
from core.store.records import Status
from core.training.supervision import Supervisor, has_worker, worker_lock
from core.training.trainer import Trainer
from tests.forked import ROOT, Forked
from tests.holding import checkpoint_of, transaction

LONG = ExperimentConfig(steps=3000, pace=300.0)


@pytest.fixture
def start(private_store_url, tmp_path):
    """Start commands that know the test's store; those that still live are ended with the test."""
    started = []

    def start(*arguments):
        started.append(Forked(tmp_path / f"{len(started)}", *arguments))
        return started[-1]

    yield start
    for process in started:
        if not process.has_ended:
            process.send(signal.SIGKILL)
        process.ended()


def wait_until(condition, seconds=90.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


def test_a_killed_worker_loses_nothing(store, start):
    """Killed in the middle of training, it is followed by one that ends with the very same weights and figures."""
    number = store.experiments.file(LONG)
    first = start("worker")
    wait_until(lambda: store.experiments.get(number).step > 600)
    store.experiments.set_rate_factor(number, 0.5)
    wait_until(lambda: store.recordings.rate_changes(number))
    changed = store.experiments.get(number).step
    wait_until(lambda: store.experiments.get(number).step > changed)
    first.send(signal.SIGKILL)
    first.ended()
    killed_at = store.experiments.get(number)
    assert killed_at.status is Status.RUNNING
    assert killed_at.step < LONG.steps
    before = store.recordings.metrics(number)

    store.experiments.set_pace(number, None)
    store.experiments.set_rate_factor(number, 0.25)
    start("worker")
    wait_until(lambda: store.experiments.get(number).status is Status.FINISHED)
    after = store.recordings.metrics(number)
    seen = len(before.steps)
    assert after.steps[:seen].tolist() == before.steps.tolist()
    assert after.seconds[:seen].tobytes() == before.seconds.tobytes()
    assert after.validation_loss[:, :seen].tobytes() == before.validation_loss.tobytes()
    assert after.steps.tolist() == sorted(set(after.steps.tolist()))

    # As if nothing had happened: the same training, in one go. What was asked for while no worker lived comes after
    # the last step that was shown.
    [(changed_at, factor), (changed_again_at, last_factor)] = store.recordings.rate_changes(number)
    assert (factor, changed_again_at, last_factor) == (0.5, killed_at.step, 0.25)
    images = split(load_mnist(), LONG.validation_size)
    trainer = Trainer(LONG, images, fit_scaling(LONG.scaling, images.x_train))
    trainer.advance(changed_at)
    trainer.rate_factor = factor
    trainer.advance(changed_again_at - changed_at)
    trainer.rate_factor = last_factor
    trainer.advance(LONG.steps - changed_again_at)
    assert checkpoint_of(store, number).weights.tobytes() == trainer.snapshot().weights.tobytes()


def test_commands_that_were_suspended_do_not_write_over_what_another_has_trained(store, start):
    """Ctrl-Z, a closed lid: woken, they say so and show what the other process does, to the end.

    One is woken while its experiment is trained, the other after that is finished.
    """
    steps = 4000
    start("worker")
    commands = [start("train", "--steps", str(steps), "--json", "--seed", seed) for seed in "12"]
    wait_until(lambda: len(store.experiments.newest()) == 2)
    by_seed = {experiment.config.seeds: experiment.id for experiment in store.experiments.newest()}
    early, late = by_seed[(1,)], by_seed[(2,)]
    for number in (early, late):
        store.experiments.set_pace(number, 100.0)
    wait_until(lambda: all(store.experiments.get(number).step > 30 for number in (early, late)))
    wait_until(lambda: any(process.state == "ready" for process in store.processes.living("worker")))
    with transaction(store) as connection:
        # Rather than wait until they have been silent for long. The lock is ours, so no suspended one has it.
        are_commands = schema.processes.c.role == "command"
        connection.execute(schema.processes.update().where(are_commands).values(heartbeat_at=0.0))
        for suspended in commands:
            suspended.send(signal.SIGSTOP)
    suspended_at = {number: store.experiments.get(number) for number in (early, late)}
    assert all(experiment.step < steps for experiment in suspended_at.values())
    store.experiments.set_pace(late, None)
    wait_until(lambda: store.experiments.get(early).claim > suspended_at[early].claim)
    wait_until(lambda: store.experiments.get(early).step > suspended_at[early].step + 50)
    wait_until(lambda: store.experiments.get(late).status is Status.FINISHED)
    assert store.experiments.get(early).status is Status.RUNNING
    for suspended in commands:
        suspended.send(signal.SIGCONT)
    taken_over = store.experiments.get(early)
    wait_until(lambda: store.experiments.get(early).step > taken_over.step + 50)
    assert store.experiments.get(early).claim == taken_over.claim
    store.experiments.set_pace(early, None)
    ended = [suspended.ended() for suspended in commands]
    for number, (exit_status, outcome, said) in zip((early, late), ended, strict=True):
        experiment = store.experiments.get(number)
        assert (experiment.status, experiment.step, experiment.error) == (Status.FINISHED, steps, None)
        assert exit_status == 0, said
        assert "another process has taken experiment" in said
        assert "Traceback" not in said
        [run] = json.loads(outcome.splitlines()[-1])["runs"]
        assert run["status"] == "finished"
        assert store.recordings.model(run["run"])[0] == steps


def test_a_worker_is_the_only_one_and_ends_when_told_keeping_what_it_has(store, start, private_store_url):
    """A second one says so and ends at once. On SIGTERM: exit status 0, the last step recorded, all claims free."""
    number = store.experiments.file(LONG)
    worker = start("worker")
    wait_until(lambda: store.experiments.get(number).step > 100)
    assert has_worker(private_store_url)
    exit_status, _, complaint = start("worker").ended()
    assert exit_status == 0
    assert "already has a worker" in complaint
    assert len(store.processes.living("worker")) == 1
    worker.send(signal.SIGTERM)
    assert worker.ended()[0] == 0
    experiment = store.experiments.get(number)
    assert (experiment.status, experiment.claimed_by) == (Status.RUNNING, None)
    assert 100 < experiment.step < LONG.steps
    assert store.recordings.metrics(number).steps[-1] == experiment.step
    assert store.processes.living("worker") == []


def test_a_second_worker_says_so_before_it_imports_tensorflow(private_store_url):
    """The lock comes first, and with it the answer."""
    look = "import sys; from core.__main__ import main; print(main(['worker']), 'tensorflow' in sys.modules)"
    with worker_lock(private_store_url):
        second = subprocess.run(
            [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
    assert second.stdout.split() == ["0", "False"]
    assert "already has a worker" in second.stderr


def test_a_dashboards_worker_ends_once_nobody_is_left_and_nothing_to_do(store, start):
    """It first finishes what was filed."""
    dashboard = store.processes.register("dashboard", state="ready")
    worker = start("worker", "--until-unattended")

    def is_ready():
        # However slow the machine, the dashboard lives for as long as the worker starts.
        store.processes.heartbeat(dashboard)
        return any(process.state == "ready" for process in store.processes.living("worker"))

    wait_until(is_ready)
    number = store.experiments.file(ExperimentConfig(steps=400, pace=400.0))
    store.processes.leave(dashboard)
    assert worker.ended()[0] == 0
    assert store.experiments.get(number).status is Status.FINISHED


def test_a_supervisor_starts_a_worker_again_after_a_kill(store):
    """And only when there is none."""
    supervisor = Supervisor(store)
    supervisor.keep()
    wait_until(lambda: store.processes.living("worker"))
    first = store.processes.living("worker")[0].pid
    supervisor.keep()
    os.kill(first, signal.SIGKILL)

    def started_again():
        supervisor.keep()
        return any(process.pid != first for process in store.processes.living("worker"))

    wait_until(started_again)
    last = store.processes.living("worker")[0].pid
    os.kill(last, signal.SIGTERM)
    wait_until(lambda: not has_worker(store.url) and not supervisor.is_running)


def test_a_worker_that_cannot_start_is_reported_and_not_started_over_and_over(store, monkeypatch):
    """Its last words are kept; each further try waits longer."""
    monkeypatch.setattr("core.training.supervision.sys.executable", "/bin/false")
    supervisor = Supervisor(store)
    supervisor.keep()
    wait_until(lambda: supervisor.last_words is not None)
    assert supervisor.last_words == "exit status 1"
    started = []
    monkeypatch.setattr("core.training.supervision.subprocess.Popen", lambda *_, **__: started.append(1))
    supervisor.keep()
    assert started == []


def test_another_store_has_another_worker(private_store_url, tmp_path):
    """The lock is the store's, not the machine's nor the folder's."""
    with worker_lock(private_store_url):
        assert has_worker(private_store_url)
        assert not has_worker(f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert not has_worker(private_store_url)


def test_a_worker_whose_store_is_deleted_ends_with_a_sentence(store, start, private_store_url):
    """Rather than train on into a file without a name; it leaves no new store behind."""
    number = store.experiments.file(LONG)
    worker = start("worker")
    wait_until(lambda: store.experiments.get(number).step > 50)
    path = Path(private_store_url.removeprefix("sqlite:///"))
    path.unlink()
    exit_status, _, said = worker.ended()
    assert exit_status == 1
    assert said.strip().splitlines()[-1].startswith(f"softmax-lab: {path} has been deleted")
    assert "Traceback" not in said
    assert not path.exists()
