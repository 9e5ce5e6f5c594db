"""What every test relies on: a store of its own, never the user's."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.store import Store

# The tests' own processes print what they have to say; TensorFlow's banner is not part of it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(autouse=True)
def private_store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store in the test's own folder, for this process and those it starts."""
    url = f"sqlite:///{(tmp_path / 'store.sqlite').as_posix()}"
    monkeypatch.setenv("SOFTMAX_LAB_STORE", url)
    return url


@pytest.fixture
def store(private_store_url: str) -> Iterator[Store]:
    store = Store(private_store_url)
    yield store
    store.close()
