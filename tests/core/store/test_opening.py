"""Opening a store: new, at the same moment as others, of another program, or none at all."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.errors import ClaimLost, StoreError
from core.store import Store
from core.store.records import Status
from tests.core.store.samples import TWO_RATES, begun, checkpoint, row, scaling
from tests.holding import holder

ROOT = Path(__file__).parents[3]
OPEN_WHEN_TOLD = """
import sys
from core.store import Store
print("ready", flush=True)
input()
Store(sys.argv[1]).close()
"""


def opened_together(url, processes=3):
    """Let processes open a store at the same moment; return what each had to complain of."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN_WHEN_TOLD, url],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(processes)
    ]  # fmt: skip
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[1] for process in started]


def test_processes_may_open_a_new_postgresql_store_at_the_same_moment(postgresql_url):
    """One makes the tables, the others wait for it."""
    assert opened_together(postgresql_url) == [""] * 3
    store = Store(postgresql_url)
    assert store.experiments.newest() == []
    store.close()


def test_a_postgresql_store_keeps_what_an_sqlite_store_keeps(postgresql_url):
    """An experiment's whole life, and a drawing: filed, claimed, recorded, finished, read, deleted."""
    store = Store(postgresql_url)
    config = ExperimentConfig(learning_rates=(0.1, 1 / 3), steps=10)
    number = store.experiments.file(config, name="Third")
    process = store.processes.register("worker", state="ready")
    [experiment] = store.experiments.claim(process)
    holder = store.recordings.holder(experiment)
    holder.begin(scaling(), "0123456789abcdef", ("A", "é"))
    holder.mark_running()
    holder.record([row(0), row(10, value=1 / 3)], checkpoint(10, rate_factor=0.5, classes=2))
    holder.finish(np.array([0.3, np.nan], np.float32), np.array([0.92, 0.1], np.float32))
    with pytest.raises(ClaimLost):
        holder.record([row(20)], checkpoint(20))
    read = store.experiments.get(number)
    assert (read.config, read.name, read.status, read.step) == (config, "Third", Status.FINISHED, 10)
    assert read.classes == ("A", "é")
    metrics = store.recordings.metrics(number)
    assert metrics.train_loss.tolist() == [[0.25, np.float32(1 / 3)]] * 2
    assert np.isnan(metrics.validation_accuracy).all()
    assert store.recordings.checkpoint(read).weights.tobytes() == checkpoint(10, classes=2).weights.tobytes()
    assert store.recordings.rate_changes(number) == [(10, 0.5)]
    first, _ = store.experiments.trained_runs()
    assert np.array_equal(store.recordings.model(first.id)[1].scaling.scale, scaling().scale)
    image = np.arange(784).astype(np.uint8).reshape(28, 28)
    store.drawings.save("é", image)
    [drawing] = store.drawings.newest()
    assert (drawing.label, drawing.image.tolist()) == ("é", image.tolist())
    store.experiments.delete(number)
    assert store.experiments.newest() == store.experiments.runs(number) == []
    store.close()


def test_many_may_open_a_new_sqlite_store_at_once(private_store_url):
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
    "url",
    [
        *("", "nonsense", "oracle+nothing://host/db", "sqlite:////proc/no/such/folder/store.sqlite"),
        *("postgresql+psycopg://host:port/db", "sqlite:////tmp/\udcff\udcff.sqlite", "sqlite:////tmp/" + "a" * 5000),
    ],
    ids=range(7),
)
def test_a_store_that_cannot_be_opened_says_so_in_a_sentence(url, monkeypatch):
    """Whatever SQLAlchemy made of it."""
    monkeypatch.setenv("SOFTMAX_LAB_STORE", url or "://")
    with pytest.raises(StoreError, match="cannot be opened") as refusal:
        Store()
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 700


def test_a_path_with_a_nul_is_no_store():
    """Which no environment can hold, but a program can."""
    with pytest.raises(StoreError, match="cannot be opened: embedded null"):
        Store("sqlite:////tmp/a\0b.sqlite")


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    """And said to be none."""
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n" * 200)
    with pytest.raises(StoreError, match=r"notes\.txt cannot be opened"):
        Store(f"sqlite:///{path}")
    assert path.read_text().startswith("my notes")


def test_a_password_is_not_shown(monkeypatch):
    """Errors may be projected on a wall."""
    with pytest.raises(StoreError) as refusal:
        Store("postgresql+nothing://teacher:secret@localhost/lab")
    assert "secret" not in str(refusal.value)


def trained_store(url):
    """Make a store that holds an experiment, all of it in its file and nothing beside it."""
    store = Store(url)
    begun(store)
    store.close()
    return Path(url.removeprefix("sqlite:///"))


@pytest.mark.parametrize("size", [0, 1])
@pytest.mark.parametrize("beside", ["-wal", ".worker.lock"])
def test_a_store_that_was_cut_to_nothing_is_not_taken_for_a_new_one(private_store_url, size, beside):
    """What lies beside it says what it was; nothing is touched, and the sentence names both."""
    path = trained_store(private_store_url)
    os.truncate(path, size)
    witness = path.with_name(path.name + beside)
    witness.write_bytes(b"left over")
    with pytest.raises(StoreError, match=rf"store\.sqlite is empty, but store\.sqlite{re.escape(beside)} beside it"):
        Store(private_store_url)
    assert (path.stat().st_size, witness.read_bytes()) == (size, b"left over")


def test_an_empty_file_with_nothing_beside_it_becomes_a_store(private_store_url):
    """As one that was made for it, by hand or by a program."""
    Path(private_store_url.removeprefix("sqlite:///")).touch()
    Store(private_store_url).close()


def delete(path):
    path.unlink()


def replace(path):
    """Put a copy in its place, as a backup that is brought back."""
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    copy.replace(path)


def empty(path):
    os.truncate(path, 0)


@pytest.mark.parametrize("damage", [delete, replace, empty])
def test_a_store_that_is_no_longer_there_is_neither_written_nor_read(private_store_url, damage):
    """Rather than written into a file without a name; and what is there instead stays as it is."""
    path = trained_store(private_store_url)
    store = Store(private_store_url)
    number = begun(store)
    held = holder(store, number)
    second = sqlite3.connect(path)
    second.execute("SELECT * FROM experiments").fetchone()
    damage(path)
    before = path.read_bytes() if path.exists() else None
    for use in (
        lambda: held.record([row(0)], checkpoint(0)),
        lambda: store.experiments.file(TWO_RATES),
        lambda: store.experiments.get(number),
        lambda: store.processes.register("dashboard", state="ready"),
    ):
        with pytest.raises(StoreError, match=r"store\.sqlite has been deleted, replaced or emptied"):
            use()
    assert (path.read_bytes() if path.exists() else None) == before
    second.close()
    store.close()


def test_a_thread_that_opens_the_replaced_file_only_now_is_told_as_well(private_store_url):
    """Its own connection would be the first to the other file."""
    path = trained_store(private_store_url)
    store = Store(private_store_url)
    with store._database.reading():  # takes the connection that is open already
        replace(path)
        with pytest.raises(StoreError, match="replaced"):
            store._database._engine.connect()
    store.close()


def test_a_home_may_be_called_anything(tmp_path, monkeypatch):
    """Also what means something else in a URL."""
    home = tmp_path / "what? #1, 100%41 学生"
    monkeypatch.delenv("SOFTMAX_LAB_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    store = Store()
    assert (home / "softmax-lab" / "store.sqlite").exists()
    store.experiments.file(TWO_RATES)
    again = Store(store.url)
    assert len(again.experiments.newest()) == 1
    again.close()
    store.close()


def test_a_store_named_by_a_relative_path_stays_the_same_file(tmp_path, monkeypatch):
    """Whatever folder the program, or a worker that it starts, is in later."""
    monkeypatch.chdir(tmp_path)
    store = Store("sqlite:///here.sqlite")
    assert store.url == f"sqlite:///{tmp_path / 'here.sqlite'}"
    store.close()
