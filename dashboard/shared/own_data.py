"""People's own data, beside the field that names them: how they were understood, what is odd, which sizes fit."""

from collections.abc import Mapping

import streamlit as st

from core.config import EMBEDDED_DATA, LIMITS, is_storable
from core.errors import DataError, InvalidValue
from core.images.dataset import Dataset, load
from core.images.oddities import oddities
from core.images.remarks import remarks
from core.images.split import check_batch_size, check_validation_size, fitting_validation_size
from core.telling import abridged
from dashboard.shared.configuration import SETTINGS
from dashboard.shared.session import Key
from dashboard.text import Text, formats

_FITTED: Key[Mapping[str, int]] = Key("_fitted_sizes", {})
"""Sizes that were filled in, not chosen: other data may replace them."""


def fit_sizes() -> None:
    """Put sizes that the data of the settings allow in the place of those that nobody has chosen.

    As the command line does: a twelfth of few images is set apart for validation, a batch holds at most what is left.
    """
    try:
        images = load(_name())
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


def about(text: Text) -> None:
    """Say how somebody's own data were understood and what is odd about them, or why they are refused."""
    name = _name()
    if name == EMBEDDED_DATA or not name.strip() or not is_storable(name):
        return
    try:
        with st.spinner(text("own_data_reading")):
            images = load(name)
            odd = oddities(images)
    except DataError as error:
        st.error(formats.as_markdown(text.data_refusal(error)))
        return
    said = [text(f"read_{remark.kind}", **_shown(text, remark.facts)) for remark in remarks(images)]
    misfit = _misfit(text, images)
    if misfit is None:
        count, size = formats.count(len(images.x_train)), formats.count(_size("validation_size"))
        said.append(text("own_data_sizes", count=count, validation_size=size))
    st.caption(formats.as_markdown(text.paragraph(said)))
    for oddity in odd:
        st.warning(formats.as_markdown(text(f"oddity_{oddity.kind}", **_shown(text, oddity.facts))))
    if misfit is not None:
        st.error(formats.as_markdown(misfit))


def _misfit(text: Text, images: Dataset) -> str | None:
    """Return why the sizes of the settings do not fit the images, if they do not; no number is said elsewhere."""
    validation_size, batch_size = (_size(field) or 0 for field in ("validation_size", "batch_size"))
    try:
        check_validation_size(validation_size, images)
        check_batch_size(batch_size, len(images.x_train) - validation_size)
    except InvalidValue as error:
        return text.refusal(error)
    except DataError as error:
        return text.data_refusal(error)
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


def _name() -> str:
    return str(SETTINGS["data"].get())
