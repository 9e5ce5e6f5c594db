"""Every exception that this package raises on purpose, each with a sentence for whoever meets it.

Refusals carry their facts beside the English sentence, so that a page can say them in another language.
"""

import sys
from collections.abc import Mapping


def shortened(text: str, most: int = 80) -> str:
    """Return a text as a sentence can hold it: one line of about `most` characters, where longer without its middle.

    What cannot be printed or encoded, such as NUL and lone surrogates, is escaped.
    """
    if len(text) > most:
        text = f"{text[: most // 2]}…{text[-(most // 2) :]}"
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def written(value: object) -> str:
    """Return a value's repr as a sentence can hold it, whatever the value."""
    try:
        return shortened(repr(value))
    except (ValueError, RecursionError):  # more digits than Python writes; lists in lists in lists
        return f"a value of type {type(value).__name__} that is too long to be written"


class InvalidValue(ValueError):
    """A value that a field does not take. Says the field, the value and what is allowed.

    `rule` is a short stable code; `allowed` holds the limits that the sentence names. `value` is None, a number that
    floats reach, or what a sentence can hold of anything else.
    """

    def __init__(self, field: str, value: object, rule: str, allowed: Mapping[str, object], sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        is_number = isinstance(value, float) or (isinstance(value, int) and abs(value) <= sys.float_info.max)
        told = shortened(value) if isinstance(value, str) else written(value)
        self.value = value if value is None or is_number else told
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

    Reasons: "blank", "dot", "filled", "several", "too_small", "too_large", "too_heavy",
    "not_an_image", "bad_strokes".
    """


class DataError(Refusal):
    """A file, folder or archive that is no data set of ours. The sentence names it and says what is expected of it.

    Reasons: "missing", "unreadable", "nothing", "many_files", "many_folders", "too_few", "too_few_to_split",
    "not_mnist", "changed", "not_offered", "not_kept"; of arrays "unlabelled", "labels_missing", "array_missing",
    "pickled", "shape", "length", "size", "header", "header_idx", "values" and "not_finite"; of labels "classes",
    "labels", "not_whole" and "label_text"; of tables "table", "columns" and "not_numbers"; of pictures "picture",
    "picture_size", "picture_heavy" and "picture_labels".
    """


class StoreError(Exception):
    """The store cannot be opened, read or written. The sentence names its URL and the reason."""


class NotFound(LookupError):
    """The store has no experiment, run or snapshot of that number (any more)."""


class Unreadable(NotFound):
    """What the store keeps under that number is damaged, or is nothing that this version knows."""


class ClaimLost(Exception):
    """Another process holds the experiment now, or nobody does; nothing was written."""
