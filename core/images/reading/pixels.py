"""Images of any number type, grey scale and square size -> (n, 28, 28) bytes, 0 black to 255 white ink."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, isqrt, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import SIDE, Bytes, Doubles
from core.errors import DataError
from core.images.reading.stored import Numbers

SIDES = range(4, 65)
"""Rows that images may have, as many as columns."""


def side_of(shape: tuple[int, ...]) -> int | None:
    """Return the side of square images: (n, s, s), (n, s*s), (n, s, s, 1) or (n, 1, s, s); None of another shape."""
    row = shape[1:]
    if len(row) not in (1, 2, 3) or (len(row) == 3 and 1 not in (row[0], row[-1])):
        return None
    pixels = prod(row)
    # Of a negative or enormous size nothing is computed.
    side = isqrt(pixels) if 0 < pixels <= SIDES[-1] ** 2 else 0
    is_square = side * side == pixels and (len(row) == 1 or [size for size in row if size > 1] == [side, side])
    return side if is_square and side in SIDES else None


@dataclass(frozen=True)
class Scale:
    """The grey scale that images come in: its name, and what brings it to 0 to 255."""

    name: str
    factor: float


BYTES = Scale("bytes", 1.0)
UNIT = Scale("unit", 255.0)
BINARY = Scale("binary", 255.0)
SIXTEENTHS = Scale("sixteenths", 255 / 16)
SIXTEEN_BITS = Scale("sixteen_bits", 1 / 257)

_ROUNDING = 1e-3
"""By how much floats may lie beyond 1: what resizing or standardizing to and fro leaves."""


def scale_of(arrays: Sequence[Numbers]) -> Scale:
    """Return the one grey scale of all these images. Raises DataError for numbers of no scale that is known."""
    floats = any(array.dtype.kind == "f" for array in arrays)
    highest = max(_checked_maximum(array, 255 if floats else 65535) for array in arrays)
    if highest == 0:
        return BYTES
    if highest <= 1 + (_ROUNDING if floats else 0):
        return UNIT if floats else BINARY
    if highest == 16 and all(_is_whole(block) for array in arrays for block in array.blocks()):
        return SIXTEENTHS
    return BYTES if highest <= 255 else SIXTEEN_BITS


def _checked_maximum(array: Numbers, most: float) -> float:
    """Return the largest number of an array if all are finite and lie between 0 and `most`."""
    lowest, highest = np.inf, -np.inf
    for block in array.blocks():
        low, high = float(block.min()), float(block.max())
        if not (isfinite(low) and isfinite(high)):
            raise DataError("not_finite", f"{array.name} holds values that are no finite numbers", array=array.name)
        lowest, highest = min(lowest, low), max(highest, high)
    if lowest < 0 or highest > most:
        facts = {"lowest": f"{lowest:.6g}", "highest": f"{highest:.6g}"}
        sentence = f"{array.name} holds values from {facts['lowest']} to {facts['highest']}, not 0 to 1 or 0 to 255"
        raise DataError("values", sentence, array=array.name, **facts)
    return highest


def _is_whole(block: NDArray[Any]) -> bool:
    return block.dtype.kind != "f" or bool((block == np.rint(block)).all())


def as_bytes(array: Numbers, side: int, scale: Scale) -> Bytes:
    """Return images of `side` rows as (n, 28, 28) uint8; other sizes are brought to 28, weighted by area."""
    images = np.empty((array.shape[0], SIDE, SIDE), np.uint8)
    start = 0
    for block in array.blocks():
        part = images[start : start + len(block)]
        start += len(block)
        squares = block.reshape(-1, side, side)
        if side == SIDE and scale.factor == 1 and block.dtype.kind in "biu":
            part[:] = squares
            continue
        levels = squares.astype(np.float64)
        if side != SIDE:
            levels = resized(levels)
        part[:] = np.rint(np.clip(levels * scale.factor, 0, 255))
    return images


def resized(images: Doubles) -> Doubles:
    """Return square images (n, s, s) as (n, 28, 28): each pixel the mean of what it covers, weighted by area."""
    weights = _coverage(images.shape[-1])
    return np.asarray(weights @ images @ weights.T)


@lru_cache(maxsize=64)
def _coverage(side: int) -> Doubles:
    """Return (28, side): the share of each of 28 equal cells of a line that each of `side` equal cells covers."""
    edges, own_edges = np.linspace(0, 1, SIDE + 1), np.linspace(0, 1, side + 1)
    ends = np.minimum(edges[1:, None], own_edges[None, 1:])
    starts = np.maximum(edges[:-1, None], own_edges[None, :-1])
    weights = np.clip(ends - starts, 0, None)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
