"""What may be a digit in a picture: pieces of ink that stand together, scored by what a digit looks like.

Each way of looking at a picture (a colour, darker or lighter than the paper, all ink or the darkest) shows pieces of
ink. Those are sorted out that no digit is made of: lines across the paper, what comes in from the border, filled
spots, blocks. Pieces that stand together are a candidate. A block is looked into, too: it may be a sheet of paper on
a table, or a canvas in a screenshot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, binary_erosion, binary_fill_holes

from core.arrays import Floats
from core.drawing.paper import Layer, Mask, layers
from core.drawing.pieces import Labels, Piece, groups_of, pieces_of

_LARGEST_BLOCK = 0.06
"""Share of the field from which a block may be a sheet or a canvas of its own."""

_CROSSED = 0.15
"""Pixels of lines taken away near a digit, over its size, from which they may have been a part of it."""


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
class Candidate:
    """Ink that may be a digit, and how much it looks like one: its score is more than 0.

    `ink`: (height, width) float32 of its field, shares of pixels covered. `contrast`: grey levels by which it stands
    out from the paper, of which `noise` is the deviation. `is_crossed`: whether lines of its colour were taken away
    near it.
    """

    score: float
    box: Box
    ink: Floats
    contrast: float
    noise: float
    is_crossed: bool


def candidates_in(planes: Sequence[Floats], within: Box | None) -> Iterator[Candidate]:
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
) -> Iterator[Candidate]:
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
) -> Iterator[Candidate]:
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
) -> Iterator[Candidate]:
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
        yield Candidate(score, box_of(ours, shape, corner), ink, contrast, layer.noise, is_crossed)


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


def box_of(mask: Mask, shape: Sequence[int], corner: tuple[int, int] = (0, 0)) -> Box:
    """Return the tight box of a field's ink in shares of the picture's `shape`."""
    rows, columns = np.flatnonzero(mask.any(axis=1)) + corner[0], np.flatnonzero(mask.any(axis=0)) + corner[1]
    return Box(
        float(columns[0] / shape[1]),
        float(rows[0] / shape[0]),
        float((columns[-1] + 1) / shape[1]),
        float((rows[-1] + 1) / shape[0]),
    )
