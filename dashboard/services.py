"""What lives as long as the server and is shared by every browser tab: the store, its worker, the images."""

import atexit
import contextlib
import threading

import streamlit as st

from core import data
from core.config import ExperimentConfig
from core.database import StoreError
from core.process_store import HEARTBEAT_SECONDS
from core.records import Process
from core.store import Store
from core.supervision import Supervisor


class Services:
    """The store, and who sees to it that it has a worker."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.supervisor = Supervisor(store)
        self._process_id = store.register("dashboard", state="ready")
        self._closing = threading.Event()
        self._attendance = threading.Thread(target=self._attend, name="attendance", daemon=True)
        self._attendance.start()
        atexit.register(self.close)

    @property
    def worker(self) -> Process | None:
        """The store's worker, or None while there is none."""
        return next(iter(self.store.processes("worker")), None)

    def file(self, config: ExperimentConfig, *, hold_at: int | None = None) -> int:
        """File an experiment for training and return its number.

        Raises InvalidValue and DataError, before anything is filed, for one that its images do not allow.
        """
        data.check_fits(config, data.load(config.data))
        return self.store.file(config, hold_at=hold_at)

    def close(self) -> None:
        """Leave the store to others. May be called twice."""
        atexit.unregister(self.close)
        if not self._closing.is_set():
            self._closing.set()
            self._attendance.join()
            self.store.leave(self._process_id)
            self.store.close()

    def _attend(self) -> None:
        """Say every second that a dashboard is there, and start the worker if there is none.

        The first time a second late: importing TensorFlow keeps a processor busy that the first page needs more.
        """
        while not self._closing.wait(HEARTBEAT_SECONDS):
            # A disk that is full now may not be in a second; pages say what the store says to them.
            with contextlib.suppress(StoreError, OSError):
                if not self.store.heartbeat(self._process_id):
                    self._process_id = self.store.register("dashboard", state="ready")
                self.supervisor.keep()


@st.cache_resource(show_spinner=False, on_release=Services.close)
def services() -> Services:
    """Open the store, start its worker, and keep both company for as long as the server lives."""
    # Reading the images takes a third of a second; whoever opens a page first should not wait for it.
    threading.Thread(target=data.load_mnist, name="images", daemon=True).start()
    return Services(Store())


@st.cache_resource(show_spinner=False, max_entries=2)
def dataset(name: str) -> data.Dataset:
    """Return the images that an experiment was trained on. Raises DataError."""
    return data.load(name)
