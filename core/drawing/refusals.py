"""What is not one digit, and is refused: nothing, a dot, a filled area, several digits side by side."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.drawing.box import WORKING
from core.drawing.ink import Ink
from core.drawing.strokes import Stroke
from core.errors import DrawingError

_SHORTEST_LINE = 4.0
"""Canvas pixels; a hand does not write a digit smaller than that."""

_FULLEST = 0.75
"""Share of its square that a digit covers at most; 0.64 in MNIST."""

_BROADEST = 0.75
"""Diameter of the largest disc within the ink, as a share of the ink's longer side, beyond which it is a spot."""

_GAP_BETWEEN_DIGITS = 0.12
"""As a share of their height: the empty columns that part one digit from the next."""

_Extent = tuple[float, float, float, float]
"""Left, right, top and bottom of a piece of ink."""


def blank() -> DrawingError:
    """Return the refusal of a canvas without ink."""
    return DrawingError("blank", "Nothing is drawn yet.")


def several(digits: int) -> DrawingError:
    """Return the refusal of so many things that may be a digit."""
    return DrawingError("several", f"There seem to be {digits} digits; draw one at a time.", digits=digits)


def refuse_strokes(strokes: Sequence[Stroke], *, is_digit: bool = True) -> None:
    """Raise DrawingError ("blank", "dot" or "several") unless the strokes may be one digit.

    Of what need not be a digit, parts may stand side by side.
    """
    if not strokes:
        raise blank()
    everything = np.concatenate([stroke.points for stroke in strokes])
    longest = float(np.ptp(everything, axis=0).max())
    brush = max(stroke.width for stroke in strokes)
    length = sum(float(np.hypot(*np.diff(stroke.points, axis=0).T).sum()) for stroke in strokes)
    # Dots leave next to no line behind, be it one or several far apart.
    if longest < max(_SHORTEST_LINE, 0.6 * brush) or length < longest / 2:
        raise _only_a_dot()
    extents = [(*stroke.points.min(axis=0), *stroke.points.max(axis=0)) for stroke in strokes]
    if is_digit:
        _refuse_several([(left, right, top, bottom) for left, top, right, bottom in extents], brush)


def refuse_full(ink: Ink) -> None:
    """Raise DrawingError ("filled") if ink covers more of the square than any digit does."""
    if ink.mean() > _FULLEST:
        raise _only_filled()


def refuse_shape(ink: Ink, box: Ink, mask: NDArray[np.bool_], depth: Ink) -> None:
    """Raise DrawingError ("dot", "filled" or "several") unless the ink of a picture may be one digit.

    `box`: the tight box of `ink`. `mask`, `depth`: where it has ink once it is `WORKING` pixels long, and how far
    each pixel there is from the nearest one without.
    """
    if 2 * depth.max() > _BROADEST * WORKING or max(box.shape) < _SHORTEST_LINE:
        raise _only_a_dot() if box.size < 0.1 * ink.size else _only_filled()
    _refuse_several(_pieces(mask), 1)


def _pieces(mask: NDArray[np.bool_]) -> list[_Extent]:
    """Return the extents of the ink between one empty column and the next."""
    edges = np.flatnonzero(np.diff(np.pad(mask.any(axis=0), 1).astype(np.int8)))
    pieces = []
    for left, right in edges.reshape(-1, 2):
        rows = np.flatnonzero(mask[:, left:right].any(axis=1))
        pieces.append((float(left), float(right), float(rows[0]), float(rows[-1] + 1)))
    return pieces


def _refuse_several(pieces: Sequence[_Extent], touching: float) -> None:
    """Raise DrawingError if the pieces of ink stand side by side as digits of a number do.

    Pieces that are closer than `touching` are one. What stands apart must be half as tall as the whole to be a digit:
    the bar of a 5 that does not meet its body is not.
    """
    height = max(piece[3] for piece in pieces) - min(piece[2] for piece in pieces)
    gap = max(touching, _GAP_BETWEEN_DIGITS * height)
    groups: list[_Extent] = []
    for left, right, top, bottom in sorted(pieces):
        if groups and left - groups[-1][1] < gap:
            last = groups[-1]
            groups[-1] = (last[0], max(last[1], right), min(last[2], top), max(last[3], bottom))
        else:
            groups.append((left, right, top, bottom))
    digits = sum(bottom - top >= height / 2 for _, _, top, bottom in groups)
    if digits > 1:
        raise several(digits)


def _only_a_dot() -> DrawingError:
    return DrawingError("dot", "This is only a dot; draw a digit with a longer line.")


def _only_filled() -> DrawingError:
    return DrawingError("filled", "This is a filled area, not a digit; draw its lines only.")
