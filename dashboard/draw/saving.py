"""A drawing is named and kept in the user's own test set."""

import streamlit as st

from core.store import Store
from dashboard.draw.board import Drawn
from dashboard.shared.frame import callback
from dashboard.shared.session import Key
from dashboard.text import Text

_KEPT: Key[bytes | None] = Key("_kept", None)
"""The pixels of the image that was kept last."""

_LABEL: Key[int | None] = Key("label", None)


def keep_controls(text: Text, store: Store, drawn: Drawn | None) -> None:
    """Draw what names the digit and keeps it."""
    is_kept = drawn is not None and _KEPT.get() == drawn.image.tobytes()
    with st.container(horizontal=True, vertical_alignment="bottom", key="keep_controls"):
        label = st.pills(
            text("name_digit"),
            range(10),
            key=_LABEL.name,
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
    store.drawings.save(str(label), drawn.image, drawn.strokes)
    _KEPT.set(drawn.image.tobytes())
    _LABEL.set(None)
