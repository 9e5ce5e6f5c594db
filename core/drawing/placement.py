"""Where Fabric.js puts an object on the canvas: left, top and their origin, scale, flip, skew and angle.

Fabric draws a point p of an object, which lies in a box of its own, at

    centre + R(angle) K(skew) S(scale, flip) (p - middle of that box)

with the centre found from left, top and their origin (fabric 7: "center"; before 7 the upper left corner of the box,
half a stroke width outside the lines). An object of a group lies so about the group's centre.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Doubles

LARGEST_COORDINATE = 1e6
"""Canvas pixels. Anything beyond is not a drawing but a mistake, and would overflow what follows."""

_ORIGIN = {"left": -0.5, "top": -0.5, "center": 0.0, "right": 0.5, "bottom": 0.5}


@dataclass(frozen=True, eq=False)
class Placement:
    """The map p -> `matrix` p + `offset` of points (x, y); (2, 2) and (2,) float64."""

    matrix: Doubles
    offset: Doubles

    def of(self, points: Doubles) -> Doubles:
        """Return where `points`, (n, 2), lie."""
        placed: Doubles = points @ self.matrix.T + self.offset
        return placed

    def within(self, outer: "Placement") -> "Placement":
        """Return where what is placed so lies once the whole is placed as `outer` says."""
        return Placement(outer.matrix @ self.matrix, outer.matrix @ self.offset + outer.offset)

    @property
    def scale(self) -> float:
        """How many times as long lengths become, in the mean over directions: the root of what areas become."""
        return math.sqrt(abs(float(np.linalg.det(self.matrix))))


ON_CANVAS = Placement(np.eye(2), np.zeros(2))
"""Nothing moves."""


def number(item: Mapping[str, Any], name: str, default: float | None = None) -> float:
    """Return a number of an object's. Raises ValueError if it is none, or beyond `LARGEST_COORDINATE`."""
    value = item.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LARGEST_COORDINATE:
        raise ValueError(f"{name} is {str(value)[:40]}; it must be a number up to {LARGEST_COORDINATE:.0f}")
    return float(value)


def length(item: Mapping[str, Any], name: str, default: float | None = None) -> float:
    """Return a number of an object's that is 0 or more. Raises ValueError if it is none."""
    value = number(item, name, default)
    if value < 0:
        raise ValueError(f"{name} is {value}; it must be 0 or more")
    return value


def placement(item: Mapping[str, Any], middle: Doubles, size: Doubles, width: float) -> Placement:
    """Return where an object lies whose own box has this `middle` and `size`, (x, y), and whose pen is `width` thick.

    Raises ValueError for what is no number, or no origin.
    """
    stretched = _stretched(item)
    turn = _turn(item)
    matrix = turn @ stretched
    origin = np.array([_origin(item, "originX", "left"), _origin(item, "originY", "top")])
    corner = np.array([number(item, "left", 0.0), number(item, "top", 0.0)])
    centre = corner - turn @ (origin * (np.abs(stretched) @ (size + width)))
    return Placement(matrix, centre - matrix @ middle)


def placement_in_place(item: Mapping[str, Any], middle: Doubles) -> Placement:
    """Return where an object lies that stays where its own coordinates are, turned and stretched about `middle`."""
    matrix = _turn(item) @ _stretched(item)
    return Placement(matrix, middle - matrix @ middle)


def _stretched(item: Mapping[str, Any]) -> Doubles:
    scale_x = number(item, "scaleX", 1.0) * (-1 if item.get("flipX") is True else 1)
    scale_y = number(item, "scaleY", 1.0) * (-1 if item.get("flipY") is True else 1)
    skew_x, skew_y = (math.radians(number(item, name, 0.0)) for name in ("skewX", "skewY"))
    # Fabric's order (calcDimensionsMatrix): scale, then skew along y, then along x.
    slant = np.array([[1, math.tan(skew_x)], [0, 1]]) @ np.array([[1, 0], [math.tan(skew_y), 1]])
    stretched: Doubles = np.diag([scale_x, scale_y]) @ slant
    return stretched


def _turn(item: Mapping[str, Any]) -> Doubles:
    angle = math.radians(number(item, "angle", 0.0))
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


def _origin(item: Mapping[str, Any], name: str, default: str) -> float:
    """Return where in its box an object's left or top is measured, from -0.5 to 0.5."""
    value = item.get(name, default)
    if isinstance(value, str) and value in _ORIGIN:
        return _ORIGIN[value]
    raise ValueError(f"{name} is {str(value)[:40]!r}; it must be one of {', '.join(_ORIGIN)}")
