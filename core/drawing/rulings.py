"""Long thin straight lines in the ink of a picture: ruled and squared paper, margin lines."""

import numpy as np
from scipy.ndimage import find_objects, label, maximum_filter, minimum_filter

from core.drawing.paper import Mask

_RUN = 14
"""The longer side over the straight run that a line is made of; a tilted one is a stair of such runs."""

_GAP = 5
"""The width over what a stroke hides of a line at most."""

_LONGEST_STROKE = 0.55
"""Share of the picture beyond which a thin line that begins at its border is no digit's."""

_THICKEST = 0.03
"""Share of the picture that a line is thick at most."""

_SMALLEST = 64
"""Pixels of the longer side of a picture too small for its lines to be told from a digit's."""


def rulings(mask: Mask, valid: Mask) -> Mask:
    """Return which pixels of the ink are lines across the paper, except where a stroke crosses them."""
    if max(mask.shape) < _SMALLEST:
        return np.zeros_like(mask)
    return _across(mask, valid) | _across(mask.T, valid.T).T


def _across(mask: Mask, valid: Mask) -> Mask:
    """Return the lines that run from left to right, give or take a few degrees."""
    height, width = mask.shape
    run = max(5, width // _RUN)
    near = run // 2
    thickest = max(2.0, _THICKEST * max(height, width))
    thin = mask & ~_runs(mask.T, round(thickest) + 2).T
    runs = _runs(thin, run)
    if not runs.any():
        return runs
    # A stroke that crosses is thick there: the line goes on behind it.
    gap = max(3, width // _GAP)
    padded = maximum_filter(np.pad(runs, gap).astype(np.uint8), (3, gap))
    joined = minimum_filter(padded, (3, gap))[gap:-gap, gap:-gap] > 0
    spots, _ = label(joined, structure=np.ones((3, 3)))
    found = np.zeros_like(mask)
    for number, place in enumerate(find_objects(spots), start=1):
        spot = spots[place] == number
        length = spot.shape[1]
        thickness = spot.sum() / length
        begins = place[1].start <= near or not valid[place[0], place[1].start - near].all()
        ends = place[1].stop >= width - near or not valid[place[0], place[1].stop + near - 1].all()
        is_long = length > _LONGEST_STROKE * width and (begins or ends)
        if thickness <= thickest and (is_long or (begins and ends)):
            found[place] |= spot & runs[place]
    if not found.any():
        return found
    # Half-covered rows beside a line are its edge.
    reach = 1 + round(thickest / 8)
    grown = found.copy()
    for by in range(1, reach + 1):
        grown[by:] |= found[:-by]
        grown[:-by] |= found[by:]
    removed = grown & mask
    # A stroke that crosses has ink above and below the line.
    gap = int(2 * reach + thickest) | 1
    rest = mask & ~removed
    crossing = ~_runs(np.pad(~rest.T, ((0, 0), (gap, gap)), constant_values=True), gap)[:, gap:-gap].T
    return removed & ~crossing


def _runs(mask: Mask, least: int) -> Mask:
    """Return the pixels that have at least so many side by side from left to right: an opening, at a pixel's cost."""
    edges = np.flatnonzero(np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1))
    starts, ends = edges[::2], edges[1::2]
    is_long = ends - starts >= least
    steps = np.zeros(mask.shape[0] * (mask.shape[1] + 1), dtype=np.int8)
    steps[starts[is_long]], steps[ends[is_long]] = 1, -1
    return np.cumsum(steps, dtype=np.int8).reshape(mask.shape[0], -1)[:, :-1] > 0
