"""The shapes of Fabric.js as lines: freehand paths, lines, polygons, rectangles, circles, ellipses and triangles."""

import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from core.arrays import Doubles
from core.drawing.placement import LARGEST_COORDINATE, length, number

_NUMBERS_OF_COMMAND = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}

_SAMPLES = 8
"""Points of each curve; a canvas's curves are a few pixels long."""

_SAMPLES_OF_BOX = 32
"""Points of each curve by which the box of a path is found: half a pixel there is half a pixel everywhere."""

_POINTS_OF_CIRCLE = 64

_QUARTER = np.linspace(0, math.pi / 2, 9)


@dataclass(frozen=True, eq=False)
class Shape:
    """Lines, (n, 2) each, x to the right and y downwards, and the box they belong to: `middle` and `size`, (2,).

    `thickness` is that of what has no pen but is filled from side to side, and None where a pen follows the lines.
    Where the shape `knows_its_place`, its coordinates are the canvas's, until it is moved.
    """

    lines: Sequence[Doubles]
    middle: Doubles
    size: Doubles
    knows_its_place: bool
    thickness: float | None = None


def elements(item: Mapping[str, Any]) -> int:
    """Return how many points, or so, a shape is made of: what reading it costs."""
    lists = (item.get(name) for name in ("path", "points"))
    return 1 + sum(len(values) for values in lists if isinstance(values, list))


def shape_of(kind: str, item: Mapping[str, Any], *, is_outlined: bool) -> Shape | None:
    """Return the lines of an object of a `kind` in `KINDS`, None if it has none.

    Of a rectangle or an ellipse that is filled but not outlined the line is its longer axis, as of a stroke that is
    as thick as the shorter one.

    Raises ValueError, TypeError or OverflowError if it is no such object.
    """
    return KINDS[kind](item, is_outlined)


def _of_lines(lines: Sequence[Doubles]) -> Shape:
    everything = np.concatenate(lines)
    lowest, highest = everything.min(axis=0), everything.max(axis=0)
    return Shape(lines, (lowest + highest) / 2, highest - lowest, knows_its_place=True)


def _path(item: Mapping[str, Any], _: bool) -> Shape | None:
    path = item.get("path")
    if not isinstance(path, list):
        raise ValueError("it has no list named 'path'")
    pieces = _cubic_curves(path)
    if not pieces:
        return None
    # Fabric takes the box of a quadratic curve for that of the cubic one with its control point twice.
    controls = np.concatenate([curves for _, curves in pieces])
    outline = _of_lines([_on_curves(controls, _SAMPLES_OF_BOX).reshape(-1, 2), controls[:, 0]])
    return replace(outline, lines=[_sampled(curves) for curves, _ in pieces])


def _line(item: Mapping[str, Any], _: bool) -> Shape:
    ends = [[number(item, x), number(item, y)] for x, y in (("x1", "y1"), ("x2", "y2"))]
    return _of_lines([np.array(ends)])


def _polyline(item: Mapping[str, Any], _: bool) -> Shape | None:
    points = item.get("points")
    if not isinstance(points, list) or not all(isinstance(point, Mapping) for point in points):
        raise ValueError("it has no list named 'points'")
    corners = [[number(point, "x"), number(point, "y")] for point in points]
    return _of_lines([np.array(corners)]) if corners else None


def _polygon(item: Mapping[str, Any], is_outlined: bool) -> Shape | None:
    open_ = _polyline(item, is_outlined)
    return None if open_ is None else _of_lines([_closed(open_.lines[0])])


def _triangle(item: Mapping[str, Any], _: bool) -> Shape:
    size = np.array([length(item, "width"), length(item, "height")])
    corners = np.array([[0, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * size
    return Shape([_closed(corners)], np.zeros(2), size, knows_its_place=False)


def _rect(item: Mapping[str, Any], is_outlined: bool) -> Shape:
    size = np.array([length(item, "width"), length(item, "height")])
    if not is_outlined:
        return _filled(size)
    radii = [length(item, "rx", 0.0), length(item, "ry", 0.0)]
    radius = np.minimum([radii[0] or radii[1], radii[1] or radii[0]], size / 2)
    # Clockwise from the upper right corner: each is a quarter of an ellipse about a point of its own.
    quarter = np.stack([np.sin(_QUARTER), -np.cos(_QUARTER)], axis=1) if radius.all() else np.array([[1.0, -1.0]])
    turns = [np.eye(2), np.array([[0, -1], [1, 0]]), -np.eye(2), np.array([[0, 1], [-1, 0]])]
    corners = [
        np.array(signs) * (size / 2 - radius) + (quarter @ turn.T) * radius
        for turn, signs in zip(turns, ((1, -1), (1, 1), (-1, 1), (-1, -1)), strict=True)
    ]
    return Shape([_closed(np.concatenate(corners))], np.zeros(2), size, knows_its_place=False)


def _circle(item: Mapping[str, Any], is_outlined: bool) -> Shape:
    radius = length(item, "radius")
    start, end = number(item, "startAngle", 0.0), number(item, "endAngle", 360.0)
    # In degrees since Fabric 5, before that in radians.
    unit = 1.0 if abs(end) <= 2 * math.pi + 1e-3 else math.pi / 180
    turn = (end - start) * unit
    if abs(turn) < 2 * math.pi - 1e-3:
        turn = turn % (2 * math.pi) - (2 * math.pi if item.get("counterClockwise") is True else 0)
        is_outlined = True
    return _ellipse_of(np.array([radius, radius]), is_outlined, start * unit, turn)


def _ellipse(item: Mapping[str, Any], is_outlined: bool) -> Shape:
    return _ellipse_of(np.array([length(item, "rx"), length(item, "ry")]), is_outlined)


def _ellipse_of(radii: Doubles, is_outlined: bool, start: float = 0.0, turn: float = 2 * math.pi) -> Shape:
    if not is_outlined:
        return _filled(2 * radii)
    angles = start + np.linspace(0, turn, _POINTS_OF_CIRCLE + 1)
    line = np.stack([np.cos(angles), np.sin(angles)], axis=1) * radii
    return Shape([line], np.zeros(2), 2 * radii, knows_its_place=False)


def _filled(size: Doubles) -> Shape:
    thickness = float(size.min())
    reach = (size - thickness) / 2
    return Shape([np.array([-reach, reach])], np.zeros(2), size, knows_its_place=False, thickness=thickness)


KINDS: Mapping[str, Callable[[Mapping[str, Any], bool], Shape | None]] = {
    "path": _path,
    "line": _line,
    "polyline": _polyline,
    "polygon": _polygon,
    "rect": _rect,
    "circle": _circle,
    "ellipse": _ellipse,
    "triangle": _triangle,
}
"""How each kind of object is read, by Fabric's name for it in small letters."""


def _closed(corners: Doubles) -> Doubles:
    return np.concatenate([corners, corners[:1]])


def _cubic_curves(path: Sequence[Any]) -> list[tuple[Doubles, Doubles]]:
    """Return control points, (curves, 4, 2), for each time the pen is put down; a lone M is a curve of length 0.

    Straight lines and quadratic curves are cubic ones too, which leaves a single kind to sample. Of each there is a
    second version, with the curves whose boxes Fabric takes.
    """
    pieces: list[tuple[list[float], list[list[float]], list[list[float]]]] = []
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
            pieces.append(([x, y] * 4, [], []))
            continue
        if not pieces:
            raise ValueError("its path does not begin with M")
        if name == "Z":
            numbers = [start_x, start_y]
        end_x, end_y = numbers[-2:]
        if name == "C":
            controls = numbers[:4]
        elif name == "Q":
            towards = (numbers[0], numbers[1], 2 / 3)
            controls = [*_between(x, y, *towards), *_between(end_x, end_y, *towards)]
        else:
            controls = [*_between(x, y, end_x, end_y, 1 / 3), *_between(x, y, end_x, end_y, 2 / 3)]
        _, curves, boxed = pieces[-1]
        curves.append([x, y, *controls, end_x, end_y])
        boxed.append([x, y, *(numbers[:2] * 2 if name == "Q" else controls), end_x, end_y])
        x, y = end_x, end_y
    return [
        (np.array(curves or [lone]).reshape(-1, 4, 2), np.array(boxed or [lone]).reshape(-1, 4, 2))
        for lone, curves, boxed in pieces
    ]


def _between(x: float, y: float, to_x: float, to_y: float, share: float) -> tuple[float, float]:
    return x + (to_x - x) * share, y + (to_y - y) * share


def _sampled(curves: Doubles) -> Doubles:
    """Return points of the curves, (n, 2), without those that repeat the one before."""
    points = np.concatenate([curves[:1, 0], _on_curves(curves, _SAMPLES).reshape(-1, 2)])
    moved = np.ones(len(points), dtype=bool)
    moved[1:] = (points[1:] != points[:-1]).any(axis=1)
    return points[moved]


def _on_curves(curves: Doubles, samples: int) -> Doubles:
    """Return points of cubic Bezier curves, (n, 4, 2), as many on each, without its start: (n, samples, 2)."""
    points: Doubles = _bernstein(samples) @ curves
    return points


@lru_cache
def _bernstein(samples: int) -> Doubles:
    """Return the matrix (samples, 4) that makes points of control points."""
    t = np.arange(1, samples + 1) / samples
    return np.stack([math.comb(3, k) * t**k * (1 - t) ** (3 - k) for k in range(4)], axis=1)
