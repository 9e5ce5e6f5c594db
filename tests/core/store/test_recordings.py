"""What was recorded of an experiment comes back as it was, or is said to be damaged."""

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.errors import NotFound, Unreadable
from core.schedule import snapshot_steps
from tests.core.store.samples import TWO_RATES, begun, changed, checkpoint, row, scaling
from tests.holding import checkpoint_of, holder


def test_metrics_come_back_as_arrays_over_runs_and_steps(store):
    """Bit for bit, not-a-number included, and only those after the step asked for."""
    number = begun(store)
    rows = [row(0), row(10, value=1 / 3)]
    holder(store, number).record(rows, checkpoint(10))
    metrics = store.recordings.metrics(number)
    assert metrics.steps.tolist() == [0, 10]
    for position in range(2):
        assert metrics.train_loss[position].tolist() == [r.train_loss[position] for r in rows]
    assert np.isnan(metrics.validation_accuracy).all()
    assert store.recordings.metrics(number, after_step=0).steps.tolist() == [10]


def test_an_experiment_without_metrics_has_empty_arrays(store):
    """Nothing recorded yet is no special case for whoever draws it."""
    metrics = store.recordings.metrics(begun(store))
    assert metrics.train_loss.shape == (2, 0)
    assert metrics.steps.shape == metrics.seconds.shape == (0,)


def test_recording_twice_leaves_one_record(store):
    """A worker that takes up a killed one's experiment records the same steps again."""
    number = begun(store)
    for _ in range(2):
        holder(store, number).record([row(0), row(10)], checkpoint(10), {0: checkpoint(0).weights})
    assert store.recordings.metrics(number).steps.tolist() == [0, 10]
    assert store.recordings.snapshot_steps(store.experiments.runs(number)[0].id) == [0, 10]


def test_what_is_recorded_stays_as_it_was(store):
    """Steps that come again, with whatever else, are not written again."""
    number = begun(store)
    holder(store, number).record([row(0), row(10)], checkpoint(10))
    again = row(10, value=0.5)
    holder(store, number).record([again, row(20, value=0.5)])
    assert store.recordings.metrics(number).train_loss[0].tolist() == [0.25, 0.25, 0.5]


def test_metrics_may_be_ahead_of_the_checkpoint(store):
    """The experiment stands where its metrics do, and goes on from where its weights are."""
    number = begun(store)
    holder(store, number).record([row(0), row(10)], checkpoint(10, diverged_at=(None, 3)))
    holder(store, number).record([row(20), row(30)])
    experiment = store.experiments.get(number)
    assert (experiment.step, experiment.seconds) == (30, 0.3)
    read = checkpoint_of(store, number)
    assert (read.step, read.seconds, read.diverged_at) == (10, 0.3, (None, 3))
    assert read.weights.tobytes() == checkpoint(10).weights.tobytes()
    assert store.recordings.model(store.experiments.runs(number)[0].id)[0] == 10


def test_a_checkpoint_comes_back_to_the_bit(store):
    """Weights, factor on the rates, divergence and loss sums of all runs."""
    number = begun(store)
    assert checkpoint_of(store, number) is None
    written = checkpoint(20, rate_factor=0.1, diverged_at=(None, 13))
    holder(store, number).record([row(20)], written)
    read = checkpoint_of(store, number)
    assert read.weights.tobytes() == written.weights.tobytes()
    assert (read.step, read.rate_factor, read.diverged_at, read.recent_loss_sum) == (20, 0.1, (None, 13), (0.5, 0.5))


def test_snapshots_to_keep_stay_and_passing_ones_go(store):
    """Every one of `snapshot_steps` and the newest."""
    config = ExperimentConfig(steps=2000, record_interval=20)
    interval = snapshot_steps(config)[1]
    number = begun(store, config)
    for step in range(0, 6 * interval + 1, interval // 4):
        holder(store, number).record([row(step, runs=1)], checkpoint(step, runs=1))
    holder(store, number).record([], checkpoint(6 * interval + 7, runs=1))
    run_id = store.experiments.runs(number)[0].id
    assert store.recordings.snapshot_steps(run_id) == [*range(0, 6 * interval + 1, interval), 6 * interval + 7]


def test_a_model_is_the_weights_bias_and_scaling_of_its_step(store):
    """By default the newest; of another step on request."""
    number = begun(store)
    first, second = checkpoint(0), checkpoint(10)
    holder(store, number).record([row(0), row(10)], second, {0: first.weights})
    run_id = store.experiments.runs(number)[1].id
    step, model = store.recordings.model(run_id)
    assert step == 10
    assert np.array_equal(model.weights, second.weights[1, :784])
    assert np.array_equal(model.bias, second.weights[1, 784])
    assert np.array_equal(model.scaling.scale, scaling().scale)
    assert np.array_equal(store.recordings.model(run_id, step=0)[1].weights, first.weights[1, :784])
    with pytest.raises(NotFound, match=f"run {run_id} has no snapshot at step 5"):
        store.recordings.model(run_id, step=5)


def test_all_snapshots_of_a_run_come_at_once(store):
    """As its models come one by one; none before anything is learnt."""
    number = begun(store)
    run = store.experiments.runs(number)[1]
    steps, weights = store.recordings.snapshots(run.id)
    assert (steps, weights.shape) == ([], (0, 785, 10))
    holder(store, number).record([row(10)], checkpoint(10), {0: checkpoint(0).weights})
    steps, weights = store.recordings.snapshots(run.id)
    assert steps == store.recordings.snapshot_steps(run.id) == [0, 10]
    for step, each in zip(steps, weights, strict=True):
        _, model = store.recordings.model(run.id, step)
        assert (each[:784] == model.weights).all()
        assert (each[784] == model.bias).all()


def test_a_model_knows_the_names_of_its_classes(store):
    """Its weights are as wide as there are classes."""
    number = store.experiments.file(TWO_RATES)
    assert store.experiments.get(number).classes == tuple("0123456789")
    holder(store, number).begin(scaling(), "0123456789abcdef", ("A", "あ", "T-shirt"))
    weights = checkpoint(10, classes=3).weights
    holder(store, number).record([row(0), row(10)], checkpoint(10, classes=3), {0: weights})
    run = store.experiments.runs(number)[0]
    _, model = store.recordings.model(run.id)
    assert model.classes == store.experiments.get(number).classes == ("A", "あ", "T-shirt")
    assert np.array_equal(model.weights, weights[0, :784])
    assert store.recordings.snapshots(run.id)[1].shape == (2, 785, 3)
    assert store.recordings.checkpoint(store.experiments.get(number)).weights.shape == (2, 785, 3)


def test_a_rate_change_is_kept_with_its_step(store):
    """Each change once, however often it is recorded."""
    number = begun(store)
    for step, factor in ((0, 1.0), (10, 0.1), (20, 0.1), (30, 2.0)):
        holder(store, number).record([row(step)], checkpoint(step, rate_factor=factor))
    assert store.recordings.rate_changes(number) == [(10, 0.1), (30, 2.0)]


def test_a_step_that_one_run_lacks_is_left_out_of_the_metrics(store, private_store_url):
    """The others are shown."""
    number = begun(store)
    holder(store, number).record([row(0), row(10), row(20)], checkpoint(20))
    changed(
        private_store_url,
        "DELETE FROM metrics WHERE step = 10 AND run_id = :run",
        run=store.experiments.runs(number)[1].id,
    )
    metrics = store.recordings.metrics(number)
    assert metrics.steps.tolist() == [0, 20]
    assert metrics.train_loss.shape == (2, 2)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (
            "UPDATE snapshots SET weights = x'00112233'",
            "its weights are damaged: they have 4 bytes",
        ),
        ("UPDATE experiments SET scaling = x'00112233'", "the scaling is damaged"),
        ("UPDATE experiments SET scaling = NULL", "the scaling is damaged"),
    ],
)
def test_damaged_weights_or_scaling_are_one_sentence(store, private_store_url, damage, reason):
    """It says what is damaged, and nobody is advised to unpickle anything."""
    number = begun(store)
    holder(store, number).record([row(10)], checkpoint(10))
    run_id = store.experiments.runs(number)[0].id
    changed(private_store_url, damage)
    with pytest.raises(Unreadable, match=f"run {run_id} is unreadable: {reason}") as refusal:
        store.recordings.model(run_id)
    assert "pickle" not in str(refusal.value)
    if "snapshots" in damage:
        with pytest.raises(Unreadable, match=f"run {run_id} is unreadable: {reason}"):
            store.recordings.snapshots(run_id)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("UPDATE snapshots SET weights = x'00112233' WHERE run_id = :run", "its weights are damaged"),
        ("DELETE FROM snapshots WHERE run_id = :run", "1 of its 2 runs have weights at step 10"),
        ("DELETE FROM snapshots WHERE run_id >= :run - 1", "0 of its 2 runs have weights at step 10"),
    ],
)
def test_a_damaged_checkpoint_is_one_sentence(store, private_store_url, damage, reason):
    """Rather than a training that begins anew beside what was recorded of it."""
    number = begun(store)
    holder(store, number).record([row(10)], checkpoint(10))
    changed(private_store_url, damage, run=store.experiments.runs(number)[1].id)
    with pytest.raises(Unreadable, match=f"experiment {number} is unreadable: {reason}"):
        checkpoint_of(store, number)
