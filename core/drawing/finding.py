"""Which part of a picture is the digit: what else stands on the paper, or beside it, is left out.

Each way of looking at a picture (a colour, darker or lighter than the paper, all ink or the darkest) shows pieces of
ink. Those are sorted out that no digit is made of: lines across the paper, what comes in from the border, filled
spots, blocks. Pieces that stand together are a candidate, and candidates are scored by what a digit looks like. A
block is looked into, too: it may be a sheet of paper on a table, or a canvas in a screenshot.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, binary_erosion, binary_fill_holes

from core.arrays import Bytes, Floats
from core.drawing.ink import SPECK, drawn_ink, planes_of
from core.drawing.paper import Layer, Mask, layers
from core.drawing.pieces import Labels, Piece, groups_of, pieces_of
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

_LARGEST_BLOCK = 0.06
"""Share of the field from which a block may be a sheet or a canvas of its own."""


@dataclass(frozen=True)
class Box:
    """A part of a picture, in shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Return the area of both, as a share of the smaller one's."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0) * max(height, 0) / max(min(self.area, other.area), 1e-9)

    @property
    def area(self) -> float:
        """As a share of the picture's."""
        return (self.right - self.left) * (self.bottom - self.top)


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
        return Found(ink, _box_of(ink > 0.2, ink.shape))
    if ink is not None and (simple := _alone(ink)) is not None:
        return simple
    candidates = sorted(_candidates(planes_of(array, SIDE), None), key=lambda candidate: -candidate.score)
    if not candidates:
        if ink is None:
            raise DrawingError("blank", "There is nothing on the picture that stands out as a digit would.")
        return Found(ink, _box_of(ink > 0.2, ink.shape))
    best = candidates[0]
    others: list[_Candidate] = []
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
    best = max(_candidates(planes_of(part, SIDE), inner), key=lambda candidate: candidate.score, default=None)
    if best is None:
        raise DrawingError("blank", "There is nothing in the box that stands out as a digit would.")
    where = Box(
        (left + best.box.left * (right - left)) / width,
        (top + best.box.top * (bottom - top)) / height,
        (left + best.box.right * (right - left)) / width,
        (top + best.box.bottom * (bottom - top)) / height,
    )
    return Found(best.ink, box, (), _doubts(where, best, array.shape))


@dataclass(frozen=True, eq=False)
class _Candidate:
    score: float
    box: Box
    ink: Floats
    contrast: float
    noise: float
    is_crossed: bool


def _alone(ink: Floats) -> Found | None:
    """Return the ink of a drawn picture if all of it may be one digit."""
    mask = ink > 0.2
    if _crossings(mask) > _MOST_CROSSINGS:
        return None  # a ruled or squared page, whose lines and digit hang together
    labels, pieces = pieces_of(mask, np.ones(ink.shape, dtype=bool), ink)
    if len(groups_of(pieces)) != 1 or (labels[mask] == 0).mean() > SPECK:
        return None
    box = _box_of(ink > 0.2, ink.shape)
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


def _doubts(where: Box, candidate: _Candidate, shape: Sequence[int]) -> tuple[Doubt, ...]:
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


_CROSSED = 0.15
"""Pixels of lines taken away near a digit, over its size, from which they may have been a part of it."""


def _candidates(planes: Sequence[Floats], within: Box | None) -> Iterator[_Candidate]:
    """Yield what may be a digit in a picture or, all ink in it taken together, in a box of it."""
    whole = np.ones(planes[0].shape, dtype=bool)
    yield from _in_field(planes, whole, within, (0, 0), planes[0].shape, depth=2)


def _in_field(
    planes: Sequence[Floats],
    valid: Mask,
    within: Box | None,
    corner: tuple[int, int],
    shape: tuple[int, ...],
    depth: int,
) -> Iterator[_Candidate]:
    """Yield what may be a digit on one ground, which begins at the `corner` in a picture of this `shape`."""
    blocks: list[Mask] = []
    for plane in _different(planes, valid):
        for layer in layers(plane, valid):
            mask, found = _seen(layer, valid)
            large = [piece for piece in found if piece.is_block(valid.shape)]
            blocks += [mask == piece.number for piece in large if piece.area > _LARGEST_BLOCK * valid.sum()]
            junk = [piece for piece in found if piece.is_block(valid.shape) or piece.enters]
            if sum(piece.area for piece in junk) > 0.01 * valid.sum():
                # Without the table beside it, the paper shows its ink better.
                out = np.isin(mask, [piece.number for piece in junk])
                rest = valid & ~binary_dilation(out, iterations=1 + max(valid.shape) // 100)
                if rest.sum() > 0.2 * valid.sum():
                    for again in layers(plane, rest):
                        yield from _of_layer(again, rest, within, corner, shape)
                    continue
            yield from _of_layer(layer, valid, within, corner, shape)
    if depth:
        for block in _distinct(blocks):
            yield from _inside(planes, block, within, corner, shape, depth - 1)


def _inside(
    planes: Sequence[Floats],
    block: Mask,
    within: Box | None,
    corner: tuple[int, int],
    shape: tuple[int, ...],
    depth: int,
) -> Iterator[_Candidate]:
    sheet = binary_erosion(binary_fill_holes(block), iterations=2 + max(shape) // 100)
    rows, columns = np.flatnonzero(sheet.any(axis=1)), np.flatnonzero(sheet.any(axis=0))
    if min(rows.size, columns.size) < 12:
        return
    part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    inner = (corner[0] + int(rows[0]), corner[1] + int(columns[0]))
    yield from _in_field([plane[part] for plane in planes], sheet[part], within, inner, shape, depth)


def _distinct(masks: Sequence[Mask]) -> list[Mask]:
    """Return the blocks, largest first, of which another colour did not show nearly the same already."""
    kept: list[Mask] = []
    for mask in sorted(masks, key=lambda mask: -int(mask.sum())):
        if all((mask & known).sum() < 0.7 * mask.sum() for known in kept):
            kept.append(mask)
    return kept[:3]


def _different(planes: Sequence[Floats], valid: Mask) -> list[Floats]:
    """Return the colours that do not show the same as one before them."""
    kept: list[Floats] = []
    for plane in planes:
        values = plane[valid]
        if all(np.std(values - known[valid]) > 6 for known in kept):
            kept.append(plane)
    return kept


def _seen(layer: Layer, valid: Mask) -> tuple[Labels, list[Piece]]:
    return pieces_of(layer.mask & valid, valid, layer.height)


def _of_layer(
    layer: Layer, valid: Mask, within: Box | None, corner: tuple[int, int], shape: tuple[int, ...]
) -> Iterator[_Candidate]:
    labels, found = _seen(layer, valid)
    pieces = [piece for piece in found if not piece.is_block(valid.shape)]
    numbers = int(labels.max()) + 1
    inside: NDArray[np.integer] = np.zeros(numbers, np.intp)
    limits = (slice(0), slice(0))
    if within is None:
        pieces = [piece for piece in pieces if not (piece.enters or piece.is_spot)]
        groups = groups_of(pieces)
    else:
        limits = _limits(within, corner, shape, valid.shape)
        inside = np.bincount(labels[limits].ravel(), minlength=numbers)
        pieces = [piece for piece in pieces if inside[piece.number] > (0.8 if piece.enters else 0.15) * piece.area]
        groups = [pieces] if pieces else []
    total = sum(piece.ink for piece in pieces)
    for group in groups:
        ours = np.isin(labels, [piece.number for piece in group])
        if within is not None:
            # Of a neighbour that touches, what lies in the box.
            whole = np.isin(labels, [piece.number for piece in group if inside[piece.number] >= 0.8 * piece.area])
            cut = np.zeros_like(ours)
            cut[limits] = ours[limits]
            ours = whole | cut
        score = layer.trust * _score(group, layer, valid.shape) * (sum(piece.ink for piece in group) / total) ** 0.5
        ink = np.where(binary_dilation(ours, iterations=2), layer.ink, 0).astype(np.float32)
        if score <= 0 or not ours.any():
            continue
        contrast = sum(piece.contrast * piece.area for piece in group) / sum(piece.area for piece in group)
        place = _around(ours)
        lines = (layer.mask & valid & (labels == 0))[place]
        is_crossed = bool(lines.sum() > _CROSSED * max(lines.shape))
        yield _Candidate(score, _box_of(ours, shape, corner), ink, contrast, layer.noise, is_crossed)


def _score(group: Sequence[Piece], layer: Layer, shape: tuple[int, ...]) -> float:
    """Return how much a group looks like a digit, 0 to 1: large, dark, of lines, and no wider than digits are."""
    top, bottom = min(piece.top for piece in group), max(piece.bottom for piece in group)
    left, right = min(piece.left for piece in group), max(piece.right for piece in group)
    longer = max(bottom - top, right - left)
    size = min(1.0, longer / (0.5 * min(shape))) ** 0.7
    wide = min(1.0, 1.3 * (bottom - top) / (right - left)) ** 2
    area = sum(piece.area for piece in group)
    contrast = sum(piece.contrast * piece.area for piece in group) / area
    dark = min(1.0, contrast / 90) ** 0.5 * min(1.0, contrast / (6 * layer.noise + 1e-6))
    thick = 2 * max(piece.depth for piece in group) / longer
    lines = 1.0 if 0.015 <= thick <= 0.35 else 0.3
    crumbs = 1 / (1 + 0.1 * (len(group) - 1))
    at_border = 0.6 if any(piece.contact for piece in group) else 1.0
    return float(size * wide * dark * lines * crumbs * at_border)


def _around(mask: Mask) -> tuple[slice, slice]:
    """Return the box of the ink and a sixth of its size around it."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    spare = max(2, max(rows[-1] - rows[0], columns[-1] - columns[0]) // 6)
    return (
        slice(max(0, rows[0] - spare), rows[-1] + spare + 1),
        slice(max(0, columns[0] - spare), columns[-1] + spare + 1),
    )


def _limits(box: Box, corner: tuple[int, int], shape: tuple[int, ...], field: tuple[int, ...]) -> tuple[slice, slice]:
    """Return the part of a field that a box of the picture takes."""
    rows = [min(max(round(share * shape[0]) - corner[0], 0), field[0]) for share in (box.top, box.bottom)]
    columns = [min(max(round(share * shape[1]) - corner[1], 0), field[1]) for share in (box.left, box.right)]
    return slice(*rows), slice(*columns)


def _box_of(mask: Mask, shape: Sequence[int], corner: tuple[int, int] = (0, 0)) -> Box:
    """Return the tight box of a field's ink in shares of the picture's `shape`."""
    rows, columns = np.flatnonzero(mask.any(axis=1)) + corner[0], np.flatnonzero(mask.any(axis=0)) + corner[1]
    return Box(
        float(columns[0] / shape[1]),
        float(rows[0] / shape[0]),
        float((columns[-1] + 1) / shape[1]),
        float((rows[-1] + 1) / shape[0]),
    )
