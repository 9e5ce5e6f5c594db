"""The widgets that make up a configuration, in the sidebar, with the limits that it declares itself."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st

from core.config import LIMITS, PRESETS, ExperimentConfig, InvalidValue, check_number
from core.scaling import SCALINGS
from dashboard import formats, session
from dashboard.text import Text


def sidebar(text: Text, *, is_training: bool, on_rate_change: Callable[[], None]) -> ExperimentConfig | None:
    """Draw the settings and return them, or None if one of them is refused; why then stands beside it.

    While something is training, `on_rate_change` is called when the learning rate was changed.
    """
    session.fill_in_defaults()
    with st.sidebar:
        st.subheader(text("settings"), anchor=False)
        st.selectbox(
            text("preset"),
            PRESETS,
            key=session.PRESET,
            format_func=lambda name: text(f"preset_{name}"),
            on_change=lambda: session.fill_in(PRESETS[st.session_state[session.PRESET]]),
            help=text(f"preset_{st.session_state[session.PRESET]}_help"),
            persist_state="session",
        )
        errors = [_learning_rate(text, is_training=is_training, on_change=on_rate_change), *common_settings(text)]
        return checked(text, session.values(), has_said=any(errors))


MORE_FIELDS = ("pace", "seed", "initial_weight_scale", "initial_bias_scale", "validation_size", "record_interval")
"""Numbers that few will want to change."""

COMMON_FIELDS = ("steps", "batch_size", "scaling", *MORE_FIELDS, "data")
"""The settings that all runs of an experiment share, in the order in which they are drawn."""


def common_settings(text: Text, remarks: Mapping[str, str] = MappingProxyType({})) -> list[InvalidValue | None]:
    """Draw the settings that all runs of an experiment share; return, field by field, why a value is refused.

    `remarks` are sentences to stand beside fields, by field.
    """
    errors = []
    for field in ("steps", "batch_size"):
        errors.append(_number(text, field))
        _remark(remarks, field)
    st.selectbox(
        text("field_scaling"),
        SCALINGS,
        key="scaling",
        format_func=lambda name: text(f"scaling_{name}"),
        help=text("field_scaling_help"),
        persist_state="session",
    )
    _remark(remarks, "scaling")
    with st.expander(text("more_settings"), expanded=any(field in remarks for field in (*MORE_FIELDS, "data"))):
        for field in MORE_FIELDS:
            errors.append(_number(text, field))
            _remark(remarks, field)
        st.text_input(text("field_data"), key="data", help=text("field_data_help"), persist_state="session")
        _remark(remarks, "data")
    return errors


def _remark(remarks: Mapping[str, str], field: str) -> None:
    if field in remarks:
        st.warning(remarks[field])


def checked(text: Text, values: Mapping[str, Any], *, has_said: bool) -> ExperimentConfig | None:
    """Return the configuration, or None if its `values` are refused, and say why unless a field `has_said` so."""
    try:
        return ExperimentConfig(**values)
    except InvalidValue as error:
        # A single field's refusal stands beside that field already; this is one of several fields together.
        if not has_said:
            st.error(text.refusal(error))
        return None


def _learning_rate(text: Text, *, is_training: bool, on_change: Callable[[], None]) -> InvalidValue | None:
    def exact_rate_changed() -> None:
        try:
            check_number("learning_rate", st.session_state["learning_rate"])
        except InvalidValue:
            return
        session.move_slider()
        on_change()

    def slider_moved() -> None:
        session.take_rate_from_slider()
        on_change()

    st.number_input(
        text("field_learning_rate"),
        key="learning_rate",
        format=formats.in_field(st.session_state["learning_rate"]),
        step=0.01,
        help=text("field_learning_rate_help"),
        on_change=exact_rate_changed,
        persist_state="session",
    )
    error = _refusal(text, "learning_rate")
    st.select_slider(
        text("rate_slider"),
        session.RATES_ON_SLIDER,
        key=session.RATE_SLIDER,
        format_func=formats.rate,
        on_change=slider_moved,
        label_visibility="collapsed",
        persist_state="session",
    )
    if is_training:
        st.caption(text("rate_changes_at_once"))
    return error


def _number(text: Text, field: str) -> InvalidValue | None:
    whole = LIMITS[field].whole
    st.number_input(
        text(f"field_{field}"),
        key=field,
        format="%d" if whole else formats.in_field(st.session_state[field]),
        step=1 if whole else None,
        help=text(f"field_{field}_help"),
        persist_state="session",
    )
    return _refusal(text, field)


def _refusal(text: Text, field: str) -> InvalidValue | None:
    """Say beside a number's field why the number is refused, if it is."""
    try:
        check_number(field, st.session_state[field])
    except InvalidValue as error:
        st.error(text.refusal(error))
        return error
    return None
