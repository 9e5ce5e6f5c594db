"""Lines from which an eraser has taken what it went over."""

from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree

from core.arrays import Doubles
from core.drawing.lines import resampled

_SPACING = 0.5
"""Canvas pixels between the points that stand for a line where an eraser has crossed it."""

_MOST_POINTS = 50_000
"""Of all lines together: those of an absurdly long drawing lie farther apart."""


def erased(
    lines: Sequence[tuple[Doubles, float]], erasers: Sequence[Doubles], eraser_width: float
) -> list[tuple[Doubles, float]]:
    """Return what is left of `lines`, points (n, 2) and thickness each, where erasers of a round tip went.

    A line goes as far as the tip covers its middle, and on from there by half its own thickness: it is drawn with a
    round end, which then reaches as far as the ink that is left. A line that no eraser touches stays as it is.
    """
    spacing = max(_SPACING, sum(_length(line) for line, _ in lines) / _MOST_POINTS)
    tip = eraser_width / 2
    reach = max(_SPACING, sum(map(_length, erasers)) / _MOST_POINTS)
    tree = cKDTree(np.concatenate([resampled(eraser, reach) for eraser in erasers]))
    left: list[tuple[Doubles, float]] = []
    for line, width in lines:
        points = resampled(line, spacing)
        distance, _ = tree.query(points, distance_upper_bound=tip)
        is_left = ~np.isfinite(distance)
        if is_left.all():
            left.append((line, width))
        else:
            left += [(piece, width) for piece in _pieces(points, is_left, round(width / 2 / spacing))]
    return left


def _pieces(points: Doubles, is_left: np.ndarray[tuple[int], np.dtype[np.bool_]], end: int) -> list[Doubles]:
    """Return the runs of points that are left, without the `end` points next to a cut; of each at least one stays."""
    edges = np.flatnonzero(np.diff(np.pad(is_left, 1).astype(np.int8))).reshape(-1, 2)
    pieces = []
    for first, last in edges.tolist():  # from first up to, not including, last
        start, stop = first + end * (first > 0), last - end * (last < len(points))
        if start >= stop:
            # Of a rest that is shorter than its round ends, what lies farthest from the cut.
            start = last - 1 if last == len(points) else first if first == 0 else (first + last) // 2
            stop = start + 1
        pieces.append(points[start:stop])
    return pieces


def _length(line: Doubles) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())
