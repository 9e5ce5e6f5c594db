"""Figures over the learning rate: what became of each, and how the loss changed while it was raised."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from core.classes import guessing_loss
from dashboard.figures import palette
from dashboard.figures.parts import AxisLabels, Figure, Plain, axis, finite_or_gap, packed, vertical_line

_EMPTY_LOSSES = {False: (0.0, 1.09), True: (0.09, 1.3)}
"""Losses that an axis, logarithmic or not, shows as long as there are none, as shares of that of guessing."""

_EMPTY_RATES = (1e-4, 10.0)
"""Rates that the axis shows as long as there is no run."""


def empty_losses(classes: int, *, is_log: bool) -> tuple[float, float]:
    """Return the losses, in nats, that an axis shows as long as there are none: a bit more than guessing costs."""
    lowest, highest = _EMPTY_LOSSES[is_log]
    return lowest * guessing_loss(classes), highest * guessing_loss(classes)


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
class Followed:
    """Results that are not known yet: the browser follows them while the runs train.

    `metric` is a name of `Summary` in comparison/types.d.ts. `runs` has, point by point, the number of the experiment
    and the place of the run among its runs.
    """

    metric: str
    runs: Sequence[tuple[int, int]]


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
    followed: Followed | None = None,
    names: Sequence[str] = (),
) -> Figure:
    """Return the chart of final losses, or of accuracies, over the learning rate.

    With `names` over another setting: its values stand side by side, at 0, 1, 2, ... in the place of a rate, and are
    so called.

    Every run is a point in its rate's colour, the one it has in all charts of these rates, and a line goes through
    the means of the rates. The `best` have rings, of which the first one is labelled, `stable_rate` is a vertical
    line. `too_small` and `too_large` are shaded regions: from the lowest rate up to the former's, and from the
    latter's up to the highest. Diverged runs are crosses at the edge of the bad values: the top for losses, the
    bottom for accuracies. `log_y` is for losses.

    With `followed` no point has a value yet. The figure then has no trace, but `results` of which the browser makes
    the points, the crosses and the line as they would be here (live_chart/results.js); until there is one, the axis
    of values is as it is said here.
    """
    is_loss = figure == "loss"
    x_axis = axis(labels.x, True, x_range or _rates_shown(points, (*best, stable_rate)))
    if names:
        x_axis = axis(labels.x, False, (-0.5, len(names) - 0.5))
        x_axis |= {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": list(names)}
    means = _mean_values(points)
    y_axis = axis(labels.y, log_y and is_loss, y_range if is_loss else y_range or _shares_shown(points))
    y_axis |= {"rangemode": "normal" if log_y or not is_loss else "tozero"}
    if not is_loss:
        y_axis["tickformat"] = "~%"
    groups = _groups(points, is_loss)
    traces: list[Plain] = []
    if len(means) > 1:
        traces.append(_line(list(means), list(means.values()), _MEANS))
    for group in groups if followed is None else ():
        traces.extend(_runs_of_a_group([points[place] for place in group.places], group, is_loss))
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
    if followed is None:
        return Figure(traces, layout, len(points))
    return Figure(layout=layout, results=_results(points, groups, followed, is_loss))


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
        traces.append(_line(x, raw, _line_look(palette.MUTED, 1.25)) | {"opacity": 0.55, "hoverinfo": "skip"})
        traces.append(
            _line(x, strong, _line_look(palette.ACCENT, 2.5))
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


def _line(x: ArrayLike, y: ArrayLike, look: Plain) -> Plain:
    return look | {"x": packed(finite_or_gap(x)), "y": packed(finite_or_gap(y))}


def _line_look(colour: palette.Colour, width: float) -> Plain:
    return {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": colour.both(), "width": width},
        "hoverinfo": "skip",
    }


_MEANS = _line_look(palette.MUTED, 1.5)
"""What the line through the means of the rates looks like."""

_LOST_AT = {True: 0.96, False: 0.04}
"""The height at which runs that diverged stand, in shares of the chart: that of bad losses, or of bad accuracies."""


@dataclass(frozen=True)
class _Group:
    """The points of a rate or a guest by their places, and traces that have all but x, y and text: `dots` for runs
    with a value, `crosses` for those that diverged."""

    places: list[int]
    dots: Plain
    crosses: Plain


def _groups(points: Sequence[RatePoint], is_loss: bool) -> list[_Group]:
    places: dict[tuple[float, str], list[int]] = {}
    for place, point in enumerate(points):
        places.setdefault((point.rate, point.group), []).append(place)
    colours = palette.rate_colours(point.rate for point in points)
    return [
        _Group(of_group, *_looks(points[of_group[0]], colours[rate], is_loss))
        for (rate, _), of_group in places.items()
    ]


def _looks(point: RatePoint, colour: palette.Colour, is_loss: bool) -> tuple[Plain, Plain]:
    """Return the traces of the group of a point, as in `_Group`."""
    common = {"type": "scatter", "mode": "markers", "group": point.group, "cliponaxis": False}
    symbol = "circle-open" if point.guest else "circle"
    dots = {
        "marker": {"color": colour.both(), "size": 9, "symbol": symbol},
        "hovertemplate": f"%{{text}}  <b>%{{y:{'.3f' if is_loss else '.2%'}}}</b><extra></extra>",
    }
    crosses = {
        "yaxis": "y2",
        "marker": {"color": colour.both(), "size": 10, "symbol": "x"},
        "hovertemplate": "%{text}<extra></extra>",
    }
    return common | dots, common | crosses


def _runs_of_a_group(points: Sequence[RatePoint], group: _Group, is_loss: bool) -> list[Plain]:
    """Return the points of a rate or a guest: those with a value, and the diverged ones as crosses at the edge."""
    ended = [point for point in points if not point.diverged and np.isfinite(point.value)]
    lost = [point for point in points if point not in ended]
    drawn = [
        (group.dots, ended, [point.value for point in ended]),
        (group.crosses, lost, [_LOST_AT[is_loss]] * len(lost)),
    ]
    return [
        look | {"x": [point.rate for point in shown], "y": y, "text": [point.label for point in shown]}
        for look, shown, y in drawn
        if shown
    ]


def _results(points: Sequence[RatePoint], groups: Sequence[_Group], followed: Followed, is_loss: bool) -> Plain:
    """Return what the browser is sent, the `Results` of live_chart/types.d.ts."""
    runs = [
        {"experiment": experiment, "position": position, "rate": point.rate, "label": point.label}
        for point, (experiment, position) in zip(points, followed.runs, strict=True)
    ]
    return {
        "metric": followed.metric,
        "kind": "loss" if is_loss else "accuracy",
        "means": _MEANS,
        "lost_at": _LOST_AT[is_loss],
        "groups": [
            {
                "guest": points[group.places[0]].guest,
                "runs": [runs[place] for place in group.places],
                "dots": group.dots,
                "crosses": group.crosses,
            }
            for group in groups
        ],
    }


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
