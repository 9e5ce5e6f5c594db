"""What lives as long as the server and is shared by every browser tab: the store, its worker, the images."""

import atexit
import contextlib
import threading

import streamlit as st

from core.classes import DIGITS
from core.config import ExperimentConfig
from core.errors import DataError, StoreError
from core.images.dataset import Dataset, check_unchanged, load, load_mnist
from core.images.split import check_fits
from core.store import Store
from core.store.processes import HEARTBEAT_SECONDS
from core.store.records import Experiment, Process
from core.training.supervision import Supervisor
from dashboard.shared.standing import Trainer


class Services:
    """The store, and who sees to it that it has a worker."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.supervisor = Supervisor(store)
        self._process_id = store.processes.register("dashboard", state="ready")
        self._closing = threading.Event()
        self._attendance = threading.Thread(target=self._attend, name="attendance", daemon=True)
        self._attendance.start()
        atexit.register(self.close)

    @property
    def worker(self) -> Process | None:
        """The store's worker, or None while there is none."""
        return next(iter(self.store.processes.living("worker")), None)

    def trainer(self) -> Trainer:
        """Return what the worker is at."""
        worker, last_words = self.worker, self.supervisor.last_words
        if worker is None and last_words is not None:
            return Trainer("ended", last_words)
        return Trainer("loading" if worker is None or worker.state == "starting" else "ready")

    def file(self, *configs: ExperimentConfig, hold_at: int | None = None) -> int:
        """File an experiment for training, or several together, and return the number of the first.

        `hold_at` is for a single one. Raises InvalidValue and DataError, before anything is filed, for one that its
        images do not allow.
        """
        for config in configs:
            check_fits(config, self.store.data_sets.load(config.data))
        if len(configs) == 1:
            return self.store.experiments.file(configs[0], hold_at=hold_at)
        return self.store.experiments.file_together(configs)[0]

    def close(self) -> None:
        """Leave the store to others. May be called twice."""
        atexit.unregister(self.close)
        if not self._closing.is_set():
            self._closing.set()
            self._attendance.join()
            with contextlib.suppress(StoreError):  # where it is gone, there is nothing to leave
                self.store.processes.leave(self._process_id)
            self.store.close()

    def _attend(self) -> None:
        """Start the worker if there is none, and say every second that a dashboard is there."""
        while True:
            # A disk that is full now may not be in a second; pages say what the store says to them.
            with contextlib.suppress(StoreError, OSError):
                if not self.store.processes.heartbeat(self._process_id):
                    self._process_id = self.store.processes.register("dashboard", state="ready")
                self.supervisor.keep()
            if self._closing.wait(HEARTBEAT_SECONDS):
                return


@st.cache_resource(show_spinner=False, on_release=Services.close)
def services() -> Services:
    """Open the store, start its worker, and keep both company for as long as the server lives."""
    # Reading the images takes a third of a second; whoever opens a page first should not wait for it.
    threading.Thread(target=load_mnist, name="images", daemon=True).start()
    store = Store()
    threading.Thread(target=store.data_sets.forget_unused, name="uploads", daemon=True).start()
    return Services(store)


def images_of(experiment: Experiment) -> Dataset:
    """Return the images that an experiment was trained on. Raises DataError, also where they have been replaced."""
    return check_unchanged(load(experiment.config.data), experiment.data_checksum)


def data_of(config: ExperimentConfig) -> Dataset:
    """Return the images that a configuration names. Raises DataError, also for a file that pages may not read."""
    return services().store.data_sets.load(config.data)


def classes_of(experiment: Experiment | None, config: ExperimentConfig | None = None) -> tuple[str, ...]:
    """Return the classes of an experiment; of one that has not begun, or of `config` alone, those of the data as is.

    They are the ten digits where the data cannot be read.
    """
    if experiment is not None and experiment.data_checksum is not None:
        return experiment.classes
    config = experiment.config if experiment is not None else config
    try:
        return DIGITS if config is None else data_of(config).classes
    except DataError:
        return DIGITS
