"""Pieces of ink: what hangs together, what no digit is made of, and what stands together as a digit's parts do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, find_objects, label

from core.arrays import Floats
from core.drawing.paper import Mask
from core.drawing.rulings import rulings

Labels = NDArray[np.signedinteger]
"""Which piece each pixel belongs to: its number, or 0."""

_LEAST = 1e-4
"""Share of the field below which a spot of ink is noise."""


@dataclass(frozen=True)
class Piece:
    """Ink that hangs together; lengths in pixels of its field.

    `area`: its pixels. `ink`, `contrast`: the sum and the mean of the grey levels by which it stands out. `depth`:
    the distance of its innermost pixel from its edge. `contact`: pixels at which it leaves the field.
    """

    number: int
    top: int
    left: int
    bottom: int
    right: int
    area: float
    ink: float
    depth: float
    contact: int

    @property
    def longer(self) -> int:
        """The longer side of its box."""
        return max(self.bottom - self.top, self.right - self.left)

    @property
    def contrast(self) -> float:
        """The grey levels by which it stands out."""
        return self.ink / self.area

    @property
    def enters(self) -> bool:
        """Whether it is something outside of the field that reaches in, rather than a digit that is cut."""
        return self.contact > 0.5 * self.longer

    @property
    def is_spot(self) -> bool:
        """Whether it is filled, as no line is: a punched hole, a blot."""
        return 2 * self.depth > 0.6 * self.longer

    def is_block(self, field: tuple[int, ...]) -> bool:
        """Whether it is broader than any pen: a table, a sheet, a canvas."""
        return 2 * self.depth > 0.25 * min(field) or (self.is_spot and self.longer > 0.5 * min(field))


def pieces_of(mask: Mask, valid: Mask, height: Floats) -> tuple[Labels, list[Piece]]:
    """Return the pieces of the ink in `mask` without rulings, and which pixel belongs to which: their numbers, or 0.

    `valid`: the field. `height`: how much each pixel stands out from it.
    """
    mask = mask & ~rulings(mask, valid)
    labels, count = label(mask, structure=np.ones((3, 3)))
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    large = 1 + np.flatnonzero(areas[1:] >= max(4, _LEAST * valid.sum()))
    if not large.size:
        return labels, []
    sums = np.bincount(labels.ravel(), weights=height.ravel(), minlength=count + 1)
    depths = np.zeros(count + 1)
    np.maximum.at(depths, labels[mask], distance_transform_edt(mask)[mask])
    contacts = np.bincount(labels[_rim(valid)], minlength=count + 1)
    places = find_objects(labels)
    pieces = []
    for number in large.tolist():
        rows, columns = places[number - 1]
        pieces.append(
            Piece(
                number,
                rows.start,
                columns.start,
                rows.stop,
                columns.stop,
                float(areas[number]),
                float(sums[number]),
                float(depths[number]),
                int(contacts[number]),
            )
        )
    return labels, pieces


def _rim(valid: Mask) -> Mask:
    """Return the pixels of the field that have one beside, above or below them that is none of it."""
    around = np.pad(valid, 1)
    return valid & ~(around[:-2, 1:-1] & around[2:, 1:-1] & around[1:-1, :-2] & around[1:-1, 2:])


def groups_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces that may be one digit together: the bar of a 5 beside its body, what a failing pen left."""
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.ink):
        near = [group for group in groups if any(_belong(piece, member) for member in group)]
        joined = [piece, *(member for group in near for member in group)]
        groups = [group for group in groups if group not in near]
        groups.append(joined)
    return groups


def _belong(one: Piece, other: Piece) -> bool:
    """Return whether two pieces are as near as the parts of a digit, rather than side by side like two digits."""
    height = max(one.bottom, other.bottom) - min(one.top, other.top)
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    size = max(one.longer, other.longer)
    return across < 0.12 * height and down < 0.25 * size
