"""Widgets for choices: a choice owns its value, and every widget that shows it is a mirror.

Streamlit keeps a widget's value under the widget's key, which goes wrong in two ways. Where two pages draw the same
key, the page opened second may get the widget's default instead of the value. And a value that the server assigns to
a widget's key is undone by a browser that has not heard of it yet, for each of its messages brings along what all its
widgets show. So a choice lives in `st.session_state` under a name that is no widget's key. The keys of its widgets
name the page, and count the times that somebody else assigned to the choice: each time the widget is made anew, and
what a browser still says of the old one concerns nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

import streamlit as st

from dashboard.frame import callback


class Mirrored(TypedDict):
    """What makes a widget a mirror: arguments for `st.number_input` and its like, which must get no value."""

    key: str
    on_change: Callable[[], None]


@dataclass
class _Mirror:
    """A widget's version, and the choice's value that the widget shows."""

    version: int
    value: Any


def mirror(
    name: str,
    *,
    widget: str = "",
    shown: Callable[[Any], Any] = lambda value: value,
    on_edit: Callable[[], None] | None = None,
) -> Mirrored:
    """Return the arguments for a widget that shows the choice `name`, which must have a value.

    An edit in the widget becomes the choice's value; then `on_edit` is called, once. Where a choice has several
    widgets, each has a name of its own, `widget`; one that cannot show every value shows what `shown` makes of it.
    """
    mirrors: dict[str, _Mirror] = st.session_state.setdefault("_mirrors", {})
    place = f"{widget or name}_{st.session_state.get('_page', '')}"
    value = st.session_state[name]
    known = mirrors.setdefault(place, _Mirror(0, value))
    # As Python compares, True is 1 and NaN is not NaN; neither occurs where the other could.
    if known.value != value:
        mirrors[place] = known = _Mirror(known.version + 1, value)
    key = f"{place}_{known.version}"
    if key not in st.session_state:
        st.session_state[key] = shown(value)

    def take() -> None:
        st.session_state[name] = mirrors[place].value = st.session_state[key]
        if on_edit is not None:
            on_edit()

    return {"key": key, "on_change": callback(take)}
