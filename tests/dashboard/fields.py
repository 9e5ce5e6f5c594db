"""How tests find the widget of a choice: the number in its key is nobody's business."""

import re
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

from core.config import LIMITS
from core.rates.choosing import RACE_LIMITS
from dashboard.shared.controls import MORE_FIELDS

KINDS = ("selectbox", "text_input", "text_area", "toggle", "select_slider", "slider", "button_group")

NUMBERS = {*LIMITS, *RACE_LIMITS, "shared_rate", "seeds"}


@dataclass(frozen=True)
class NumberField:
    """The field of a number: its value is what it shows, as a number where it is one."""

    widget: Any

    @property
    def value(self) -> float | str | None:
        try:
            return float(self.widget.value) if self.widget.value else None
        except ValueError:
            return str(self.widget.value)

    def set_value(self, value: object) -> Any:
        """Type a number, or a text as it is."""
        return self.widget.set_value("" if value is None else str(value))


def field(page: AppTest, name: str) -> Any:
    """Return the one widget that shows the choice `name`; what is folded away is unfolded for it."""
    if name in MORE_FIELDS and "more_open" not in page.session_state:
        page.session_state["more_open"] = True
        page.run()
    found = [
        widget
        for kind in KINDS
        for widget in page.get(kind)
        if re.fullmatch(rf"{name}_\d+", getattr(widget, "key", None) or "")
    ]
    [widget] = found
    return NumberField(widget) if name in NUMBERS else widget
