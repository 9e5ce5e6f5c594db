"""The settings of a race, in the sidebar: which rates, how many seeds, and what all runs share."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.config import LIMITS, MOST_RUNS, ExperimentConfig
from core.errors import InvalidValue
from core.rates.choosing import RACE_LIMITS, consecutive_seeds, log_spaced_rates, rates_in
from dashboard.compare import address, choices
from dashboard.compare.choices import RATES_COUNT, RATES_FROM, RATES_KIND, RATES_LIST, RATES_TO, SEEDS
from dashboard.shared import configuration, controls
from dashboard.shared.fields import choice, number
from dashboard.text import Text, formats

_RANGE = (RATES_FROM, RATES_TO, RATES_COUNT)
"""What describes the rates of a range, in the order of `log_spaced_rates`."""


@dataclass(frozen=True)
class Settings:
    """The race that the settings describe, and one run of what all its runs share; None where one is refused."""

    race: ExperimentConfig | None
    shared: ExperimentConfig | None


def sidebar(text: Text) -> Settings:
    """Draw the settings and return them; why one is refused stands beside it."""
    with st.sidebar:
        st.header(text("race_settings"), anchor=False)
        fits = [_rates(text), _seeds(text)]
        st.header(text("shared_settings"), anchor=False, help=text("shared_settings_help"))
        errors = controls.common_settings(text, _remarks(text))
        shared = controls.checked(text, _one_run(), has_said=any(errors))
        if shared is None or not all(fits):
            return Settings(None, shared)
        try:
            found = replace(shared, learning_rates=_chosen_rates(), seeds=_chosen_seeds())
        except InvalidValue as error:
            st.error(text.refusal(error))
            return Settings(None, shared)
        rates, seeds = len(found.learning_rates), len(found.seeds)
        st.caption(text("race_size", rates=rates, seeds=seeds, runs=len(found.runs), most=MOST_RUNS))
    return Settings(found, shared)


def race() -> ExperimentConfig | None:
    """Return the race that the settings describe at this moment, or None if one of them is refused; for callbacks."""
    try:
        return ExperimentConfig(**_one_run() | {"learning_rates": _chosen_rates(), "seeds": _chosen_seeds()})
    except InvalidValue:
        return None


def shared() -> ExperimentConfig | None:
    """Return one run of what all runs share at this moment, or None if that is refused; for callbacks."""
    try:
        return ExperimentConfig(**_one_run())
    except InvalidValue:
        return None


def _one_run() -> dict[str, Any]:
    return configuration.arguments() | {"learning_rates": (LIMITS["learning_rate"].default,)}


def _chosen_rates() -> tuple[float, ...]:
    """Return the rates by range or from the list. Raises InvalidValue."""
    if RATES_KIND.get() == "list":
        return rates_in(RATES_LIST.get())
    return log_spaced_rates(RATES_FROM.get(), RATES_TO.get(), RATES_COUNT.get())


def _chosen_seeds() -> tuple[int, ...]:
    """Return as many seeds as were asked for. Raises InvalidValue."""
    # The first seed is one of the shared settings, which say themselves what is wrong with it.
    return consecutive_seeds(configuration.SEED.get() or 0, SEEDS.get())


def said(text: Text, name: str) -> None:
    """Say beside a choice what the address said wrongly about it, if it did."""
    error = choices.problem(name)
    if error is not None:
        st.warning(_sentence(text, error))


def _remarks(text: Text) -> dict[str, str]:
    problems = {field: choices.problem(field) for field in controls.COMMON_FIELDS}
    return {field: _sentence(text, error) for field, error in problems.items() if error is not None}


def _sentence(text: Text, error: InvalidValue) -> str:
    return text("address_refused", refusal=text.refusal(error))


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
        st.error(text.refusal(error))
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
    said(text, RATES_LIST.name)


def _seeds(text: Text) -> bool:
    """Draw the choice of how many seeds; return whether it is one, and say why where it is none."""
    number(text, SEEDS, RACE_LIMITS["seed_count"], name="seed_count")
    said(text, SEEDS.name)
    try:
        _chosen_seeds()
    except InvalidValue as error:
        st.error(text.refusal(error))
        return False
    return True
