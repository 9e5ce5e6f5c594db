"""What the model has learnt so far, in images: its weights, and test images with what it reads in them.

The browser takes both from the stream. A click on one opens Draw with what led to it.
"""

import numpy as np
import streamlit as st

from core.arrays import Bytes
from core.config import ExperimentConfig
from core.errors import DataError
from core.images.dataset import Dataset, load_mnist
from core.store import Store
from core.store.drawings import edition
from core.store.records import Experiment
from dashboard.components.image_grid import GridImage, LiveReadings, LiveWeights, ScaleLabels, image_grid
from dashboard.shared import opening
from dashboard.shared.captions import UNKNOWN_CLASS, Columns, columns_for, example_caption
from dashboard.shared.frame import callback
from dashboard.shared.services import classes_of, data_of, images_of
from dashboard.shared.session import Key
from dashboard.text import Text, formats
from dashboard.text.names import breadth

EXAMPLES = 20
"""Test images shown at a time."""

_FIRST_EXAMPLE = Key("_first_example", 0)


def train_images(text: Text, store: Store, experiment: Experiment | None, config: ExperimentConfig | None) -> None:
    """Draw the weights as images, and test images with the model's readings.

    Where there is no experiment yet, they are those of the data of `config`.
    """
    classes = classes_of(experiment, config)
    with st.container(key="weights_title"):
        st.header(text("weights_title"), anchor="weights", help=text("weights_help"))
    _weights(text, store, experiment, classes)
    own = _choice_of_examples(text, store, classes)
    _examples(text, store, experiment, config, own)


def _weights(text: Text, store: Store, experiment: Experiment | None, classes: tuple[str, ...]) -> None:
    alt = text.template("weights_alt", classes=len(classes))
    opened = image_grid(
        np.zeros((len(classes), 28, 28), np.int8),
        [GridImage(name, alt=text("weights_item_alt", digit=name)) for name in classes],
        key="weights",
        **columns_for(classes),
        alt=text("weights_alt", classes=len(classes), step=0),
        scale=ScaleLabels(formats.NOTHING, "0", formats.NOTHING),
        live=None if experiment is None else LiveWeights(experiment.id, alt, text("weights_open")),
    )
    if opened is not None and experiment is not None:
        opening.show_class(store.experiments.runs(experiment.id)[0].id, opened)


def _choice_of_examples(text: Text, store: Store, classes: tuple[str, ...]) -> bool:
    """Draw the heading of the examples with what chooses them; return whether they are the user's own drawings."""
    with st.container(
        key="examples_title", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.header(text("examples_title"), anchor=False, help=text("examples_help"))
        own = False
        if store.drawings.any(classes):
            own = st.toggle(
                text("own_examples"), key="own_examples", help=text("own_examples_help"), persist_state="session"
            )
        st.button(
            text("examples_more"), key="more_examples", icon=":material/refresh:", on_click=callback(_show_others)
        )
    return own


def _show_others() -> None:
    _FIRST_EXAMPLE.set(_FIRST_EXAMPLE.get() + EXAMPLES)


def _examples(
    text: Text, store: Store, experiment: Experiment | None, config: ExperimentConfig | None, own: bool
) -> None:
    """Draw some images with the model's readings: of the test images or of the user's own."""
    try:
        all_images, all_labels, classes = _images(store, experiment, config, own)
    except DataError as error:
        st.warning(formats.as_markdown(text.data_refusal(error)))
        return
    # Whole screens of them, also after there are fewer.
    first = _FIRST_EXAMPLE.get() % (-(-len(all_images) // EXAMPLES) * EXAMPLES)
    images, labels = all_images[first : first + EXAMPLES], all_labels[first : first + EXAMPLES].tolist()
    names = [classes[label] for label in labels]
    alt, count = text.template("examples_alt", count=len(images)), formats.count(len(all_labels))
    opened = image_grid(
        images,
        [example_caption(text, name, None) for name in names],
        key="examples",
        **_columns(text, classes),
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
            classes=classes,
            right=[example_caption(text, name, name) for name in names],
            wrong=[example_caption(text, name, UNKNOWN_CLASS) for name in names],
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
        mine = [drawing for drawing in store.drawings.newest() if drawing.label in classes]
        opening.show_drawing(run, mine[first + opened].id)
    opening.show_image(run, first + opened)


def _columns(text: Text, classes: tuple[str, ...]) -> Columns:
    """Return the columns of the examples: ten in a row, as with digits, or as many as the longest caption allows."""
    longest = max(classes, key=breadth)
    return columns_for([text("example_wrong", digit=longest, label=longest)])


def _images(
    store: Store, experiment: Experiment | None, config: ExperimentConfig | None, own: bool
) -> tuple[Bytes, Bytes, tuple[str, ...]]:
    """Return the images to choose from, (n, 28, 28), their labels, (n,), and what these count. Raises DataError."""
    classes = classes_of(experiment, config)
    if own and store.drawings.any(classes):
        return *store.drawings.test_set(classes), classes
    data = _to_train_on(config) if experiment is None else images_of(experiment)
    return data.x_test, data.y_test, data.classes


def _to_train_on(config: ExperimentConfig | None) -> Dataset:
    """Return the data of the settings; MNIST as long as those are none, which is said beside their field."""
    try:
        return load_mnist() if config is None else data_of(config)
    except DataError:
        return load_mnist()
