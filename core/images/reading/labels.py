"""Labels as people keep them -> numbers that count classes from 0, and the classes' names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes
from core.classes import DIGITS, FEWEST, LONGEST_NAME, MOST
from core.config import is_storable
from core.errors import DataError
from core.images.reading.known import Known, known_names
from core.images.reading.stored import Held, wrong_shape

NamedBy = Literal["labels", "given", "misfit", Known]
"""Where names of classes are from: the labels themselves, a list beside them, or how a known data set names them.

"misfit" is a list that fits no labels, which were taken as they are.
"""


@dataclass(frozen=True, eq=False)
class Labels:
    """Labels (n,) uint8 of each part, which count `classes` from 0.

    `first` is 1 where the numbers 1 to 10 stand for the digits 0 to 9, else 0.
    """

    parts: list[Bytes]
    classes: tuple[str, ...]
    named_by: NamedBy
    first: int = 0


def counted(arrays: Sequence[Held], given: Sequence[str] = (), called: str = "") -> Labels:
    """Return the labels of all parts of a data set.

    The numbers of classes run from the lowest to the highest label; what lies between and does not occur is a class
    that is missing, unless most are, as where somebody kept two digits of ten. `given` are names beside the labels,
    `called` what the files are called, by which known data sets are recognized.
    Raises DataError for fewer than two and more than 62 classes, and for labels that are neither numbers nor names.
    """
    columns = [_column(array) for array in arrays]
    if any(column.dtype.kind == "U" for column in columns):
        if texts := _numbers_in(columns):
            columns = texts
        else:
            return _of_texts([column.astype(str) for column in columns])
    return _of_numbers(columns, arrays, tuple(given), called)


def _of_texts(columns: Sequence[NDArray[np.str_]]) -> Labels:
    classes = np.unique(np.concatenate([np.unique(column) for column in columns]))
    _check_count(len(classes))
    return Labels(
        [np.searchsorted(classes, column).astype(np.uint8) for column in columns], tuple(classes.tolist()), "labels"
    )


def _of_numbers(
    columns: Sequence[NDArray[Any]], arrays: Sequence[Held], given: tuple[str, ...], called: str
) -> Labels:
    occurring = sorted({number for column in columns for number in np.unique(column).tolist()})
    lowest, highest = occurring[0], occurring[-1]
    if lowest < 0 and occurring != [-1, 1]:
        name = next(array.name for array, part in zip(arrays, columns, strict=True) if int(part.min()) < 0)
        sentence = f"{name} holds labels from {lowest} to {highest}"
        raise DataError("labels", sentence, array=name, lowest=lowest, highest=highest)
    names_fit = is_usable(given) and lowest >= 0
    if names_fit and highest < len(given):
        return Labels(_from(columns, 0), given, "given")
    if names_fit and lowest >= 1 and highest == len(given):
        return Labels(_from(columns, 1), given, "given")
    named_by: NamedBy = "misfit" if given else "labels"
    if lowest >= 1 and highest == len(DIGITS):
        known = known_names(called, len(DIGITS))
        return Labels(_from(columns, 1), known[1] if known else DIGITS, known[0] if known else named_by, first=1)
    span = highest - lowest + 1
    if lowest < 0 or span > MOST or 2 * len(occurring) < span:
        _check_count(len(occurring))
        parts = [np.searchsorted(occurring, column).astype(np.uint8) for column in columns]
        return Labels(parts, tuple(map(str, occurring)), named_by)
    _check_count(len(occurring))
    if lowest <= 1 and (known := known_names(called, span)):
        return Labels(_from(columns, lowest), known[1], known[0])
    return Labels(_from(columns, lowest), tuple(map(str, range(lowest, highest + 1))), named_by)


def _from(columns: Sequence[NDArray[Any]], first: int) -> list[Bytes]:
    return [(column - first).astype(np.uint8) for column in columns]


def _check_count(classes: int) -> None:
    if not FEWEST <= classes <= MOST:
        sentence = f"it holds {classes} classes; {FEWEST} to {MOST} can be told apart"
        raise DataError("classes", sentence, count=classes, fewest=FEWEST, most=MOST)


def is_usable(names: Sequence[str]) -> bool:
    """Return whether these can be the names of classes: not too few or many, each short, and all different."""
    return (
        FEWEST <= len(names) <= MOST
        and len(set(names)) == len(names)
        and all(name == name.strip() and 1 <= len(name) <= LONGEST_NAME and is_storable(name) for name in names)
    )


def _numbers_in(columns: Sequence[NDArray[Any]]) -> list[NDArray[np.int64]] | None:
    """Return the whole numbers that all texts of all columns are, else None."""
    texts = [column.astype(str) for column in columns]
    if not all(text.isascii() and text.isdecimal() and len(text) < 10 for part in texts for text in np.unique(part)):
        return None
    return [part.astype(np.int64) for part in texts]


def _column(array: Held) -> NDArray[Any]:
    """Return whole numbers or texts, (n,): as they are, of one column, of whole floats, or the places of ones."""
    labels = array.array
    if labels.ndim == 2 and labels.shape[1] > 1:
        if labels.dtype.kind in "US" or not (
            ((labels == 0) | (labels == 1)).all() and (labels.sum(axis=1) == 1).all()
        ):
            raise wrong_shape(array)
        return np.asarray(labels.argmax(axis=1))
    if labels.ndim > 2 or labels.dtype.kind == "b":
        raise wrong_shape(array)
    labels = labels.reshape(-1)
    if labels.dtype.kind in "US":
        return _texts(labels, array.name)
    if labels.dtype.kind == "f":
        if not (np.isfinite(labels).all() and (labels == np.rint(labels)).all()):
            raise DataError("not_whole", f"{array.name} holds labels that are no whole numbers", array=array.name)
        # What no integer reaches is no class either, whatever it becomes.
        return np.asarray(np.clip(labels, -(2**31), 2**31), np.int64)
    return labels


def _texts(labels: NDArray[Any], name: str) -> NDArray[np.str_]:
    """Return labels as text, without blanks at their ends. Raises DataError for one that cannot name a class."""
    if labels.dtype.kind == "S":
        labels = np.char.decode(labels, "utf-8", "replace")
    texts = np.char.strip(labels)
    for text in np.unique(texts)[: MOST + 1].tolist():
        if not 1 <= len(text) <= LONGEST_NAME or not is_storable(text):
            sentence = f"{name} holds a label that is no name of 1 to {LONGEST_NAME} characters"
            raise DataError("label_text", sentence, array=name, most=LONGEST_NAME)
    return np.asarray(texts)
