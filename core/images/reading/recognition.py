"""The one way from a file, a folder or an archive to labelled images, and to how it was understood."""

import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal

import numpy as np

from core.arrays import SIDE, Bytes
from core.errors import DataError, shortened
from core.images.reading import tables
from core.images.reading.labels import NamedBy, counted
from core.images.reading.names import given_names
from core.images.reading.naming import Part, kind_in, part_in
from core.images.reading.pairs import Pair, paired, unlabelled
from core.images.reading.pictures import read_pictures
from core.images.reading.pixels import Scale, as_bytes, scale_of, side_of
from core.images.reading.sources import Container, Content, Form, Source, opened
from core.images.reading.splitting import test_positions
from core.images.reading.stored import Numbers, idx, npy

LAYOUT = (
    "images and labels in .npz or .npy, in MNIST's IDX files, in a CSV table with a column of labels, "
    "or as pictures in folders or with names that say what they show"
)
"""What can be read, as error messages say it."""

_MOST_ARRAYS = 64
"""In one folder or archive; whoever has more keeps something else there."""


LabelPlace = Literal["arrays", "first", "last", "named", "folders", "starts", "ends"]


@dataclass(frozen=True)
class Reading:
    """How somebody's data were understood: the facts of what is said of them.

    `form` is what they came in. `labels` is where labels stood: in arrays, in which column of a table, in names of
    folders or files. `side` is the rows that images had, 0 where they differed; `scale` their grey scale. `first` is
    1 where the numbers 1 to 10 stood for digits. `split_off` is how many images became the missing test part,
    `joined` how many training images came as a validation part. `left_out` is how many files are something else.
    `named_by` tells where the names of classes are from, `turned` that rows and columns were exchanged.
    """

    form: Form
    container: Container
    labels: LabelPlace
    side: int
    scale: str
    first: int
    split_off: int
    joined: int
    left_out: int
    named_by: NamedBy = "labels"
    turned: bool = False


@dataclass(frozen=True, eq=False)
class Read:
    """Images (n, 28, 28) uint8 and labels (n,) uint8 of both parts, which count `classes` from 0, and how they were
    understood."""

    x_train: Bytes
    y_train: Bytes
    x_test: Bytes
    y_test: Bytes
    classes: tuple[str, ...]
    reading: Reading

    def turned(self) -> "Read":
        """Return the same with rows and columns of every image exchanged."""
        x_train, x_test = (np.ascontiguousarray(x.swapaxes(1, 2)) for x in (self.x_train, self.x_test))
        return replace(self, x_train=x_train, x_test=x_test, reading=replace(self.reading, turned=True))


@dataclass(frozen=True, eq=False)
class _Found:
    """Pairs of images and labels by part, None where no name says one; where labels stood.

    `side` is the rows of images that were brought to 28 already, 0 where they differed; `left_out` counts files.
    """

    pairs: Mapping[Part | None, Pair]
    labels: LabelPlace
    side: int | None = None
    left_out: int = 0


def read(place: Path | IO[bytes], title: str) -> Read:
    """Return the labelled images that a file, a folder or an archive holds; without a test part one is split off.

    Raises DataError, whose sentence begins with `title` and says what is expected.
    """
    with _refusals(title, LAYOUT, "train_test"), opened(place) as source:
        form, found = _found(source)
        return _divided(form, source, found, title)


def read_test_part(content: bytes, title: str, layout: str) -> tuple[Bytes, Bytes, tuple[str, ...]]:
    """Return images (n, 28, 28) uint8 and labels (n,) uint8 of the test part of a file, or of its only part.

    Last come the names of the classes that labels count from 0.

    Raises DataError, whose sentence begins with `title` and says that `layout` is expected.
    """
    with _refusals(title, layout, "test"), opened(io.BytesIO(content)) as source:
        _, found = _found(source)
        part = found.pairs.get("test") or found.pairs.get(None)
        if part is None:
            raise DataError("array_missing", "the array x_test is missing", array="x_test")
        labels = counted([part.labels], given_names(source.contents))
        return _images([part])[0][0], labels.parts[0], labels.classes


@contextmanager
def _refusals(title: str, layout: str, parts: str) -> Iterator[None]:
    """Complete what is refused: with whose file it is, and with what is expected of it."""
    try:
        with warnings.catch_warnings():
            # Of headers that NumPy takes for an older Python's, and of pictures' sizes and damaged metadata.
            warnings.simplefilter("ignore")
            yield
    except DataError as error:
        sentence = f"{title}: {error}; expected {layout}"
        raise DataError(error.reason, sentence, **error.facts, title=title, parts=parts) from error
    except MemoryError:
        raise
    except Exception as error:  # the readers of archives, of five compressions and of headers raise what theirs do
        raise unreadable(error, title, layout, parts) from error


def unreadable(error: Exception, title: str, layout: str = LAYOUT, parts: str = "train_test") -> DataError:
    """Return the refusal of what cannot be opened or unpacked."""
    problem = shortened((isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__)
    sentence = f"{title} cannot be read ({problem}); expected {layout}"
    return DataError("unreadable", sentence, problem=problem, title=title, parts=parts)


def _found(source: Source) -> tuple[Form, _Found]:
    """Return the form of the first of `_READERS` that some of the files have, and what those files hold."""
    for form, reader in _READERS.items():
        contents = [content for content in source.contents if content.form == form]
        if contents:
            found = reader(contents)
            return form, replace(found, left_out=found.left_out + len(source.contents) - len(contents))
    raise DataError("nothing", "nothing in it is recognized")


def _arrays(contents: Sequence[Content]) -> _Found:
    _check_few(contents)
    names = [content.name.removesuffix(".npy") for content in contents]
    needed = [content for content, name in zip(contents, names, strict=True) if kind_in(name)] or contents
    # Headers of what is not needed, such as names of classes, may hold what they like.
    arrays = [npy(content) for content in needed]
    if len(arrays) == 1 and tables.is_table(arrays[0].shape):
        [array] = arrays
        held = array.checked(array.shape[1]).held()
        return _tables([(array.name, tables.labelled(array.name, held.array))])
    return _Found(paired(arrays), "arrays")


def _idx(contents: Sequence[Content]) -> _Found:
    _check_few(contents)
    return _Found(paired([idx(content) for content in contents]), "arrays")


def _texts(contents: Sequence[Content]) -> _Found:
    _check_few(contents)
    return _tables([(content.name, tables.from_text(content)) for content in contents])


def _check_few(contents: Sequence[Content]) -> None:
    if len(contents) > _MOST_ARRAYS:
        raise DataError("many_files", f"it holds more than {_MOST_ARRAYS} such files", most=_MOST_ARRAYS)


def _tables(found: Sequence[tuple[str, tables.Table]]) -> _Found:
    """Return the tables that have labels, by part; others, such as a competition's test table, are left out."""
    pairs: dict[Part | None, Pair] = {}
    columns = []
    for name, table in found:
        part = part_in(name)
        if table.labels is not None and table.column is not None and part not in pairs:
            pairs[part] = Pair(table.images, side_of(table.images.shape) or 0, table.labels)
            columns.append(table.column)
    if not pairs:
        raise unlabelled(found[0][1].images.name)
    return _Found(pairs, columns[0], left_out=len(found) - len(pairs))


def _pictures(contents: Sequence[Content]) -> _Found:
    found = read_pictures(contents)
    return _Found(
        {part: Pair(images, SIDE, labels) for part, (images, labels) in found.parts.items()}, found.place, found.side
    )


_READERS: Mapping[Form, Callable[[Sequence[Content]], _Found]] = {
    "npy": _arrays,
    "idx": _idx,
    "picture": _pictures,
    "table": _texts,
}
"""Of a source that holds several forms the first counts: a table beside pictures is about them."""


def _images(pairs: Sequence[Pair]) -> tuple[list[Bytes], Scale]:
    """Return the images of all pairs, and the grey scale of the first.

    Parts of one number type have one scale: that of a few dark images must not be another. Those of two types may
    have two, as where one part was divided by 255 and the other was not.
    """
    by_type: dict[str, list[Numbers]] = {}
    for pair in pairs:
        by_type.setdefault(_type(pair), []).append(pair.images)
    scales = {kind: scale_of(arrays) for kind, arrays in by_type.items()}
    return [as_bytes(pair.images, pair.side, scales[_type(pair)]) for pair in pairs], scales[_type(pairs[0])]


def _type(pair: Pair) -> str:
    return "float" if pair.images.dtype.kind == "f" else "whole"


def _divided(form: Form, source: Source, found: _Found, title: str) -> Read:
    """Return what was found in two parts: a validation part joins the training images, a single part is divided."""
    order: tuple[Part | None, ...] = ("train", None, "validation", "test")
    named = {part: found.pairs[part] for part in order if part in found.pairs}
    pairs = list(named.values())
    called = " ".join([title, *(content.name for content in source.contents[:_MOST_ARRAYS])])
    labels = counted([pair.labels for pair in pairs], given_names(source.contents), called)
    images, scale = _images(pairs)
    parts = dict(zip(named, zip(images, labels.parts, strict=True), strict=True))
    test = parts.pop("test", None) if len(parts) > 1 else None
    x, y = (np.concatenate(arrays) if len(parts) > 1 else arrays[0] for arrays in zip(*parts.values(), strict=True))
    split_off = 0
    if test is None:
        is_test = test_positions(y)
        split_off = int(is_test.sum())
        test = x[is_test], y[is_test]
        x, y = x[~is_test], y[~is_test]
    sides = {pair.side for pair in pairs} if found.side is None else {found.side}
    reading = Reading(
        form,
        source.container,
        found.labels,
        sides.pop() if len(sides) == 1 else 0,
        scale.name,
        labels.first,
        split_off,
        len(parts.get("validation", ((), ()))[1]) if len(parts) > 1 else 0,
        found.left_out,
        labels.named_by,
    )
    return Read(x, y, *test, labels.classes, reading)
