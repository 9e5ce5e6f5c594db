"""Who has an experiment, and that nobody else writes about it."""

import threading
import time

import numpy as np
import pytest
from sqlalchemy import create_engine

from core.errors import ClaimLost
from core.store import Store, schema
from core.store import experiments as store_module
from core.store.claims import Holder
from tests.core.store.samples import TWO_RATES, begun, checkpoint, row, scaling


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
