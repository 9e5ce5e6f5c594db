"""How the charts of a race are drawn: the choices above them, which the address has too, and what they share."""

import streamlit as st

from dashboard.compare import address, selection
from dashboard.compare.choices import LOG_X, LOG_Y, NO_OUTLIERS, SMOOTHING, SPLIT, X_AXIS
from dashboard.compare.settings import said
from dashboard.components.live_chart import Link
from dashboard.components.view_options import Control, OneOf, Slider, Switch, view_options
from dashboard.shared.frame import callback
from dashboard.shared.session import Key
from dashboard.shared.view import View
from dashboard.text import Text

HEIGHT = 370
"""Of a chart, in pixels."""

_SMOOTHING_STEP = 0.05

_VIEW = View(
    {
        "split": SPLIT,
        "x_axis": X_AXIS,
        "log_loss": LOG_Y,
        "log_x": LOG_X,
        "no_outliers": NO_OUTLIERS,
        "smoothing": SMOOTHING,
    },
    Key("_view_serial", 0),
)


def link() -> Link:
    """Return what all charts of the page share: which curves are hidden, and how they are drawn."""
    return Link("compare", selection.hidden(), on_hide=callback(selection.hear), view=_VIEW.agreed())


def options(text: Text) -> None:
    """Draw the choices, and what the address said wrongly about them."""
    controls = _controls(text)
    with st.container(key="chart_options"):
        view_options(controls, key="view_options", link=link(), on_choose=callback(_VIEW.hear, controls))
    for key in _VIEW.choices.values():
        said(text, key.name)
    said(text, "hidden")


def _controls(text: Text) -> tuple[Control, ...]:
    limit = address.SMOOTHING
    return (
        OneOf("split", text("field_split"), {name: text(f"split_{name}") for name in address.SPLITS}),
        OneOf("x_axis", text("field_x_axis"), {name: text(f"x_axis_{name}") for name in address.X_AXES}),
        Switch("log_loss", text("field_log_y"), text("field_log_y_help")),
        Switch("log_x", text("field_log_x"), text("field_log_x_help")),
        Switch("no_outliers", text("field_no_outliers"), text("field_no_outliers_help")),
        Slider(
            "smoothing",
            text("smoothing"),
            text("smoothing_help"),
            limit.lowest,
            limit.highest,
            _SMOOTHING_STEP,
            only=("split", "train"),
        ),
    )
