"""What the model has learnt so far, in images: its weights, and test images with what it reads in them.

The browser takes both from the stream. A click on one opens Draw with what led to it.
"""

import numpy as np
import streamlit as st

from core.arrays import Bytes
from core.errors import DataError
from core.images.dataset import load_mnist
from core.store import Store
from core.store.drawings import edition
from core.store.records import Experiment
from dashboard.components.image_grid import GridImage, LiveReadings, LiveWeights, ScaleLabels, image_grid
from dashboard.shared import opening
from dashboard.shared.captions import UNKNOWN_DIGIT, example_caption
from dashboard.shared.frame import callback
from dashboard.shared.services import images_of
from dashboard.shared.session import Key
from dashboard.text import Text, formats

EXAMPLES = 20
"""Test images shown at a time."""

_FIRST_EXAMPLE = Key("_first_example", 0)


def train_images(text: Text, store: Store, experiment: Experiment | None) -> None:
    """Draw the weights as images, and test images with the model's readings."""
    with st.container(key="weights_title"):
        st.header(text("weights_title"), anchor="weights", help=text("weights_help"))
    _weights(text, store, experiment)
    _examples(text, store, experiment, _choice_of_examples(text, store))


def _weights(text: Text, store: Store, experiment: Experiment | None) -> None:
    opened = image_grid(
        np.zeros((10, 28, 28), np.int8),
        [GridImage(str(digit), alt=text("weights_item_alt", digit=digit)) for digit in range(10)],
        key="weights",
        alt=text("weights_alt", step=0),
        scale=ScaleLabels(formats.NOTHING, "0", formats.NOTHING),
        live=None
        if experiment is None
        else LiveWeights(experiment.id, text.template("weights_alt"), text("weights_open")),
    )
    if opened is not None and experiment is not None:
        opening.show_digit(store.experiments.runs(experiment.id)[0].id, opened)


def _choice_of_examples(text: Text, store: Store) -> bool:
    """Draw the heading of the examples with what chooses them; return whether they are the user's own digits."""
    with st.container(
        key="examples_title", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.header(text("examples_title"), anchor=False, help=text("examples_help"))
        own = False
        if store.drawings.any():
            own = st.toggle(
                text("own_examples"), key="own_examples", help=text("own_examples_help"), persist_state="session"
            )
        st.button(
            text("examples_more"), key="more_examples", icon=":material/refresh:", on_click=callback(_show_others)
        )
    return own


def _show_others() -> None:
    _FIRST_EXAMPLE.set(_FIRST_EXAMPLE.get() + EXAMPLES)


def _examples(text: Text, store: Store, experiment: Experiment | None, own: bool) -> None:
    """Draw some images with the model's readings: of the test images or of the user's own."""
    try:
        all_images, all_labels = _images(store, experiment, own)
    except DataError as error:
        st.warning(formats.as_markdown(text.data_refusal(error)))
        return
    # Whole screens of them, also after there are fewer.
    first = _FIRST_EXAMPLE.get() % (-(-len(all_images) // EXAMPLES) * EXAMPLES)
    images, labels = all_images[first : first + EXAMPLES], all_labels[first : first + EXAMPLES].tolist()
    alt, count = text.template("examples_alt", count=len(images)), formats.count(len(all_labels))
    opened = image_grid(
        images,
        [example_caption(text, label, None) for label in labels],
        key="examples",
        alt=alt.format(right=0),
        note=text("examples_unread"),
        live=None
        if experiment is None
        else LiveReadings(
            experiment.id,
            own,
            edition(all_images) if own else "",
            first,
            labels,
            right=[example_caption(text, label, label) for label in labels],
            wrong=[example_caption(text, label, UNKNOWN_DIGIT) for label in labels],
            alt=alt,
            note=text.template("own_examples_share", count=count)
            if own
            else text.template("examples_right", count=len(images)),
            open_hint=text("open_on_draw"),
        ),
    )
    if opened is None or experiment is None:
        return
    run = store.experiments.runs(experiment.id)[0].id
    if own:
        opening.show_drawing(run, store.drawings.newest()[first + opened].id)
    opening.show_image(run, first + opened)


def _images(store: Store, experiment: Experiment | None, own: bool) -> tuple[Bytes, Bytes]:
    """Return the images to choose from, (n, 28, 28), and their labels, (n,). Raises DataError."""
    if own and store.drawings.any():
        return store.drawings.test_set()
    data = load_mnist() if experiment is None else images_of(experiment)
    return data.x_test, data.y_test
