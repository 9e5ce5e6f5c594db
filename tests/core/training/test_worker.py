"""The worker, driven turn by turn in this process; processes of its own are in test_processes.py."""

import numpy as np
import pytest

from core.errors import NotFound
from core.features.scaling import fit_scaling
from core.images.dataset import load, load_mnist
from core.images.split import split
from core.schedule import record_steps, snapshot_steps
from core.store import schema
from core.store.records import Status
from core.training import task
from core.training.trainer import Trainer
from core.training.worker import Worker
from tests.core.training.rounds import rounds, status, trained_alone, weights
from tests.holding import checkpoint_of, transaction


@pytest.fixture(autouse=True)
def recording_every_turn(monkeypatch):
    """However slow the disk, the store hears of every turn: no test here is over before it has seen its step."""
    monkeypatch.setattr(task, "SHARE_OF_RECORDING", np.inf)


def test_an_experiment_is_trained_to_its_end_and_recorded(store, worker, quick):
    """Every interval's figures, the kept snapshots, test figures, and the trainer's own weights to the bit."""
    config = quick(learning_rates=(0.1, 0.01))
    number = store.experiments.file(config)
    rounds(worker, lambda: status(store, number) is Status.FINISHED)
    metrics = store.recordings.metrics(number)
    assert metrics.steps.tolist() == list(range(0, 61, 10))
    assert np.isfinite(metrics.validation_loss).all()
    assert (np.diff(metrics.seconds) >= 0).all()
    assert metrics.seconds[-1] > 0
    assert store.experiments.get(number).seconds >= metrics.seconds[-1]
    for run in store.experiments.runs(number):
        assert store.recordings.snapshot_steps(run.id) == list(snapshot_steps(config))
        assert 0 <= run.test_accuracy <= 1
    assert weights(store, number).tobytes() == trained_alone(config).tobytes()
    worker.round()
    assert worker.lost == set()


@pytest.mark.parametrize("cut", ["closed", "killed", "paused"])
def test_unless_told_otherwise_records_come_singly_and_then_ever_more_widely(store, quick, cut):
    """On the same steps, with the same weights, whatever came in between; where it stood still there is one more."""
    config = quick(record_interval=None, steps=300)
    number = store.experiments.file(config)
    first = Worker(store, store.processes.register("worker", state="ready"))
    rounds(first, lambda: store.experiments.get(number).step > 0)
    stood_at = {store.experiments.get(number).step}
    if cut == "closed":
        first.close()
        stood_at.add(store.experiments.get(number).step)
    elif cut == "paused":
        store.experiments.pause(number)
        first.round()
        stood_at.add(store.experiments.get(number).step)
        store.experiments.resume(number)
    heir = Worker(store, store.processes.register("worker", state="ready")) if cut != "paused" else first
    rounds(heir, lambda: status(store, number) is Status.FINISHED)
    heir.close()
    recorded = store.recordings.metrics(number).steps.tolist()
    assert set(record_steps(config)) <= set(recorded) <= {*record_steps(config), *stood_at}
    assert recorded[:13] == list(range(13))
    assert set(snapshot_steps(config)) <= set(store.recordings.snapshot_steps(store.experiments.runs(number)[0].id))
    assert weights(store, number).tobytes() == trained_alone(config).tobytes()


def test_test_accuracy_is_that_of_the_model_in_the_store(store, worker, quick):
    """NumPy and TensorFlow agree on what was learnt."""
    config = quick()
    number = store.experiments.file(config)
    rounds(worker, lambda: status(store, number) is Status.FINISHED)
    run = store.experiments.runs(number)[0]
    images = load(config.data)
    _, model = store.recordings.model(run.id)
    assert run.test_accuracy == pytest.approx((model.predict(images.x_test) == images.y_test).mean())


def test_pausing_one_experiment_leaves_the_others_training(store, worker, quick):
    """And the paused one goes on where it stood, to the same weights."""
    config = quick(steps=400)
    first, second = store.experiments.file(config), store.experiments.file(config)
    rounds(worker, lambda: store.experiments.get(first).step > 0)
    store.experiments.pause(first)
    rounds(worker, lambda: status(store, second) is Status.FINISHED)
    assert status(store, first) is Status.PAUSED
    paused_at = store.experiments.get(first).step
    assert paused_at < 400
    assert store.recordings.metrics(first).steps[-1] == paused_at
    for _ in range(5):
        worker.round()
    assert store.experiments.get(first).step == paused_at
    store.experiments.resume(first)
    rounds(worker, lambda: status(store, first) is Status.FINISHED)
    assert weights(store, first).tobytes() == weights(store, second).tobytes()


def test_a_stopped_experiment_keeps_what_it_learnt(store, worker, quick):
    """Its last figures and weights are those of the step at which it was stopped."""
    number = store.experiments.file(quick(steps=5000))
    rounds(worker, lambda: store.experiments.get(number).step > 0)
    store.experiments.stop(number)
    worker.round()
    experiment = store.experiments.get(number)
    assert (experiment.status, experiment.claimed_by) == (Status.STOPPED, None)
    assert store.recordings.metrics(number).steps[-1] == experiment.step
    assert store.recordings.model(store.experiments.runs(number)[0].id)[0] == experiment.step


def test_a_changed_learning_rate_takes_effect_and_is_recorded(store, worker, quick):
    """From the next step on; the step is in the store."""
    number = store.experiments.file(quick(), hold_at=20)
    rounds(worker, lambda: status(store, number) is Status.PAUSED)
    store.experiments.set_rate_factor(number, 0.5)
    store.experiments.resume(number)
    rounds(worker, lambda: status(store, number) is Status.FINISHED)
    assert store.recordings.rate_changes(number) == [(20, 0.5)]
    expected_config = quick()
    images = split(load(expected_config.data), expected_config.validation_size)
    trainer = Trainer(expected_config, images, fit_scaling("standardize", images.x_train))
    trainer.advance(20)
    trainer.rate_factor = 0.5
    trainer.advance(40)
    assert weights(store, number).tobytes() == trainer.snapshot().weights.tobytes()


def test_an_experiment_goes_on_in_another_worker_to_the_same_weights(store, quick):
    """After a worker that closed, and after one that was simply gone."""
    config = quick(steps=300)
    number = store.experiments.file(config)
    first = Worker(store, store.processes.register("worker", state="ready"))
    rounds(first, lambda: store.experiments.get(number).step > 0)
    first.close()
    first.close()
    second = Worker(store, store.processes.register("worker", state="ready"))
    step = store.experiments.get(number).step
    rounds(second, lambda: store.experiments.get(number).step > step)
    third = Worker(store, store.processes.register("worker", state="ready"))
    rounds(third, lambda: status(store, number) is Status.FINISHED)
    third.close()
    assert weights(store, number).tobytes() == trained_alone(config).tobytes()
    assert store.recordings.metrics(number).steps.tolist() == sorted(
        {*range(0, 301, 10), *store.recordings.metrics(number).steps}
    )


@pytest.fixture
def seldom_weights(monkeypatch, brought_at_once):
    """Weights come to the store at the beginning and the end alone, unless somebody asks for something."""
    monkeypatch.setattr(task, "WEIGHTS_SECONDS", np.inf)


def left_behind(store, config):
    """File an experiment and leave it as a killed worker does: with metrics beyond its checkpoint."""
    number = store.experiments.file(config)
    killed = Worker(store, store.processes.register("worker", state="ready"))
    rounds(killed, lambda: store.experiments.get(number).step > 40)
    step = store.experiments.get(number).step
    assert checkpoint_of(store, number).step == 0 < step < config.steps - 100
    return number, step


@pytest.mark.usefixtures("seldom_weights")
def test_metrics_ahead_of_the_weights_outlive_a_killed_worker(store, quick):
    """The next one comes to the same, writes none of them twice, and never goes back in time."""
    config = quick(steps=600, learning_rates=(0.1, 0.01))
    number, step = left_behind(store, config)
    before = store.recordings.metrics(number)
    heir = Worker(store, store.processes.register("worker", state="ready"))
    heir.round()
    assert store.experiments.get(number).step >= step
    assert store.experiments.get(number).seconds >= before.seconds[-1]
    rounds(heir, lambda: status(store, number) is Status.FINISHED)
    heir.close()
    after = store.recordings.metrics(number)
    seen = len(before.steps)
    assert after.seconds[:seen].tobytes() == before.seconds.tobytes()
    assert after.validation_loss[:, :seen].tobytes() == before.validation_loss.tobytes()
    assert (np.diff(after.seconds) >= 0).all()
    assert after.steps.tolist() == list(range(0, 601, 10))
    assert store.recordings.snapshot_steps(store.experiments.runs(number)[0].id) == list(snapshot_steps(config))
    assert weights(store, number).tobytes() == trained_alone(config).tobytes()


@pytest.mark.usefixtures("seldom_weights")
def test_what_is_asked_for_while_no_worker_lives_comes_after_what_was_shown(store, quick):
    """A changed rate and a single step: neither alters the steps whose metrics are there."""
    config = quick(steps=600)
    number, step = left_behind(store, config)
    store.experiments.pause(number)
    store.experiments.set_rate_factor(number, 0.5)
    store.experiments.single_step(number)
    heir = Worker(store, store.processes.register("worker", state="ready"))
    rounds(heir, lambda: status(store, number) is Status.PAUSED)
    heir.close()
    assert store.recordings.rate_changes(number) == [(step, 0.5)]
    assert store.experiments.get(number).step == checkpoint_of(store, number).step == step + 1
    images = split(load(config.data), config.validation_size)
    trainer = Trainer(config, images, fit_scaling("standardize", images.x_train))
    trainer.advance(step)
    trainer.rate_factor = 0.5
    trainer.advance(1)
    assert weights(store, number).tobytes() == trainer.snapshot().weights.tobytes()


@pytest.mark.usefixtures("seldom_weights")
def test_standing_still_brings_the_weights_to_the_store(store, worker, quick):
    """Also at a step whose metrics are there."""
    number = store.experiments.file(quick(steps=600, record_interval=1))
    rounds(worker, lambda: store.experiments.get(number).step > 0)
    assert checkpoint_of(store, number).step == 0
    store.experiments.pause(number)
    worker.round()
    assert checkpoint_of(store, number).step == store.experiments.get(number).step > 0


@pytest.mark.parametrize("where", ["measure", "go", "records"])
def test_an_exception_fails_its_experiment_alone(store, worker, quick, monkeypatch, where):
    """With its message, at the first record, among the steps and where they are scored; the others train to their
    end."""
    doomed, healthy = store.experiments.file(quick(seeds=(7,))), store.experiments.file(quick())
    method = getattr(Trainer, where)

    def failing(self, *given):
        if self.config.seeds == (7,):
            raise ArithmeticError("seed 7 is unlucky")
        return method(self, *given)

    monkeypatch.setattr(Trainer, where, failing)
    rounds(worker, lambda: status(store, healthy) is Status.FINISHED)
    experiment = store.experiments.get(doomed)
    assert (experiment.status, str(experiment.error)) == (Status.FAILED, "seed 7 is unlucky")


def test_what_fails_while_a_worker_leaves_is_that_experiments_failure(store, worker, quick, monkeypatch):
    """The other one is left to whoever comes next."""
    doomed, healthy = store.experiments.file(quick(steps=5000, seeds=(7,))), store.experiments.file(quick(steps=5000))
    rounds(worker, lambda: all(store.experiments.get(number).step > 0 for number in (doomed, healthy)))
    records = Trainer.records

    def failing(self, *given):
        if self.config.seeds == (7,):
            raise ArithmeticError("seed 7 is unlucky")
        return records(self, *given)

    monkeypatch.setattr(Trainer, "records", failing)
    worker.round()
    worker.close()
    assert str(store.experiments.get(doomed).error) == "seed 7 is unlucky"
    assert status(store, healthy) is Status.RUNNING
    assert store.experiments.get(healthy).claimed_by is None


def test_images_that_are_gone_or_changed_fail_the_experiment_in_a_sentence(store, worker, quick, own_data):
    """The sentence names the file."""
    missing = store.experiments.file(quick(data="/no/such/digits.npz"))
    too_few = store.experiments.file(quick(validation_size=700))
    changed = store.experiments.file(quick(), hold_at=10)
    rounds(worker, lambda: status(store, changed) is Status.PAUSED)
    assert "/no/such/digits.npz does not exist" in str(store.experiments.get(missing).error)
    assert "validation_size is 700" in str(store.experiments.get(too_few).error)
    worker.close()
    images = load_mnist()
    np.savez(
        own_data,
        x_train=images.x_train[700:1400],
        y_train=images.y_train[700:1400],
        x_test=images.x_test[:5],
        y_test=images.y_test[:5],
    )
    store.experiments.resume(changed)
    heir = Worker(store, store.processes.register("worker", state="ready"))
    rounds(heir, lambda: status(store, changed).is_over)
    assert "no longer the file that this experiment began with" in str(store.experiments.get(changed).error)


def test_deleting_an_experiment_in_training_ends_it(store, worker, quick):
    """Without harm to the worker."""
    number, other = store.experiments.file(quick(steps=5000)), store.experiments.file(quick())
    rounds(worker, lambda: store.experiments.get(number).step > 0)
    store.experiments.delete(number)
    rounds(worker, lambda: status(store, other) is Status.FINISHED)
    worker.round()
    assert not worker.is_training
    with pytest.raises(NotFound):
        store.experiments.get(number)


def test_a_worker_that_was_struck_off_the_list_registers_anew_and_trains_on(store, quick):
    """To the same weights, as after a machine that slept."""
    config = quick(steps=300)
    number = store.experiments.file(config)
    process_id = store.processes.register("worker", state="ready")
    worker = Worker(store, process_id)
    rounds(worker, lambda: store.experiments.get(number).step > 0)
    with transaction(store) as connection:
        connection.execute(schema.processes.delete())
    worker._next_heartbeat = 0.0
    worker.round()
    [process] = store.processes.living("worker")
    assert store.experiments.get(number).claimed_by == process.id != process_id
    rounds(worker, lambda: status(store, number) is Status.FINISHED)
    worker.close()
    assert weights(store, number).tobytes() == trained_alone(config).tobytes()
    assert store.processes.living("worker") == []


def test_a_damaged_checkpoint_fails_its_experiment_and_no_other(store, worker, quick):
    """It says what is damaged; the other is trained."""
    bad, good = store.experiments.file(quick(steps=40)), store.experiments.file(quick())
    rounds(worker, lambda: store.experiments.get(bad).step > 0)
    worker.close()
    with transaction(store) as connection:
        bad_run = schema.snapshots.c.run_id == store.experiments.runs(bad)[0].id
        connection.execute(schema.snapshots.update().where(bad_run).values(weights=b"damaged"))
        connection.execute(
            schema.experiments.update().where(schema.experiments.c.id == bad).values(status=Status.RUNNING)
        )
    heir = Worker(store, store.processes.register("worker", state="ready"))
    rounds(heir, lambda: status(store, good) is Status.FINISHED)
    experiment = store.experiments.get(bad)
    assert experiment.status is Status.FAILED
    assert f"experiment {bad} is unreadable: its weights are damaged" in str(experiment.error)
    heir.close()
