"""The page Compare in its address: which parameters there are, how they are read, and how they are written.

Pure functions, without Streamlit: `read` makes values of an address, `write` an address of values.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.config import LIMITS, MOST_RUNS, PRESETS, Limit, check_choice
from core.errors import InvalidValue
from core.features.scaling import SCALINGS
from core.numerals import checked_number
from core.races.variation import RATE, VARIED
from core.rates.choosing import RACE_LIMITS

RATES_KINDS = ("range", "list")
SPLITS = ("validation", "train")
X_AXES = ("step", "epoch", "seconds")
RESULTS = ("final_loss", "recent_loss", "final_accuracy")
"""Which metric of the runs is drawn against the learning rate: names of `core.rates.comparison.Summary`. The accuracy
on the test images is not among them, because nothing must be chosen by it."""

SMOOTHING = Limit(0.0, 0.95, 0.6)
NUMBER = Limit(1, 10**15, 1, whole=True)
"""Numbers that the store gives to experiments and runs."""

MOST_GUESTS = 24
"""Runs of other experiments that may be shown beside a race."""

_LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Parameter:
    """One choice: its default, how it is read from an address (raising InvalidValue) and how it is written there."""

    default: Any
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


def _number(name: str, limit: Limit) -> Parameter:
    def read(words: str) -> float | None:
        return None if limit.automatic and not words else checked_number(name, words, limit)

    default = None if limit.automatic else int(limit.default) if limit.whole else limit.default
    return Parameter(default, read, _written)


def _written(value: float | str | None) -> str:
    """Return a number as an address has it; what was typed and is none comes back with a sentence on it."""
    return f"{value:.12g}" if isinstance(value, int | float) else value or ""


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


def _read_runs(words: str) -> tuple[int, ...]:
    numbers = [int(_number("added", NUMBER).read(word)) for word in words.split(",") if word]
    if len(numbers) > MOST_GUESTS:
        sentence = f"added holds {len(numbers)} runs; at most {MOST_GUESTS} are allowed"
        raise InvalidValue("added", len(numbers), "count", {"most": MOST_GUESTS}, sentence)
    return tuple(dict.fromkeys(numbers))


def _read_hidden(words: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(filter(None, words.split(","))))
    for name in names:
        if name not in SCALINGS and not re.fullmatch(r"r\d{1,15}|\d[\d.]*(e[+-]?\d+)?", name):
            sentence = f"hidden names {name[:40]!r}, which is neither a value of what changes nor a run"
            raise InvalidValue("hidden", name[:40], "name", {}, sentence)
    return names[: MOST_RUNS + MOST_GUESTS]


def _listed(values: Sequence[object]) -> str:
    return ",".join(map(str, values))


_TUTORIAL = PRESETS["tutorial"]

PARAMETERS: Mapping[str, Parameter] = {
    # What is raced. Without values those of `VARIED` are.
    "varies": _choice("varies", (RATE, *VARIED), RATE),
    "values": Parameter("", _read_text),
    "equal_images": _switch("equal_images"),
    "shared_rate": _number("shared_rate", LIMITS[RATE]),
    "rates_kind": _choice("rates_kind", RATES_KINDS, RATES_KINDS[0]),
    "rates_from": _number("rates_from", RACE_LIMITS["rates_from"]),
    "rates_to": _number("rates_to", RACE_LIMITS["rates_to"]),
    "rates_count": _number("rates_count", RACE_LIMITS["rates_count"]),
    "rates_list": Parameter("0.001, 0.01, 0.1, 1, 10", _read_text),
    "seeds": _number("seed_count", RACE_LIMITS["seed_count"]),
    **{field: _number(field, limit) for field, limit in LIMITS.items() if field != "learning_rate"},
    "scaling": _choice("scaling", tuple(SCALINGS), _TUTORIAL.scaling),
    "data": Parameter(_TUTORIAL.data, _read_text),
    "full_speed": _switch("full_speed"),
    # What is shown, and how.
    "range_test": Parameter(None, partial(_read_optional_number, "range_test"), lambda number: str(number or "")),
    "added": Parameter((), _read_runs, _listed),
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
"""Every choice of the page by its name in the address."""

EXPERIMENT = "experiment"
"""The parameter of the experiment shown, which is that of all pages: only nonsense in it is told here."""


def read(query: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, InvalidValue]]:
    """Return the values of all choices, by name, and why what an address says of some is refused, by name.

    What is absent or refused has its default. Parameters that are not of this page are passed over.
    """
    values: dict[str, Any] = {}
    problems: dict[str, InvalidValue] = {}
    for name, parameter in PARAMETERS.items():
        values[name] = parameter.default
        if name in query:
            try:
                values[name] = parameter.read(query[name])
            except InvalidValue as error:
                problems[name] = error
    try:
        _number(EXPERIMENT, NUMBER).read(query.get(EXPERIMENT, "1"))
    except InvalidValue as error:
        problems[EXPERIMENT] = error
    return values, problems


def write(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the parameters that bring back these values of all choices: those that are not the default."""
    return {
        name: parameter.write(values[name])
        for name, parameter in PARAMETERS.items()
        if values[name] != parameter.default
    }
