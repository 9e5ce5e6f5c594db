import sqlite3
import threading
import time

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from core.config import ExperimentConfig
from core.errors import ClaimLost, DataError, InvalidValue, NotFound, StoreError, Unreadable
from core.features.scaling import fit_scaling
from core.schedule import snapshot_steps
from core.store import Store, migrations, schema
from core.store import experiments as store_module
from core.store.claims import Holder
from core.store.records import Checkpoint, Failure, MetricRow, Status
from tests.holding import checkpoint_of, holder

TWO_RATES = ExperimentConfig(learning_rates=(0.1, 1 / 3), steps=100, record_interval=10)


def scaling(name="standardize"):
    images = np.random.default_rng(0).integers(0, 256, (50, 28, 28), dtype=np.uint8)
    return fit_scaling(name, images)


def checkpoint(step, *, runs=2, rate_factor=1.0, diverged_at=None, seed=0):
    weights = np.random.default_rng((seed, step)).normal(size=(runs, 785, 10)).astype(np.float32)
    return Checkpoint(step, step / 100, weights, rate_factor, diverged_at or (None,) * runs, (0.5,) * runs)


def row(step, *, runs=2, value=0.25):
    figure = np.full(runs, value, dtype=np.float32)
    return MetricRow(step, step / 100, figure, figure * 2, figure * 3, np.full(runs, np.nan, dtype=np.float32))


@pytest.fixture
def process_id(store):
    return store.processes.register("worker", state="ready")


def begun(store, config=TWO_RATES):
    number = store.experiments.file(config)
    holder(store, number).begin(scaling(), "0123456789abcdef")
    return number


def test_an_experiment_comes_back_as_it_was_filed(store):
    """Configuration, to the last bit of every rate, and one run per rate and seed."""
    number = store.experiments.file(TWO_RATES, name="Third")
    experiment = store.experiments.get(number)
    assert (experiment.config, experiment.name, experiment.status) == (TWO_RATES, "Third", Status.QUEUED)
    assert [(run.learning_rate, run.seed) for run in store.experiments.runs(number)] == list(TWO_RATES.runs)


def test_figures_come_back_as_arrays_over_runs_and_steps(store):
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


def test_an_experiment_without_figures_has_empty_arrays(store):
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


def test_what_is_not_there_is_said_to_be_missing(store):
    """NotFound names what was asked for."""
    with pytest.raises(NotFound, match="no experiment 7"):
        store.experiments.get(7)
    with pytest.raises(NotFound, match="no run 7"):
        store.experiments.run(7)
    late = holder(store, number := begun(store))
    store.experiments.delete(number)
    with pytest.raises(NotFound, match=f"no experiment {number}"):
        late.record([], checkpoint(0))
    with pytest.raises(NotFound, match="no run has finished"):
        store.experiments.newest_finished_run()
    assert store.experiments.runs(7) == []


def test_the_pages_commands_only_move_an_experiment_where_it_can_go(store, process_id):
    """A click that comes too late does nothing."""
    number = begun(store)
    store.experiments.resume(number)
    assert store.experiments.get(number).status is Status.QUEUED
    store.experiments.pause(number)
    assert store.experiments.get(number).status is Status.PAUSED
    store.experiments.single_step(number)
    assert (store.experiments.get(number).status, store.experiments.get(number).hold_at) == (Status.QUEUED, 1)
    holder(store, number).mark_running()
    holder(store, number).hold()
    assert (store.experiments.get(number).status, store.experiments.get(number).hold_at) == (Status.PAUSED, None)
    store.experiments.stop(number)
    for late in (store.experiments.pause, store.experiments.resume, store.experiments.single_step):
        late(number)
        assert store.experiments.get(number).status is Status.STOPPED
    holder(store, number).mark_running()
    holder(store, number).hold()
    assert store.experiments.get(number).status is Status.STOPPED


def test_a_finished_experiment_has_test_figures_and_is_the_newest_to_read_with(store):
    """Until then there is none."""
    number = begun(store)
    holder(store, number).record([row(100)], checkpoint(100))
    holder(store, number).finish(np.array([0.3, np.nan], dtype=np.float32), np.array([0.92, 0.1], dtype=np.float32))
    runs = store.experiments.runs(number)
    assert runs[0].test_accuracy == np.float32(0.92)
    assert runs[1].test_loss is None
    assert store.experiments.newest_finished_run().experiment_id == number


def test_a_rate_change_is_kept_with_its_step(store):
    """Each change once, however often it is recorded."""
    number = begun(store)
    for step, factor in ((0, 1.0), (10, 0.1), (20, 0.1), (30, 2.0)):
        holder(store, number).record([row(step)], checkpoint(step, rate_factor=factor))
    assert store.recordings.rate_changes(number) == [(10, 0.1), (30, 2.0)]


def test_a_rate_factor_that_leads_out_of_the_limits_is_refused(store):
    """The field and the value are named, nothing changes."""
    number = begun(store)
    with pytest.raises(InvalidValue, match="learning_rate is 333"):
        store.experiments.set_rate_factor(number, 1000)
    assert store.experiments.get(number).rate_factor == 1.0


def test_an_experiment_is_claimed_by_one_process_alone(private_store_url):
    """However many ask at the same moment."""
    stores = [Store(private_store_url) for _ in range(4)]
    processes = [store.processes.register("command", state="ready") for store in stores]
    numbers = [stores[0].experiments.file(TWO_RATES) for _ in range(5)]
    got: dict[int, list[int]] = {}

    def claim(store, process_id):
        got[process_id] = [experiment.id for experiment in store.experiments.claim(process_id)]

    threads = [threading.Thread(target=claim, args=pair) for pair in zip(stores, processes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for numbers_of_one in got.values() for number in numbers_of_one) == numbers
    for store in stores:
        store.close()


def test_a_dead_processs_experiments_are_free_to_claim(store, process_id, monkeypatch):
    """A process that has been silent too long is dead; until then its claims hold."""
    number = begun(store)
    assert [experiment.id for experiment in store.experiments.claim(process_id)] == [number]
    heir = store.processes.register("command", state="ready")
    assert store.experiments.claim(heir) == []
    later = time.time() + store_module.PRESUMED_DEAD_SECONDS + 1
    monkeypatch.setattr(store_module.time, "time", lambda: later)
    store.processes.heartbeat(heir)
    assert [experiment.id for experiment in store.experiments.claim(heir)] == [number]


def test_a_new_worker_of_this_machine_inherits_from_the_last_at_once(store, process_id):
    """It holds the lock, so the last one cannot be alive."""
    number = begun(store)
    store.experiments.claim(process_id)
    assert [
        experiment.id for experiment in store.experiments.claim(store.processes.register("worker", state="ready"))
    ] == [number]


def test_who_was_silent_for_very_long_learns_that_it_is_off_the_list(store, process_id, monkeypatch):
    """Another process's registration struck it off."""
    assert store.processes.heartbeat(process_id)
    later = time.time() + 10 * store_module.PRESUMED_DEAD_SECONDS + 1
    monkeypatch.setattr(store_module.time, "time", lambda: later)
    store.processes.register("dashboard", state="ready")
    assert not store.processes.heartbeat(process_id)


def test_leaving_frees_what_was_claimed(store, process_id):
    """And takes the process off the list."""
    number = begun(store)
    store.experiments.claim(process_id)
    store.processes.leave(process_id)
    assert store.processes.living("worker") == []
    assert store.experiments.get(number).claimed_by is None


def test_a_deleted_experiment_leaves_nothing_and_its_number_is_not_given_again(store, private_store_url):
    """An old link must not show somebody else's run."""
    number = begun(store)
    holder(store, number).record([row(0)], checkpoint(0, rate_factor=2.0))
    store.experiments.delete(number)
    with create_engine(private_store_url).connect() as connection:
        for table in schema.metadata.tables.values():
            assert connection.execute(table.select()).all() == []
    assert store.experiments.file(TWO_RATES) > number


def test_a_failure_keeps_its_message(store):
    """Whoever opens the experiment reads what went wrong."""
    number = begun(store)
    holder(store, number).fail(ValueError("the images are gone"))
    experiment = store.experiments.get(number)
    assert (experiment.status, experiment.error) == (Status.FAILED, Failure("the images are gone"))


def test_a_name_can_be_given_and_taken_away(store):
    """Blanks are no name."""
    number = store.experiments.file(TWO_RATES)
    store.experiments.rename(number, "  First try ")
    assert store.experiments.get(number).name == "First try"
    store.experiments.rename(number, "   ")
    assert store.experiments.get(number).name is None


def test_the_migrations_lead_to_the_tables_that_the_program_uses(store, private_store_url):
    """Alembic finds no difference between a migrated database and core.schema; HEAD is the newest file."""
    with create_engine(private_store_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    assert ScriptDirectory(migrations.__path__[0]).get_current_head() == migrations.HEAD


def test_many_processes_may_open_a_new_store_at_once(private_store_url):
    """One makes the tables, the others wait for it."""
    problems = []

    def open_store():
        try:
            Store(private_store_url).close()
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=open_store) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.parametrize(
    "url", ["", "nonsense", "oracle+nothing://host/db", "sqlite:////proc/no/such/folder/store.sqlite"]
)
def test_a_store_that_cannot_be_opened_says_so_in_a_sentence(url, monkeypatch):
    """Whatever SQLAlchemy made of it."""
    monkeypatch.setenv("SOFTMAX_LAB_STORE", url or "://")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store()


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    """And said to be none."""
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n" * 200)
    with pytest.raises(StoreError, match=r"notes\.txt cannot be opened"):
        Store(f"sqlite:///{path}")
    assert path.read_text().startswith("my notes")


def test_a_store_of_a_newer_program_is_refused(store, private_store_url):
    """Rather than misread."""
    store.close()
    path = private_store_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="use a newer program"):
        Store(private_store_url)


def test_a_password_is_not_shown(monkeypatch):
    """Errors may be projected on a wall."""
    with pytest.raises(StoreError) as refusal:
        Store("postgresql+nothing://teacher:secret@localhost/lab")
    assert "secret" not in str(refusal.value)


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


def test_a_failure_keeps_its_reason_and_facts(store):
    """Of data and of values, so that a page can say it in another language."""
    number = begun(store)
    error = DataError("missing", "own.npz does not exist", title="own.npz", parts="train_test")
    holder(store, number).fail(error)
    kept = store.experiments.get(number).error
    assert kept == Failure(str(error), "data", "missing", {"title": "own.npz", "parts": "train_test"})
    with pytest.raises(InvalidValue) as refused:
        ExperimentConfig(batch_size=0)
    holder(store, number).fail(refused.value)
    kept = store.experiments.get(number).error
    assert (kept.kind, kept.reason, kept.facts["field"], kept.facts["allowed"]["highest"]) == (
        "value", "range", "batch_size", 60_000,
    )  # fmt: skip


@pytest.mark.parametrize("left", ["the images are gone", "7", '"quoted"', "{", '{"a": 1}', "[1]", ""])
def test_what_an_older_program_left_of_a_failure_still_reads(store, private_store_url, left):
    """As the sentence it is."""
    number = begun(store)
    holder(store, number).fail(ValueError("x"))
    with create_engine(private_store_url).begin() as connection:
        connection.execute(text("UPDATE experiments SET error = :error"), {"error": left})
    assert str(store.experiments.get(number).error) == left


WRITES = {
    "begin": lambda holder: holder.begin(scaling("deskew"), "fedcba9876543210"),
    "mark_running": lambda holder: holder.mark_running(),
    "record": lambda holder: holder.record([row(10)], checkpoint(10)),
    "hold": lambda holder: holder.hold(),
    "finish": lambda holder: holder.finish(np.zeros(2, np.float32), np.zeros(2, np.float32)),
    "fail": lambda holder: holder.fail(ValueError("too late")),
    "release": lambda holder: holder.release(),
}
"""All that a holder writes, by the method's name."""


def everything(store_url):
    """All rows of all tables but the list of processes."""
    with create_engine(store_url).connect() as connection:
        return {
            name: connection.execute(table.select()).all()
            for name, table in schema.metadata.tables.items()
            if name != "processes"
        }


def test_every_method_of_a_holder_is_tried_here():
    """A new one cannot be forgotten."""
    assert {name for name in vars(Holder) if not name.startswith("_")} == WRITES.keys()


@pytest.mark.parametrize("lost_by", ["taken over", "released", "left", "finished"])
@pytest.mark.parametrize("write", WRITES)
def test_a_former_holder_writes_nothing(store, private_store_url, process_id, monkeypatch, write, lost_by):
    """Whether another process holds the experiment now or nobody does."""
    begun(store)
    [experiment] = store.experiments.claim(process_id)
    former = store.recordings.holder(experiment)
    former.record([row(0)], checkpoint(0))
    if lost_by == "taken over":
        heir = store.processes.register("command", state="ready")
        later = time.time() + store_module.PRESUMED_DEAD_SECONDS + 1
        monkeypatch.setattr(store_module.time, "time", lambda: later)
        store.processes.heartbeat(heir)
        [taken] = store.experiments.claim(heir)
        assert taken.claim > experiment.claim
        store.recordings.holder(taken).record([row(20)], checkpoint(20))
    elif lost_by == "left":
        store.processes.leave(process_id)
    else:
        WRITES["release" if lost_by == "released" else "finish"](former)
    before = everything(private_store_url)
    with pytest.raises(ClaimLost):
        WRITES[write](former)
    assert everything(private_store_url) == before


def test_a_store_of_an_older_program_is_led_to_claims(store, private_store_url):
    """What it holds stays; its experiments can be claimed and trained on."""
    number = begun(store)
    store.close()
    path = private_store_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE experiments DROP COLUMN claim")
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    connection.close()
    newer = Store(private_store_url)
    [experiment] = newer.experiments.claim(newer.processes.register("worker", state="ready"))
    assert (experiment.id, experiment.config, experiment.claim) == (number, TWO_RATES, 1)
    newer.recordings.holder(experiment).record([row(0)], checkpoint(0))
    newer.close()


def changed(store_url, statement, **values):
    """Change the store as another program might."""
    with create_engine(store_url).begin() as connection:
        connection.execute(text(statement), values)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("config", '{"momentum": 0.9}', "momentum"),
        ("config", '{"steps": -1}', "steps is -1"),
        ("config", '{"learning_rates": 3}', ""),
        ("config", "[" * 100_000, ""),
        ("config", "", "not JSON"),
        ("status", "dreaming", "dreaming"),
    ],
)
def test_an_experiment_that_cannot_be_read_leaves_the_others_alone(
    store, private_store_url, process_id, column, value, reason
):
    """It is listed as unreadable, with a reason; it is not trained, the others are."""
    bad, good = begun(store), begun(store)
    changed(private_store_url, f"UPDATE experiments SET {column} = :value WHERE id = :id", value=value, id=bad)
    newest, unreadable = store.experiments.newest()
    assert (newest.id, newest.config, newest.status) == (good, TWO_RATES, Status.QUEUED)
    assert (unreadable.id, unreadable.status) == (bad, Status.UNREADABLE)
    assert reason in str(unreadable.error)
    assert str(unreadable.error)
    for _ in range(2):
        assert [experiment.id for experiment in store.experiments.claim(process_id)] == [good]


def test_a_step_that_one_run_lacks_is_left_out_of_the_figures(store, private_store_url):
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
    "damage",
    [
        "UPDATE snapshots SET weights = x'00112233'",
        "UPDATE experiments SET scaling = x'00112233'",
        "UPDATE experiments SET scaling = NULL",
    ],
)
def test_damaged_weights_or_scaling_are_one_sentence(store, private_store_url, damage):
    """Nobody is advised to unpickle anything."""
    number = begun(store)
    holder(store, number).record([row(10)], checkpoint(10))
    run_id = store.experiments.runs(number)[0].id
    changed(private_store_url, damage)
    with pytest.raises(Unreadable, match=f"run {run_id} is unreadable"):
        store.recordings.model(run_id)
    if "snapshots" in damage:
        with pytest.raises(Unreadable, match=f"run {run_id} is unreadable"):
            store.recordings.snapshots(run_id)
