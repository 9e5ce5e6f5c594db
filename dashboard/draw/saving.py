"""A drawing is named and kept in the user's own test set."""

import streamlit as st

from core.store import Store
from dashboard.draw.board import Drawn
from dashboard.shared.frame import callback
from dashboard.text import Text


def keep_controls(text: Text, store: Store, drawn: Drawn | None) -> None:
    """Draw what names the digit and keeps it."""
    is_kept = drawn is not None and st.session_state.get("_kept") == drawn.image.tobytes()
    with st.container(horizontal=True, vertical_alignment="bottom", key="keep_controls"):
        label = st.pills(
            text("name_digit"),
            range(10),
            key="label",
            disabled=drawn is None,
            help=text("name_digit_help"),
            width="content",
        )
        st.button(
            text("kept" if is_kept else "keep"),
            key="keep",
            icon=":material/bookmark_added:" if is_kept else ":material/bookmark_add:",
            disabled=drawn is None or label is None or is_kept,
            on_click=callback(_keep, store, label, drawn),
        )


def _keep(store: Store, label: int | None, drawn: Drawn | None) -> None:
    if label is None or drawn is None:
        return  # the button is disabled then
    store.drawings.save(label, drawn.image, drawn.strokes)
    st.session_state["_kept"] = drawn.image.tobytes()
    st.session_state["label"] = None
