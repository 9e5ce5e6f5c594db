"""Arrays -> pairs of images and labels, by what their names say or, where they say nothing, by their shapes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from core.errors import DataError
from core.images.reading.naming import Part, kind_in, part_in, partner, plainest
from core.images.reading.pixels import SIDES, side_of
from core.images.reading.stored import Held, Numbers, Stored, wrong_shape

_MOST_LABELS_A_ROW = 100
"""Columns of labels that are ones among zeros: more than any data set of characters has classes."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Images (n, ...) as they are stored, of `side` rows, 0 where they differ, and their labels (n, ...)."""

    images: Numbers
    side: int
    labels: Held


Halves = dict[Part | None, Stored]
"""Arrays of images alone, or of labels, by the part of the data set; None where a name says no part."""


def paired(arrays: Sequence[Stored]) -> dict[Part | None, Pair]:
    """Return images and labels by part. Raises DataError for one without the other, and for what is neither."""
    images, labels = _by_name(arrays)
    if not images and not labels:
        images, labels = _by_shape(arrays)
    if not labels:
        raise unlabelled(next(iter((images or {None: arrays[0]}).values())).name)
    for part in images.keys() - labels.keys():
        raise _missing(partner(images[part].name, "images", part))
    for part in labels.keys() - images.keys():
        raise _missing(partner(labels[part].name, "labels", part))
    return {part: _pair(images[part], labels[part]) for part in images}


def unlabelled(name: str) -> DataError:
    """Return the refusal of images about which nothing says what they show."""
    return DataError(
        "unlabelled", f"{name} holds images without labels, from which nothing can be learnt", array=name
    )


def _missing(name: str) -> DataError:
    return DataError("array_missing", f"the array {name} is missing", array=name)


def _by_name(arrays: Sequence[Stored]) -> tuple[Halves, Halves]:
    kinds = {array.name: kind_in(array.name) for array in arrays}
    images, labels = ([array for array in arrays if kinds[array.name] == kind] for kind in ("images", "labels"))
    return _by_part(images), _by_part(labels)


def _by_part(arrays: Iterable[Stored]) -> Halves:
    """Return one array a part, of several the one with the simplest name."""
    found: dict[Part | None, dict[str, Stored]] = {}
    for array in arrays:
        found.setdefault(part_in(array.name), {})[array.name] = array
    return {part: several[plainest(several)] for part, several in found.items()}


def _by_shape(arrays: Sequence[Stored]) -> tuple[Halves, Halves]:
    """Return what looks like images, and of each that array among the others that is as long, in the order given.

    Two pairs whose names say nothing are a training and a test part, as programs save them.
    """
    images = [array for array in arrays if side_of(array.shape) is not None]
    others = [
        array for array in arrays if side_of(array.shape) is None and prod(array.shape[1:]) <= _MOST_LABELS_A_ROW
    ]
    found: list[tuple[Stored, Stored]] = []
    for array in images:
        if labels := next((other for other in others if other.shape[:1] == array.shape[:1]), None):
            others.remove(labels)
            found.append((array, labels))
    parts: Sequence[Part | None] = (None,) if len(found) < 2 else ("train", "test")
    named = list(zip(parts, found, strict=False))
    if not named:
        return _by_part(images[:1]), {}
    return {part: pair[0] for part, pair in named}, {part: pair[1] for part, pair in named}


def _pair(images: Stored, labels: Stored) -> Pair:
    images, labels = images.checked(SIDES[-1] ** 2), labels.checked(_MOST_LABELS_A_ROW, "biufUS")
    side = side_of(images.shape)
    if side is None:
        raise wrong_shape(images)
    if images.shape[0] != labels.shape[0]:
        raise DataError(
            "labels_missing",
            f"{images.name} holds {images.shape[0]} images but {labels.name} {labels.shape[0]} labels",
            array=images.name,
            images=images.shape[0],
            labels_array=labels.name,
            labels=labels.shape[0],
        )
    return Pair(images.in_memory(), side, labels.held())
