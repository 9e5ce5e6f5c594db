"""Figures about digits: probabilities as bars, weights as images."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.figures import palette
from dashboard.figures.parts import AxisLabels, Figure, Plain, packed
from dashboard.text import formats


def probability_bars(probabilities: ArrayLike | None, labels: AxisLabels) -> Figure:
    """Return ten horizontal bars, digit 0 on top, the likeliest in the accent colour with its percentage.

    `probabilities` are ten shares that sum to 1, or None as long as nothing has been read.
    """
    shares = np.zeros(10) if probabilities is None else np.asarray(probabilities, dtype=np.float64)
    known = probabilities is not None and bool(np.isfinite(shares).all())
    shares = shares if known else np.zeros(10)
    winner = int(shares.argmax()) if known else -1
    trace: Plain = {
        "type": "bar",
        "orientation": "h",
        "x": packed(shares),
        "y": [str(digit) for digit in range(10)],
        "marker": {
            "color": [(palette.ACCENT if digit == winner else palette.MUTED).both() for digit in range(10)],
            "cornerradius": 3,
        },
        "text": [formats.percent(float(share)) if known else "" for share in shares],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    layout: Plain = {
        "xaxis": {
            "title": {"text": labels.x},
            "range": [0, 1.16],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ".0%",
            "fixedrange": True,
        },
        "yaxis": {
            "title": {"text": labels.y},
            "type": "category",
            "range": [9.5, -0.5],
            "dtick": 1,
            "fixedrange": True,
            "showgrid": False,
        },
        "bargap": 0.28,
        "hovermode": False,
    }
    return Figure([trace], layout, (), 10 if known else 0)


def weight_images(weights: ArrayLike, limit: float | None = None) -> tuple[NDArray[np.int8], float]:
    """Return weights of shape (784, 10) as ten images, (10, 28, 28) int8, and the weight that full colour
    stands for.

    All ten share one scale, -`limit` to `limit`, around a zero that stays 0. By default the limit is the
    99.5th percentile of the absolute values, so that a few extreme pixels do not wash out the rest.
    """
    return evidence_images(np.asarray(weights, dtype=np.float32).T, limit)


def evidence_images(values: ArrayLike, limit: float | None = None) -> tuple[NDArray[np.int8], float]:
    """Return n images of numbers that are for, 0, or against, (n, 28, 28) or (n, 784), as (n, 28, 28) int8, and the
    number that full colour stands for. The scale is as in `weight_images`.
    """
    finite = np.nan_to_num(np.asarray(values, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    full = float(np.percentile(np.abs(finite), 99.5)) if limit is None else limit
    scaled = finite.reshape(-1, 28, 28) / (full if full > 0 else 1.0)
    return np.rint(np.clip(scaled, -1, 1) * 127).astype(np.int8), full
