"""Brings a part of the page into view once, after a press on a button far away from what it changes."""

import streamlit as st

from dashboard.components.declared import declared

_draw = declared(__file__)


def bring(key: str) -> None:
    """Have the container with this key brought into view when the page is next drawn. For callbacks."""
    st.session_state["_in_view"] = {"key": key, "serial": st.session_state.get("_in_view", {}).get("serial", 0) + 1}


def in_view() -> None:
    """Draw nothing, and bring into view what was asked for, once for every time it was."""
    wanted = st.session_state.get("_in_view", {"key": "", "serial": 0})
    _draw(wanted, key="in_view", height=1)
