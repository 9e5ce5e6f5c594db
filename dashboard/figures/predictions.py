"""Figures about readings: probabilities over time, over a change of the drawing, and of many runs at once."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.figures import palette
from dashboard.figures.palette import Colour
from dashboard.figures.parts import AxisLabels, Event, Figure, Plain, axis, finite_or_gap, packed, vertical_line
from dashboard.text import formats
from dashboard.text.names import breadth, short

_NAMED = 0.2
"""A class whose probability was once as large has its curve named."""

MOST_COLUMNS = 12
"""Classes that have a column of their own beside each other."""

MOST_NUMBERED = 20
"""Classes up to which a table has room for numbers in its cells."""

_LONGEST = 12
"""Letters of a name that a figure has room for."""

_SHOWN = 0.01
"""Smaller shares are not written into their cells."""


def predictions_over_time(
    steps: ArrayLike, probabilities: ArrayLike, classes: Sequence[str], labels: AxisLabels, now: Event
) -> Figure:
    """Return a curve a class, `probabilities` (n, classes) over `steps` (n,), with a line at `now`.

    Classes are labels and not colours: the one that is read in the end has the accent colour, and every curve that
    ever was high has its name at its highest point.
    """
    x = finite_or_gap(steps)
    shares = np.asarray(probabilities, dtype=np.float64).reshape(-1, len(classes))
    x_axis = axis(labels.x, False, _range_of(x))
    winner = int(np.nan_to_num(shares[-1]).argmax()) if len(shares) else -1
    traces: list[Plain] = []
    if len(x):
        traces = [_curve_of(label, name, x, shares[:, label], label == winner) for label, name in enumerate(classes)]
        traces += [
            _name_at_top(label, name, x, shares[:, label])
            for label, name in enumerate(classes)
            if _is_named(shares[:, label])
        ]
    layout: Plain = {
        "xaxis": x_axis,
        "yaxis": _share_axis(labels.y),
        "hovermode": False,
        "showlegend": False,
        "shapes": [vertical_line(now.x, now.text, "start")],
    }
    return Figure(traces, layout, len(x), {"title": labels.at_pointer, "y": ".1%"})


def share_along(places: ArrayLike, shares: ArrayLike, labels: AxisLabels, now: float) -> Figure:
    """Return one curve, `shares` (n,) from 0 to 1 over `places` (n,), with a spot at the place nearest `now`."""
    x, y = finite_or_gap(places), finite_or_gap(shares)
    traces: list[Plain] = []
    if len(x):
        nearest = int(np.abs(x - now).argmin())
        common: Plain = {"type": "scatter", "hovertemplate": "%{x:~f}  <b>%{y:.1%}</b><extra></extra>"}
        line: Plain = {"mode": "lines", "x": packed(x), "y": packed(y)}
        line["line"] = {"color": palette.ACCENT.both(), "width": 2.25}
        spot: Plain = {"mode": "markers", "x": [float(x[nearest])], "y": [float(y[nearest])], "cliponaxis": False}
        spot["marker"] = {"color": palette.ACCENT.both(), "size": 10}
        traces = [common | line, common | spot]
    layout: Plain = {
        "xaxis": axis(labels.x, False, _range_of(x)),
        "yaxis": _share_axis(labels.y),
        "hovermode": "closest",
        "showlegend": False,
    }
    return Figure(traces, layout, len(x))


def predictions_by_run(
    names: Sequence[str], probabilities: ArrayLike, classes: Sequence[str], labels: AxisLabels
) -> Figure:
    """Return a row a run and a column a class: the stronger the colour, the likelier; the winner's number is bold.

    `probabilities` is (runs, classes); shares are written in percent, those below one left out. Of many classes only
    the likeliest have a column, by what any of the runs gives them.
    """
    shares = np.nan_to_num(np.asarray(probabilities, dtype=np.float64).reshape(-1, len(classes)))
    if len(classes) > MOST_COLUMNS:
        chosen = np.sort(np.argsort(-shares.max(axis=0, initial=0.0), kind="stable")[:MOST_COLUMNS])
        shares, classes = shares[:, chosen], [classes[label] for label in chosen]
    winners = shares.argmax(axis=1)
    words_in = [
        [
            f"<b>{formats.percent(share, 0)}</b>"
            if label == winner
            else formats.percent(share, 0)
            if share >= _SHOWN
            else ""
            for label, share in enumerate(row)
        ]
        for row, winner in zip(shares, winners, strict=True)
    ]
    traces = [_heat(shares.tolist(), words_in, 1.0, palette.ACCENT), _row_names(names)]
    return Figure(traces, _table(labels, len(names), classes, 0.29 * len(classes)), len(names))


def confusion_table(counts: ArrayLike, classes: Sequence[str], labels: AxisLabels) -> Figure:
    """Return the table of `counts` (classes, classes): rows are what was drawn, columns what was read.

    What was read right, on the diagonal, has the colour of right, all else the colour of wrong. Where cells become
    too small for numbers, colours alone say how many.
    """
    size = len(classes)
    table = np.asarray(counts, dtype=np.int64).reshape(size, size)
    largest = float(max(table.max(), 1))
    traces = []
    for colour, on_diagonal, look in ((palette.RIGHT, True, "{}"), (palette.WRONG, False, "<b>{}</b>")):
        chosen = np.eye(size, dtype=bool) == on_diagonal
        cells = [
            [int(n) if here else None for n, here in zip(*row, strict=True)]
            for row in zip(table, chosen, strict=True)
        ]
        words_in = [[look.format(n) if n and size <= MOST_NUMBERED else "" for n in row] for row in cells]
        traces.append(_heat(cells, words_in, largest, colour))
    traces.append(_row_names([_short(name) for name in classes], None if size <= MOST_NUMBERED else 9))
    longest = max(min(breadth(name), _LONGEST) for name in classes)
    return Figure(traces, _table(labels, size, classes, (0.05 + 0.04 * longest) * size), int(table.sum()))


def _range_of(x: NDArray[np.float32]) -> tuple[float, float] | None:
    return (float(x[0]), float(x[-1])) if len(x) > 1 else None


def _share_axis(title: str) -> Plain:
    return axis(title, False, (0.0, 1.04)) | {"tickformat": "~%", "fixedrange": True}


def _short(name: str) -> str:
    """Return a name as a table has room for it, as Plotly shows it as it is."""
    return escape(short(name, _LONGEST), quote=False)


def _curve_of(label: int, name: str, x: NDArray[np.float32], y: NDArray[np.float64], is_winner: bool) -> Plain:
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(x) == 1 else "lines",
        "name": name,
        "group": str(label),
        "x": packed(x) if label == 0 else {"same_as": 0},
        "y": packed(finite_or_gap(y)),
        "line": {
            "color": (palette.ACCENT if is_winner else palette.MUTED).both(),
            "width": 2.75 if is_winner else 1.5,
        },
    }


def _is_named(shares: NDArray[np.float64]) -> bool:
    return bool(np.nan_to_num(shares).max() >= _NAMED)


def _name_at_top(label: int, name: str, x: NDArray[np.float32], shares: NDArray[np.float64]) -> Plain:
    top = int(np.nan_to_num(shares).argmax())
    share = float(shares[top])
    on_the_right = x[top] > x[0] + 0.9 * (x[-1] - x[0])
    return {
        "type": "scatter",
        "mode": "text",
        "name": name,
        "group": str(label),
        "says": name,
        "x": [float(x[top])],
        "y": [share],
        "text": [f"<b>{_short(name)}</b>"],
        "textposition": f"{'bottom' if share > 0.85 else 'top'} {'left' if on_the_right else 'right'}",
        "textfont": {"size": 15},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _heat(
    values: Sequence[Sequence[float | None]], labels: Sequence[Sequence[str]], largest: float, colour: Colour
) -> Plain:
    """Return cells whose colour says their value, 0 to `largest`, with words in them; None leaves a cell out."""
    return {
        "type": "heatmap",
        "z": values,
        "text": labels,
        "texttemplate": "%{text}",
        "textfont": {"size": 11},
        "zmin": 0,
        "zmax": largest,
        "colorscale": [[0, palette.EVIDENCE.at(0.5).both()], [1, colour.both()]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _row_names(names: Sequence[str], size: int | None = None) -> Plain:
    """Return the names of the rows, written left of them: an axis has too little room for them."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [-0.65] * len(names),
        "y": list(range(len(names))),
        "text": list(names),
        "textposition": "middle left",
        **({} if size is None else {"textfont": {"size": size}}),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _table(labels: AxisLabels, rows: int, columns: Sequence[str], room: float) -> Plain:
    """Return the layout of a table with these columns and `room` columns' width for the names of its rows."""
    names = [_short(name) for name in columns]
    longest = max((min(breadth(name), _LONGEST) for name in columns), default=1)
    is_turned = longest > 2
    ticks: Plain = {"tickangle": -90 if is_turned else 0, "tick_room": 7 * longest if is_turned else 0}
    if len(names) > MOST_NUMBERED:
        ticks["tickfont"] = {"size": 9}
    fixed: Plain = {"fixedrange": True, "showgrid": False, "zeroline": False, "showline": False, "ticks": ""}
    return {
        "xaxis": fixed
        | {
            "title": {"text": labels.x},
            "range": [-0.5 - room, len(names) - 0.5],
            "tickvals": list(range(len(names))),
            "ticktext": names,
        }
        | ticks,
        "yaxis": fixed | {"title": {"text": labels.y}, "range": [rows - 0.5, -0.5], "showticklabels": False},
        "hovermode": False,
        "showlegend": False,
    }
