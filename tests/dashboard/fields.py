"""How tests find the widget of a choice: the number in its key is nobody's business."""

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.shared.controls import MORE_FIELDS

KINDS = ("number_input", "selectbox", "text_input", "text_area", "toggle", "select_slider", "slider", "button_group")


def field(page: AppTest, name: str) -> Any:
    """Return the one widget that shows the choice `name`; what is folded away is unfolded for it."""
    if name in (*MORE_FIELDS, "data") and "more_open" not in page.session_state:
        page.session_state["more_open"] = True
        page.run()
    found = [
        widget
        for kind in KINDS
        for widget in page.get(kind)
        if re.fullmatch(rf"{name}_\d+", getattr(widget, "key", None) or "")
    ]
    [widget] = found
    return widget
