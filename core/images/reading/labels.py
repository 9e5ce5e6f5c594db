"""Labels as people keep them -> digits 0 to 9."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes
from core.errors import DataError
from core.images.reading.stored import Held, wrong_shape

CLASSES = 10
"""Digits."""


@dataclass(frozen=True, eq=False)
class Digits:
    """Labels (n,) uint8 of each part, 0 to 9; `first` is the number that the file has for 0."""

    parts: list[Bytes]
    first: int


def digits(arrays: Sequence[Held]) -> Digits:
    """Return the labels of all parts of a data set; where they run from 1 to 10 each becomes one less.

    Raises DataError for labels of more than ten classes, and for those that are no whole numbers from 0 to 9.
    """
    numbers = [_numbers(array) for array in arrays]
    lowest, highest = min(int(part.min()) for part in numbers), max(int(part.max()) for part in numbers)
    first = 1 if lowest >= 1 and highest == CLASSES else 0
    if lowest < 0 or highest - first >= CLASSES:
        found = len(np.unique(np.concatenate([np.unique(part) for part in numbers])))
        if found > CLASSES:
            sentence = f"it holds {found} classes; at most {CLASSES} can be told apart"
            raise DataError("classes", sentence, count=found, most=CLASSES)
        name = next(
            array.name
            for array, part in zip(arrays, numbers, strict=True)
            if int(part.min()) < 0 or int(part.max()) - first >= CLASSES
        )
        sentence = f"{name} holds labels from {lowest} to {highest}"
        raise DataError("labels", sentence, array=name, lowest=lowest, highest=highest)
    return Digits([(part - first).astype(np.uint8) for part in numbers], first)


def _numbers(array: Held) -> NDArray[Any]:
    """Return whole numbers, (n,): as they are, of one column, of whole floats, or the places of ones among zeros."""
    labels = array.array
    if labels.ndim == 2 and labels.shape[1] > 1:
        if not (((labels == 0) | (labels == 1)).all() and (labels.sum(axis=1) == 1).all()):
            raise wrong_shape(array)
        return np.asarray(labels.argmax(axis=1))
    if labels.ndim > 2 or labels.dtype.kind == "b":
        raise wrong_shape(array)
    labels = labels.reshape(-1)
    if labels.dtype.kind == "f":
        if not (np.isfinite(labels).all() and (labels == np.rint(labels)).all()):
            raise DataError("not_whole", f"{array.name} holds labels that are no whole numbers", array=array.name)
        # What no integer reaches is no digit either, whatever it becomes.
        return np.asarray(np.clip(labels, -(2**31), 2**31), np.int64)
    return labels
