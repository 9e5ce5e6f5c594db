"""Hearing that somebody has written to the store, in whatever process, without asking for what.

What trains and what shows it are two processes that share nothing but the store. Were each to look for news every 30
milliseconds, a Start would wait for both. SQLite counts the changes that others commit to a file and tells the number
in a few microseconds (`PRAGMA data_version`), so it is asked every few milliseconds instead.
"""

import threading
import time
from typing import Any

from core.store.database import Database

LOOK_SECONDS = 0.004
"""How often the number of changes is asked for."""

BLIND_SECONDS = 0.03
"""How long one waits on a database that has no such number, and is to be looked at all the same."""


class Changes:
    """What one thread waits with. Commits of this process count as anybody's, those of other threads and its own."""

    def __init__(self, database: Database) -> None:
        self._connection: Any = database.connection_of_sqlite()
        self._version = self._counted()

    def wait(self, seconds: float, told: threading.Event) -> None:
        """Return once something was written since the last return, once `told` is set, or after `seconds`."""
        if self._connection is None:
            told.wait(min(seconds, BLIND_SECONDS))
            return
        deadline = time.monotonic() + seconds
        while (version := self._counted()) == self._version:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or told.wait(min(LOOK_SECONDS, remaining)):
                break
        self._version = version

    def close(self) -> None:
        """Let go of the connection. May be called twice."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _counted(self) -> object:
        """Return the number of changes; something new each time where it cannot be had, so that one looks and hears
        why."""
        if self._connection is None:
            return None
        try:
            return self._connection.cursor().execute("PRAGMA data_version").fetchone()
        except Exception:
            return object()
