"""The settings of a race, in the sidebar: what changes, its values, how many seeds, and what all runs share."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.config import LIMITS, MOST_RUNS, ExperimentConfig
from core.errors import InvalidValue
from core.numerals import checked_number
from core.races.variation import MOST_VALUES, RATE, VARIED, Value, values_in, variations
from core.rates.choosing import RACE_LIMITS, consecutive_seeds, log_spaced_rates, rates_in, words_in
from dashboard.compare import address, choices
from dashboard.compare.choices import (
    EQUAL_IMAGES,
    RATES_COUNT,
    RATES_FROM,
    RATES_KIND,
    RATES_LIST,
    RATES_TO,
    SEEDS,
    SHARED_RATE,
    VALUES,
    VARIES,
    X_AXIS,
)
from dashboard.shared import configuration, controls
from dashboard.shared.fields import choice, mirror, number, understood_list
from dashboard.text import Text, formats

_RANGE = (RATES_FROM, RATES_TO, RATES_COUNT)
"""What describes the rates of a range, in the order of `log_spaced_rates`."""

NO_VALUES = ","
"""What stands in the list of values where every choice was taken away: an empty list, where "" is the default one."""


@dataclass(frozen=True)
class Settings:
    """The race that the settings describe, and one run of what all its runs share.

    `race` is one configuration of several rates or, over another setting, one a value; it is empty, and `shared` is
    None, where one is refused.
    """

    race: tuple[ExperimentConfig, ...]
    shared: ExperimentConfig | None


def chosen() -> Settings:
    """Return what the settings say."""
    shared = controls.offered(_one_run())
    return Settings(() if shared is None else race(), shared)


def sidebar(text: Text) -> None:
    """Draw the settings; why one is refused stands beside it."""
    with st.sidebar:
        _what_varies(text)
        fits = [_rates(text) if VARIES.get() == RATE else _values(text), _seeds(text)]
        st.header(text("shared_settings"), anchor=False, help=text("shared_settings_help"))
        errors = controls.common_settings(text, _remarks(text), without=VARIES.get())
        controls.say_refused(text, _one_run(), has_said=any(errors))
        shared = controls.offered(_one_run())
        if shared is None or not all(fits):
            return
        try:
            found = _race_of(shared)
        except InvalidValue as error:
            st.error(formats.as_markdown(text.refusal(error)))
            return
        _size(text, found)


def race() -> tuple[ExperimentConfig, ...]:
    """Return the race that the settings describe at this moment, nothing if one of them is refused; for callbacks."""
    try:
        return _race_of(ExperimentConfig(**_one_run()))
    except InvalidValue:
        return ()


def shared() -> ExperimentConfig | None:
    """Return one run of what all runs share at this moment, or None if that is refused; for callbacks."""
    try:
        return ExperimentConfig(**_one_run())
    except InvalidValue:
        return None


def _one_run() -> dict[str, Any]:
    field = VARIES.get()
    if field == RATE:
        return configuration.arguments() | {"learning_rates": (LIMITS[RATE].default,)}
    # What changes has no field among the shared settings, whatever stood in it.
    try:
        value = _chosen_values()[0]
    except InvalidValue:
        value = VARIED[field].values[0]
    return configuration.arguments() | {"learning_rates": (SHARED_RATE.get(),), field: value}


def _race_of(shared: ExperimentConfig) -> tuple[ExperimentConfig, ...]:
    """Return the race of which one run is known. Raises InvalidValue."""
    if VARIES.get() == RATE:
        return (replace(shared, learning_rates=_chosen_rates(), seeds=_chosen_seeds()),)
    base = replace(shared, seeds=_chosen_seeds())
    found = variations(base, VARIES.get(), _chosen_values(), equal_images=EQUAL_IMAGES.get())
    runs = sum(len(config.runs) for config in found)
    if runs > MOST_RUNS:
        sentence = f"{len(found)} values x {len(base.seeds)} seeds are {runs} runs; at most {MOST_RUNS} are allowed"
        raise InvalidValue("values", runs, "runs", {"most": MOST_RUNS}, sentence)
    return found


def _chosen_values() -> tuple[Value, ...]:
    """Return the values of what changes. Raises InvalidValue."""
    field = VARIES.get()
    return values_in(field, VALUES.get()) if VALUES.get().strip() else VARIED[field].values


def _chosen_rates() -> tuple[float, ...]:
    """Return the rates by range or from the list. Raises InvalidValue."""
    if RATES_KIND.get() == "list":
        return rates_in(RATES_LIST.get())
    lowest, highest, count = (checked_number(key.name, key.get(), RACE_LIMITS[key.name]) for key in _RANGE)
    return log_spaced_rates(lowest, highest, int(count))


def _chosen_seeds() -> tuple[int, ...]:
    """Return as many seeds as were asked for. Raises InvalidValue."""
    # The first seed is one of the shared settings, which say themselves what is wrong with it.
    first = configuration.SEED.get()
    count = checked_number("seed_count", SEEDS.get(), RACE_LIMITS["seed_count"])
    return consecutive_seeds(first if isinstance(first, int) else 0, int(count))


def _size(text: Text, found: tuple[ExperimentConfig, ...]) -> None:
    """Say how many runs the race has, and what is the most."""
    seeds, runs = len(found[0].seeds), sum(len(config.runs) for config in found)
    if VARIES.get() == RATE:
        rates = len(found[0].learning_rates)
        st.caption(text("race_size", rates=rates, seeds=seeds, runs=runs, most=MOST_RUNS))
        return
    shown = {"values": len(found), "seeds": seeds, "runs": runs, "most": MOST_RUNS, "most_values": MOST_VALUES}
    st.caption(text("race_size_values", **shown))


def said(text: Text, name: str) -> None:
    """Say beside a choice what the address said wrongly about it, if it did."""
    error = choices.problem(name)
    if error is not None:
        st.warning(_sentence(text, error))


def _remarks(text: Text) -> dict[str, str]:
    problems = {field: choices.problem(field) for field in controls.COMMON_FIELDS}
    return {field: _sentence(text, error) for field, error in problems.items() if error is not None}


def _sentence(text: Text, error: InvalidValue) -> str:
    return text("address_refused", refusal=formats.as_markdown(text.refusal(error)))


def _what_varies(text: Text) -> None:
    fields = (RATE, *VARIED)
    with st.container(key=VARIES.name):
        st.selectbox(
            text("field_varies"),
            fields,
            format_func=lambda field: text(f"field_{field}"),
            help=text("field_varies_help"),
            **choice(VARIES, default="index", shown=fields.index, on_edit=lambda: VALUES.set("")),
        )
    said(text, VARIES.name)


def _values(text: Text) -> bool:
    """Draw the values of what changes, and the one rate; return whether they can be raced, and say why not."""
    field = VARIES.get()
    (_choices if VARIED[field].choices else _numbers)(text, field)
    said(text, VALUES.name)
    try:
        values = _chosen_values()
    except InvalidValue as error:
        st.error(formats.as_markdown(text.refusal(error)))
        values = ()
    if field == "batch_size":
        with st.container(key=EQUAL_IMAGES.name):
            st.toggle(
                text("field_equal_images"),
                help=text("field_equal_images_help"),
                **choice(EQUAL_IMAGES, on_edit=lambda: X_AXIS.set("epoch" if EQUAL_IMAGES.get() else "step")),
            )
        said(text, EQUAL_IMAGES.name)
    number(text, SHARED_RATE, LIMITS[RATE], name=RATE)
    said(text, SHARED_RATE.name)
    try:
        checked_number(RATE, SHARED_RATE.get(), LIMITS[RATE])
    except InvalidValue as error:
        st.error(formats.as_markdown(text.refusal(error)))
        return False
    return bool(values)


def _numbers(text: Text, field: str) -> None:
    shown = VALUES.get() or choices.listed(VARIED[field].values)
    with st.container(key=VALUES.name):
        st.text_input(
            text("field_values"),
            max_chars=500,
            help=text("field_values_help"),
            **mirror(f"values_{field}", shown, VALUES.set),
        )
        understood_list(field, VALUES.get(), LIMITS[field])


def _choices(text: Text, field: str) -> None:
    offered = VARIED[field].choices
    chosen = tuple(words_in(VALUES.get())) or VARIED[field].values
    with st.container(key=VALUES.name):
        st.pills(
            text("field_values"),
            offered,
            selection_mode="multi",
            wrap=True,
            format_func=lambda name: text(f"{field}_{name}"),
            **mirror(
                f"values_{field}",
                frozenset(chosen),
                lambda names: VALUES.set(choices.listed(sorted(names, key=offered.index)) or NO_VALUES),
                default="default",
                shown=lambda names: [name for name in offered if name in names],
                meant=frozenset,
            ),
        )


def _rates(text: Text) -> bool:
    """Draw the choice of rates; return whether they can be raced, and say why where they cannot."""
    with st.container(key=RATES_KIND.name):
        st.segmented_control(
            text("field_rates_kind"),
            address.RATES_KINDS,
            required=True,
            format_func=lambda kind: text(f"rates_kind_{kind}"),
            label_visibility="collapsed",
            **choice(RATES_KIND, default="default"),
        )
    said(text, RATES_KIND.name)
    is_range = RATES_KIND.get() == "range"
    (_range if is_range else _list)(text)
    try:
        rates = _chosen_rates()
    except InvalidValue as error:
        st.error(formats.as_markdown(text.refusal(error)))
        return False
    if is_range:
        st.caption(" · ".join(map(formats.rate, rates)))
    return True


def _range(text: Text) -> None:
    with st.container(horizontal=True):
        for key in _RANGE:
            number(text, key, RACE_LIMITS[key.name], width=92)
    for key in _RANGE:
        said(text, key.name)


def _list(text: Text) -> None:
    with st.container(key=RATES_LIST.name):
        st.text_area(
            text("field_rates_list"),
            height=100,
            max_chars=2000,
            help=text("field_rates_list_help"),
            **choice(RATES_LIST),
        )
        understood_list("rates_list", RATES_LIST.get(), LIMITS[RATE])
    said(text, RATES_LIST.name)


def _seeds(text: Text) -> bool:
    """Draw the choice of how many seeds; return whether it is one, and say why where it is none."""
    name = "seed_count" if VARIES.get() == RATE else "seed_count_value"
    number(text, SEEDS, RACE_LIMITS["seed_count"], name=name)
    said(text, SEEDS.name)
    try:
        _chosen_seeds()
    except InvalidValue as error:
        st.error(formats.as_markdown(text.refusal(error)))
        return False
    return True
