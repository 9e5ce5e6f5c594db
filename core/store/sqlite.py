"""What is particular to a store that is an SQLite file: how it is opened, and whether it is still there.

SQLite goes on writing to a file that has been deleted, and takes an empty one for a new database. Both lose without
a word what somebody trained, so both are refused here.
"""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from core.errors import StoreError

LONGEST_LOCK_SECONDS = 10
"""How long one waits for another process that writes to the same file."""

WORKER_LOCK_SUFFIX = ".worker.lock"
"""What the file that a store's worker locks is called, after the store's own name."""

_LARGEST_EMPTY = 1
"""Bytes up to which SQLite takes a file for a new database."""

_LONGEST_BIRTH_SECONDS = 2.0
"""How long one waits for a file to be filled that another process has just begun."""


class StoreFile:
    """The file behind an SQLite store, from before it is opened. Shared by every thread of the process.

    Raises StoreError for an empty file beside which lies what only a store leaves.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + _LONGEST_BIRTH_SECONDS
        while self._is_empty() and (remains := self._remains()):
            if time.monotonic() > deadline:
                raise StoreError(
                    f"{path} is empty, but {remains[0]} beside it says that it was a store: it has been damaged; "
                    f"put a copy of it back, or delete it and {' and '.join(remains)} to begin a new one"
                )
            time.sleep(0.02)

    def connected(self, connection: Any, _: object) -> None:
        """Prepare a new connection of the sqlite3 module; the first one tells which file is the store."""
        prepare(connection)
        if self._opened is None:
            self._opened = self._identity()
        self.check()

    def check(self) -> None:
        """Raise StoreError if what was opened is no longer where it was. Takes some microseconds."""
        if self._identity() != self._opened or self._is_empty():
            raise StoreError(
                f"{self._path} has been deleted, replaced or emptied while it was open, so nothing is read from it "
                "or written to it any more; end the dashboard and whatever else uses it, and start again"
            )

    def _identity(self) -> tuple[int, int] | None:
        """Return which file is there now, or None if there is none."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _is_empty(self) -> bool:
        """Return whether a file is there that SQLite would take for a new database."""
        try:
            return self._path.stat().st_size <= _LARGEST_EMPTY
        except OSError:
            return False

    def _remains(self) -> list[str]:
        """Return the names of the files beside it that only a store has."""
        beside = (self._path.with_name(self._path.name + suffix) for suffix in ("-wal", WORKER_LOCK_SUFFIX))
        return [path.name for path in beside if path.exists()]


def file_of(url: URL) -> Path | None:
    """Return the absolute path of the file that a URL names, or None where it names no file of SQLite's."""
    database = url.database
    if url.get_backend_name() != "sqlite" or not database or database == ":memory:" or database.startswith("file:"):
        return None
    return Path(database).expanduser().resolve()


def prepare(connection: Any, _: object = None) -> None:
    """Set how a new connection of the sqlite3 module waits, writes and reads."""
    # What is damaged on the disk is read as far as it goes: one bad name must not make every list fail.
    connection.text_factory = lambda text: text.decode(errors="replace")
    # WAL: pages read while the worker writes. NORMAL: a power cut may lose the last moments, never the file.
    for pragma in (f"busy_timeout={1000 * LONGEST_LOCK_SECONDS}", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    # SQLite does not wait for the lock that a change of the journal's mode takes, so we do.
    deadline = time.monotonic() + LONGEST_LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
