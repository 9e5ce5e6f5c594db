"""Arrays as files store them, NumPy's .npy and MNIST's IDX; their headers are judged before anything is read."""

import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import IO, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError, shortened, written
from core.images.reading.sources import MOST_IMAGES, Content

_AT_ONCE = 512 * 2**20
"""Bytes of an array that are read in one piece: MNIST as floats of 64 bits. Larger ones come in blocks."""

_BLOCK = 16 * 2**20
"""Bytes of a block."""

LARGEST_ITEM = 512
"""Bytes of one number or text: what names a class is no novel."""

_IDX_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


class Numbers(Protocol):
    """An array that can be gone through from its beginning, block by block, as often as one likes."""

    @property
    def name(self) -> str:
        """What sentences call it."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its sizes; the first is the number of images or labels."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of its numbers."""

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Yield arrays that make it up along the first axis."""


@dataclass(frozen=True, eq=False)
class Held:
    """An array in memory."""

    name: str
    array: NDArray[Any]

    @property
    def shape(self) -> tuple[int, ...]:
        """Its sizes."""
        return self.array.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of its numbers."""
        return self.array.dtype

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Yield it in pieces, so that what is computed of one needs little memory."""
        size = max(1, prod(self.shape[1:]) * self.dtype.itemsize)
        step = max(1, _BLOCK // size)
        for start in range(0, len(self.array), step):
            yield self.array[start : start + step]


@dataclass(frozen=True, eq=False)
class Stored:
    """An array in a file, known by its header. `in_columns` is Fortran's order, `offset` where its numbers begin."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    in_columns: bool
    content: Content
    offset: int

    def checked(self, most_a_row: int, kinds: str = "biuf") -> "Stored":
        """Return this array if it can be read: numbers, or what `kinds` says, so many at most a row,
        and a file of the size they need.

        Raises DataError.
        """
        if self.dtype.hasobject:
            raise DataError("pickled", f"{self.name} holds pickled objects, which are never loaded", array=self.name)
        if (
            self.dtype.kind not in kinds
            or self.dtype.itemsize > LARGEST_ITEM
            or not self.shape
            or not 1 <= prod(self.shape[1:]) <= most_a_row
        ):
            raise wrong_shape(self)
        count = self.shape[0]
        if not 1 <= count <= MOST_IMAGES:
            raise wrong_length(self.name, count)
        if self.content.size not in (None, self.offset + self._bytes):
            raise self._wrong_size()
        if self.in_columns and self._bytes > 2 * _AT_ONCE:
            raise wrong_shape(self)
        return self

    @property
    def _bytes(self) -> int:
        return prod(self.shape) * self.dtype.itemsize

    def in_memory(self) -> Numbers:
        """Return the same array, read now unless it is large; what is held need not be unpacked again."""
        return self if self._bytes > _AT_ONCE and not self.in_columns else self.held()

    def held(self) -> Held:
        """Return the same array in memory, whatever its size."""
        [whole] = self._read(self.shape[0])
        return Held(self.name, whole)

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Yield the array block by block. Raises DataError where the file is shorter or longer than it should be."""
        return self._read(max(1, _BLOCK * self.shape[0] // self._bytes))

    def _read(self, step: int) -> Iterator[NDArray[Any]]:
        count, *row = self.shape
        with self.content.open() as file:
            _exactly(file, self.offset, self)
            for start in range(0, count, step):
                rows = min(step, count - start)
                data = _exactly(file, rows * self._bytes // count, self)
                block = np.frombuffer(data, self.dtype)
                yield block.reshape(self.shape, order="F") if self.in_columns else block.reshape(rows, *row)
            if file.read(1):  # where archives compare their checksums, too
                raise self._wrong_size()

    def _wrong_size(self) -> DataError:
        return DataError("size", f"{self.name} is not as large as its header says", array=self.name)


def _exactly(file: IO[bytes], size: int, array: Stored) -> bytes:
    data = file.read(size)
    if len(data) == size:
        return data
    pieces = [data]
    while data and (missing := size - sum(map(len, pieces))):
        data = file.read(missing)
        pieces.append(data)
    whole = b"".join(pieces)
    if len(whole) != size:
        raise array._wrong_size()
    return whole


def wrong_shape(array: Numbers) -> DataError:
    """Return the refusal of an array that is neither images nor labels."""
    facts = {"shape": written(array.shape), "dtype": shortened(str(array.dtype))}
    sentence = f"{array.name} has shape {facts['shape']} and dtype {facts['dtype']}"
    return DataError("shape", sentence, array=array.name, **facts)


def wrong_length(name: str, count: int) -> DataError:
    """Return the refusal of too many images or labels, or of none."""
    length = count if abs(count) < 10**15 else written(count)
    sentence = f"{name} has length {length}, which must lie between 1 and {MOST_IMAGES}"
    return DataError("length", sentence, array=name, length=length, most=MOST_IMAGES)


def npy(content: Content) -> Stored:
    """Return the array of an .npy file by its header. Raises DataError."""
    name = shortened(content.name.removesuffix(".npy"))
    with content.open() as file:
        try:
            readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
            shape, in_columns, dtype = readers[np.lib.format.read_magic(file)](file)
        except (ValueError, KeyError, TypeError, SyntaxError, tokenize.TokenError) as error:
            raise DataError("header", f"{name} is not an array in NumPy's .npy format", array=name) from error
        return Stored(name, shape, dtype, in_columns, content, file.tell())


def idx(content: Content) -> Stored:
    """Return the array of an IDX file by its header: two zeros, the type, the number of axes, and their sizes.

    The format is described at the end of Yann LeCun's page of the MNIST database. Raises DataError.
    """
    name = shortened(content.name)
    with content.open() as file:
        _, _, kind, axes = file.read(4)
        sizes = file.read(4 * axes)
    if len(sizes) < 4 * axes or kind not in _IDX_TYPES:
        raise DataError("header_idx", f"{name} is not an array in MNIST's IDX format", array=name)
    shape = tuple(int.from_bytes(sizes[place : place + 4]) for place in range(0, len(sizes), 4))
    return Stored(name, shape, np.dtype(_IDX_TYPES[kind]), False, content, 4 + 4 * axes)
