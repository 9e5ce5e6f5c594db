"""Names that users gave, as pages say them: without where it lies on the server, and short where there is little room."""

import unicodedata
from pathlib import Path

from core.config import EMBEDDED_DATA


def data_set(name: str) -> str:
    """Return what a data set is called: by its file, wherever that lies on the server."""
    return "MNIST" if name == EMBEDDED_DATA else Path(name).name or name


def breadth(name: str) -> int:
    """Return how broad a name is, in letters: Chinese, Japanese and Korean ones are two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in name)


def short(name: str, most: int) -> str:
    """Return a name that is no broader than `most` letters; what was left out is an ellipsis."""
    if breadth(name) <= most:
        return name
    kept = name
    while breadth(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
