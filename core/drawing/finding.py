"""Which part of a picture is the digit, what else may be meant, and why that is in doubt."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.ndimage import binary_fill_holes

from core.arrays import Bytes, Floats
from core.drawing.candidates import Box, Candidate, box_of, candidates_in
from core.drawing.ink import SPECK, drawn_ink, planes_of
from core.drawing.paper import Mask
from core.drawing.pieces import groups_of, pieces_of
from core.errors import DrawingError

Doubt = Literal["several", "faint", "cut", "crossed"]
"""Why it may not be as it was meant: other candidates, ink that hardly stands out, ink that the border cuts, or from
which lines of the paper were taken that have its colour."""

SIDE = 400
"""Pixels of the longer side in which digits are looked for."""

_AS_GOOD = 0.5
"""Share of the best score from which another candidate may be meant as well."""

_AS_GOOD_IN_LINE = 0.3
"""The same of one that stands beside the best and is as high: a 1 has little ink, and is a digit of the number."""

_MARGIN = 0.35
"""Share of a box's longer side that is looked at around it, for the paper's sake."""


@dataclass(frozen=True, eq=False)
class Found:
    """The ink of what was taken for the digit, where it lies, what else it may be, and why that is in doubt.

    `ink`: (height, width) float32, shares of pixels covered; the picture, or the part of it around the digit.
    `others`: what looks like a digit as well, from left to right.
    """

    ink: Floats
    box: Box
    others: tuple[Box, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def find_digit(array: Bytes, *, is_digit: bool = True) -> Found:
    """Return what looks most like a digit in a picture: grey, RGB or RGBA, uint8.

    Of a drawing that need not be a digit all ink is taken. Raises DrawingError: "blank" if nothing stands out,
    "too_small", or "not_an_image" for another shape or type.
    """
    planes = planes_of(array)
    ink = drawn_ink(planes)
    if ink is not None and not is_digit:
        return Found(ink, box_of(ink > 0.2, ink.shape))
    if ink is not None and (simple := _alone(ink)) is not None:
        return simple
    candidates = sorted(candidates_in(planes_of(array, SIDE), None), key=lambda candidate: -candidate.score)
    if not candidates:
        if ink is None:
            raise DrawingError("blank", "There is nothing on the picture that stands out as a digit would.")
        return Found(ink, box_of(ink > 0.2, ink.shape))
    best = candidates[0]
    others: list[Candidate] = []
    for other in candidates[1:]:
        least = _AS_GOOD_IN_LINE if _is_in_line(best.box, other.box) else _AS_GOOD
        if other.score >= least * best.score and all(other.box.overlap(known.box) < 0.3 for known in (best, *others)):
            others.append(other)
    doubts: list[Doubt] = ["several"] if others else []
    doubts += _doubts(best.box, best, array.shape)
    ink = best.ink
    # Too close to it there may not be enough paper to tell the ink from.
    with contextlib.suppress(DrawingError):
        ink = digit_in(array, best.box).ink
    from_left = sorted((other.box for other in others), key=lambda box: box.left)
    return Found(ink, best.box, tuple(from_left), tuple(doubts))


def _is_in_line(one: Box, other: Box) -> bool:
    """Return whether two boxes share most of their height."""
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > 0.7 * max(one.bottom - one.top, other.bottom - other.top)


def digit_in(array: Bytes, box: Box) -> Found:
    """Return the digit that lies in a box of a picture, in which whatever stands out from the paper is taken for ink.

    Raises DrawingError: "blank" if nothing does, "too_small", or "not_an_image" for another shape or type.
    """
    height, width = array.shape[:2]
    margin = _MARGIN * max((box.right - box.left) * width, (box.bottom - box.top) * height, 8)
    left, right = max(0, round(box.left * width - margin)), min(width, round(box.right * width + margin))
    top, bottom = max(0, round(box.top * height - margin)), min(height, round(box.bottom * height + margin))
    part = array[top:bottom, left:right]
    inner = Box(
        (box.left * width - left) / max(right - left, 1),
        (box.top * height - top) / max(bottom - top, 1),
        (box.right * width - left) / max(right - left, 1),
        (box.bottom * height - top) / max(bottom - top, 1),
    )
    best = max(candidates_in(planes_of(part, SIDE), inner), key=lambda candidate: candidate.score, default=None)
    if best is None:
        raise DrawingError("blank", "There is nothing in the box that stands out as a digit would.")
    where = Box(
        (left + best.box.left * (right - left)) / width,
        (top + best.box.top * (bottom - top)) / height,
        (left + best.box.right * (right - left)) / width,
        (top + best.box.bottom * (bottom - top)) / height,
    )
    return Found(best.ink, box, (), _doubts(where, best, array.shape))


def _alone(ink: Floats) -> Found | None:
    """Return the ink of a drawn picture if all of it may be one digit."""
    mask = ink > 0.2
    if _crossings(mask) > _MOST_CROSSINGS:
        return None  # a ruled or squared page, whose lines and digit hang together
    labels, pieces = pieces_of(mask, np.ones(ink.shape, dtype=bool), ink)
    if len(groups_of(pieces)) != 1 or (labels[mask] == 0).mean() > SPECK:
        return None
    box = box_of(ink > 0.2, ink.shape)
    if any(_is_sheet(labels == piece.number) for piece in pieces if piece.is_block(ink.shape)):
        return None
    contact = sum(piece.contact for piece in pieces)
    if box.area < 0.5 and any(piece.enters for piece in pieces):
        return None
    return Found(ink, box, (), ("cut",) if contact and box.area < 0.8 else ())


def _crossings(mask: Mask) -> int:
    """Return how often ink crosses the border of a picture."""
    border = np.concatenate([mask[0], mask[1:, -1], mask[-1, -2::-1], mask[-2:0:-1, 0]])
    return int((border & ~np.roll(border, 1)).sum())


_MOST_CROSSINGS = 6
"""Of a digit that the border cuts on all sides: an 8 crosses each twice at the most where its loops are cut."""


def _is_sheet(block: Mask) -> bool:
    """Return whether a block is as good as a rectangle, holes included; a digit drawn with a thick brush is not."""
    rows, columns = np.flatnonzero(block.any(axis=1)), np.flatnonzero(block.any(axis=0))
    box = block[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return float(binary_fill_holes(box).mean()) > _RECTANGULAR


_RECTANGULAR = 0.85
"""Share of its box that a sheet takes if it lies nearly straight; an ellipse takes 0.79."""


def _doubts(where: Box, candidate: Candidate, shape: Sequence[int]) -> tuple[Doubt, ...]:
    doubts: list[Doubt] = []
    if candidate.contrast < max(_FAINT, 5 * candidate.noise):
        doubts.append("faint")
    if candidate.is_crossed:
        doubts.append("crossed")
    height, width = shape[:2]
    if (
        min(where.left * width, where.top * height) < 1
        or max((where.right - 1) * width, (where.bottom - 1) * height) > -1
    ):
        doubts.append("cut")
    return tuple(doubts)


_FAINT = 50
"""Grey levels of contrast below which the paper's own marks may be taken for ink."""
