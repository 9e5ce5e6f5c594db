"""Strokes: what a pen did on the canvas, read from the JSON of streamlit-drawable-canvas (Fabric.js objects).

A freehand stroke is a Fabric path: commands M, L, Q, C, Z with absolute canvas coordinates, as they were drawn. Its
placement (left, top, scale, angle, ...) repeats that position until the canvas's edit toggle moves, stretches or
turns the stroke; from then on it is the placement that counts. Fabric draws a path point p at

    centre + R(angle) K(skew) S(scale, flip) (p - middle of the path's own box)

with the centre found from left, top and their origin (fabric 7.4: "center"; before 7 the upper left corner of the
box, half a stroke width outside the path).
"""

import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import DrawingError

Points = NDArray[np.float64]

CANVAS = 280
"""Width and height of the canvas that strokes are drawn on, in its own pixels: ten for each of MNIST's 28."""

MOST_COMMANDS = 50_000
"""Path commands in one drawing; a digit drawn with a mouse has about a hundred."""

LARGEST_COORDINATE = 1e6
"""Canvas pixels. Anything beyond is not a drawing but a mistake, and would overflow what follows."""

_NUMBERS_OF_COMMAND = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}

_CURVE_POSITIONS = np.linspace(1 / 8, 1, 8)
"""Where each curve is sampled, as fractions of its parameter; a canvas's curves are a few pixels long."""

_BERNSTEIN = np.stack(
    [math.comb(3, k) * _CURVE_POSITIONS**k * (1 - _CURVE_POSITIONS) ** (3 - k) for k in range(4)], axis=1
)
"""(8, 4): the sampled points of a cubic Bezier curve from its four control points."""

_ORIGIN = {"left": -0.5, "top": -0.5, "center": 0.0, "right": 0.5, "bottom": 0.5}


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
    shown, which has no strokes. Curves are sampled, and a path that lifts the pen is several strokes.

    Raises DrawingError ("bad_strokes") for anything that is not such JSON: wrong types, numbers that are not finite
    or absurdly large, shapes other than freehand strokes and straight paths.
    """
    if json_data is None:
        return ()
    document = _decoded(json_data) if isinstance(json_data, (str, bytes, bytearray)) else json_data
    objects = document.get("objects") if isinstance(document, Mapping) else None
    if not isinstance(objects, list):
        raise _bad("it has no list named 'objects'")
    strokes: list[Stroke] = []
    commands = 0
    for number, item in enumerate(objects, start=1):
        kind = item.get("type") if isinstance(item, Mapping) else None
        if not isinstance(kind, str) or kind.casefold() != "path":
            raise _bad(f"object {number} is {str(kind)[:40]!r}, not a freehand stroke ('path')")
        path = item.get("path")
        if not isinstance(path, list):
            raise _bad(f"object {number} has no list named 'path'")
        commands += len(path)
        if commands > MOST_COMMANDS:
            raise _bad(f"it has more than {MOST_COMMANDS} path commands")
        try:
            strokes.extend(_strokes_of(item, path))
        except (TypeError, ValueError, OverflowError) as error:
            raise _bad(f"object {number}: {error}") from error
    return tuple(strokes)


def _bad(what: str) -> DrawingError:
    return DrawingError("bad_strokes", f"This is not a drawing from the canvas: {what}.", what=what)


def _decoded(text: str | bytes | bytearray) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad("it is not JSON text") from error


def _strokes_of(item: Mapping[str, Any], path: Sequence[Any]) -> list[Stroke]:
    """Return the strokes of one Fabric path. Raises ValueError, TypeError or OverflowError if it is none."""
    lines = [_sampled(curves) for curves in _cubic_curves(path)]
    if not lines:
        return []
    width = _number(item, "strokeWidth", 1.0)
    if width < 0:
        raise ValueError(f"strokeWidth is {width}; it must be 0 or more")
    matrix, offset = _placement(item, np.concatenate(lines), width)
    width *= math.sqrt(abs(float(np.linalg.det(matrix))))
    placed = [line @ matrix.T + offset for line in lines]
    if max(width, *(float(np.abs(line).max()) for line in placed)) > LARGEST_COORDINATE:
        raise ValueError(f"it reaches beyond {LARGEST_COORDINATE:.0f} pixels")
    return [Stroke(line, width) for line in placed]


def _cubic_curves(path: Sequence[Any]) -> list[Points]:
    """Return control points, (curves, 4, 2), for each time the pen is put down; a lone M is a curve of length 0.

    Straight lines and quadratic curves are cubic ones too, which leaves a single kind to sample.
    """
    pieces: list[tuple[list[float], list[list[float]]]] = []
    x = y = start_x = start_y = 0.0
    for command in path:
        name = command[0] if isinstance(command, list) and command else None
        if not isinstance(name, str) or len(command) != _NUMBERS_OF_COMMAND.get(name, -1) + 1:
            raise ValueError(f"{str(command)[:60]} is not a path command")
        # array() takes numbers alone: no text, no None, and no whole number too large for a float.
        numbers = array("d", command[1:]).tolist()
        if not all(-LARGEST_COORDINATE <= value <= LARGEST_COORDINATE for value in numbers):  # NaN fails it too
            raise ValueError(f"{str(command)[:60]} lies beyond {LARGEST_COORDINATE:.0f} pixels")
        if name == "M":
            x, y = start_x, start_y = numbers
            pieces.append(([x, y] * 4, []))
            continue
        if not pieces:
            raise ValueError("its path does not begin with M")
        if name == "Z":
            numbers = [start_x, start_y]
        end_x, end_y = numbers[-2:]
        if name == "C":
            x1, y1, x2, y2 = numbers[:4]
        elif name == "Q":
            middle_x, middle_y = numbers[:2]
            x1, y1 = x + (middle_x - x) * 2 / 3, y + (middle_y - y) * 2 / 3
            x2, y2 = end_x + (middle_x - end_x) * 2 / 3, end_y + (middle_y - end_y) * 2 / 3
        else:
            x1, y1 = x + (end_x - x) / 3, y + (end_y - y) / 3
            x2, y2 = x + (end_x - x) * 2 / 3, y + (end_y - y) * 2 / 3
        pieces[-1][1].append([x, y, x1, y1, x2, y2, end_x, end_y])
        x, y = end_x, end_y
    return [np.array(curves or [lone_point]).reshape(-1, 4, 2) for lone_point, curves in pieces]


def _sampled(curves: Points) -> Points:
    """Return points of the curves, (n, 2), without those that repeat the one before."""
    points = np.concatenate([curves[:1, 0], (_BERNSTEIN @ curves).reshape(-1, 2)])
    moved = np.ones(len(points), dtype=bool)
    moved[1:] = (points[1:] != points[:-1]).any(axis=1)
    return points[moved]


def _number(item: Mapping[str, Any], name: str, default: float) -> float:
    value = item.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LARGEST_COORDINATE:
        raise ValueError(f"{name} is {str(value)[:40]}; it must be a number up to {LARGEST_COORDINATE:.0f}")
    return float(value)


def _placement(item: Mapping[str, Any], points: Points, width: float) -> tuple[Points, Points]:
    """Return matrix (2, 2) and offset (2,) that take path coordinates to the canvas (see the head of this module)."""
    lowest, highest = points.min(axis=0), points.max(axis=0)
    middle, size = (lowest + highest) / 2, highest - lowest
    scale_x = _number(item, "scaleX", 1.0) * (-1 if item.get("flipX") is True else 1)
    scale_y = _number(item, "scaleY", 1.0) * (-1 if item.get("flipY") is True else 1)
    skew_x, skew_y, angle = (math.radians(_number(item, name, 0.0)) for name in ("skewX", "skewY", "angle"))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    # Fabric's order (calcDimensionsMatrix): scale, then skew along y, then along x.
    slant = np.array([[1, math.tan(skew_x)], [0, 1]]) @ np.array([[1, 0], [math.tan(skew_y), 1]])
    stretched = np.diag([scale_x, scale_y]) @ slant
    matrix = turn @ stretched
    if not all(name in item for name in ("left", "top", "width", "height", "originX", "originY")):
        return matrix, middle - matrix @ middle
    # An object whose size is not its path's was not written by Fabric: its left and top cannot be trusted either.
    claimed = np.array([_number(item, "width", 0.0), _number(item, "height", 0.0)])
    if (np.abs(claimed - size) > 2 + width).any():
        return matrix, middle - matrix @ middle
    origin = np.array([_origin(item, "originX"), _origin(item, "originY")])
    corner = np.array([_number(item, "left", 0.0), _number(item, "top", 0.0)])
    centre = corner - turn @ (origin * (np.abs(stretched) @ (size + width)))
    return matrix, centre - matrix @ middle


def _origin(item: Mapping[str, Any], name: str) -> float:
    """Return where in its box an object's left or top is measured, from -0.5 to 0.5."""
    value = item[name]
    if isinstance(value, str) and value in _ORIGIN:
        return _ORIGIN[value]
    raise ValueError(f"{name} is {str(value)[:40]!r}; it must be one of {', '.join(_ORIGIN)}")
