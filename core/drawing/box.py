"""The square that becomes 20x20: the tight box of the ink, padded and resized."""

from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array

from core.drawing.ink import Ink

BOX = 20
"""Pixels that the longer side of a digit takes in MNIST."""

WORKING = 4 * BOX
"""Pixels of the square in which the thickness of strokes is measured and changed: four to an MNIST pixel."""

FAINTEST = 0.2
"""Share of a pixel that ink must cover for the tight box to include it; less is a blurred edge."""


def tight_box(ink: Ink) -> Ink:
    """Return the part of `ink`, (height, width), that its own box takes; some of it is above `FAINTEST`."""
    seen = ink > FAINTEST
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def squared(box: Ink, side: int) -> Ink:
    """Return `box`, (height, width), in the middle of a square, resized to (side, side)."""
    longer = max(box.shape)
    down, across = (_weights(length, longer, side) for length in box.shape)
    # Sparse, for the products are then small ones: no threads of a BLAS that wait for a busy processor.
    return np.asarray((across @ (down @ box).T).T)


@lru_cache(maxsize=64)
def _weights(length: int, longer: int, side: int) -> csr_array:
    """Return the matrix (side, length) that resizes a line of `length` pixels, padded to `longer` on both sides.

    Shrinking, each new pixel is the mean of the area it covers; enlarging, neighbours are interpolated linearly.
    """
    # The padding is made of whole pixels of the picture.
    start = (longer - length) // 2
    scale = longer / side
    pixels = np.arange(length)
    if scale >= 1:
        edges = np.arange(side + 1)[:, np.newaxis] * scale - start
        reached = np.clip(edges - pixels, 0, 1)
        return csr_array(np.diff(reached, axis=0) / scale)
    centres = (np.arange(side)[:, np.newaxis] + 0.5) * scale - start - 0.5
    return csr_array(np.clip(1 - np.abs(centres - pixels), 0, 1))
