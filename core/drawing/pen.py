"""Lines drawn with a round pen into the square that becomes 20x20, at any resolution."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.spatial import cKDTree

from core.drawing.box import BOX
from core.drawing.ink import Ink
from core.drawing.lines import resampled
from core.drawing.strokes import Points

PEN = 2.4
"""Thickness of the pen that redraws strokes, in pixels of the 28x28 image. The median of MNIST's own strokes."""

_SPACING = 0.1
"""Pixels between the points a line is drawn with: too few to move an edge 1.2 px away by a thousandth of one."""


def drawn(lines: Sequence[Points], pen: float, side: int) -> Ink:
    """Return the lines drawn with a round pen, (side, side) float64.

    `lines` and `pen`, its thickness, are in pixels of the 20x20 square, seen from its middle. A pixel whose centre is
    d from the line is covered as far as a straight edge at pen / 2 would cover it.
    """
    tree = cKDTree(np.concatenate([resampled(line, _SPACING) for line in lines]))
    distance, _ = tree.query(_pixel_centres(side), distance_upper_bound=pen / 2 + BOX / side)
    return np.clip((pen / 2 - distance) * (side / BOX) + 0.5, 0, 1).reshape(side, side)


@lru_cache(maxsize=4)
def _pixel_centres(side: int) -> Points:
    """Return (x, y) of the pixels of a square of `side`, seen from its middle in pixels of 20x20, row by row."""
    centres = (np.arange(side) + 0.5) * (BOX / side) - BOX / 2
    return np.stack(np.meshgrid(centres, centres), axis=-1).reshape(-1, 2)
