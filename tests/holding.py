"""Playing the worker of an experiment, whoever has it."""

from core.claims import Holder
from core.store import Store


def holder(store: Store, number: int) -> Holder:
    """Return what writes about an experiment as its present holder does."""
    return Holder(store, store.experiment(number))
