"""Brings a part of the page into view once, after a press on a button far away from what it changes."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "softmax_lab.in_view",
    js=(_HERE / "in_view.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def bring(key: str) -> None:
    """Have the container with this key brought into view when the page is next drawn. For callbacks."""
    st.session_state["_in_view"] = {"key": key, "serial": st.session_state.get("_in_view", {}).get("serial", 0) + 1}


def in_view() -> None:
    """Draw nothing, and bring into view what was asked for, once for every time it was."""
    wanted = st.session_state.get("_in_view", {"key": "", "serial": 0})
    # In a list for the reason given in live_chart.py.
    _component(key="in_view", data=[wanted], height=1)
