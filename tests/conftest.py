"""What every test relies on: a store of its own, never the user's."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before NumPy is imported: the threads of its BLAS burn the processors that two processes of tests share, waiting for
# each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from core.store import Store

# The tests' own processes print what they have to say; TensorFlow's banner is not part of it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store that holds nothing yet: its tables are made once, and copied for every test."""
    path = tmp_path_factory.mktemp("empty") / "store.sqlite"
    Store(f"sqlite:///{path.as_posix()}").close()
    return path


@pytest.fixture(autouse=True)
def private_store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store in the test's own folder, for this process and those it starts; there is no file yet."""
    url = f"sqlite:///{(tmp_path / 'store.sqlite').as_posix()}"
    monkeypatch.setenv("SOFTMAX_LAB_STORE", url)
    return url


@pytest.fixture
def store_file(empty_store: Path, private_store_url: str) -> Path:
    """The file of the test's own store, in which nothing is yet."""
    path = Path(private_store_url.removeprefix("sqlite:///"))
    shutil.copyfile(empty_store, path)
    return path


@pytest.fixture
def store(store_file: Path, private_store_url: str) -> Iterator[Store]:
    store = Store(private_store_url)
    yield store
    store.close()
