"""Which images to train on: MNIST, or somebody's own, which are uploaded or chosen, and looked at, in a dialog."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import streamlit as st

from core.config import EMBEDDED_DATA
from core.errors import DataError
from core.images.dataset import load
from core.store import Store
from dashboard.shared import own_data
from dashboard.shared.configuration import SETTINGS
from dashboard.shared.frame import callback
from dashboard.shared.services import services
from dashboard.shared.session import Key
from dashboard.text import Text, formats
from dashboard.text.names import data_set

MOST_MEGABYTES = 1024
"""Of one upload: a million images as bytes. Larger ones are put where the server reads them."""

_OPEN = Key("_data_open", False)
"""Whether the dialog is in sight."""

_CANDIDATE: Key[str | None] = Key("_data_candidate", None)
"""The data set that is looked at."""

_REFUSED: Key[DataError | None] = Key("_data_refused", None)
"""Why what was uploaded last is no data set."""

_UPLOADS = Key("_data_uploads", 0)
"""Uploads so far: an uploader is emptied by making a new one."""


def data_section(text: Text) -> None:
    """Draw what the settings train on, with what is odd about it, and what leads to the dialog."""
    name = own_data.name_in_settings()
    with st.container(key="data"):
        if name == EMBEDDED_DATA:
            _opener(text, text("own_data"), None)
        else:
            title = formats.as_markdown(data_set(name))
            st.markdown(f":small[{text('field_data')}: **{title}**]")
            images = own_data.in_settings(text)
            if images is not None:
                own_data.about(text, images, with_sizes=True)
            with st.container(horizontal=True):
                _opener(text, text("own_data_look"), name)
                st.button(
                    text("own_data_mnist"),
                    key="mnist_again",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=callback(_choose, EMBEDDED_DATA),
                )
    if _OPEN.get():
        dialog = st.dialog(text("own_data"), width="large", on_dismiss=callback(_OPEN.set, False))
        dialog(_dialog)(text)


def _opener(text: Text, label: str, candidate: str | None) -> None:
    st.button(
        label,
        key="own_data",
        type="tertiary",
        icon=":material/upload_file:",
        help=text("own_data_help"),
        on_click=callback(_open, candidate),
    )


def _open(candidate: str | None) -> None:
    _CANDIDATE.set(candidate)
    _REFUSED.set(None)
    _OPEN.set(True)


def _dialog(text: Text) -> None:
    store = services().store
    key = f"data_upload_{_UPLOADS.get()}"
    st.file_uploader(
        text("own_data_upload"),
        accept_multiple_files=True,
        key=key,
        max_upload_size=MOST_MEGABYTES,
        on_change=callback(_take, store, Key[Sequence[BytesIO]](key, ())),
    )
    if offered := store.data_sets.offered():
        chosen = st.selectbox(
            text("own_data_offered"),
            offered,
            index=next((i for i, path in enumerate(offered) if str(path) == _CANDIDATE.get()), None),
            format_func=lambda path: path.name,
            placeholder=text("own_data_offered_none"),
            key=f"data_offered_{_UPLOADS.get()}",
        )
        if chosen is not None and str(chosen) != _CANDIDATE.get():
            _CANDIDATE.set(str(chosen))
            _REFUSED.set(None)
    refused, candidate = _REFUSED.get(), _CANDIDATE.get()
    if refused is not None:
        st.error(formats.as_markdown(text.data_refusal(refused)))
    elif candidate is None:
        st.caption(text("own_data_forms"))
    else:
        _candidate(text, candidate)


def _candidate(text: Text, name: str) -> None:
    """Draw a look at a data set, and what chooses it."""
    try:
        with st.spinner(text("own_data_reading")):
            images = services().store.data_sets.load(name)
    except DataError as error:
        st.error(formats.as_markdown(text.data_refusal(error)))
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{formats.as_markdown(data_set(name))}**")
        if st.button(
            text("own_data_use"),
            key="use_data",
            type="primary",
            icon=":material/check:",
            on_click=callback(_choose, name),
        ):
            st.rerun()  # the whole page: the settings have changed, and the dialog is closed
    own_data.about(text, images, with_sizes=False)
    own_data.look(text, images)


def _take(store: Store, uploaded: Key[Sequence[BytesIO]]) -> None:
    """Keep what was uploaded and look at it, or remember why it is refused."""
    files = uploaded.get()
    if not files:
        return  # taken out again
    _CANDIDATE.set(None)
    kept: Path | None = None
    try:
        kept = store.data_sets.keep([(file.name, file) for file in files])
        load(str(kept))
        _CANDIDATE.set(str(kept))
        _REFUSED.set(None)
    except DataError as error:
        if kept is not None:
            store.data_sets.forget(kept)
        _REFUSED.set(error)
    _UPLOADS.set(_UPLOADS.get() + 1)


def _choose(name: str) -> None:
    """Make a data set that of the settings."""
    SETTINGS["data"].set(name)
    own_data.fit_sizes()
    _OPEN.set(False)
