"""Pictures from the clipboard, for the upload of Streamlit takes files only."""

import base64
from pathlib import Path

import streamlit as st

from core.images import WORKING_SIDE

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "softmax_lab.paste",
    css=(_HERE / "paste.css").read_text(encoding="utf-8"),
    js=(_HERE / "paste.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def paste(hint: str, *, key: str) -> bytes | None:
    """Draw the hint, hidden on devices without a keyboard; return what was pasted, once, or None if nothing was.

    What is pasted is the content of an image file. The browser has reduced it to `WORKING_SIDE` pixels a side; of
    what it cannot decode only the beginning comes.
    """
    # In a list for the reason given in live_chart.py.
    result = _component(
        key=key,
        data=[{"hint": hint, "side": WORKING_SIDE}],
        height="content",
        on_pasted_change=_heard,
    )
    return decoded(result.pasted)


def decoded(pasted: object) -> bytes | None:
    """Return the bytes of what the browser sent; empty, as a broken file would be, if it is not base64 at all."""
    if pasted is None:
        return None
    try:
        return base64.b64decode(str(pasted), validate=True)
    except ValueError:
        return b""


def _heard() -> None:
    """Let Streamlit pass the value on; the run that follows reads it."""
