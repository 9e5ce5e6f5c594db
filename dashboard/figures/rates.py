"""Figures over the learning rate: what became of each, and how the loss changed while it was raised."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dashboard.figures import palette
from dashboard.figures.parts import AxisLabels, Figure, Plain, axis, finite_or_gap, packed, vertical_line

EMPTY_LOSSES = {False: (0.0, 2.5), True: (0.2, 3.0)}
"""Losses that an axis, logarithmic or not, shows as long as there are none: up to a bit more than ln 10, which is
that of a model that knows nothing."""

_EMPTY_RATES = (1e-4, 10.0)
"""Rates that the axis shows as long as there is no run."""


@dataclass(frozen=True)
class RatePoint:
    """What became of one run: its final loss, or its accuracy as a share, at its learning rate.

    `label` stands beside the pointer. `group` is the group of its curve in other charts, with which it is hidden
    and brought forward. The `value` of a `diverged` run is not looked at. A `guest` is no part of the race: its
    point is hollow, and no line goes through it.
    """

    rate: float
    value: float
    seed: int = 0
    label: str = ""
    diverged: bool = False
    group: str = ""
    guest: bool = False


@dataclass(frozen=True)
class RateMark:
    """A learning rate and what it is called."""

    rate: float
    text: str


def rate_chart(
    points: Sequence[RatePoint],
    labels: AxisLabels,
    *,
    figure: Literal["loss", "accuracy"] = "loss",
    log_y: bool = False,
    best: Sequence[RateMark] = (),
    stable_rate: RateMark | None = None,
    too_small: RateMark | None = None,
    too_large: RateMark | None = None,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
) -> Figure:
    """Return the chart of final losses, or of accuracies, over the learning rate.

    Every run is a point in its rate's colour, the one it has in all charts of these rates, and a line goes through
    the means of the rates. The `best` have rings, of which the first one is labelled, `stable_rate` is a vertical
    line. `too_small` and `too_large` are shaded regions: from the lowest rate up to the former's, and from the
    latter's up to the highest. Diverged runs are crosses at the edge of the bad values: the top for losses, the
    bottom for accuracies. `log_y` is for losses.
    """
    is_loss = figure == "loss"
    x_axis = axis(labels.x, True, x_range or _rates_shown(points, (*best, stable_rate)))
    means = _mean_values(points)
    y_axis = axis(labels.y, log_y and is_loss, y_range if is_loss else y_range or _shares_shown(points))
    y_axis |= {"rangemode": "normal" if log_y or not is_loss else "tozero"}
    if not is_loss:
        y_axis["tickformat"] = "~%"
    y_format = ".3f" if is_loss else ".2%"
    traces: list[Plain] = []
    if len(means) > 1:
        traces.append(_line(list(means), list(means.values()), palette.MUTED, 1.5))
    colours = palette.rate_colours(point.rate for point in points)
    for rate, group in dict.fromkeys((point.rate, point.group) for point in points):
        of_group = [point for point in points if (point.rate, point.group) == (rate, group)]
        traces.extend(_runs_of_a_group(of_group, colours[rate], is_loss, y_format))
    # Two labels side by side would print over each other.
    for place, mark in enumerate(mark for mark in best if mark.rate in means):
        where = f"{'top' if is_loss else 'bottom'} {_side(mark.rate, x_axis)}"
        traces.append(_ring(RateMark(mark.rate, "" if place else mark.text), means[mark.rate], where))
    shapes = _regions(too_small, too_large, x_axis, "bottom" if is_loss else "top")
    if stable_rate is not None:
        shapes.append(vertical_line(stable_rate.rate, stable_rate.text, "end" if is_loss else "start"))
    layout: Plain = {
        "xaxis": x_axis,
        "yaxis": y_axis,
        # A diverged run has no value: its cross stands at a height of the chart and not of the axis.
        "yaxis2": {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True},
        "hovermode": "closest",
        "showlegend": False,
        "shapes": shapes,
    }
    return Figure(traces, layout, len(points))


def range_test_chart(
    rates: ArrayLike,
    losses: ArrayLike,
    smoothed: ArrayLike,
    labels: AxisLabels,
    *,
    suggested: RateMark | None = None,
    stable_rate: RateMark | None = None,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
) -> Figure:
    """Return the chart of a range test: `losses` (n,) faint and `smoothed` (n,) strong over `rates` (n,).

    `suggested` has a ring on the smoothed curve and a line, `stable_rate` a line. By default the axis of losses
    fits the smoothed ones, since single batches explode at large rates.
    """
    x, raw, strong = finite_or_gap(rates), finite_or_gap(losses), finite_or_gap(smoothed)
    finite = strong[np.isfinite(strong)]
    if y_range is None and len(finite):
        y_range = (0.0, 1.15 * float(finite.max()))
    # Eight decades have room for the powers of ten alone.
    x_axis = axis(labels.x, True, x_range) | {"dtick": 1}
    traces: list[Plain] = []
    if len(x):
        traces.append(_line(x, raw, palette.MUTED, 1.25) | {"opacity": 0.55, "hoverinfo": "skip"})
        traces.append(
            _line(x, strong, palette.ACCENT, 2.5)
            | {"hoverinfo": "all", "hovertemplate": "%{x:.3~g}  <b>%{y:.3f}</b><extra></extra>"}
        )
    shapes = [] if suggested is None else [vertical_line(suggested.rate, suggested.text, "end")]
    if stable_rate is not None:
        shapes.append(vertical_line(stable_rate.rate, stable_rate.text, "start"))
    if suggested is not None and len(finite):
        nearest = int(np.abs(np.log(np.where(np.isfinite(strong), x, np.inf) / suggested.rate)).argmin())
        traces.append(_ring(RateMark(suggested.rate, ""), float(strong[nearest]), "top center"))
    layout: Plain = {
        "xaxis": x_axis,
        "yaxis": axis(labels.y, False, y_range) | {"rangemode": "tozero"},
        "hovermode": "x",
        "showlegend": False,
        "shapes": shapes,
    }
    return Figure(traces, layout, len(x))


def _mean_values(points: Sequence[RatePoint]) -> dict[float, float]:
    """Return the mean of every rate of the race that has a value, low to high."""
    values: dict[float, list[float]] = {}
    for point in sorted(points, key=lambda point: point.rate):
        if not point.guest and not point.diverged and np.isfinite(point.value):
            values.setdefault(point.rate, []).append(point.value)
    return {rate: float(np.mean(of_rate)) for rate, of_rate in values.items()}


def _rates_shown(points: Sequence[RatePoint], marks: Sequence[RateMark | None]) -> tuple[float, float]:
    """Return the rates at which the axis begins and ends: a third of a decade around all there is."""
    rates = [point.rate for point in points]
    if not rates:
        return _EMPTY_RATES
    rates += [mark.rate for mark in marks if mark is not None]
    return min(rates) / 2, max(rates) * 2


def _shares_shown(points: Sequence[RatePoint]) -> tuple[float, float]:
    """Return where an axis of accuracies begins and ends: room around all there is, but none for what cannot be."""
    shares = [point.value for point in points if not point.diverged and np.isfinite(point.value)]
    if not shares:
        return 0.0, 1.02
    margin = max(0.12 * (max(shares) - min(shares)), 0.01)
    return max(0.0, min(shares) - margin), min(1.02, max(shares) + margin)


def _side(rate: float, x_axis: Plain) -> Literal["left", "center", "right"]:
    """Return on which side of `rate` words have room."""
    low, high = x_axis["range"]
    share = (np.log10(rate) - low) / (high - low)
    return "right" if share < 0.2 else "left" if share > 0.8 else "center"


def _line(x: ArrayLike, y: ArrayLike, colour: palette.Colour, width: float) -> Plain:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(finite_or_gap(x)),
        "y": packed(finite_or_gap(y)),
        "line": {"color": colour.both(), "width": width},
        "hoverinfo": "skip",
    }


def _runs_of_a_group(
    points: Sequence[RatePoint], colour: palette.Colour, is_loss: bool, y_format: str
) -> list[Plain]:
    """Return the points of a rate or a guest: those with a value, and the diverged ones as crosses at the edge."""
    symbol = "circle-open" if points[0].guest else "circle"
    ended = [point for point in points if not point.diverged and np.isfinite(point.value)]
    lost = [point for point in points if point not in ended]
    traces: list[Plain] = []
    if ended:
        traces.append(
            {
                "y": [point.value for point in ended],
                "text": [point.label for point in ended],
                "marker": {"color": colour.both(), "size": 9, "symbol": symbol},
                "hovertemplate": f"%{{text}}  <b>%{{y:{y_format}}}</b><extra></extra>",
            }
        )
    if lost:
        traces.append(
            {
                "y": [0.96 if is_loss else 0.04] * len(lost),
                "yaxis": "y2",
                "text": [point.label for point in lost],
                "marker": {"color": colour.both(), "size": 10, "symbol": "x"},
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    common = {"type": "scatter", "mode": "markers", "group": points[0].group, "cliponaxis": False}
    return [common | trace | {"x": [points[0].rate] * len(trace["y"])} for trace in traces]


def _ring(mark: RateMark, y: float, text_position: str) -> Plain:
    return {
        "type": "scatter",
        "mode": "markers+text" if mark.text else "markers",
        "x": [mark.rate],
        "y": [y],
        "text": [mark.text],
        "textposition": text_position,
        "cliponaxis": False,
        "marker": {
            "symbol": "circle-open",
            "size": 18,
            "color": palette.ACCENT.both(),
            "line": {"width": 2.5},
        },
        "hoverinfo": "skip",
    }


def _regions(
    too_small: RateMark | None, too_large: RateMark | None, x_axis: Plain, words_at: Literal["top", "bottom"]
) -> list[Plain]:
    """Return the shaded regions; their words stand at the outer ends, where the least is drawn."""
    lowest, highest = (10.0**end for end in x_axis["range"])
    regions = [(too_small, lowest, "left"), (too_large, highest, "right")]
    return [
        {
            "type": "rect",
            "x0": end,
            "x1": mark.rate,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "fillcolor": palette.MUTED.both(),
            "opacity": 0.14,
            "line": {"width": 0},
            "label": {"text": mark.text, "textposition": f"{words_at} {side}", "padding": 6},
        }
        for mark, end, side in regions
        if mark is not None and lowest < mark.rate < highest
    ]
