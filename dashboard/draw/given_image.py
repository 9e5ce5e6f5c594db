"""An image that Draw reads instead of a drawing: one of the test images, or one of the user's own test set.

Which one stands in the address (`/draw?run=12&image=5`, `/draw?run=12&drawing=3`), so that it survives a reload and
can be sent to others. Other pages open it with `dashboard.shared.opening`.
"""

from dataclasses import dataclass

import streamlit as st

from core.arrays import Bytes
from core.errors import DataError
from core.images.dataset import load_mnist
from core.store import Store
from core.store.records import Run
from dashboard.shared import session
from dashboard.shared.opening import GIVEN_IMAGE
from dashboard.shared.services import images_of
from dashboard.text import Text, formats
from dashboard.text.names import data_set

_PARAMETERS = (session.IMAGE, session.DRAWING)


@dataclass(frozen=True, eq=False)
class GivenImage:
    """An image (28, 28) uint8 that is read as it is, the name of its true class, and what the page calls it."""

    image: Bytes
    label: str
    title: str


def take_from_address(text: Text) -> None:
    """Let the image in the address be read from now on; what is no number there is said and taken out."""
    for parameter in _PARAMETERS:
        words = session.query().get(parameter)
        if words is None:
            continue
        number = session.number_in_url(parameter)
        if number is None:
            st.warning(text("given_nonsense", words=formats.as_markdown(words[:40])))
            continue
        _remember((parameter, number))
        return
    _remember(None if session.came_back() else GIVEN_IMAGE.get())


def current(text: Text, store: Store, run: Run | None) -> GivenImage | None:
    """Return the image to read instead of the canvas, or None; say so if there is none by its number."""
    classes = None if run is None else store.experiments.get(run.experiment_id).classes
    match GIVEN_IMAGE.get():
        case (session.IMAGE, number):
            return _test_image(text, store, run, number)
        case (session.DRAWING, number):
            for drawing in store.drawings.newest():
                if drawing.id == number:
                    title = text("given_drawing", number=number, digit=drawing.label)
                    if classes is not None and drawing.label not in classes:
                        title = text("given_other_class", title=title)
                    return GivenImage(drawing.image, drawing.label, title)
            st.warning(text("given_drawing_missing", number=number))
    return None


def put_away() -> None:
    """Go back to the canvas."""
    _remember(None, is_step=True)


def _test_image(text: Text, store: Store, run: Run | None, index: int) -> GivenImage | None:
    try:
        data = load_mnist() if run is None else images_of(store.experiments.get(run.experiment_id))
    except DataError as error:
        st.warning(formats.as_markdown(text.data_refusal(error)))
        return None
    if index >= len(data.x_test):
        st.warning(text("given_image_missing", index=index, last=formats.count(len(data.x_test) - 1)))
        return None
    label = data.classes[data.y_test[index]]
    title = text(
        "given_image",
        index=formats.count(index),
        data=data_set(data.name),
        digit=label,
    )
    return GivenImage(data.x_test[index], label, title)


def _remember(given: tuple[str, int] | None, *, is_step: bool = False) -> None:
    """Read `given` from now on, and let the address say so."""
    GIVEN_IMAGE.set(given)
    session.change_query(
        {parameter: None if given is None or given[0] != parameter else str(given[1]) for parameter in _PARAMETERS},
        is_step=is_step,
    )
