"""Arrays and records -> figures: pure functions that know neither Streamlit nor a language.

A `Figure` is what `components.live_chart` draws: Plotly's own traces and layout as plain dictionaries. Four things go
beyond Plotly's format; the browser turns them into it:

- a colour may be `{"light": ..., "dark": ...}`; the browser takes the one of its theme,
- numbers may be `{"dtype": "f4", "bdata": base64}`, or `{"same_as": i}` for the numbers of trace `i`,
- a trace may have a `group` (what one legend entry shows, hides and brings forward) and, if it is a mark, what it
  `says`,
- vertical lines have their words laid out by the browser, so that none covers another.

Charts of curves that grow while a model learns are not sent as figures: `Curves` says once what they show, and the
browser makes such a figure of it whenever something new is recorded (live_chart/curves.js). Those have more: a
`tooltip` that lists all curves, names at their ends, bands, `smoothing`, and a place for `zero` on logarithmic axes.
A figure over the rates is sent with its `results` to be filled in while a race is on (live_chart/results.js).

Every visible word is an argument. Nothing, one point, flat data and NaN are ordinary input everywhere here.
"""

from dashboard.figures.curves import KINDS, X_AXES, Course, Curve, CurveLabels, Curves, Kind, Split
from dashboard.figures.digits import weight_images
from dashboard.figures.parts import AxisLabels, Event, Figure, LegendEntry, Plain
from dashboard.figures.rates import Followed, RateMark, RatePoint, empty_losses, range_test_chart, rate_chart

__all__ = [
    "KINDS",
    "X_AXES",
    "AxisLabels",
    "Course",
    "Curve",
    "CurveLabels",
    "Curves",
    "Event",
    "Figure",
    "Followed",
    "Kind",
    "LegendEntry",
    "Plain",
    "RateMark",
    "RatePoint",
    "Split",
    "empty_losses",
    "range_test_chart",
    "rate_chart",
    "weight_images",
]
