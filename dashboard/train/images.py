"""What the model has learnt so far, in images: its weights, and test images with what it reads in them.

A click on one opens Draw with what led to it. The headings and buttons are the page's, the images a fragment's.
"""

import contextlib

import numpy as np
import streamlit as st

from core.arrays import Bytes
from core.errors import DataError, NotFound
from core.images.dataset import load_mnist
from core.model import evaluation
from core.model.softmax import SoftmaxModel
from core.store import Store
from core.store.records import Experiment, Run
from dashboard import figures
from dashboard.components.image_grid import GridImage, ScaleLabels, image_grid
from dashboard.shared import actions, frame, opening
from dashboard.shared.captions import example_caption
from dashboard.shared.frame import callback
from dashboard.shared.services import images_of
from dashboard.shared.session import Key
from dashboard.text import Text, formats

EXAMPLES = 20
"""Test images shown at a time."""

TICK_SECONDS = 0.5
"""How often the images are looked at while an experiment trains; they change less visibly than the charts."""


_FIRST_EXAMPLE = Key("_first_example", 0)


def train_images(text: Text, store: Store, experiment: Experiment | None) -> None:
    """Draw the weights as images, and test images with the model's readings."""
    tick = actions.tick(experiment, TICK_SECONDS)
    with st.container(key="weights_title"):
        st.header(text("weights_title"), anchor="weights", help=text("weights_help"))
    st.fragment(frame.guarded(_weights, "weights", text), run_every=tick)(text, store, experiment)
    own = _choice_of_examples(text, store)
    st.fragment(frame.guarded(_examples, "examples", text), run_every=tick)(text, store, experiment, own)


def _newest_model(store: Store, experiment: Experiment | None) -> tuple[int, Run, SoftmaxModel] | None:
    """Return (step, run, model) of what the experiment's first run knows so far, None while it knows nothing."""
    # Nothing is learnt yet at first, and another tab may delete the experiment.
    with contextlib.suppress(NotFound, IndexError):
        if experiment is not None:
            run = store.experiments.runs(experiment.id)[0]
            step, model = store.recordings.model(run.id)
            return step, run, model
    return None


def _weights(text: Text, store: Store, experiment: Experiment | None) -> None:
    newest = _newest_model(store, experiment)
    step = 0 if newest is None else newest[0]
    images, limit = figures.weight_images(np.zeros((784, 10)) if newest is None else newest[2].weights)
    ends = (
        (formats.NOTHING, formats.NOTHING)
        if newest is None
        else (formats.number(-limit, 2), formats.number(limit, 2))
    )
    opened = image_grid(
        images,
        [GridImage(str(digit), alt=text("weights_item_alt", digit=digit)) for digit in range(10)],
        key="weights",
        alt=text("weights_alt", step=formats.count(step)),
        scale=ScaleLabels(ends[0], "0", ends[1]),
        open_hint="" if newest is None else text("weights_open"),
    )
    if opened is not None and newest is not None:
        opening.show_digit(newest[1].id, opened)


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
    newest = _newest_model(store, experiment)
    # Whole screens of them, also after there are fewer.
    first = _FIRST_EXAMPLE.get() % (-(-len(all_images) // EXAMPLES) * EXAMPLES)
    images, labels = all_images[first : first + EXAMPLES], all_labels[first : first + EXAMPLES].tolist()
    readings = [None] * len(labels) if newest is None else newest[2].predict(images).tolist()
    right = sum(digit == label for digit, label in zip(readings, labels, strict=True))
    opened = image_grid(
        images,
        [example_caption(text, label, digit) for label, digit in zip(labels, readings, strict=True)],
        key="examples",
        alt=text("examples_alt", count=len(images), right=right),
        open_hint="" if newest is None else text("open_on_draw"),
    )
    if newest is None:
        st.caption(text("examples_unread"))
        return
    if own:
        share = evaluation.accuracy(all_labels, newest[2].predict(all_images))
        st.caption(text("own_examples_share", share=formats.percent(share), count=formats.count(len(all_labels))))
    else:
        st.caption(text("examples_right", right=right, count=len(images)))
    if opened is not None and own:
        opening.show_drawing(newest[1].id, store.drawings.newest()[first + opened].id)
    elif opened is not None:
        opening.show_image(newest[1].id, first + opened)


def _images(store: Store, experiment: Experiment | None, own: bool) -> tuple[Bytes, Bytes]:
    """Return the images to choose from, (n, 28, 28), and their labels, (n,). Raises DataError."""
    if own and store.drawings.any():
        return store.drawings.test_set()
    data = load_mnist() if experiment is None else images_of(experiment)
    return data.x_test, data.y_test
