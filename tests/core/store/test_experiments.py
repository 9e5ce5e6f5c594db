"""Experiments as they are filed, moved, listed and deleted; those that cannot be read leave the others alone."""

import time

import numpy as np
import pytest
from sqlalchemy import create_engine, text

from core.config import ExperimentConfig
from core.errors import DataError, InvalidValue, NotFound
from core.store import schema
from core.store.records import Failure, Status
from tests.core.store.samples import TWO_RATES, begun, changed, checkpoint, row
from tests.holding import holder


def test_an_experiment_comes_back_as_it_was_filed(store):
    """Configuration, to the last bit of every rate, and one run per rate and seed."""
    number = store.experiments.file(TWO_RATES, name="Third")
    experiment = store.experiments.get(number)
    assert (experiment.config, experiment.name, experiment.status) == (TWO_RATES, "Third", Status.QUEUED)
    assert [(run.learning_rate, run.seed) for run in store.experiments.runs(number)] == list(TWO_RATES.runs)


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


def test_a_finished_experiments_runs_have_test_metrics(store):
    """Until then there is none."""
    number = begun(store)
    holder(store, number).record([row(100)], checkpoint(100))
    holder(store, number).finish(np.array([0.3, np.nan], dtype=np.float32), np.array([0.92, 0.1], dtype=np.float32))
    runs = store.experiments.runs(number)
    assert runs[0].test_accuracy == np.float32(0.92)
    assert runs[1].test_loss is None
    assert store.experiments.trained_runs() == runs


def test_a_rate_factor_that_leads_out_of_the_limits_is_refused(store):
    """The field and the value are named, nothing changes."""
    number = begun(store)
    with pytest.raises(InvalidValue, match="learning_rate is 333"):
        store.experiments.set_rate_factor(number, 1000)
    assert store.experiments.get(number).rate_factor == 1.0


def test_a_deleted_experiment_leaves_nothing_and_its_number_is_not_given_again(store, private_store_url):
    """An old link must not show somebody else's run."""
    number = begun(store)
    holder(store, number).record([row(0)], checkpoint(0, rate_factor=2.0))
    store.experiments.delete(number)
    with create_engine(private_store_url).connect() as connection:
        for table in schema.metadata.tables.values():
            assert connection.execute(table.select()).all() == []
    assert store.experiments.file(TWO_RATES) > number


def test_a_name_can_be_given_and_taken_away(store):
    """Blanks are no name."""
    number = store.experiments.file(TWO_RATES)
    store.experiments.rename(number, "  First try ")
    assert store.experiments.get(number).name == "First try"
    store.experiments.rename(number, "   ")
    assert store.experiments.get(number).name is None


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b", "\udcff"])
def test_a_name_that_no_database_keeps_is_refused(store, name):
    """With the field and the value, as it can be printed; nothing changes."""
    number = store.experiments.file(TWO_RATES, name="First")
    with pytest.raises(InvalidValue, match="name is '") as refused:
        store.experiments.rename(number, name)
    assert str(refused.value).isprintable()
    with pytest.raises(InvalidValue):
        store.experiments.file(TWO_RATES, name=name)
    assert [experiment.name for experiment in store.experiments.newest()] == ["First"]


@pytest.mark.parametrize("number", [10**22, -(10**22), 10**400], ids=["22", "-22", "400"])
def test_a_number_beyond_all_numbers_names_nothing(store, number):
    """As an address may hold it."""
    for look in (
        store.experiments.get,
        store.experiments.run,
        store.experiments.runs,
        store.experiments.delete,
        store.recordings.metrics,
        store.recordings.model,
    ):
        with pytest.raises(NotFound):
            look(number)


def test_a_failure_keeps_its_message(store):
    """Whoever opens the experiment reads what went wrong."""
    number = begun(store)
    holder(store, number).fail(ValueError("the images are gone"))
    experiment = store.experiments.get(number)
    assert (experiment.status, experiment.error) == (Status.FAILED, Failure("the images are gone"))


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


def test_runs_of_an_experiment_that_cannot_be_read_are_not_offered(store, private_store_url):
    """Even where it is the newest; the readable ones are, and as many of them as were asked for."""
    good, bad, unknown = begun(store), begun(store), begun(store)
    for number in (good, bad, unknown):
        holder(store, number).record([row(10)], checkpoint(10))
    changed(private_store_url, "UPDATE experiments SET config = :value WHERE id = :id", value="{", id=bad)
    changed(private_store_url, "UPDATE experiments SET status = :value WHERE id = :id", value="dreaming", id=unknown)
    assert store.experiments.trained_runs(limit=2) == store.experiments.runs(good)


def test_a_name_that_is_no_text_leaves_the_others_alone(store, private_store_url):
    """Bytes on the disk that are no UTF-8."""
    bad, good = begun(store), begun(store)
    changed(private_store_url, "UPDATE experiments SET name = CAST(x'41ff42' AS TEXT) WHERE id = :id", id=bad)
    assert [(experiment.id, experiment.name) for experiment in store.experiments.newest()] == [
        (good, None),
        (bad, "A\ufffdB"),
    ]


def test_experiments_that_are_filed_together_are_one_to_whoever_commands_them(store):
    """They are found by any of them, pause, resume and stop as one and are deleted as one; others are left alone."""
    alone = store.experiments.file(TWO_RATES)
    numbers = store.experiments.file_together([ExperimentConfig(batch_size=size) for size in (1, 16, 256)])
    assert [each.id for each in store.experiments.together(numbers[1])] == list(numbers)
    assert [each.id for each in store.experiments.together(alone)] == [alone]
    for command, status in (
        (store.experiments.pause, Status.PAUSED),
        (store.experiments.resume, Status.QUEUED),
        (store.experiments.stop, Status.STOPPED),
    ):
        command(numbers[2])
        assert {each.status for each in store.experiments.together(numbers[0])} == {status}
        assert store.experiments.get(alone).status is Status.QUEUED
    store.experiments.delete(numbers[0])
    assert [each.id for each in store.experiments.newest()] == [alone]
    with pytest.raises(NotFound):
        store.experiments.together(numbers[1])


def test_experiments_of_different_lengths_end_together(store):
    """Who has more steps to make is as much faster; the factor on the rate is the same for all."""
    configs = [ExperimentConfig(steps=steps, batch_size=size) for steps, size in ((1600, 16), (100, 256))]
    numbers = store.experiments.file_together(configs)
    store.experiments.set_pace(numbers[0], 50.0)
    store.experiments.set_rate_factor(numbers[1], 2.0)
    found = store.experiments.together(numbers[0])
    assert [each.pace for each in found] == [800.0, 50.0]
    assert [each.rate_factor for each in found] == [2.0, 2.0]
    store.experiments.set_pace(numbers[1], None)
    assert [each.pace for each in store.experiments.together(numbers[0])] == [None, None]


def test_two_starts_at_one_moment_of_the_clock_are_two(store, monkeypatch):
    """A clock may stand still, or be set back."""
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.0)
    first, second = store.experiments.file(TWO_RATES), store.experiments.file(TWO_RATES)
    store.experiments.pause(first)
    assert store.experiments.get(second).status is Status.QUEUED
