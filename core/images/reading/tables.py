"""Tables, a row an image: numbers in text with commas, semicolons, tabs or spaces, or in an array that came as one.

Which column holds the label is what a header says or, without one, whichever end looks like labels: pixels at the
corners of an image are mostly all the same.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from core.classes import MOST
from core.errors import DataError, shortened
from core.images.reading.naming import kind_in
from core.images.reading.pixels import side_of
from core.images.reading.sources import MOST_IMAGES, Content
from core.images.reading.stored import Held, wrong_length

Column = Literal["first", "last", "named"]

_LONGEST_LINE = 2**18
"""Bytes: 64 x 64 numbers of 64 bits with all their digits take less than half of it."""

_BYTES_AT_ONCE = 8 * 2**20
"""Of text, in whole lines."""


@dataclass(frozen=True, eq=False)
class Table:
    """Images (n, pixels) and their labels (n,), None where no column holds any; `column` tells which one does."""

    images: Held
    labels: Held | None
    column: Column | None


def is_table(shape: Sequence[int]) -> bool:
    """Return whether an array of that shape may be images with a column of labels."""
    return len(shape) == 2 and side_of((1, shape[1] - 1)) is not None


def from_text(content: Content) -> Table:
    """Return the table in a text file. Raises DataError."""
    name = shortened(content.name)
    header: list[str] = []
    blocks: list[NDArray[Any]] = []
    texts: list[str] = []
    place: int | None = None
    rows, columns, delimiter = 0, 0, b","
    for number, lines in _portions(content):
        if not columns:
            delimiter = max((b",", b";", b"\t", b" "), key=lines[0].count)
            cells = _cells(lines[0], delimiter)
            columns = len(cells)
            _check_columns(name, columns)
            place = _text_place(cells)
            if place is None and not _is_numbers(lines[0], delimiter, columns):
                header = [cell.decode("utf-8", "replace").strip().lower() for cell in cells]
                lines, number = lines[1:], number + 1
                place = _text_place(_cells(lines[0], delimiter)) if lines else None
        if place is not None:
            lines, found = _without_texts(lines, delimiter, place)
            texts += found
        if lines:
            blocks.append(_parsed(name, lines, number, delimiter, columns - (place is not None)))
            rows += len(lines)
        if rows > MOST_IMAGES:
            raise wrong_length(name, rows)
    if not rows:
        raise wrong_length(name, 0)
    table = np.concatenate(blocks)
    if place is None:
        return labelled(name, table, header)
    images = table[:, 1:] if side_of((1, columns - 2)) is not None and _counts(table[:, 0]) else table
    _check_columns(name, images.shape[1])
    return Table(Held(name, images), Held(name, np.array(texts)), _column(place, columns))


def _text_place(cells: Sequence[bytes]) -> int | None:
    """Return which cell of a line of numbers is a text, the name of a class; None where none is, or many are."""
    texts = [place for place, cell in enumerate(cells) if not _is_numbers(cell, b",", 1)]
    return texts[0] if len(texts) == 1 else None


def _without_texts(lines: list[bytes], delimiter: bytes, place: int) -> tuple[list[bytes], list[str]]:
    """Return lines without one of their cells, and those cells as text."""
    others, texts = [], []
    for line in lines:
        cells = _cells(line, delimiter)
        texts.append(cells.pop(place).decode("utf-8", "replace").strip() if place < len(cells) else "")
        others.append(delimiter.join(cells))
    return others, texts


def labelled(name: str, table: NDArray[Any], header: Sequence[str] = ()) -> Table:
    """Return a table (n, columns) of numbers with its column of labels, if there is one, told from the pixels."""
    if side_of((1, table.shape[1] - 2)) is not None and _counts(table[:, 0]):
        table, header = table[:, 1:], header[1:]  # as pandas numbers rows
    if side_of(table.shape) is not None:
        return Table(Held(name, table), None, None)
    columns = table.shape[1]
    named = [place for place, cell in enumerate(header) if kind_in(cell) == "labels"]
    place = named[0] if len(named) == 1 else _label_place(table)
    images = table[:, 1:] if place == 0 else np.delete(table, place, axis=1)
    return Table(Held(name, images), Held(name, table[:, place]), _column(place, columns))


def _column(place: int, columns: int) -> Column:
    return "first" if place == 0 else "last" if place == columns - 1 else "named"


def _label_place(table: NDArray[Any]) -> int:
    """Return which end of unnamed columns holds the labels; where both might, the first, as in MNIST's own tables."""
    ends = (0, table.shape[1] - 1)
    distinct = {place: len(np.unique(table[:, place])) for place in ends}
    varied = [place for place in ends if distinct[place] > 1]
    likely = [place for place in varied if _are_labels(table[:, place])] or varied
    return max(likely, key=lambda place: distinct[place]) if likely else 0


def _are_labels(column: NDArray[Any]) -> bool:
    return bool(((column >= 0) & (column <= MOST) & (column == np.rint(column))).all())


def _counts(column: NDArray[Any]) -> bool:
    """Return whether a column numbers the rows, from 0 or 1."""
    return bool(column[0] in (0, 1) and (np.diff(column.astype(np.float64)) == 1).all())


def _portions(content: Content) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the lines that are not empty, some at a time, with the number of the first, counting lines from 1."""
    with content.open() as raw:
        file = io.BufferedReader(cast(io.RawIOBase, raw), 2**20)
        number, first, size = 0, 1, 0
        lines: list[bytes] = []
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if number > 2 * MOST_IMAGES:
                raise wrong_length(shortened(content.name), number)
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            size += len(line)
            if line.strip():
                lines.append(line.strip(b"\r\n ").replace(b'"', b""))
            if lines and (size > _BYTES_AT_ONCE or not line.strip()):
                yield first, lines
                lines = []
            if not lines:
                first, size = number + 1, 0
        if lines:
            yield first, lines


def _cells(line: bytes, delimiter: bytes) -> list[bytes]:
    return line.split(None if delimiter == b" " else delimiter)


def _check_columns(name: str, columns: int) -> None:
    if not any(side_of((1, columns - others)) for others in (0, 1, 2)):
        sentence = f"{name} has {columns} columns, which are not the pixels of a square image and a label"
        raise DataError("table", sentence, array=name, columns=columns)


def _parsed(name: str, lines: list[bytes], number: int, delimiter: bytes, columns: int) -> NDArray[Any]:
    """Return the numbers of lines, (lines, columns): bytes if they fit, else float32. Raises DataError."""
    values = _numbers(lines, delimiter, columns)
    if values is None:
        for place, line in enumerate(lines):
            found = len(_cells(line, delimiter))
            where = number + place
            if found != columns:
                sentence = f"line {where} of {name} has {found} columns where the first has {columns}"
                raise DataError("columns", sentence, array=name, line=where, found=found, columns=columns)
            if not _is_numbers(line, delimiter, columns):
                sentence = f"line {where} of {name} holds something else than numbers"
                raise DataError("not_numbers", sentence, array=name, line=where)
        raise DataError(
            "not_numbers", f"line {number} of {name} holds something else than numbers", array=name, line=number
        )
    with np.errstate(invalid="ignore", over="ignore"):
        small = values.astype(np.uint8)
        return small if np.array_equal(small, values) else values.astype(np.float32)


def _is_numbers(line: bytes, delimiter: bytes, columns: int) -> bool:
    return _numbers([line], delimiter, columns) is not None


def _numbers(lines: list[bytes], delimiter: bytes, columns: int) -> NDArray[np.float64] | None:
    """Return the numbers of lines that hold nothing else and so many each, else None."""
    if any(len(_cells(line, delimiter)) != columns for line in lines[:1]):
        return None
    if delimiter != b" " and any(line.count(delimiter) != columns - 1 for line in lines):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)  # by which NumPy says that it met something else
        try:
            values = np.fromstring(delimiter.join(lines), np.float64, sep=delimiter.decode())
        except (DeprecationWarning, ValueError):
            return None
    return values.reshape(len(lines), columns) if values.size == len(lines) * columns else None
