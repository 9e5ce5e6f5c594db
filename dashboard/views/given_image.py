"""An image that Draw reads instead of a drawing: one of the test images, or one of the user's own test set.

Which one stands in the address (`/draw?run=12&image=5`, `/draw?run=12&drawing=3`), so that it survives a reload and
can be sent to others. Other pages open it with `show_image`, `show_drawing` or `show_digit`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
import streamlit as st

from core.config import EMBEDDED_DATA
from core.records import Run
from core.refusals import DataError
from core.scaling import Bytes
from core.store import NotFound, Store
from dashboard import formats, pages, session
from dashboard.services import dataset, services
from dashboard.text import Text

_PARAMETERS = (session.IMAGE, session.DRAWING)

_KEY = "_given_image"
"""In the session: (parameter, number) of the image that is read, or None for the canvas."""


@dataclass(frozen=True, eq=False)
class GivenImage:
    """An image (28, 28) uint8 that is read as it is, the digit it truly is, and what the page calls it."""

    image: Bytes
    label: int
    title: str


def show_image(run_id: int, index: int) -> NoReturn:
    """Open Draw with test image `index` of the data that the run was trained on, read by that run.

    Call it where a page is drawn, not in a callback, with what `image_grid(..., open_hint=...)` returned:

        opened = image_grid(images, captions, key="examples", alt=alt, open_hint=text("open_on_draw"))
        if opened is not None:
            given_image.show_image(run.id, first + opened)
    """
    _open(run_id, (session.IMAGE, index))


def show_drawing(run_id: int, drawing_id: int) -> NoReturn:
    """Open Draw with a drawing of the user's own test set; `store.test_set()` has the order of `store.drawings()`."""
    _open(run_id, (session.DRAWING, drawing_id))


def show_digit(run_id: int, digit: int) -> NoReturn:
    """Open Draw with the evidence for `digit`: in what is on the canvas or, if nothing is, in a test image of it."""
    st.session_state["evidence_digit"] = digit
    given = st.session_state.get(_KEY)
    if given is None and not (st.session_state.get("_drawing") or {}).get("objects"):
        # The data may be gone; then Draw opens on its canvas and says what to do.
        given = _first_of(run_id, digit)
    _open(run_id, given)


def take_from_address(text: Text) -> None:
    """Let the image in the address be read from now on; what is no number there is said and taken out."""
    for parameter in _PARAMETERS:
        words = st.query_params.get(parameter)
        if words is None:
            continue
        number = session.number_in_url(parameter)
        if number is None:
            st.warning(text("given_nonsense", words=formats.as_markdown(words[:40])))
            continue
        _remember((parameter, number))
        return
    _remember(st.session_state.get(_KEY))


def current(text: Text, store: Store, run: Run | None) -> GivenImage | None:
    """Return the image to read instead of the canvas, or None; say so if there is none by its number."""
    match st.session_state.get(_KEY):
        case (session.IMAGE, number):
            return _test_image(text, store, run, number)
        case (session.DRAWING, number):
            for drawing in store.drawings():
                if drawing.id == number:
                    return GivenImage(
                        drawing.image, drawing.label, text("given_drawing", number=number, digit=drawing.label)
                    )
            st.warning(text("given_drawing_missing", number=number))
    return None


def put_away() -> None:
    """Go back to the canvas."""
    _remember(None)


def _test_image(text: Text, store: Store, run: Run | None, index: int) -> GivenImage | None:
    name = EMBEDDED_DATA if run is None else store.experiment(run.experiment_id).config.data
    try:
        data = dataset(name)
    except DataError as error:
        st.warning(formats.as_markdown(text.data_refusal(error)))
        return None
    if index >= len(data.x_test):
        st.warning(text("given_image_missing", index=index, last=formats.count(len(data.x_test) - 1)))
        return None
    label = int(data.y_test[index])
    title = text(
        "given_image",
        index=formats.count(index),
        data="MNIST" if name == EMBEDDED_DATA else formats.as_markdown(Path(name).name),
        digit=label,
    )
    return GivenImage(data.x_test[index], label, title)


def _first_of(run_id: int, digit: int) -> tuple[str, int] | None:
    store = services().store
    try:
        labels = dataset(store.experiment(store.run(run_id).experiment_id).config.data).y_test
    except (DataError, NotFound):
        return None
    places = np.flatnonzero(labels == digit)
    return (session.IMAGE, int(places[0])) if len(places) else None


def _open(run_id: int, given: tuple[str, int] | None) -> NoReturn:
    st.session_state["explain"] = "evidence"
    st.session_state["prompt_mode"] = False
    st.session_state[_KEY] = given
    address: dict[str, object] = {session.RUN: run_id}
    if given is not None:
        address[given[0]] = given[1]
    if language := st.query_params.get(session.LANGUAGE):
        address[session.LANGUAGE] = language
    pages.switch(session.language(), "draw", **address)


def _remember(given: tuple[str, int] | None) -> None:
    """Read `given` from now on, and let the address say so."""
    st.session_state[_KEY] = given
    for parameter in _PARAMETERS:
        if given is not None and given[0] == parameter:
            if st.query_params.get(parameter) != str(given[1]):
                st.query_params[parameter] = str(given[1])
        else:
            st.query_params.pop(parameter, None)
