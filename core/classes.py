"""The classes that a model tells apart: their names, in the order in which labels count them from 0."""

import json
import math

DIGITS = tuple("0123456789")
"""The classes of MNIST, and of whatever says nothing else."""

FEWEST, MOST = 2, 62
"""How many classes there may be: EMNIST has 62, digits, capitals and small letters."""

LONGEST_NAME = 40
"""Characters that the name of a class may have."""


def guessing_loss(classes: int) -> float:
    """Return the loss, in nats, of a model that gives all of so many classes the same probability: its logarithm."""
    return math.log(classes)


def to_text(classes: tuple[str, ...]) -> str | None:
    """Return names of classes as one text, None for the ten digits; `from_text` gives equal ones back."""
    return None if classes == DIGITS else json.dumps(classes, ensure_ascii=False)


def from_text(text: str | None) -> tuple[str, ...]:
    """Read what `to_text` wrote. Raises ValueError for a text that is no such list."""
    if text is None:
        return DIGITS
    names = json.loads(text)
    if not isinstance(names, list) or not FEWEST <= len(names) <= MOST or not all(isinstance(n, str) for n in names):
        raise ValueError("its classes are damaged: they are no list of names")
    return tuple(names)
