"""Figures about readings: ten probabilities over time, over a change of the drawing, and of many runs at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.figures import palette
from dashboard.figures.palette import Colour
from dashboard.figures.parts import AxisLabels, Event, Figure, Plain, axis, finite_or_gap, packed, vertical_line
from dashboard.text import formats

_NAMED = 0.2
"""A digit whose probability was once as large has its curve named."""

_SHOWN = 0.01
"""Smaller shares are not written into their cells."""


def predictions_over_time(steps: ArrayLike, probabilities: ArrayLike, labels: AxisLabels, now: Event) -> Figure:
    """Return ten curves, one a digit, `probabilities` (n, 10) over `steps` (n,), with a line at `now`.

    Digits are labels and not colours: the one that is read in the end has the accent colour, and every curve that
    ever was high has its digit at its highest point.
    """
    x = finite_or_gap(steps)
    shares = np.asarray(probabilities, dtype=np.float64).reshape(-1, 10)
    x_axis = axis(labels.x, False, _range_of(x))
    winner = int(np.nan_to_num(shares[-1]).argmax()) if len(shares) else -1
    traces = [_curve_of_digit(digit, x, shares[:, digit], digit == winner) for digit in range(10)] if len(x) else []
    traces += [
        _name_at_top(digit, x, shares[:, digit]) for digit in range(10) if len(x) and _is_named(shares[:, digit])
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


def predictions_by_run(names: Sequence[str], probabilities: ArrayLike, labels: AxisLabels) -> Figure:
    """Return a row a run and a column a digit: the stronger the colour, the likelier; the winner's number is bold.

    `probabilities` is (runs, 10); shares are written in percent, those below one left out.
    """
    shares = np.nan_to_num(np.asarray(probabilities, dtype=np.float64).reshape(-1, 10))
    winners = shares.argmax(axis=1)
    words_in = [
        [
            f"<b>{formats.percent(share, 0)}</b>"
            if digit == winner
            else formats.percent(share, 0)
            if share >= _SHOWN
            else ""
            for digit, share in enumerate(row)
        ]
        for row, winner in zip(shares, winners, strict=True)
    ]
    traces = [_heat(shares.tolist(), words_in, 1.0, palette.ACCENT), _row_names(names)]
    return Figure(traces, _table(labels, len(names), 2.9), len(names))


def confusion_table(counts: ArrayLike, labels: AxisLabels) -> Figure:
    """Return the table of `counts` (10, 10): rows are what was drawn, columns what was read.

    What was read right, on the diagonal, has the colour of right, all else the colour of wrong.
    """
    table = np.asarray(counts, dtype=np.int64).reshape(10, 10)
    largest = float(max(table.max(), 1))
    traces = []
    for colour, on_diagonal, look in ((palette.RIGHT, True, "{}"), (palette.WRONG, False, "<b>{}</b>")):
        chosen = np.eye(10, dtype=bool) == on_diagonal
        cells = [
            [int(n) if here else None for n, here in zip(*row, strict=True)]
            for row in zip(table, chosen, strict=True)
        ]
        traces.append(_heat(cells, [[look.format(n) if n else "" for n in row] for row in cells], largest, colour))
    traces.append(_row_names([str(digit) for digit in range(10)]))
    return Figure(traces, _table(labels, 10, 0.9), int(table.sum()))


def _range_of(x: NDArray[np.float32]) -> tuple[float, float] | None:
    return (float(x[0]), float(x[-1])) if len(x) > 1 else None


def _share_axis(title: str) -> Plain:
    return axis(title, False, (0.0, 1.04)) | {"tickformat": "~%", "fixedrange": True}


def _curve_of_digit(digit: int, x: NDArray[np.float32], y: NDArray[np.float64], is_winner: bool) -> Plain:
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(x) == 1 else "lines",
        "name": str(digit),
        "group": str(digit),
        "x": packed(x) if digit == 0 else {"same_as": 0},
        "y": packed(finite_or_gap(y)),
        "line": {
            "color": (palette.ACCENT if is_winner else palette.MUTED).both(),
            "width": 2.75 if is_winner else 1.5,
        },
    }


def _is_named(shares: NDArray[np.float64]) -> bool:
    return bool(np.nan_to_num(shares).max() >= _NAMED)


def _name_at_top(digit: int, x: NDArray[np.float32], shares: NDArray[np.float64]) -> Plain:
    top = int(np.nan_to_num(shares).argmax())
    share = float(shares[top])
    on_the_right = x[top] > x[0] + 0.9 * (x[-1] - x[0])
    return {
        "type": "scatter",
        "mode": "text",
        "name": str(digit),
        "group": str(digit),
        "says": str(digit),
        "x": [float(x[top])],
        "y": [share],
        "text": [f"<b>{digit}</b>"],
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


def _row_names(names: Sequence[str]) -> Plain:
    """Return the names of the rows, written left of them: an axis has too little room for them."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [-0.65] * len(names),
        "y": list(range(len(names))),
        "text": list(names),
        "textposition": "middle left",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _table(labels: AxisLabels, rows: int, room: float) -> Plain:
    """Return the layout of a table of ten columns with `room` columns' width for the names of its rows."""
    fixed: Plain = {"fixedrange": True, "showgrid": False, "zeroline": False, "showline": False, "ticks": ""}
    return {
        "xaxis": fixed
        | {
            "title": {"text": labels.x},
            "range": [-0.5 - room, 9.5],
            "tickvals": list(range(10)),
            "ticktext": [str(digit) for digit in range(10)],
        },
        "yaxis": fixed | {"title": {"text": labels.y}, "range": [rows - 0.5, -0.5], "showticklabels": False},
        "hovermode": False,
        "showlegend": False,
    }
