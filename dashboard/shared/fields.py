"""Widgets for choices: a choice owns its value, and every widget that shows it is a mirror.

Streamlit keeps a widget's value under the widget's key, and lets a script assign to it. That goes wrong in three
ways. Where two pages draw the same key, the page opened second may get the widget's default instead of the value. An
assigned value travels to the browser once, and is lost with a run that a newer one overtakes: the browser then shows
the default, and sends it back. And it is undone by a browser that has not heard of it yet, for each of its messages
brings along what all its widgets show.

So a choice lives in `st.session_state` under a name that is no widget's key, and is the default of its widgets. Their
keys are numbered: whenever another page is opened, or somebody else assigns to the choice, the widget is made anew,
and what a browser still says of the old one concerns nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.shared import session
from dashboard.shared.frame import callback


@dataclass
class _Mirror:
    """A widget's key, its default, which must not change while it lives, and the choice's value that it shows."""

    key: str
    default: Any
    value: Any


def mirror(
    name: str,
    *,
    widget: str = "",
    default: str = "value",
    shown: Callable[[Any], Any] = lambda value: value,
    on_edit: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Return the arguments that make a widget show the choice `name`: key, default and `on_change`.

    An edit in the widget becomes the choice's value; then `on_edit` is called, once. Where a choice has several
    widgets, each has a name of its own, `widget`. `default` is what the widget calls its default, and `shown` makes
    it of the choice's value: the index of an option, say, or the nearest value that it can show.
    """
    mirrors: dict[str, _Mirror] = session.of_this_visit("_mirrors")
    place = widget or name
    value = st.session_state[name]
    if place not in mirrors or mirrors[place].value != value:
        made = st.session_state["_widgets_made"] = st.session_state.get("_widgets_made", 0) + 1
        mirrors[place] = _Mirror(f"{place}_{made}", shown(value), value)
    shown_by = mirrors[place]

    def take() -> None:
        if session.of_this_visit("_mirrors").get(place) is not shown_by:
            return  # made anew meanwhile: a browser that has not heard of it says what the old one showed
        st.session_state[name] = shown_by.value = st.session_state[shown_by.key]
        if on_edit is not None:
            on_edit()

    return {"key": shown_by.key, default: shown_by.default, "on_change": callback(take)}
