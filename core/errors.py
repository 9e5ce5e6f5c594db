"""Every exception that this package raises on purpose, each with a sentence for whoever meets it.

Refusals carry their facts beside the English sentence, so that a page can say them in another language.
"""

from collections.abc import Mapping


class InvalidValue(ValueError):
    """A value that a field does not take. Says the field, the value and what is allowed.

    `rule` is a short stable code; `allowed` holds the limits that the sentence names.
    """

    def __init__(self, field: str, value: object, rule: str, allowed: Mapping[str, object], sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.value = value
        self.rule = rule
        self.allowed = allowed


class Refusal(ValueError):
    """What is refused. `reason` is a short stable code; `facts` holds the numbers and names of the sentence."""

    def __init__(self, reason: str, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.facts: Mapping[str, object] = facts


class DrawingError(Refusal):
    """Something that cannot be read as one digit: the one error of everything that turns drawings into images.

    Reasons: "blank", "dot", "filled", "several", "too_small", "too_large", "not_an_image", "bad_strokes".
    """


class DataError(Refusal):
    """A file that is no data set of ours. The sentence names the file and says what is expected of it.

    Reasons: "missing", "folder", "unreadable", "too_few", "not_mnist", "changed", of arrays "labels_missing",
    "array_missing", "pickled", "shape", "length", "size", "labels" and "header".
    """


class StoreError(Exception):
    """The store cannot be opened, read or written. The sentence names its URL and the reason."""


class NotFound(LookupError):
    """The store has no experiment, run or snapshot of that number (any more)."""


class Unreadable(NotFound):
    """What the store keeps under that number is damaged, or is nothing that this version knows."""


class ClaimLost(Exception):
    """Another process holds the experiment now, or nobody does; nothing was written."""
