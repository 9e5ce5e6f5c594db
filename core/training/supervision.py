"""Finding and starting the one worker process of a store, without importing what it needs for training."""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import make_url

from core.store import Store
from core.store.database import data_folder
from core.store.sqlite import WORKER_LOCK_SUFFIX, file_of

NICENESS = 5
"""By how much a worker yields the processor to others, which get three times as much of it where they ask for all: no
page waits because something trains, and on a busy machine it trains all the same."""

LONGEST_WAIT_SECONDS = 60.0
"""The longest that a worker which keeps ending is left alone before the next try."""


def worker_lock(store_url: str) -> FileLock:
    """Return the lock, not yet taken, that the one worker of a store holds as long as it lives.

    The operating system frees it with the process, however that ends. On one machine; between machines that share a
    database, the atomic claims of the store keep workers out of each other's way.
    """
    url = make_url(store_url)
    if path := file_of(url):
        return FileLock(path.with_name(path.name + WORKER_LOCK_SUFFIX))
    digest = hashlib.sha256(url.render_as_string(hide_password=True).encode()).hexdigest()[:16]
    return FileLock(data_folder() / f"{digest}{WORKER_LOCK_SUFFIX}")


def has_worker(store_url: str) -> bool:
    """Return whether some process on this machine holds the worker's lock."""
    lock = worker_lock(store_url)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    lock.release()
    return False


def yield_processor(own_group: Path = Path("/proc/self/autogroup")) -> None:
    """Let this process, a worker in a session of its own, wait for whoever else wants the processor.

    Where Linux groups processes by session (`sched_autogroup_enabled`, as on most desktops), niceness counts only
    among those of one session; then the group itself has to be nice, which is said in a file.
    """
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICENESS)
    with contextlib.suppress(OSError):  # no Linux, or it does not group
        own_group.write_text(str(NICENESS))


class Supervisor:
    """Sees to it that a store has a worker. Shared by every browser tab; lives as long as the server.

    `keep` is called every second or so; it starts a worker where there is none, waiting longer each time one ends
    soon after its start.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._worker: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._wait_seconds = 0.0
        # Beside the store or, where that is no file, in the user's folder: as the lock.
        self.log = Path(worker_lock(store.url).lock_file).with_suffix(".log")

    @property
    def is_running(self) -> bool:
        """Whether the worker that this supervisor started last still lives."""
        return self._worker is not None and self._worker.poll() is None

    @property
    def last_words(self) -> str | None:
        """What a worker that ended badly said last, or None."""
        if self._worker is None or self._worker.poll() in (None, 0):
            return None
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return lines[-1] if lines else f"exit status {self._worker.returncode}"

    def keep(self) -> None:
        """Start a worker if there is none and it is time for one."""
        now = time.monotonic()
        if self.is_running:
            if now - self._started_at > LONGEST_WAIT_SECONDS:
                self._wait_seconds = 0.0
            return
        if now - self._started_at < self._wait_seconds or has_worker(self._store.url):
            return
        self._wait_seconds = min(max(1.0, 2 * self._wait_seconds), LONGEST_WAIT_SECONDS)
        self._started_at = now
        with self.log.open("wb") as log:
            # A session of its own: Ctrl-C in the dashboard's terminal does not reach it, so training goes on.
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "core", "worker", "--until-unattended"],
                cwd=Path(__file__).parents[2],
                env={**os.environ, "SOFTMAX_LAB_STORE": self._store.url},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
