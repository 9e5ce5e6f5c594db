"""The settings of a race, in the sidebar: which rates, how many seeds, and what all runs share."""

from dataclasses import dataclass, replace

import streamlit as st

from core.comparison import RACE_LIMITS, consecutive_seeds, log_spaced_rates, rates_in
from core.config import LIMITS, MOST_RUNS, ExperimentConfig, InvalidValue, check_number
from dashboard import compare_url, controls, formats, session
from dashboard.text import Text


@dataclass(frozen=True)
class Settings:
    """The race that the settings describe, and one run of what all its runs share; None where one is refused."""

    race: ExperimentConfig | None
    shared: ExperimentConfig | None


def sidebar(text: Text) -> Settings:
    """Draw the settings and return them; why one is refused stands beside it."""
    with st.sidebar:
        st.subheader(text("race_settings"), anchor=False)
        rates = _rates(text)
        seeds = _seeds(text)
        st.subheader(text("shared_settings"), anchor=False, help=text("shared_settings_help"))
        errors = controls.common_settings(text, _remarks(text))
        one_run = session.values() | {"learning_rates": (LIMITS["learning_rate"].default,)}
        shared = controls.checked(text, one_run, has_said=any(errors))
        if shared is None or rates is None or seeds is None:
            return Settings(None, shared)
        try:
            race = replace(shared, learning_rates=rates, seeds=seeds)
        except InvalidValue as error:
            st.error(text.refusal(error))
            return Settings(None, shared)
        st.caption(text("race_size", rates=len(rates), seeds=len(seeds), runs=len(race.runs), most=MOST_RUNS))
    return Settings(race, shared)


def said(text: Text, name: str) -> None:
    """Say beside a choice what the address said wrongly about it, if it did."""
    error = compare_url.problem(name)
    if error is not None:
        st.warning(_sentence(text, error))


def _remarks(text: Text) -> dict[str, str]:
    problems = {field: compare_url.problem(field) for field in controls.COMMON_FIELDS}
    return {field: _sentence(text, error) for field, error in problems.items() if error is not None}


def _sentence(text: Text, error: InvalidValue) -> str:
    return text("address_refused", refusal=text.refusal(error))


def _rates(text: Text) -> tuple[float, ...] | None:
    st.segmented_control(
        text("field_rates_kind"),
        compare_url.RATES_KINDS,
        key="rates_kind",
        required=True,
        format_func=lambda kind: text(f"rates_kind_{kind}"),
        persist_state="session",
        label_visibility="collapsed",
    )
    said(text, "rates_kind")
    return _range(text) if st.session_state["rates_kind"] == "range" else _list(text)


def _range(text: Text) -> tuple[float, ...] | None:
    with st.container(horizontal=True):
        for field in ("rates_from", "rates_to", "rates_count"):
            whole = RACE_LIMITS[field].whole
            st.number_input(
                text(f"field_{field}"),
                key=field,
                format="%d" if whole else formats.in_field(st.session_state[field]),
                step=1 if whole else None,
                width=92,
                persist_state="session",
            )
    for field in ("rates_from", "rates_to", "rates_count"):
        said(text, field)
    try:
        for field in ("rates_from", "rates_to", "rates_count"):
            check_number(field, st.session_state[field], RACE_LIMITS[field])
        rates = log_spaced_rates(*(st.session_state[field] for field in ("rates_from", "rates_to", "rates_count")))
    except InvalidValue as error:
        st.error(text.refusal(error))
        return None
    st.caption(" · ".join(map(formats.rate, rates)))
    return rates


def _list(text: Text) -> tuple[float, ...] | None:
    st.text_area(
        text("field_rates_list"),
        key="rates_list",
        height=100,
        max_chars=2000,
        help=text("field_rates_list_help"),
        persist_state="session",
    )
    said(text, "rates_list")
    try:
        return rates_in(st.session_state["rates_list"])
    except InvalidValue as error:
        st.error(text.refusal(error))
        return None


def _seeds(text: Text) -> tuple[int, ...] | None:
    st.number_input(
        text("field_seed_count"),
        key="seeds",
        format="%d",
        step=1,
        help=text("field_seed_count_help"),
        persist_state="session",
    )
    said(text, "seeds")
    try:
        # The first seed is one of the shared settings, which say themselves what is wrong with it.
        return consecutive_seeds(st.session_state["seed"] or 0, st.session_state["seeds"])
    except InvalidValue as error:
        st.error(text.refusal(error))
        return None
