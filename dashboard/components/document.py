"""What a page says to those who hear it or go through it by keyboard: its language, and a link to its main action."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "softmax_lab.document", js=(_HERE / "document.js").read_text(encoding="utf-8"), isolate_styles=False
)


def document(*, language: str, skip: str) -> None:
    """Set the document's language, and let its first link say `skip` and lead to the page's main action.

    The main action is the first primary button that can be pressed, or else the first button: without the link it
    would be behind all settings of the sidebar, each with an explanation to stop at.
    """
    # In a list for the reason given in live_chart.py.
    _component(key="document", data=[{"language": language, "skip": skip}], height="content")
