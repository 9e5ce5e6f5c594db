"""The reader on a real store, with the test as the worker that writes to it."""

import itertools
import json
import queue
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load_mnist
from core.store import Store, schema
from core.store.drawings import edition
from core.store.records import Checkpoint, MetricRow, Run
from dashboard.shared.standing import READY, Trainer
from dashboard.stream import reader as reader_module
from dashboard.stream.messages import Asked
from dashboard.stream.reader import News, Reader
from tests.holding import holder, transaction

PATIENCE = 60.0
"""Seconds after which what is waited for is taken not to come."""


class Desk:
    """Where a reader delivers, and what stands for the dashboard's services."""

    def __init__(self, store: Store) -> None:
        self.delivered: queue.Queue[News] = queue.Queue()
        self.trainer = READY
        self.reader = Reader(SimpleNamespace(store=store, trainer=lambda: self.trainer), self.delivered.put)  # type: ignore[arg-type]

    def watch(self, number: int, *asked: Asked, weights: bool = False) -> None:
        self.reader.watch(number, weights=weights, asked=asked)

    def until(self, is_there: Callable[[News], Any]) -> list[News]:
        """Return what is delivered up to the first of which this is true."""
        news = [self.delivered.get(timeout=PATIENCE)]
        while not is_there(news[-1]):
            news.append(self.delivered.get(timeout=PATIENCE))
        return news


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    desk = Desk(store)
    yield desk
    desk.reader.close()


def begin(store: Store, config: ExperimentConfig | None = None) -> int:
    number = store.experiments.file(config or ExperimentConfig())
    mnist = load_mnist()
    holder(store, number).begin(fit_scaling("normalize", mnist.x_train[:100]), mnist.checksum)
    return number


def record(store: Store, number: int, *steps: int, loss: float = 0.5) -> None:
    runs = len(store.experiments.runs(number))
    figures = [np.full(runs, loss, np.float32)] * 4
    rows = [MetricRow(step, step / 100, *figures) for step in steps]
    weights = np.full((runs, 785, 10), steps[-1], np.float32) * np.linspace(-1, 1, 10, dtype=np.float32)
    checkpoint = Checkpoint(steps[-1], steps[-1] / 100, weights, 1.0, (None,) * runs, (0.0,) * runs)
    holder(store, number).record(rows, checkpoint)


def finish(store: Store, number: int) -> None:
    runs = len(store.experiments.runs(number))
    holder(store, number).finish(np.full(runs, 0.5, np.float32), np.full(runs, 0.9, np.float32))


def status(news: News) -> str | None:
    return None if news.state is None else json.loads(news.state)["status"]


def steps_in(news: list[News]) -> list[int]:
    return [int(step) for each in news if each.metrics is not None for step in each.metrics.steps]


def test_everything_so_far_and_then_what_is_new(store: Store, desk: Desk):
    number = begin(store)
    record(store, number, 0, 1, 2)
    desk.watch(number)
    assert steps_in(desk.until(lambda news: news.metrics is not None)) == [0, 1, 2]
    for step in range(3, 60):
        record(store, number, step)
    finish(store, number)
    assert steps_in(desk.until(lambda news: status(news) == "finished")) == list(range(3, 60))


def test_what_becomes_of_an_experiment_is_told(store: Store, desk: Desk):
    number = begin(store)
    desk.watch(number)
    desk.until(lambda news: status(news) == "queued")
    holder(store, number).mark_running()
    desk.until(lambda news: status(news) == "running")
    store.experiments.rename(number, "mine")
    desk.until(lambda news: news.state and json.loads(news.state)["name"] == "mine")
    store.experiments.set_rate_factor(number, 0.5)
    desk.until(lambda news: news.state and json.loads(news.state)["rate_factor"] == 0.5)
    store.experiments.pause(number)
    desk.until(lambda news: status(news) == "paused")
    store.experiments.delete(number)
    assert desk.until(lambda news: news.is_gone)


def test_an_experiment_that_never_was_is_gone(desk: Desk):
    desk.watch(12345)
    assert desk.until(lambda news: news.is_gone)[-1].experiment == 12345


def test_a_worker_that_is_not_there_is_told_although_nobody_writes(store: Store, desk: Desk):
    desk.trainer = Trainer("loading")
    number = store.experiments.file(ExperimentConfig())
    desk.watch(number)
    desk.until(lambda news: news.state and json.loads(news.state)["trainer"] == "loading")
    desk.trainer = Trainer("ended", "out of memory")
    desk.until(lambda news: news.state and json.loads(news.state)["trainer"] == "ended")


def test_a_run_that_diverges_is_told(store: Store, desk: Desk):
    number = begin(store, ExperimentConfig(learning_rates=(0.1, 10.0)))
    record(store, number, 0, loss=2.3)
    desk.watch(number)
    record(store, number, *range(1, 40), loss=9.0)
    [*_, last] = desk.until(lambda news: news.state and json.loads(news.state)["runs"][1]["diverged_at"] is not None)
    assert [run["diverged_at"] for run in json.loads(str(last.state))["runs"]] == [5, 5]


def test_weights_and_readings_come_to_who_wants_them(store: Store, desk: Desk):
    """The last ones of a training that is over, too. This model says 9 to everything, whatever it sees."""
    number = begin(store)
    record(store, number, 0, 5)
    desk.watch(number)
    assert all(news.weights is None for news in desk.until(lambda news: news.metrics is not None))
    asked = Asked(own=False, edition="", first=40, count=3)
    desk.watch(number, asked, weights=True)
    [*_, last] = desk.until(lambda news: news.weights)
    assert json.loads(str(last.weights))["step"] == 5
    assert json.loads(last.readings[asked]) == {
        "step": 5,
        "own": False,
        "edition": "",
        "first": 40,
        "count": 3,
        "digits": [9, 9, 9],
        "share": None,
    }
    record(store, number, 6)
    finish(store, number)
    desk.until(lambda news: status(news) == "finished")
    [*_, last] = desk.until(lambda news: news.weights and json.loads(news.weights)["step"] == 6)
    assert json.loads(last.readings[asked])["step"] == 6


def test_the_share_of_own_digits_is_that_of_all_of_them(store: Store, desk: Desk):
    for label in (9, 9, 9, 1):
        store.drawings.save(str(label), np.full((28, 28), 100, np.uint8), None)
    number = begin(store)
    record(store, number, 0, 5)
    asked = Asked(own=True, edition=edition(store.drawings.test_set()[0]), first=0, count=2)
    desk.watch(number, asked)
    [*_, last] = desk.until(lambda news: news.readings)
    reading = json.loads(last.readings[asked])
    assert (reading["digits"], reading["share"]) == ([9, 9], 0.75)


def test_own_digits_are_read_for_pages_that_show_these_and_no_others(store: Store, desk: Desk):
    """A page with those of before one was deleted would put what is read below another image. The new one has the
    number of the deleted one."""
    kept = [store.drawings.save(str(label), np.full((28, 28), 10 + label, np.uint8)) for label in range(3)]
    number = begin(store)
    record(store, number, 0)
    before, test_images = Asked(True, edition(store.drawings.test_set()[0]), 0, 3), Asked(False, "", 0, 3)
    desk.watch(number, before)
    desk.until(lambda news: before in news.readings)
    store.drawings.delete(kept[-1])
    store.drawings.save("2", np.full((28, 28), 99, np.uint8))
    after = Asked(True, edition(store.drawings.test_set()[0]), 0, 3)
    desk.watch(number, before, after, test_images)
    record(store, number, 1)
    [*_, last] = desk.until(lambda news: any(json.loads(part)["step"] == 1 for part in news.readings.values()))
    assert last.readings.keys() == {after, test_images}


def test_a_mistake_in_one_experiment_is_nobody_elses_trouble(store: Store, desk: Desk, monkeypatch, caplog):
    """It is said once in the log however often it is met, others go on, and nothing is missing once it is over."""
    monkeypatch.setattr(reader_module, "LONGEST_WAIT_SECONDS", 0.02)
    faulty, whole = begin(store), begin(store)
    for number in (faulty, whole):
        desk.watch(number, weights=True)
        desk.until(lambda news: news.state)
    runs, met = store.experiments.runs, itertools.count(1)

    def failing(number: int) -> list[Run]:
        if number == faulty and threading.current_thread().name == "stream" and next(met):
            raise ZeroDivisionError
        return runs(number)

    with monkeypatch.context() as broken:
        broken.setattr(store.experiments, "runs", failing)
        news = []
        for step in range(20):
            record(store, faulty, step)
            record(store, whole, step)
            news += desk.until(lambda news: news.experiment == whole and news.metrics is not None)
        while next(met) < 10:
            news.append(desk.delivered.get(timeout=PATIENCE))
    news += desk.until(lambda news: news.experiment == faulty and news.weights)
    assert {each.experiment for each in news if each.is_troubled} == {faulty}
    for number in (faulty, whole):
        assert steps_in([each for each in news if each.experiment == number]) == list(range(20))
    assert [record.getMessage() for record in caplog.records] == [f"The stream could not read experiment {faulty}"]
    last_told = [bool(each.state) for each in news if each.experiment == faulty and (each.state or each.is_troubled)]
    assert last_told[-1], "how it stands is said anew after the trouble"


def test_nothing_is_read_of_what_is_over_or_what_nobody_watches(store: Store, desk: Desk, monkeypatch):
    """However much is written; that another one is read in between says that there was time for it."""
    over, left, live = begin(store), begin(store), begin(store)
    record(store, over, 0)
    finish(store, over)
    for number in (over, left):
        desk.watch(number)
    desk.until(lambda news: status(news) == "finished")
    desk.reader.unwatch(left)
    desk.watch(live)
    desk.until(lambda news: news.experiment == live)
    looked_at: set[int] = set()
    heads = store.recordings.heads
    monkeypatch.setattr(store.recordings, "heads", lambda ids: looked_at.update(ids) or heads(ids))
    for step in range(5):
        record(store, left, step)
        record(store, live, step)
        desk.until(lambda news: news.metrics is not None)
    assert looked_at == {live}


def test_one_look_serves_all(store: Store, desk: Desk, monkeypatch):
    """Thirty experiments cost as many looks at the store as one."""
    numbers = [begin(store) for _ in range(30)]
    for number in numbers:
        desk.watch(number)
    awaited = set(numbers)
    while awaited:
        awaited.discard(desk.delivered.get(timeout=PATIENCE).experiment)
    looks: list[int] = []
    metrics, heads = store.recordings.metrics, store.recordings.heads
    monkeypatch.setattr(store.recordings, "heads", lambda ids: looks.append(len(ids)) or heads(ids))
    fetched: list[int] = []
    monkeypatch.setattr(
        store.recordings, "metrics", lambda number, after: fetched.append(number) or metrics(number, after)
    )
    record(store, numbers[7], 0)
    desk.until(lambda news: news.metrics is not None)
    assert set(looks) == {30}
    assert fetched == [numbers[7]]


def test_damaged_weights_are_nobody_elses_trouble(store: Store, desk: Desk, monkeypatch):
    """What else is known of the experiment comes, and so does all of another one; nobody looks at it for ever."""
    damaged, whole = begin(store), begin(store)
    for number in (damaged, whole):
        record(store, number, 0, 1)
    with transaction(store) as connection:
        broken = schema.runs.select().where(schema.runs.c.experiment_id == damaged)
        [run] = connection.execute(broken).all()
        connection.execute(schema.snapshots.update().where(schema.snapshots.c.run_id == run.id).values(weights=b"?"))
    finish(store, damaged)
    desk.watch(damaged, weights=True)
    desk.watch(whole, weights=True)
    news = desk.until(lambda news: news.experiment == whole and news.weights)
    looked_at: set[int] = set()
    heads = store.recordings.heads
    monkeypatch.setattr(store.recordings, "heads", lambda ids: looked_at.update(ids) or heads(ids))
    record(store, whole, 2)
    news += desk.until(lambda news: news.experiment == whole and news.metrics is not None and 2 in news.metrics.steps)
    assert steps_in([each for each in news if each.experiment == damaged]) == [0, 1]
    assert not any(each.is_troubled for each in news)
    assert looked_at == {whole}


def test_a_store_that_is_gone_is_told(store: Store, desk: Desk, store_file):
    number = begin(store)
    desk.watch(number)
    desk.until(lambda news: news.state is not None)
    store_file.unlink()
    assert desk.until(lambda news: news.is_troubled)[-1].experiment == number
