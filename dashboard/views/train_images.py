"""What the model has learnt so far, in images: its weights, and test images with what it reads in them."""

import contextlib
from typing import Literal

import numpy as np
import streamlit as st

from core import evaluation
from core.config import EMBEDDED_DATA
from core.model import SoftmaxModel
from core.records import Experiment
from core.refusals import DataError
from core.store import NotFound, Store
from dashboard import figures, formats
from dashboard.components.image_grid import GridImage, ScaleWords, image_grid
from dashboard.services import dataset
from dashboard.text import Text

EXAMPLES = 20
"""Test images shown at a time."""


def train_images(text: Text, store: Store, drawn: Experiment | None) -> None:
    """Draw the weights as images, and test images with the model's readings."""
    model, step = None, 0
    if drawn is not None:
        # Nothing is learnt yet at first, and another tab may delete the experiment.
        with contextlib.suppress(NotFound, IndexError):
            step, model = store.model(store.runs(drawn.id)[0].id)
    images, limit = figures.weight_images(np.zeros((784, 10)) if model is None else model.weights)
    ends = ScaleWords(formats.number(-limit, 2), "0", formats.number(limit, 2))
    with st.container(key="weights_title"):
        st.header(text("weights_title"), anchor="weights", help=text("weights_help"))
    image_grid(
        images,
        [GridImage(str(digit), alt=text("weights_item_alt", digit=digit)) for digit in range(10)],
        key="weights",
        alt=text("weights_alt", step=formats.count(step)),
        scale=None if model is None else ends,
    )
    _examples(text, store, drawn, model)


def _examples(text: Text, store: Store, experiment: Experiment | None, model: SoftmaxModel | None) -> None:
    """Draw some images with the model's readings: of the test images or, where there are any, of the user's own."""
    own = bool(st.session_state.get("own_examples")) and store.has_drawings()
    try:
        if own:
            all_images, all_labels = store.test_set()
        else:
            data = dataset(EMBEDDED_DATA if experiment is None else experiment.config.data)
            all_images, all_labels = data.x_test, data.y_test
    except DataError as error:
        st.warning(formats.as_markdown(text.data_refusal(error)))
        return
    first = st.session_state.get("_first_example", 0) % len(all_images)
    images, labels = all_images[first : first + EXAMPLES], all_labels[first : first + EXAMPLES]
    digits = None if model is None else model.predict(images)
    right = 0 if digits is None else int((digits == labels).sum())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header(
            text("examples_title"),
            anchor=False,
            help=text("examples_help", right=right, count=len(images)),
        )
        if store.has_drawings():
            st.toggle(
                text("own_examples"), key="own_examples", help=text("own_examples_help"), persist_state="session"
            )
        st.button(
            text("examples_more"),
            key="more_examples",
            icon=":material/refresh:",
            on_click=lambda: st.session_state.update(_first_example=first + EXAMPLES),
        )
    readings = [None] * len(labels) if digits is None else digits.tolist()
    image_grid(
        images,
        [_example(text, label, digit) for label, digit in zip(labels.tolist(), readings, strict=True)],
        key="examples",
        alt=text("examples_alt", count=len(images), right=right),
    )
    if own and model is not None:
        share = evaluation.accuracy(all_labels, model.predict(all_images))
        st.caption(text("own_examples_share", share=formats.percent(share), count=formats.count(len(all_labels))))


def _example(text: Text, label: int, digit: int | None) -> GridImage:
    if digit is None:
        return GridImage(formats.NOTHING, alt=text("example_unread_alt", label=label))
    verdict: Literal["right", "wrong"] = "right" if digit == label else "wrong"
    caption = str(digit) if digit == label else text("example_wrong", digit=digit, label=label)
    return GridImage(caption, verdict, text(f"example_{verdict}_alt", label=label, digit=digit))
