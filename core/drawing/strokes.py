"""Strokes: what a pen did on the canvas, read from the JSON of streamlit-drawable-canvas (Fabric.js objects).

A freehand stroke is a Fabric path: commands M, L, Q, C, Z with absolute canvas coordinates, as they were drawn. Its
placement (left, top, scale, angle, ...) repeats that position until the canvas's edit toggle moves, stretches or
turns the stroke; from then on it is the placement that counts. The outlines of the other shapes are strokes as well,
and so is what stands in groups. What has the background's colour is an eraser's: it takes away what it goes over of
all that was drawn before it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.drawing.colours import Colour, visible_colour
from core.drawing.erasing import erased
from core.drawing.placement import (
    LARGEST_COORDINATE,
    ON_CANVAS,
    Placement,
    length,
    number,
    placement,
    placement_in_place,
)
from core.drawing.shapes import KINDS, Shape, elements, shape_of
from core.errors import DrawingError

Points = NDArray[np.float64]

CANVAS = 280
"""Width and height of the canvas that strokes are drawn on, in its own pixels: ten for each of MNIST's 28."""

MOST_COMMANDS = 50_000
"""Path commands in one drawing; a digit drawn with a mouse has about a hundred."""

MOST_ERASED = 20_000
"""Lines that erasers are tried on, each as often as there is an eraser after it."""

DEEPEST = 20
"""Groups within groups."""


@dataclass(frozen=True, eq=False)
class Stroke:
    """One movement of the pen, from where it touched the canvas to where it left.

    `points`: (n, 2) float64, n >= 1, x to the right and y downwards in canvas pixels. `width`: of the brush, in
    canvas pixels.
    """

    points: Points
    width: float


def parse_strokes(json_data: Mapping[str, Any] | str | bytes | None) -> tuple[Stroke, ...]:
    """Return the strokes in a canvas's JSON, as the user sees them on the canvas, in drawing order.

    `json_data` is what `CanvasResult.json_data` holds, or the same as JSON text; None stands for a canvas not yet
    shown, which has no strokes. Curves are sampled, and a path that lifts the pen is several strokes. What an eraser
    went over is gone; it may leave several strokes of one.

    Raises DrawingError ("bad_strokes") for anything that is not such JSON: wrong types, numbers that are not finite
    or absurdly large, objects that are neither lines nor shapes, such as texts and pictures.
    """
    if json_data is None:
        return ()
    document = _decoded(json_data) if isinstance(json_data, (str, bytes, bytearray)) else json_data
    objects = document.get("objects") if isinstance(document, Mapping) else None
    if not isinstance(document, Mapping) or not isinstance(objects, list):
        raise _bad("it has no list named 'objects'")
    return _left_of(_Reader(visible_colour(document.get("background"))).marks(objects))


@dataclass(frozen=True, eq=False)
class _Mark:
    """A stroke, or what an eraser did."""

    stroke: Stroke
    erases: bool


class _Reader:
    """Reads the objects of one canvas, and counts what they are made of."""

    def __init__(self, background: Colour | None) -> None:
        self._background = background
        self._elements = 0

    def marks(
        self, objects: Sequence[Any], outer: Placement = ON_CANVAS, within: str = "", depth: int = 0
    ) -> Iterator[_Mark]:
        """Yield the marks of `objects`, which stand where `outer` puts them, in drawing order."""
        for index, item in enumerate(objects, start=1):
            kind = item.get("type") if isinstance(item, Mapping) else None
            kind = kind.casefold() if isinstance(kind, str) else kind
            name = f"object {within}{index}"
            if not isinstance(item, Mapping) or kind not in (*KINDS, "group"):
                raise _bad(f"{name} is {str(kind)[:40]!r}; it must be one of {', '.join((*KINDS, 'group'))}")
            self._elements += elements(item)
            if self._elements > MOST_COMMANDS:
                raise _bad(f"it has more than {MOST_COMMANDS} path commands")
            if item.get("visible") is False or item.get("opacity") == 0:
                continue
            try:
                if kind != "group":
                    yield from self._marks_of(kind, item, outer)
                    continue
                inner = _placement_of_group(item).within(outer)
            except (TypeError, ValueError, OverflowError) as error:
                raise _bad(f"{name}: {error}") from error
            members = item.get("objects")
            if not isinstance(members, list):
                raise _bad(f"{name} has no list named 'objects'")
            if depth == DEEPEST:
                raise _bad(f"{name} lies in more than {DEEPEST} groups")
            yield from self.marks(members, inner, f"{within}{index}.", depth + 1)

    def _marks_of(self, kind: str, item: Mapping[str, Any], outer: Placement) -> Iterator[_Mark]:
        """Yield the marks of one object. Raises ValueError, TypeError or OverflowError if it is none."""
        width = length(item, "strokeWidth", 1.0)
        pen, filling = visible_colour(item.get("stroke")), visible_colour(item.get("fill"))
        # What somebody wrote by hand needs no colour.
        is_outlined = (pen is not None or "stroke" not in item) and (width > 0 or filling is None)
        if not is_outlined and filling is None:
            return
        shape = shape_of(kind, item, is_outlined=is_outlined)
        if shape is None:
            return
        placed = _placement_of(item, shape, width).within(outer)
        if shape.thickness is not None:
            width = shape.thickness
        width *= outer.scale if item.get("strokeUniform") is True else placed.scale
        lines = [placed.of(line) for line in shape.lines]
        if not max(width, *(float(np.abs(line).max()) for line in lines)) <= LARGEST_COORDINATE:
            raise ValueError(f"it reaches beyond {LARGEST_COORDINATE:.0f} pixels")
        colour = pen if is_outlined else filling
        erases = item.get("globalCompositeOperation") == "destination-out" or (
            colour is not None and colour == self._background
        )
        for line in lines:
            yield _Mark(Stroke(line, width), erases)


def _placement_of(item: Mapping[str, Any], shape: Shape, width: float) -> Placement:
    if not shape.knows_its_place:
        return placement(item, shape.middle, shape.size, width)
    if not all(name in item for name in ("left", "top", "width", "height", "originX", "originY")):
        return placement_in_place(item, shape.middle)
    # An object whose size is not its lines' was not written by Fabric: its left and top cannot be trusted either.
    claimed = np.array([number(item, "width", 0.0), number(item, "height", 0.0)])
    if (np.abs(claimed - shape.size) > 2 + width).any():
        return placement_in_place(item, shape.middle)
    return placement(item, shape.middle, shape.size, width)


def _placement_of_group(item: Mapping[str, Any]) -> Placement:
    """Return where a group puts its members, whose coordinates are seen from its middle."""
    size = np.array([length(item, "width", 0.0), length(item, "height", 0.0)])
    return placement(item, np.zeros(2), size, length(item, "strokeWidth", 0.0))


def _left_of(marks: Iterator[_Mark]) -> tuple[Stroke, ...]:
    """Return the strokes that are left when all erasers have gone over what was there before them."""
    strokes: list[Stroke] = []
    tried = 0
    for (erases, width), run in groupby(marks, key=lambda mark: (mark.erases, mark.erases and mark.stroke.width)):
        several = [mark.stroke for mark in run]
        if not erases:
            strokes += several
        elif strokes and width > 0:
            tried += len(strokes)
            if tried > MOST_ERASED:
                raise _bad(f"its erasers go over more than {MOST_ERASED} lines")
            left = erased(
                [(stroke.points, stroke.width) for stroke in strokes], [eraser.points for eraser in several], width
            )
            strokes = [Stroke(points, thickness) for points, thickness in left]
    return tuple(strokes)


def _bad(what: str) -> DrawingError:
    return DrawingError("bad_strokes", f"This is not a drawing from the canvas: {what}.", what=what)


def _decoded(text: str | bytes | bytearray) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad("it is not JSON text") from error
