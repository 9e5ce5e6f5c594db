"""The probabilities of ten digits as bars.

Drawn as SVG, by a few lines of the page's own: they change with every stroke, which Plotly takes 30 ms to follow, and
Draw can be used without waiting for Plotly, whose 4.8 MB keep a browser busy for a second.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dashboard.components.assets import module_url
from dashboard.components.declared import declared
from dashboard.components.live_chart import ChartLabels
from dashboard.figures import AxisLabels, palette
from dashboard.text import formats

_draw = declared(__file__)
_SCRIPT = module_url("bars/bar_chart.js")


def bars(
    probabilities: ArrayLike | None,
    *,
    key: str,
    axes: AxisLabels,
    labels: ChartLabels,
    alt: str,
    title: str = "",
    height: int = 340,
) -> None:
    """Draw ten horizontal bars, digit 0 on top, the likeliest in the accent colour, with percentages.

    `probabilities` are ten shares that sum to 1, or None as long as nothing has been read. `alt` describes the bars
    to those who do not see them. With a `title` they can be downloaded. `height` in pixels includes the title.
    """
    _draw({"key": key} | dict(payload(probabilities, axes, labels, alt, title)), key=key, height=height)


def payload(
    probabilities: ArrayLike | None, axes: AxisLabels, labels: ChartLabels, alt: str, title: str
) -> Mapping[str, Any]:
    """Return what the browser is sent."""
    shares = np.zeros(10) if probabilities is None else np.asarray(probabilities, dtype=np.float64)
    is_known = probabilities is not None and bool(np.isfinite(shares).all())
    return {
        "script": _SCRIPT,
        "shares": shares.tolist() if is_known else [0.0] * 10,
        "texts": [formats.percent(share) for share in shares.tolist()] if is_known else [""] * 10,
        "likeliest": int(shares.argmax()) if is_known else None,
        "accent": palette.ACCENT.both(),
        "muted": palette.MUTED.both(),
        "axes": {"x": axes.x, "y": axes.y},
        "alt": alt,
        "title": title,
        "labels": {"png": labels.download_png, "svg": labels.download_svg},
    }
