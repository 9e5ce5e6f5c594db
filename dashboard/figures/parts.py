"""What all figures are made of: axes, lines with words, packed numbers."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.figures import palette
from dashboard.figures.palette import Colour

Plain = dict[str, Any]
"""Anything JSON can say, keyed by Plotly's attribute names."""


@dataclass(frozen=True)
class Event:
    """Something that happened during training, drawn as a vertical line at `x` with a few words beside it.

    Where many happen close together the older ones lose their words, and only the tooltip says them.
    """

    x: float
    text: str


@dataclass(frozen=True)
class AxisLabels:
    """What stands at the axes: their titles, with unit, and the heading of the tooltip.

    `at_pointer` is a template in which `%{x}` is the place, as in "step %{x:,d}".
    """

    x: str
    y: str
    at_pointer: str = ""


@dataclass(frozen=True)
class LegendEntry:
    """What a group of curves looks like and is called."""

    group: str
    label: str
    colour: Colour
    dashed: bool = False


@dataclass(frozen=True)
class Figure:
    """A chart without its surroundings: traces, layout, the number of points that it shows, and how the tooltip shows
    numbers (`{"title": a template, "y": a format}`; None: Plotly's own tooltip).

    With `results` the browser makes the traces, of what the stream brings (`rate_chart`)."""

    traces: Sequence[Plain] = ()
    layout: Plain = field(default_factory=dict)
    points: int = 0
    tooltip: Plain | None = None
    results: Plain | None = None


def axis(title: str, logarithmic: bool, limits: tuple[float, float] | None) -> Plain:
    """Return an axis whose `limits` are (lowest, highest) in its own unit; None, or what has no logarithm where
    one is needed, follows the data."""
    made: Plain = {
        "title": {"text": title},
        "type": "log" if logarithmic else "linear",
        # Without a format of its own a logarithmic axis says "5" where it means 0.5.
        "tickformat": ",~g" if logarithmic else ",~f",
    }
    if limits is not None and (not logarithmic or limits[0] > 0):
        made["range"] = [float(value) for value in (np.log10(limits) if logarithmic else limits)]
    return made


def vertical_line(x: float, text: str, at: Literal["start", "end"], colour: Colour = palette.MUTED) -> Plain:
    """Return a line with its words at its "start" (bottom) or "end" (top). The browser finds the side, and the row,
    that has room for the words."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": colour.both(), "width": 1, "dash": "2px,3px"},
        "label": {"text": text, "textposition": at},
    }


def finite_or_gap(values: ArrayLike) -> NDArray[np.float32]:
    """Return numbers as (n,) float32 in which whatever is not finite is NaN, which is drawn as a gap."""
    array = np.asarray(values, dtype=np.float32).reshape(-1)
    return np.where(np.isfinite(array), array, np.float32(np.nan))


def packed(values: NDArray[Any]) -> Plain:
    """Return numbers as Plotly's typed array: little-endian float32 in base64."""
    return {
        "dtype": "f4",
        "bdata": base64.b64encode(np.asarray(values, dtype="<f4").tobytes()).decode("ascii"),
    }
