"""The widgets that make up a configuration, in the sidebar, with the limits that it declares itself."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import streamlit as st

from core.config import LIMITS, PRESETS, ExperimentConfig
from core.errors import InvalidValue
from core.features.scaling import SCALINGS
from core.numerals import checked_number
from dashboard.shared.configuration import LEARNING_RATE, PRESET, SETTINGS, arguments, fill_in, settings
from dashboard.shared.data_choice import data_section
from dashboard.shared.fields import choice, number
from dashboard.shared.services import services
from dashboard.shared.session import Key
from dashboard.text import Text, formats

RATES_ON_SLIDER = (
    *(float(f"{digit}e{power}") for power in range(-6, 2) for digit in (1, 2, 3, 5, 7)),
    LIMITS["learning_rate"].highest,
)
"""The learning rates of the slider: evenly spread on a logarithmic scale, as far as round numbers are."""

_MORE_OPEN = Key("more_open", False)
"""Whether the settings that few will want to change are in sight."""


def heading(title: str) -> None:
    """Draw the title of the settings, and with it the sidebar.

    A page draws this before anything else and the settings after its charts: nothing of the page moves when they
    come, and Start can be pressed while the browser is still at them, which takes it a third of its time.
    """
    st.sidebar.header(title, anchor=False)


def sidebar(text: Text, *, on_rate_change: Callable[[], None]) -> None:
    """Draw the settings; why one is refused stands beside it.

    While something is training, `on_rate_change` is called when the learning rate was changed.
    """
    with st.sidebar:
        _preset(text)
        errors = [_learning_rate(text, on_edit=on_rate_change), *common_settings(text)]
        say_refused(text, arguments(), has_said=any(errors))


def _preset(text: Text) -> None:
    """Draw the choice of a preset, and in one line what it is."""
    with st.container(key="preset"):
        st.selectbox(
            text("preset"),
            PRESETS,
            format_func=lambda name: text(f"preset_{name}"),
            **choice(
                PRESET,
                default="index",
                shown=list(PRESETS).index,
                on_edit=lambda: fill_in(PRESETS[PRESET.get()]),
            ),
        )
        st.caption(_about_preset(text, PRESET.get()))


def _about_preset(text: Text, name: str) -> str:
    """Return what a preset is, or that the settings are no longer its own; the pace is nobody's."""
    preset, now = PRESETS[name], settings()
    if now is None or replace(now, pace=preset.pace) != preset:
        return text("preset_changed")
    return text(f"preset_{name}_help")


MORE_FIELDS = ("pace", "seed", "initial_weight_scale", "initial_bias_scale", "validation_size", "record_interval")
"""Numbers that few will want to change."""

COMMON_FIELDS = ("steps", "batch_size", "scaling", *MORE_FIELDS, "data")
"""The settings that all runs of an experiment share, in the order in which they are drawn."""


def common_settings(
    text: Text, remarks: Mapping[str, str] = MappingProxyType({}), *, without: str = ""
) -> list[InvalidValue | None]:
    """Draw the settings that all runs of an experiment share; return, field by field, why a value is refused.

    `remarks` are sentences to stand beside fields, by field. `without` is a field that they do not share.
    """
    errors = []
    for field in ("steps", "batch_size"):
        if field != without:
            errors.append(_number(text, field))
            _remark(remarks, field)
    if without != "scaling":
        with st.container(key="scaling"):
            st.selectbox(
                text("field_scaling"),
                SCALINGS,
                format_func=lambda name: text(f"scaling_{name}"),
                help=text("field_scaling_help"),
                **choice(SETTINGS["scaling"], default="index", shown=list(SCALINGS).index),
            )
        _remark(remarks, "scaling")
    more = [field for field in MORE_FIELDS if field != without]
    if any(field in remarks or _refused(field) for field in more):
        _MORE_OPEN.set(True)  # never folded over what is to be corrected
    with (
        st.container(key="more_settings"),
        st.expander(text("more_settings"), **choice(_MORE_OPEN, default="expanded")),
    ):
        if not _MORE_OPEN.get():
            more = []  # a third of all that the page would have to draw before it can be used
        for field in more:
            errors.append(_number(text, field))
            _remark(remarks, field)
    data_section(text)
    _remark(remarks, "data")
    return errors


def _remark(remarks: Mapping[str, str], field: str) -> None:
    if field in remarks:
        st.warning(remarks[field])


def offered(values: Mapping[str, Any]) -> ExperimentConfig | None:
    """Return the configuration of these `values`, or None if they are refused or its data not offered here.

    What this server does not offer is said beside the choice of the data, and nothing on a page may read it.
    """
    try:
        config = ExperimentConfig(**values)
    except InvalidValue:
        return None
    return config if services().store.data_sets.allows(config.data) else None


def say_refused(text: Text, values: Mapping[str, Any], *, has_said: bool) -> None:
    """Say why `values` are refused together, unless a single field of them `has_said` why it is."""
    if has_said:
        return
    try:
        ExperimentConfig(**values)
    except InvalidValue as error:
        st.error(formats.as_markdown(text.refusal(error)))


def _learning_rate(text: Text, *, on_edit: Callable[[], None]) -> InvalidValue | None:
    def told() -> None:
        if _refused("learning_rate") is None:
            on_edit()

    number(text, LEARNING_RATE, LIMITS["learning_rate"], on_edit=told)
    error = _refusal(text, "learning_rate")
    with st.container(key="learning_rate_slider"):
        st.select_slider(
            text("rate_slider"),
            RATES_ON_SLIDER,
            format_func=formats.rate,
            label_visibility="collapsed",
            **choice(LEARNING_RATE, widget="learning_rate_slider", shown=_place_on_slider, on_edit=on_edit),
        )
    st.caption(text("rate_changes_at_once"))
    return error


def _place_on_slider(rate: float | str | None) -> float:
    """Return the rate of the slider that is nearest to an exact one, of whatever size; without any, the default."""
    rate = LIMITS["learning_rate"].default if rate is None or isinstance(rate, str) else rate
    within = min(max(rate, RATES_ON_SLIDER[0]), RATES_ON_SLIDER[-1])
    return min(RATES_ON_SLIDER, key=lambda option: abs(math.log(option / within)))


def _number(text: Text, field: str) -> InvalidValue | None:
    number(text, SETTINGS[field], LIMITS[field])
    return _refusal(text, field)


def _refusal(text: Text, field: str) -> InvalidValue | None:
    """Say beside a number's field why the number is refused, if it is."""
    error = _refused(field)
    if error is not None:
        st.error(formats.as_markdown(text.refusal(error)))
    return error


def _refused(field: str) -> InvalidValue | None:
    value = SETTINGS[field].get()
    if value is None and LIMITS[field].automatic:
        return None
    try:
        checked_number(field, value, LIMITS[field])
    except InvalidValue as error:
        return error
    return None
