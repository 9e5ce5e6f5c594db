"""Hearing of what another process writes; waits end by what happened, or these tests would not end."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from core.config import ExperimentConfig
from core.store import Store
from core.store.changes import Changes

FOREVER = 600.0


@pytest.fixture
def changes(store: Store) -> Iterator[Changes]:
    changes = store.changes()
    yield changes
    changes.close()


def test_a_commit_of_another_process_is_heard(store: Store, changes: Changes):
    program = "from core.config import *; from core.store import *; Store().experiments.file(ExperimentConfig())"
    with subprocess.Popen([sys.executable, "-c", program]) as writer:
        changes.wait(FOREVER, threading.Event())
        assert store.experiments.newest(1)
    assert writer.returncode == 0


def test_a_commit_of_another_thread_is_heard(store: Store, changes: Changes):
    writer = threading.Timer(0.05, store.experiments.file, [ExperimentConfig()])
    writer.start()
    changes.wait(FOREVER, threading.Event())
    assert store.experiments.newest(1)
    writer.join()


def test_what_was_written_between_two_waits_is_heard_at_once(store: Store, changes: Changes):
    changes.wait(0.0, threading.Event())
    store.experiments.file(ExperimentConfig())
    changes.wait(FOREVER, threading.Event())


def test_reading_is_no_change(store: Store, changes: Changes):
    """Else whoever looks would wake himself."""
    store.experiments.file(ExperimentConfig())
    changes.wait(0.0, threading.Event())
    store.experiments.newest()
    store.recordings.heads([1])
    started = time.monotonic()
    changes.wait(0.2, threading.Event())
    assert time.monotonic() - started >= 0.2


def test_who_is_told_waits_no_longer(changes: Changes):
    told = threading.Event()
    told.set()
    changes.wait(FOREVER, told)


def test_a_database_without_a_number_of_changes_is_looked_at_now_and_then(store: Store, monkeypatch):
    monkeypatch.setattr(store._database, "connection_of_sqlite", lambda: None)
    changes = store.changes()
    changes.wait(FOREVER, threading.Event())
    changes.close()


def test_closing_twice_is_closing_once(changes: Changes):
    changes.close()
    changes.close()
