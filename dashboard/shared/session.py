"""Every key of `st.session_state` and every URL parameter.

A choice that a shared or reloaded address must bring back is in the URL. The settings of a training are kept under
names of their own, which `fields.mirror` lets widgets show on more than one page. The others are widgets' values,
kept under the widgets' keys; Streamlit keeps those for the session where a widget says `persist_state="session"`.
"""

import math
from typing import Any

import numpy as np
import streamlit as st

from core.config import LIMITS, PRESETS, ExperimentConfig
from core.store import Store
from core.store.records import METRICS, Metrics
from dashboard.text import LANGUAGES, Text, spoken

EXPERIMENT, RUN, LANGUAGE, PRESENT = "experiment", "run", "lang", "present"
"""The URL's parameters: numbers of the experiment and the run shown, code of the language, and 1 while presenting."""

IMAGE, DRAWING = "image", "drawing"
"""The URL's parameters: the test image, or the saved drawing, that Draw reads instead of the canvas."""

GIVEN_IMAGE = "_given_image"
"""In the session: (parameter, number) of the image that Draw reads, or None for the canvas."""

PRESET, FULL_SPEED, MORE_OPEN = "preset", "full_speed", "more_open"
"""Settings that stand for no field of the configuration; those that do have the field's name. `MORE_OPEN`: whether
those that few will want to change are in sight."""

SINGLE_FIELDS = {"learning_rate": "learning_rates", "seed": "seeds"}
"""Fields of which a single training has one value and an experiment's configuration a list."""

NUMBER_FIELDS = tuple(LIMITS)
CHOICE_FIELDS = ("scaling", "data")

RATES_ON_SLIDER = (
    *(float(f"{digit}e{power}") for power in range(-6, 2) for digit in (1, 2, 3, 5, 7)),
    LIMITS["learning_rate"].highest,
)
"""The learning rates of the slider: evenly spread on a logarithmic scale, as far as round numbers are."""


MOST_REMEMBERED = 34
"""Experiments whose figures a session keeps: a race, a range test, and as many added runs as a chart may hold."""


def choose_language() -> Text:
    """Return the catalogue of the language in the URL, or chosen before, or the browser's, or English."""
    text = spoken(st.query_params.get(LANGUAGE) or st.session_state.get("_language") or st.context.locale)
    st.session_state["_language"] = text.code
    return text


def language() -> Text:
    """Return the catalogue that `choose_language` chose at the start of this script run."""
    return LANGUAGES[st.session_state["_language"]]


def switch_language(code: str) -> None:
    """Speak another language from now on, here and wherever the address is opened."""
    st.session_state["_language"] = code
    st.query_params[LANGUAGE] = code


def is_presenting() -> bool:
    """Return whether the pages are laid out for a projector. An address may say so when it is opened."""
    presents: bool = st.session_state.setdefault("_presents", st.query_params.get(PRESENT) == "1")
    if presents != (PRESENT in st.query_params):
        present(presents)
    return presents


def present(presents: bool) -> None:
    """Lay the pages out for a projector from now on, in this tab and wherever its address is opened, or no longer."""
    st.session_state["_presents"] = presents
    if presents:
        st.query_params[PRESENT] = "1"
    else:
        st.query_params.pop(PRESENT, None)


def number_in_url(parameter: str) -> int | None:
    """Return the whole number of a URL parameter, or None where it is missing or none; nonsense is taken out."""
    value = st.query_params.get(parameter)
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) < 18:
        return int(value)
    del st.query_params[parameter]
    return None


def enter(page: str) -> bool:
    """Note which page is drawn, and return whether it was another one before.

    Every page goes on showing the experiment that it showed last.
    """
    came_from, st.session_state["_page"] = st.session_state.get("_page"), page
    if came_from != page:
        st.session_state["_this_visit"] = {}
    return came_from != page


def of_this_visit(key: str) -> dict[str, Any]:
    """Return what is remembered under this key until another page is opened; at first nothing is."""
    remembered: dict[str, Any] = st.session_state.setdefault("_this_visit", {}).setdefault(key, {})
    return remembered


def show_experiment(number: int | None) -> None:
    """Show this experiment from now on, in this tab and wherever its address is opened; with None, none."""
    if number is None:
        st.query_params.pop(EXPERIMENT, None)
    else:
        st.query_params[EXPERIMENT] = str(number)
    st.session_state[_last_shown()] = number


def shown_experiment() -> int | None:
    """Return the experiment in the URL, else the one that this page showed before another page was opened."""
    number = number_in_url(EXPERIMENT)
    if number is None:
        number = st.session_state.get(_last_shown())
    if number is not None and st.query_params.get(EXPERIMENT) != str(number):
        st.query_params[EXPERIMENT] = str(number)
    if number is not None:
        st.session_state[_last_shown()] = number
    return number


def _last_shown() -> str:
    return f"_experiment_{st.session_state.get('_page')}"


def fill_in(config: ExperimentConfig) -> None:
    """Put a configuration into the settings; of several rates or seeds the first."""
    for field in NUMBER_FIELDS:
        value = getattr(config, SINGLE_FIELDS.get(field, field))
        if field in SINGLE_FIELDS:
            value = value[0]
        if field == "pace":
            st.session_state[FULL_SPEED] = value is None
            value = LIMITS["pace"].default if value is None else value
        st.session_state[field] = value
    for field in CHOICE_FIELDS:
        st.session_state[field] = getattr(config, field)


def fill_in_defaults() -> None:
    """Put the tutorial's configuration into the settings of a new session."""
    if PRESET not in st.session_state:
        st.session_state[PRESET] = next(iter(PRESETS))
        st.session_state[MORE_OPEN] = False
        fill_in(PRESETS[st.session_state[PRESET]])


def place_on_slider(rate: float | None) -> float:
    """Return the rate of the slider that is nearest to an exact one, of whatever size; without any, the default."""
    rate = LIMITS["learning_rate"].default if rate is None else rate
    within = min(max(rate, RATES_ON_SLIDER[0]), RATES_ON_SLIDER[-1])
    return min(RATES_ON_SLIDER, key=lambda option: abs(math.log(option / within)))


def values() -> dict[str, Any]:
    """Return the settings as arguments of an ExperimentConfig, unchecked."""
    found = {field: st.session_state[field] for field in (*NUMBER_FIELDS, *CHOICE_FIELDS)}
    for field, plural in SINGLE_FIELDS.items():
        found[plural] = (found.pop(field),)
    if st.session_state[FULL_SPEED]:
        found["pace"] = None
    return found


def metrics(store: Store, experiment_id: int) -> Metrics:
    """Return all figures of an experiment; only those not fetched before in this session are asked of the store."""
    fetched: dict[int, Metrics] = st.session_state.setdefault("_metrics", {})
    known = fetched.pop(experiment_id, None)
    if known is None or not len(known.steps):
        known = store.recordings.metrics(experiment_id)
    else:
        new = store.recordings.metrics(experiment_id, after_step=int(known.steps[-1]))
        if len(new.steps):
            along = {
                name: np.concatenate([getattr(known, name), getattr(new, name)]) for name in ("steps", "seconds")
            }
            known = Metrics(
                **along, **{name: np.hstack([getattr(known, name), getattr(new, name)]) for name in METRICS}
            )
    fetched[experiment_id] = known
    while len(fetched) > MOST_REMEMBERED:
        del fetched[next(iter(fetched))]
    return known
