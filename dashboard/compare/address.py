"""The page Compare in its address: which parameters there are, how they are read, and how they are written.

Every choice of the page is a value of `st.session_state` under the parameter's name, most of them widgets' values. An
address from somewhere else is read into them once; after that they decide, and the address follows.
"""

import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from core.config import LIMITS, MOST_RUNS, PRESETS, ExperimentConfig, Limit, check_choice, check_number
from core.errors import InvalidValue
from core.features.scaling import SCALINGS
from core.rates.choosing import RACE_LIMITS
from core.rates.comparison import name_of_rate
from dashboard.shared import session

RATES_KINDS = ("range", "list")
SPLITS = ("validation", "train")
X_AXES = ("step", "epoch", "seconds")
RESULTS = ("final_loss", "recent_loss", "final_accuracy")
"""Which figure of the runs is drawn against the learning rate: names of `core.comparison.Summary`. The accuracy on
the test images is not among them, because nothing must be chosen by it."""

SMOOTHING = Limit(0.0, 0.95, 0.6)
NUMBER = Limit(1, 10**15, 1, whole=True)
"""Numbers that the store gives to experiments and runs."""

MOST_GUESTS = 24
"""Runs of other experiments that may be shown beside a race."""

_LONGEST_TEXT = 2000
_OVERTAKEN_SECONDS = 3.0
"""How long after a change a browser may still send the address that stood before it."""


@dataclass(frozen=True)
class Parameter:
    """One choice: its default, how it is read from an address (raising InvalidValue) and how it is written there."""

    default: Any
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


def _number(name: str, limit: Limit) -> Parameter:
    def read(words: str) -> float | None:
        if limit.automatic and not words:
            return None
        try:
            value = float(words)
        except ValueError:
            return check_number(name, words, limit)
        return check_number(name, value, limit)

    default = None if limit.automatic else int(limit.default) if limit.whole else limit.default
    return Parameter(default, read, lambda value: "" if value is None else f"{value:.12g}")


def _choice(name: str, choices: Sequence[str], default: str) -> Parameter:
    return Parameter(default, lambda words: check_choice(name, words, choices))


def _switch(name: str, default: bool = False) -> Parameter:
    def read(words: str) -> bool:
        return check_choice(name, words, ("0", "1")) == "1"

    return Parameter(default, read, lambda on: "1" if on else "0")


def _read_text(words: str) -> str:
    return words[:_LONGEST_TEXT]


def _read_optional_number(name: str, words: str) -> int | None:
    return int(_number(name, NUMBER).read(words)) if words else None


def _read_runs(words: str) -> list[int]:
    numbers = [int(_number("added", NUMBER).read(word)) for word in words.split(",") if word]
    if len(numbers) > MOST_GUESTS:
        sentence = f"added holds {len(numbers)} runs; at most {MOST_GUESTS} are allowed"
        raise InvalidValue("added", len(numbers), "count", {"most": MOST_GUESTS}, sentence)
    return list(dict.fromkeys(numbers))


def _read_hidden(words: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(filter(None, words.split(","))))
    for name in names:
        if not re.fullmatch(r"r\d{1,15}|\d[\d.]*(e[+-]?\d+)?", name):
            sentence = f"hidden names {name[:40]!r}, which is neither a learning rate nor a run"
            raise InvalidValue("hidden", name[:40], "name", {}, sentence)
    return names[: MOST_RUNS + MOST_GUESTS]


def _listed(values: Sequence[object]) -> str:
    return ",".join(map(str, values))


_TUTORIAL = PRESETS["tutorial"]

PARAMETERS: Mapping[str, Parameter] = {
    # What is raced.
    "rates_kind": _choice("rates_kind", RATES_KINDS, RATES_KINDS[0]),
    "rates_from": _number("rates_from", RACE_LIMITS["rates_from"]),
    "rates_to": _number("rates_to", RACE_LIMITS["rates_to"]),
    "rates_count": _number("rates_count", RACE_LIMITS["rates_count"]),
    "rates_list": Parameter("0.001, 0.01, 0.1, 1, 10", _read_text),
    "seeds": _number("seed_count", RACE_LIMITS["seed_count"]),
    **{field: _number(field, limit) for field, limit in LIMITS.items() if field != "learning_rate"},
    "scaling": _choice("scaling", tuple(SCALINGS), _TUTORIAL.scaling),
    "data": Parameter(_TUTORIAL.data, _read_text),
    session.FULL_SPEED: _switch(session.FULL_SPEED),
    # What is shown, and how.
    "range_test": Parameter(None, partial(_read_optional_number, "range_test"), lambda number: str(number or "")),
    "added": Parameter([], _read_runs, _listed),
    "hidden": Parameter((), _read_hidden, _listed),
    "split": _choice("split", SPLITS, SPLITS[0]),
    "race_smoothing": _number("race_smoothing", SMOOTHING),
    "x_axis": _choice("x_axis", X_AXES, X_AXES[0]),
    "log_x": _switch("log_x"),
    "log_y": _switch("log_y", True),
    "no_outliers": _switch("no_outliers"),
    "finish_line": _number("finish_line", RACE_LIMITS["finish_line"]),
    "result": _choice("result", RESULTS, RESULTS[0]),
}
"""Every choice of the page by its name in the address. The experiment has the parameter of all pages."""


def fill_in(config: ExperimentConfig) -> None:
    """Put a race into the choices, all of its curves shown."""
    session.fill_in(config)
    rates = ", ".join(map(name_of_rate, config.learning_rates))
    st.session_state.update(rates_kind="list", rates_list=rates, seeds=len(config.seeds), hidden=())


def read(*, newly_opened: bool) -> None:
    """Take over an address that came from somewhere else; what it says wrongly is kept for `problem`.

    Who comes from another page by a link brings no choices in the address, and finds those that were made before.
    """
    session.fill_in_defaults()
    for name, parameter in PARAMETERS.items():
        st.session_state.setdefault(name, parameter.default)
    problems: dict[str, tuple[InvalidValue, Any]] = {}
    try:
        _number(session.EXPERIMENT, NUMBER).read(st.query_params.get(session.EXPERIMENT, "1"))
    except InvalidValue as error:
        del st.query_params[session.EXPERIMENT]
        problems[session.EXPERIMENT] = (error, None)
        st.session_state["_problems"] = problems
    given = {name: words for name, words in st.query_params.items() if name in PARAMETERS}
    if newly_opened and not given:
        _overtake(given)
        return
    if _is_own(given):
        return
    for name, parameter in PARAMETERS.items():
        try:
            value = parameter.read(given[name]) if name in given else parameter.default
        except InvalidValue as error:
            value = parameter.default
            problems[name] = (error, value)
        st.session_state[name] = value
    st.session_state["_problems"] = problems


def problem(name: str) -> InvalidValue | None:
    """Return what the address said wrongly under this name, until the choice it is about was changed."""
    error, value = st.session_state.get("_problems", {}).get(name, (None, None))
    return error if error is not None and st.session_state.get(name) == value else None


def write() -> None:
    """Let the address say what the page shows.

    At the end of the page, and at the beginning of a fragment: one runs with the address that its browser had when it
    asked, however long ago that was on a slow network, and hands it on to a page that it has drawn anew.
    """
    address = {
        name: parameter.write(st.session_state[name])
        for name, parameter in PARAMETERS.items()
        if st.session_state[name] != parameter.default
    }
    current = {name: words for name, words in st.query_params.items() if name in PARAMETERS}
    if address != current:
        others = {name: words for name, words in st.query_params.items() if name not in PARAMETERS}
        st.query_params.from_dict({**others, **address})
    if address != st.session_state.get("_address"):
        _overtake(st.session_state.get("_address", {}))
        st.session_state["_address"] = address


def _overtake(address: Mapping[str, str]) -> None:
    """Remember that from now on an address is an old one, and forget those that no browser can still be sending."""
    now = time.monotonic()
    overtaken: dict[frozenset[tuple[str, str]], float] = st.session_state.get("_addresses", {})
    recent = {words: since for words, since in overtaken.items() if now - since < _OVERTAKEN_SECONDS}
    st.session_state["_addresses"] = {**recent, frozenset(address.items()): now}


def _is_own(given: Mapping[str, str]) -> bool:
    """Tell whether an address is the one written last, or one that the browser sent before it heard of that."""
    if given == st.session_state.get("_address"):
        return True
    overtaken_at = st.session_state.get("_addresses", {}).get(frozenset(given.items()), -math.inf)
    return time.monotonic() - float(overtaken_at) < _OVERTAKEN_SECONDS
