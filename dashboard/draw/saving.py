"""A drawing is named and kept in the user's own test set."""

import streamlit as st

from core.store import Store
from dashboard.draw.board import Drawn
from dashboard.shared.frame import callback
from dashboard.shared.session import Key
from dashboard.text import Text, formats
from dashboard.text.names import breadth

_KEPT: Key[bytes | None] = Key("_kept", None)
"""The pixels of the image that was kept last."""

_LABEL: Key[str | None] = Key("label", None)

MOST_PILLS, LONGEST_PILLS = 10, 40
"""Classes, and letters of all their names together, up to which one chooses among buttons and not from a list."""


def keep_controls(text: Text, store: Store, drawn: Drawn | None, classes: tuple[str, ...]) -> None:
    """Draw what says which of the classes was drawn, and keeps it."""
    is_kept = drawn is not None and _KEPT.get() == drawn.image.tobytes()
    with st.container(horizontal=True, vertical_alignment="bottom", key="keep_controls"):
        label = _name(text, classes, disabled=drawn is None)
        st.button(
            text("kept" if is_kept else "keep"),
            key="keep",
            icon=":material/bookmark_added:" if is_kept else ":material/bookmark_add:",
            disabled=drawn is None or label is None or is_kept,
            on_click=callback(_keep, store, label, drawn),
        )


def _name(text: Text, classes: tuple[str, ...], *, disabled: bool) -> str | None:
    """Draw the choice of a class, and return its name."""
    if len(classes) <= MOST_PILLS and sum(map(breadth, classes)) <= LONGEST_PILLS:
        return st.pills(
            text("name_digit"),
            classes,
            format_func=formats.as_markdown,
            key=_LABEL.name,
            disabled=disabled,
            help=text("name_digit_help"),
            width="content",
        )
    return st.selectbox(
        text("name_digit"),
        classes,
        None,
        key=_LABEL.name,
        disabled=disabled,
        help=text("name_digit_help"),
        placeholder=text("name_choose"),
        width=240,
    )


def _keep(store: Store, label: str | None, drawn: Drawn | None) -> None:
    if label is None or drawn is None:
        return  # the button is disabled then
    store.drawings.save(label, drawn.image, drawn.strokes)
    _KEPT.set(drawn.image.tobytes())
    _LABEL.set(None)
