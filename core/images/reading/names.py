"""Names of classes that lie beside images and labels: an array of texts, a list of lines, EMNIST's mapping."""

import re
from collections.abc import Sequence

from core.errors import DataError
from core.images.reading.naming import words
from core.images.reading.sources import Content
from core.images.reading.stored import LARGEST_ITEM, npy

_CALLED = {"names", "categories", "classes", "labels", "mapping"}
"""Words in the names of such arrays and files."""

_LARGEST = 2**16
"""Bytes of a list."""


def given_names(contents: Sequence[Content]) -> tuple[str, ...]:
    """Return the names of classes, in the order of their labels; none where there are none to be found."""
    for content in contents:
        if _CALLED & set(words(content.name)):
            names = _array(content) if content.form == "npy" else _list(content) if content.form is None else ()
            if names:
                return names
    return ()


def _array(content: Content) -> tuple[str, ...]:
    try:
        stored = npy(content)
        if stored.dtype.kind not in "US" or len(stored.shape) != 1 or stored.shape[0] * LARGEST_ITEM > _LARGEST:
            return ()
        names = stored.checked(1, "US").held().array
    except DataError:
        return ()
    return tuple(name.decode("utf-8", "replace") if isinstance(name, bytes) else name for name in names.tolist())


def _list(content: Content) -> tuple[str, ...]:
    """Return the lines of a text or, where each is a number and the codes of characters, as EMNIST's, those."""
    if not content.name.lower().endswith(".txt"):
        return ()
    with content.open() as file:
        text = file.read(_LARGEST).decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    codes = [re.fullmatch(r"(\d{1,3})[\s,]+(\d{2,6})(?:[\s,]+\d{2,6})*", line) for line in lines]
    found = [(int(match[1]), int(match[2])) for match in codes if match]
    if len(found) < len(lines) or not found:
        return tuple(lines)
    first = found[0][0]
    is_counted = [label for label, _ in found] == list(range(first, first + len(found)))
    return tuple(chr(code) for _, code in found) if is_counted and max(c for _, c in found) <= 0x10FFFF else ()
