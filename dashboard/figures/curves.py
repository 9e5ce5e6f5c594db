"""Curves that grow while training: loss and accuracy over steps, epochs or seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.figures.palette import Colour
from dashboard.figures.parts import (
    AxisLabels,
    Event,
    Figure,
    LegendEntry,
    Plain,
    axis,
    finite_or_gap,
    packed,
    vertical_line,
)

MOST_POINTS = 1000
"""Points of one curve beyond which neighbours are merged: more than a chart has pixels to show them in."""

MOST_POINTS_IN_ALL = 10_000
"""Points of all curves of one chart together, which keeps an update of two such charts below 150 kB and one
redraw below 100 ms."""


EMPTY_LOSSES = {False: (0.0, 2.5), True: (0.2, 3.0)}
"""Losses that an axis, logarithmic or not, shows as long as there are none: up to a bit more than ln 10, which is
that of a model that knows nothing."""


@dataclass(frozen=True)
class Curve:
    """One line of a chart: `y` over `x`, both of length n; a value that is not finite leaves a gap.

    `name` stands in the legend, beside the pointer and at the curve's end. Curves of one `group` (by default the
    name) are shown, hidden and brought forward together; the legend has them in the order in which they are
    given. A `dashed` curve is a validation curve. A `noisy` curve is measured on single batches: it is drawn
    thin, and the smoothing chosen for the chart applies to it. `diverged`, if not empty, is what a mark on the
    curve says: at its point nearest to `diverged_at` on the x axis, by default at its last finite one. Where `y`
    is the mean of several seeds, `lowest` and `highest`, of length n too, are the edges of the band behind it.
    """

    name: str
    x: ArrayLike
    y: ArrayLike
    colour: Colour
    dashed: bool = False
    noisy: bool = False
    group: str = ""
    diverged: str = ""
    diverged_at: float | None = None
    lowest: ArrayLike | None = None
    highest: ArrayLike | None = None


def loss_chart(
    curves: Sequence[Curve],
    labels: AxisLabels,
    *,
    log_x: bool = False,
    log_y: bool = False,
    smoothing: float = 0.0,
    events: Sequence[Event] = (),
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
) -> Figure:
    """Return the chart of losses, shown with three decimals.

    `smoothing`, 0 (none) to below 1, is the weight of each record's neighbours in the moving average of noisy curves,
    where every record counts for as much of the training as it stands for. A range
    is (lowest, highest) in the axis's own unit, and None follows the data.

    Step 0 has no place on a logarithmic axis. As what a model knows before its first step belongs to the story, it is
    drawn at the axis's left edge, which the browser labels 0: at `x_range[0]` or, where that is 0, half as far as the
    first step after it.
    """
    x_axis = _x_axis(curves, labels, log_x, x_range)
    if y_range is None and not any(np.size(curve.y) for curve in curves):
        y_range = EMPTY_LOSSES[log_y]
    y_axis = axis(labels.y, log_y, y_range) | {"rangemode": "normal" if log_y else "tozero"}
    return _line_chart(curves, labels, ".3f", x_axis, y_axis, smoothing, events, "end")


def accuracy_chart(
    curves: Sequence[Curve],
    labels: AxisLabels,
    *,
    log_x: bool = False,
    smoothing: float = 0.0,
    events: Sequence[Event] = (),
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
) -> Figure:
    """Return the chart of accuracies, which come as shares 0 to 1 and are shown in percent; see
    `loss_chart`."""
    x_axis = _x_axis(curves, labels, log_x, x_range)
    y_axis = axis(labels.y, False, y_range or (0.0, 1.02)) | {"tickformat": "~%"}
    return _line_chart(curves, labels, ".1%", x_axis, y_axis, smoothing, events, "start")


def range_without_outliers(curves: Sequence[Curve], log_y: bool) -> tuple[float, float] | None:
    """Return the range in which the ordinary curves of a loss chart lie, for `loss_chart`'s `y_range`.

    Neither the beginning of a curve, which falls from the same height whatever the rate, nor single extreme
    points, nor a curve that lies far above the others may squash the rest: far is 4 times the level of the
    lower half on a linear axis and 30 times on a logarithmic one. None as long as there is too little to tell.
    """
    floors, tops = [], []
    for curve in curves:
        y = np.asarray(curve.y, dtype=np.float64).reshape(-1)
        y = y[max(1, len(y) // 20) :]
        y = y[np.isfinite(y) & (y > 0)] if log_y else y[np.isfinite(y)]
        if len(y) >= 3:
            floor, top = np.percentile(y, [1, 95])
            floors.append(floor)
            tops.append(top)
    if not tops:
        return None
    level = sorted(tops)[(len(tops) - 1) // 2]
    ordinary = [top for top in tops if top <= (30 if log_y else 4) * level]
    low, high = min(floors), max(ordinary, default=level)
    if log_y:
        margin = max((high / low) ** 0.05, 1.02)
        return float(low / margin), float(high * margin)
    margin = max(0.05 * (high - low), 0.01 * abs(high), 1e-6)
    return float(low - margin), float(high + margin)


def kept_points(y: NDArray[np.float32], most: int) -> NDArray[np.intp]:
    """Return the places of at most about `most` of the n points of a curve.

    Every bucket of neighbours keeps its lowest and its highest point, so no spike is lost, and a bucket that
    holds a value that is not finite keeps one. Buckets are counted from the first point and double in size,
    so points that are drawn already do not move as the curve grows.
    """
    stride = 1
    while len(y) > most * stride:
        stride *= 2
    if stride == 1:
        return np.arange(len(y))
    bucket = 2 * stride
    whole = len(y) // bucket * bucket
    rows = y[:whole].reshape(-1, bucket)
    starts = np.arange(0, whole, bucket)
    first_gap = np.isfinite(rows).argmin(axis=1)
    gap = ~np.isfinite(rows[np.arange(len(rows)), first_gap])
    lowest = np.where(gap, first_gap, np.where(np.isfinite(rows), rows, np.inf).argmin(axis=1))
    highest = np.where(np.isfinite(rows), rows, -np.inf).argmax(axis=1)
    return np.unique(np.concatenate([starts + lowest, starts + highest, np.arange(whole, len(y))]))


def _x_axis(
    curves: Sequence[Curve], labels: AxisLabels, logarithmic: bool, limits: tuple[float, float] | None
) -> Plain:
    if not logarithmic:
        return axis(labels.x, False, limits)
    low = 0.5 * _first_place(curves) if limits is None or limits[0] <= 0 else limits[0]
    return axis(labels.x, True, limits and (low, limits[1])) | {"zero": low}


def _first_place(curves: Sequence[Curve]) -> float:
    """Return the first place after 0 at which any of the curves has a point; 1 where none has."""
    places = [np.asarray(curve.x, dtype=np.float64).reshape(-1) for curve in curves]
    return float(min((x[x > 0].min() for x in places if (x > 0).any()), default=1.0))


def _line_chart(
    curves: Sequence[Curve],
    labels: AxisLabels,
    y_format: str,
    x_axis: Plain,
    y_axis: Plain,
    smoothing: float,
    events: Sequence[Event],
    events_at: Literal["start", "end"],
) -> Figure:
    traces: list[Plain] = []
    legend: dict[str, LegendEntry] = {}
    places: dict[str, int] = {}
    longest = 0
    most = _most_points_each(curves)
    unit = _first_place(curves)
    for curve in curves:
        x, y = finite_or_gap(curve.x), finite_or_gap(curve.y)
        kept = kept_points(y, most)
        x, y = x[kept], y[kept]
        if "zero" in x_axis:
            x = np.where(x == 0, np.float32(x_axis["zero"]), x)
        longest = max(longest, len(x))
        group = curve.group or curve.name
        legend.setdefault(group, LegendEntry(group, curve.name, curve.colour, curve.dashed))
        packed_x = packed(x)
        place = places.setdefault(packed_x["bdata"], len(traces))
        trace: Plain = {
            "type": "scatter",
            "mode": "lines",
            "name": curve.name,
            "group": group,
            "x": packed_x if place == len(traces) else {"same_as": place},
            "y": packed(y),
            "line": {
                "color": curve.colour.both(),
                "width": 1.5 if curve.noisy else 2.25,
                "dash": "6px,4px" if curve.dashed else "solid",
            },
        }
        if len(x) == 1:
            # A single point has no line to be seen by.
            trace |= {"mode": "markers", "marker": {"color": curve.colour.both(), "size": 6}, "cliponaxis": False}
        if curve.noisy:
            trace["noisy"] = True
        if curve.noisy and smoothing > 0:
            trace["smoothing"] = {"weight": min(smoothing, 0.999), "unit": unit}
        if curve.lowest is not None and curve.highest is not None:
            edges = (finite_or_gap(edge)[kept] for edge in (curve.lowest, curve.highest))
            trace["band"] = [packed(edge) for edge in edges]
        traces.append(trace)
        if curve.diverged:
            traces.extend(_diverged_mark(curve, group, x, y))
    layout: Plain = {
        "xaxis": x_axis,
        "yaxis": y_axis,
        "hovermode": False,
        "showlegend": False,
        "shapes": [vertical_line(event.x, event.text, events_at, x_axis) for event in events],
    }
    tooltip = {"title": labels.at_pointer, "y": y_format, "names_ends": True}
    return Figure(traces, layout, tuple(legend.values()), longest, tooltip)


def _most_points_each(curves: Sequence[Curve]) -> int:
    arrays = sum(1 if curve.lowest is None else 3 for curve in curves)
    return max(50, min(MOST_POINTS, MOST_POINTS_IN_ALL // max(1, arrays)))


def _diverged_mark(curve: Curve, group: str, x: NDArray[np.float32], y: NDArray[np.float32]) -> list[Plain]:
    finite = np.flatnonzero(np.isfinite(y))
    if not len(finite):
        return []
    nearest = -1 if curve.diverged_at is None else int(np.abs(x[finite] - curve.diverged_at).argmin())
    place = int(finite[nearest])
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": curve.name,
            "group": group,
            "x": [float(x[place])],
            "y": [float(y[place])],
            "marker": {"symbol": "x", "size": 10, "color": curve.colour.both()},
            "says": curve.diverged,
        }
    ]
