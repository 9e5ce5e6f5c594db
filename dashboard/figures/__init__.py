"""Arrays and records -> figures: pure functions that know neither Streamlit nor a language.

A `Figure` is what `components.live_chart` draws: Plotly's own traces and layout as plain dictionaries,
because a `plotly.graph_objects.Figure` takes fifty times as long to build, which a chart that changes ten
times a second would feel. Five things go beyond Plotly's format; the browser turns them into it:

- a colour may be `{"light": ..., "dark": ...}`; the browser takes the one of its theme,
- numbers are `{"dtype": "f4", "bdata": base64}`, or `{"same_as": i}` for the numbers of trace `i`,
- a trace may have a `group` (what one legend entry shows, hides and brings forward), a `smoothing` and
  be `noisy` (see `Curve.noisy`), have a `band` (see `Curve.lowest`) and, if it is a mark, what it `says`,
- vertical lines have their words laid out by the browser, so that none covers another; and a logarithmic axis
  has a place for `zero` (see `loss_chart`),
- a figure with a `tooltip` has one that lists all its curves, instead of Plotly's own, and may
  have each curve's name at its end.

Every visible word is an argument. Nothing, one point, flat data and NaN are ordinary input everywhere here.
"""

from dashboard.figures.curves import (
    EMPTY_LOSSES,
    MOST_POINTS,
    Curve,
    accuracy_chart,
    kept_points,
    loss_chart,
    range_without_outliers,
)
from dashboard.figures.digits import weight_images
from dashboard.figures.parts import AxisLabels, Event, Figure, LegendEntry, Plain
from dashboard.figures.rates import RateMark, RatePoint, range_test_chart, rate_chart

__all__ = [
    "EMPTY_LOSSES",
    "MOST_POINTS",
    "AxisLabels",
    "Curve",
    "Event",
    "Figure",
    "LegendEntry",
    "Plain",
    "RateMark",
    "RatePoint",
    "accuracy_chart",
    "kept_points",
    "loss_chart",
    "range_test_chart",
    "range_without_outliers",
    "rate_chart",
    "weight_images",
]
