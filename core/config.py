"""What an experiment is made of: one declared table of limits, the frozen configuration, and presets as data.

The table `LIMITS` is read by the configuration's own validation, by the command line, by the dashboard's widgets
and by its URL parameters, so that a limit stands in exactly one place.
"""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from core.errors import InvalidValue, shortened, written
from core.features.scaling import SCALINGS

EMBEDDED_DATA = "mnist"
"""The value of `ExperimentConfig.data` that names the MNIST database shipped with the project."""


@dataclass(frozen=True)
class Limit:
    """The closed interval a number must lie in, its default, and whether it must be whole or is in percent.

    Where it is `automatic` it may also be None, which is the default of a configuration; `default` is then the
    number for who wants one.
    """

    lowest: float
    highest: float
    default: float
    whole: bool = False
    automatic: bool = False
    percent: bool = False


LIMITS: Mapping[str, Limit] = {
    "learning_rate": Limit(1e-6, 100.0, 0.1),
    "seed": Limit(0, 2**31 - 1, 0, whole=True),
    "steps": Limit(1, 100_000, 2000, whole=True),
    "batch_size": Limit(1, 60_000, 256, whole=True),
    "initial_weight_scale": Limit(0.0, 10.0, 0.001),
    "initial_bias_scale": Limit(0.0, 10.0, 1.0),
    # Up to all but a hundred of MNIST's: with few images to train on one sees a model learn them by heart.
    "validation_size": Limit(1, 59_900, 5000, whole=True),
    "record_interval": Limit(1, 10_000, 25, whole=True, automatic=True),
    "pace": Limit(1.0, 100_000.0, 300.0),
}
"""Every number of a configuration. Units: `pace` in steps per second, `record_interval` in steps, sizes in images."""

_LARGEST = sys.float_info.max

MOST_RATES = 32
MOST_SEEDS = 5
MOST_RUNS = 32
MOST_RECORDS = 5000
"""Records a run may leave; `steps / record_interval` beyond it would only slow every chart down."""


def check_number(field: str, value: object, limit: Limit | None = None) -> float:
    """Return `value` as a number within `limit`, by default `LIMITS[field]`; whole fields come back as `int`.

    Raises InvalidValue where it is not a number, not finite, not whole where it must be, or out of range.
    """
    limit = limit or LIMITS[field]
    interval = f"it must lie between {limit.lowest:g} and {limit.highest:g}"
    allowed = {"lowest": limit.lowest, "highest": limit.highest}
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        sentence = f"{field} is {written(value)}, not a finite number; {interval}"
        raise InvalidValue(field, value, "number", allowed, sentence)
    if limit.whole and value != int(value):
        raise InvalidValue(field, value, "whole", allowed, f"{field} is {value:g}, not a whole number; {interval}")
    if not limit.lowest <= value <= limit.highest:
        raise InvalidValue(field, value, "range", allowed, f"{field} is {value:g}; {interval}")
    return int(value) if limit.whole else float(value)


def check_choice(field: str, value: object, choices: Sequence[str]) -> str:
    """Return `value` if it is one of `choices`, else raise InvalidValue."""
    if value not in choices:
        sentence = f"{field} is {written(value)}; it must be one of {', '.join(choices)}"
        raise InvalidValue(field, value, "choice", {"choices": list(choices)}, sentence)
    return str(value)


def is_storable(text: str) -> bool:
    """Return whether every database and every file takes a text: it holds no NUL and no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _check_list(field: str, item: str, values: object, most: int) -> tuple[float, ...]:
    if isinstance(values, str) or not isinstance(values, Sequence) or not 1 <= len(values) <= most:
        count = len(values) if isinstance(values, Sequence) and not isinstance(values, str) else values
        sentence = f"{field} holds {written(count)} values; it takes 1 to {most}"
        raise InvalidValue(field, values, "count", {"most": most}, sentence)
    checked = tuple(check_number(item, value) for value in values)
    for value in checked:
        if checked.count(value) > 1:
            sentence = f"{field} names {value:g} more than once; each value may stand once"
            raise InvalidValue(field, value, "duplicate", {}, sentence)
    return checked


@dataclass(frozen=True)
class ExperimentConfig:
    """One configuration: every learning rate is trained with every seed, all runs in lock-step.

    `data` is "mnist" or the path of a file, a folder or an archive of labelled images. `pace` is None at full speed,
    `record_interval` where records come singly at first and then ever more widely, as `core.schedule` says. With
    `raise_rate_to`, which makes it a range test, a single run's rate is raised exponentially to that value.
    Everything but `pace` and `record_interval` decides the weights that come out, to the bit.
    Raises InvalidValue when made with a value out of its limits.
    """

    learning_rates: tuple[float, ...] = (LIMITS["learning_rate"].default,)
    seeds: tuple[int, ...] = (int(LIMITS["seed"].default),)
    steps: int = int(LIMITS["steps"].default)
    batch_size: int = int(LIMITS["batch_size"].default)
    scaling: str = "standardize"
    initial_weight_scale: float = LIMITS["initial_weight_scale"].default
    initial_bias_scale: float = LIMITS["initial_bias_scale"].default
    validation_size: int = int(LIMITS["validation_size"].default)
    record_interval: int | None = None
    pace: float | None = LIMITS["pace"].default
    data: str = EMBEDDED_DATA
    raise_rate_to: float | None = None

    def __post_init__(self) -> None:
        # A frozen value that normalizes what it is given: lists from JSON become tuples, 2000.0 becomes 2000.
        def put(field: str, value: object) -> None:
            object.__setattr__(self, field, value)

        put("learning_rates", _check_list("learning_rates", "learning_rate", self.learning_rates, MOST_RATES))
        put("seeds", _check_list("seeds", "seed", self.seeds, MOST_SEEDS))
        for field, limit in LIMITS.items():
            value = getattr(self, field, None)
            if field not in ("learning_rate", "seed", "pace") and not (limit.automatic and value is None):
                put(field, check_number(field, value))
        if self.pace is not None:
            put("pace", check_number("pace", self.pace))
        if self.raise_rate_to is not None:
            put("raise_rate_to", self._checked_raise_rate_to(self.raise_rate_to))
        check_choice("scaling", self.scaling, tuple(SCALINGS))
        if not isinstance(self.data, str) or not self.data.strip() or not is_storable(self.data):
            sentence = f"data is {written(self.data)}; it must be 'mnist' or the path of a file or folder"
            raise InvalidValue("data", self.data, "path", {}, sentence)
        if len(self.runs) > MOST_RUNS:
            sentence = (
                f"{len(self.learning_rates)} learning rates x {len(self.seeds)} seeds are {len(self.runs)} runs; "
                f"at most {MOST_RUNS} are allowed"
            )
            raise InvalidValue("learning_rates", len(self.runs), "runs", {"most": MOST_RUNS}, sentence)
        if self.record_interval is not None and self.steps / self.record_interval > MOST_RECORDS:
            lowest = math.ceil(self.steps / MOST_RECORDS)
            sentence = (
                f"record_interval is {self.record_interval}; with {self.steps} steps it must be at least {lowest}"
            )
            raise InvalidValue("record_interval", self.record_interval, "records", {"lowest": lowest}, sentence)

    def _checked_raise_rate_to(self, value: float) -> float:
        first = self.learning_rates[0]
        try:
            highest = check_number("learning_rate", value)
        except InvalidValue as error:
            raise InvalidValue(
                "raise_rate_to", value, error.rule, error.allowed, f"raise_rate_to: {error}"
            ) from error
        if highest <= first or len(self.runs) > 1:
            sentence = (
                f"raise_rate_to is {highest:g} with rates {self.learning_rates}; "
                "it takes one run, whose learning rate is lower"
            )
            raise InvalidValue("raise_rate_to", highest, "raise", {"lowest": first}, sentence)
        return highest

    def rate_multiplier(self, step: int) -> float:
        """Return by what the learning rates are multiplied in the update that leads to `step`, 1 to `steps`.

        1, but in a range test (raise_rate_to / rate) ** ((step - 1) / (steps - 1)), which is geometric growth.
        """
        if self.raise_rate_to is None or self.steps == 1:
            return 1.0
        return float((self.raise_rate_to / self.learning_rates[0]) ** ((step - 1) / (self.steps - 1)))

    @property
    def runs(self) -> tuple[tuple[float, int], ...]:
        """(learning rate, seed) of every run, in the order in which arrays over runs hold them: seed by seed."""
        return tuple((rate, seed) for seed in self.seeds for rate in self.learning_rates)

    def to_json(self) -> str:
        """Return the configuration as one JSON object; `from_json` gives an equal one back."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "ExperimentConfig":
        """Read what `to_json` wrote. Missing fields take their defaults.

        Raises InvalidValue for text that is no JSON object, an unknown field or a value out of its limits.
        """
        try:
            values: Any = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidValue("config", text, "json", {}, f"config is not JSON: {shortened(str(error))}") from error
        names = [field.name for field in fields(cls)]
        if not isinstance(values, dict):
            raise InvalidValue("config", values, "json", {}, "config must be a JSON object")
        for name in values:
            check_choice("config", name, names)
        return cls(**values)


PRESETS: Mapping[str, ExperimentConfig] = {
    "tutorial": ExperimentConfig(),
    "too_small_rate": ExperimentConfig(learning_rates=(0.001,)),
    "too_large_rate": ExperimentConfig(learning_rates=(10.0,)),
    "raw_pixels": ExperimentConfig(learning_rates=(1e-5,), scaling="none"),
    "one_image_a_step": ExperimentConfig(learning_rates=(0.003,), batch_size=1),
}
"""Configurations worth one click, by name. "tutorial" is the written tutorial's own setting and the default."""
