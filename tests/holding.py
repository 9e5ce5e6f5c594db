"""The store as no page sees it: as the holder of an experiment's claim, and below all rules."""

from contextlib import AbstractContextManager

from sqlalchemy import Connection

from core.store import Store
from core.store.claims import Holder
from core.store.records import Checkpoint


def holder(store: Store, number: int) -> Holder:
    """Return what writes about an experiment as its present holder does."""
    return store.recordings.holder(store.experiments.get(number))


def checkpoint_of(store: Store, number: int) -> Checkpoint | None:
    """Return where an experiment goes on."""
    return store.recordings.checkpoint(store.experiments.get(number))


def transaction(store: Store) -> AbstractContextManager[Connection]:
    """Change the tables themselves, as a damaged or newer program might."""
    return store._database.transaction()
