"""People's own data: how they were understood, what is odd, which sizes fit, and how they look."""

from collections.abc import Mapping
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.arrays import Bytes
from core.config import EMBEDDED_DATA, LIMITS, is_storable
from core.errors import DataError, InvalidValue
from core.images.dataset import Dataset
from core.images.oddities import class_counts, oddities
from core.images.remarks import remarks
from core.images.split import check_batch_size, check_validation_size, fitting_validation_size
from core.telling import abridged
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.shared.configuration import SETTINGS
from dashboard.shared.frame import callback
from dashboard.shared.services import services
from dashboard.shared.session import Key
from dashboard.text import Text, formats

EXAMPLES = 20
"""Images that one sees before anything is trained on them."""

_FITTED: Key[Mapping[str, int]] = Key("_fitted_sizes", {})
"""Sizes that were filled in, not chosen: other data may replace them."""

_TURN = Key("_examples_of_own_data", 0)
"""Which examples are in sight."""


def fit_sizes() -> None:
    """Put sizes that the data of the settings allow in the place of those that nobody has chosen.

    As the command line does: a twelfth of few images is set apart for validation, a batch holds at most what is left.
    """
    try:
        images = services().store.data_sets.load(name_in_settings())
    except DataError:
        return  # which is said beside the field
    fitted = {}
    for field, most in (("validation_size", _most_validation), ("batch_size", _most_batch)):
        default = int(LIMITS[field].default)
        if SETTINGS[field].get() in (default, _FITTED.get().get(field)):
            fitted[field] = max(1, min(default, most(images)))
            SETTINGS[field].set(fitted[field])
    _FITTED.set(fitted)


def _most_validation(images: Dataset) -> int:
    return fitting_validation_size(images)


def _most_batch(images: Dataset) -> int:
    return len(images.x_train) - (_size("validation_size") or 0)


def in_settings(text: Text) -> Dataset | None:
    """Return the data of the settings; None of MNIST, and where they are refused, which is then said."""
    name = name_in_settings()
    if name == EMBEDDED_DATA or not name.strip() or not is_storable(name):
        return None
    try:
        with st.spinner(text("own_data_reading")):
            images = services().store.data_sets.load(name)
            oddities(images)
    except DataError as error:
        st.error(formats.as_markdown(text.data_refusal(error)))
        return None
    return images


def about(text: Text, images: Dataset, *, with_sizes: bool) -> None:
    """Say how somebody's own data were understood and what is odd about them; `with_sizes` also how they are divided.

    What the sizes of the settings do not allow is said then, too.
    """
    said = [text(f"read_{remark.kind}", **_shown(text, remark.facts)) for remark in remarks(images)]
    misfit = _misfit(text, images) if with_sizes else None
    if with_sizes and misfit is None:
        count, size = formats.count(len(images.x_train)), formats.count(_size("validation_size"))
        said.append(text("own_data_sizes", count=count, validation_size=size))
    st.caption(formats.as_markdown(text.paragraph(said)))
    for oddity in oddities(images):
        st.warning(formats.as_markdown(text(f"oddity_{oddity.kind}", **_shown(text, oddity.facts))))
    if misfit is not None:
        st.error(misfit)


def look(text: Text, images: Dataset) -> None:
    """Draw twenty of the images, of all classes alike, and how many each class has."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{text('own_data_examples')}**")
        st.button(
            text("own_data_others"),
            key="other_examples",
            type="tertiary",
            icon=":material/refresh:",
            on_click=callback(lambda: _TURN.set(_TURN.get() + 1)),
        )
    chosen = examples(images.y_train, EXAMPLES, _TURN.get())
    image_grid(
        images.x_train[chosen],
        [GridImage(images.classes[label]) for label in images.y_train[chosen].tolist()],
        key="own_data_images",
        alt=text("own_data_examples_alt", count=len(chosen)),
        columns=10,
        columns_on_phone=5,
        largest=64,
    )
    st.markdown(f"**{text('own_data_counts')}**")
    st.html(_table_of_counts(images))


def examples(labels: Bytes, count: int, turn: int) -> NDArray[np.int64]:
    """Return which of the images to show, at most `count`: one of each class, then the next of each, and so on.

    Each `turn`, from 0, shows others, until all were shown.
    """
    rank = np.empty(len(labels), np.int64)
    for label in np.unique(labels):
        of_class = labels == label
        rank[of_class] = np.arange(of_class.sum())
    order = np.lexsort((labels, rank))
    return order[np.arange(turn * count, turn * count + min(count, len(labels))) % len(labels)]


def _table_of_counts(images: Dataset) -> str:
    counts = class_counts(images).tolist()
    rows = "".join(
        f'<li><span class="name" title="{escape(name)}">{escape(name)}</span>'
        f'<span class="bar"><span style="width: {round(100 * count / max(counts))}%"></span></span>'
        f'<span class="count">{formats.count(count)}</span></li>'
        for name, count in zip(images.classes, counts, strict=True)
    )
    return f'<ul class="class-counts">{rows}</ul>'


def _misfit(text: Text, images: Dataset) -> str | None:
    """Return, as Markdown, why the sizes of the settings do not fit the images; None where they do.

    What is no number is said beside its field.
    """
    validation_size, batch_size = (_size(field) or 0 for field in ("validation_size", "batch_size"))
    try:
        check_validation_size(validation_size, images)
        check_batch_size(batch_size, len(images.x_train) - validation_size)
    except InvalidValue as error:
        return formats.as_markdown(text.refusal(error))
    except DataError as error:
        return formats.as_markdown(text.data_refusal(error))
    return None


def _shown(text: Text, facts: Mapping[str, object]) -> dict[str, str]:
    """Return facts as text: counts grouped, shares in percent, names one after the other."""
    shown = {}
    for name, fact in facts.items():
        if isinstance(fact, tuple):
            shown[name] = text.listed(abridged(fact))
        elif isinstance(fact, str):
            shown[name] = fact
        elif isinstance(fact, float):
            shown[name] = formats.percent(fact, 0)
        else:
            shown[name] = formats.setting(fact)
    return shown


def _size(field: str) -> int | None:
    """Return a size of the settings; what was typed and is no whole number is refused beside its field."""
    size = SETTINGS[field].get()
    return size if isinstance(size, int) else None


def name_in_settings() -> str:
    """Return the name of the data of the settings."""
    return str(SETTINGS["data"].get())
