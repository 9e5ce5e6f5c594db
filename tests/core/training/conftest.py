"""A worker that is driven turn by turn, and small data that it trains on in no time."""

from concurrent.futures import Executor, Future

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.images.dataset import load_mnist
from core.images.split import Split, split
from core.training import worker as worker_module
from core.training.worker import Worker
from tests.core.training.part import CONFIG, part_of_mnist

QUICK = ExperimentConfig(steps=60, record_interval=10, batch_size=32, validation_size=100, pace=None)


@pytest.fixture(scope="module")
def data() -> Split:
    """The part of MNIST that CONFIG trains on."""
    return split(part_of_mnist(1000, 400), CONFIG.validation_size)


@pytest.fixture
def own_data(tmp_path):
    """A small data set, so that a test trains in no time."""
    images = load_mnist()
    path = tmp_path / "own.npz"
    np.savez(
        path,
        x_train=images.x_train[:700],
        y_train=images.y_train[:700],
        x_test=images.x_test[:200],
        y_test=images.y_test[:200],
    )
    return str(path)


@pytest.fixture
def quick(own_data):
    """The quick configuration on the small data set, with changes."""

    def make(**changes):
        return ExperimentConfig(**{**vars(QUICK), "data": own_data, **changes})

    return make


@pytest.fixture
def worker(store):
    worker = Worker(store, store.processes.register("worker", state="ready"))
    yield worker
    worker.close()


class AtOnce(Executor):
    """No thread: what is handed over is done before one goes on."""

    def submit(self, function, /, *given, **named):
        done = Future()
        try:
            done.set_result(function(*given, **named))
        except Exception as error:
            done.set_exception(error)
        return done


@pytest.fixture
def brought_at_once(monkeypatch):
    """Once a turn is over, what it brings is in the store, and nobody writes after it."""
    monkeypatch.setattr(worker_module, "ThreadPoolExecutor", lambda *_: AtOnce())
