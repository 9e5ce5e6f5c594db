"""The probabilities of classes as bars.

Drawn as SVG, by a few lines of the page's own: they change with every stroke, which Plotly takes 30 ms to follow, and
Draw can be used without waiting for Plotly, whose 4.8 MB keep a browser busy for a second.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.components.assets import module_url
from dashboard.components.declared import declared
from dashboard.components.live_chart import ChartLabels
from dashboard.figures import AxisLabels, palette
from dashboard.text import formats

_draw = declared(__file__)
_SCRIPT = module_url("bars/bar_chart.js")

_HEAD, _AXIS, _ROW = 32, 56, 40
"""Pixels of the title, of what surrounds the bars, and of a bar at most."""

MOST = 12
"""Bars that can be told apart. Of more classes the likeliest are shown, and a last bar for all the others."""


def bars(
    probabilities: ArrayLike | None,
    classes: Sequence[str],
    *,
    rest: str,
    key: str,
    axes: AxisLabels,
    labels: ChartLabels,
    alt: str,
    title: str = "",
    height: int = 340,
) -> None:
    """Draw horizontal bars, the first class on top, the likeliest in the accent colour, with percentages.

    `probabilities` are the shares of `classes`, which sum to 1, or None as long as nothing has been read. Of more
    classes than `MOST` the likeliest are drawn, the first of them on top, and a last bar that `rest` names, a
    sentence with the {count} of all others. `alt` describes the bars to those who do not see them. With a `title`
    they can be downloaded. `height` in pixels includes the title; few bars take less.
    """
    data = payload(probabilities, classes, rest, axes, labels, alt, title)
    tallest = (_HEAD if title else 0) + _AXIS + _ROW * len(data["names"])
    _draw({"key": key} | dict(data), key=key, height=min(height, tallest))


def shown_labels(probabilities: NDArray[np.floating[Any]]) -> list[int]:
    """Return which classes are shown one by one: all, in their order, or the likeliest of many, these first."""
    if len(probabilities) <= MOST:
        return list(range(len(probabilities)))
    return [int(label) for label in np.argsort(-probabilities, kind="stable")[: MOST - 1]]


def payload(
    probabilities: ArrayLike | None,
    classes: Sequence[str],
    rest: str,
    axes: AxisLabels,
    labels: ChartLabels,
    alt: str,
    title: str,
) -> Mapping[str, Any]:
    """Return what the browser is sent."""
    shares = np.zeros(len(classes)) if probabilities is None else np.asarray(probabilities, dtype=np.float64)
    is_known = probabilities is not None and bool(np.isfinite(shares).all())
    chosen = shown_labels(shares if is_known else np.zeros(len(classes)))
    rows = [(classes[label], float(shares[label])) for label in chosen]
    if len(chosen) < len(classes):
        left = max(1 - sum(share for _, share in rows), 0.0) if is_known else 0.0
        rows.append((rest.format(count=len(classes) - len(chosen)), left))
    return {
        "script": _SCRIPT,
        "names": [name for name, _ in rows],
        "shares": [share if is_known else 0.0 for _, share in rows],
        "texts": [formats.percent(share) if is_known else "" for _, share in rows],
        "likeliest": chosen.index(int(shares.argmax())) if is_known else None,
        "accent": palette.ACCENT.both(),
        "muted": palette.MUTED.both(),
        "axes": {"x": axes.x, "y": axes.y},
        "alt": alt,
        "title": title,
        "labels": {"png": labels.download_png, "svg": labels.download_svg},
    }
