"""Which settings can change from one experiment of a race to the next, and the configurations that this makes.

Learning rates and seeds share one computation and are one experiment. Everything else does not, so a race over it is
several experiments, one a value, which are filed together and train side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.config import LIMITS, ExperimentConfig, check_choice, check_number
from core.errors import InvalidValue
from core.features.scaling import SCALINGS
from core.numerals import numbers_in
from core.rates.choosing import words_in

Value = float | str
"""What a setting is: a number, or the name of a choice."""

RATE = "learning_rate"
"""The setting that changes where it is no other one."""

_WIDEST_INTERVAL = int(LIMITS["record_interval"].highest)

MOST_VALUES = 8
"""Values that one race may have: each is an experiment, and they take turns at the same processor."""


@dataclass(frozen=True)
class Varied:
    """A setting that can change: the values to begin with, and its `choices` where it is not a number."""

    values: tuple[Value, ...]
    choices: tuple[str, ...] = ()


VARIED: Mapping[str, Varied] = {
    "batch_size": Varied((1, 16, 256)),
    # The raw pixels first, to which the others do something.
    "scaling": Varied(("none", "standardize", "normalize"), tuple(sorted(SCALINGS, key="none".__ne__))),
    "initial_weight_scale": Varied((0.0, 0.001, 1.0, 10.0)),
    "initial_bias_scale": Varied((0.0, 1.0, 10.0)),
    "validation_size": Varied((500, 5000, 50_000)),
}
"""By field of the configuration, every setting besides rates and seeds over which there can be a race."""


def values_in(field: str, words: str) -> tuple[Value, ...]:
    """Return the values of a field of `VARIED` that are written in `words`, in order; numbers are read as rates are.

    Raises InvalidValue for a word that is no such value, for one that stands twice, for none and for too many.
    """
    choices = VARIED[field].choices
    values: list[Value]
    if choices:
        values = [check_choice(field, word, choices) for word in words_in(words)]
    else:
        values = [check_number(field, value) for value in numbers_in(field, words, LIMITS[field]).values]
    if not 1 <= len(values) <= MOST_VALUES:
        sentence = f"{field} has {len(values)} values; a race takes 1 to {MOST_VALUES}"
        raise InvalidValue("values", len(values), "count", {"most": MOST_VALUES}, sentence)
    if len(set(values)) < len(values):
        raise InvalidValue("values", words, "duplicate", {}, f"{field} names a value more than once")
    return tuple(sorted(values, key=lambda value: place_of(field, value)))


def place_of(field: str, value: Value) -> float:
    """Return by what values of a field are put in order: numbers by size, choices as they are offered."""
    return float(VARIED[field].choices.index(value)) if isinstance(value, str) else value


def variations(
    base: ExperimentConfig, field: str, values: Sequence[Value], *, equal_images: bool = False
) -> tuple[ExperimentConfig, ...]:
    """Return `base` with each of the `values` of a field of `VARIED`.

    With `equal_images`, where batch sizes change, the steps of `base` are those of the largest batch, and smaller
    batches make as many more as they need to see equally many images, in equally much time. Raises InvalidValue.
    """
    if field != "batch_size" or not equal_images:
        return tuple(_with(base, field, value) for value in values)
    sizes = [int(value) for value in values]
    return tuple(_seeing_equally_many(base, size, max(sizes)) for size in sizes)


def _seeing_equally_many(base: ExperimentConfig, size: int, largest: int) -> ExperimentConfig:
    steps = round(base.steps * largest / size)
    most = int(LIMITS["steps"].highest)
    if steps > most:
        highest = max(1, most * size // largest)
        sentence = (
            f"steps is {base.steps}; with batches of {size} as many images take {steps} steps, "
            f"and at most {most} are allowed, so it must be at most {highest}"
        )
        allowed = {"size": size, "steps": steps, "most": most, "highest": highest}
        raise InvalidValue("steps", base.steps, "equal_images", allowed, sentence)
    more = steps / base.steps
    interval, pace = base.record_interval, base.pace
    return replace(
        base,
        batch_size=size,
        steps=steps,
        pace=None if pace is None else min(pace * more, LIMITS["pace"].highest),
        record_interval=None if interval is None else min(round(interval * more), _WIDEST_INTERVAL),
    )


def changed_field(configs: Sequence[ExperimentConfig]) -> str | None:
    """Return the field of `VARIED` that is another one in each of several configurations, None where there is none.

    Steps, and what follows from them, may differ too, as `equal_images` makes them.
    """
    for field in VARIED:
        values = {getattr(config, field) for config in configs}
        if 1 < len(values) == len(configs) and len({_rest(config, field) for config in configs}) == 1:
            return field
    return None


def sees_equal_images(configs: Sequence[ExperimentConfig]) -> bool:
    """Return whether steps differ between configurations, as `equal_images` makes them."""
    return len({config.steps for config in configs}) > 1


def is_same_race(configs: Sequence[ExperimentConfig], others: Sequence[ExperimentConfig]) -> bool:
    """Return whether both end with the same weights: nothing differs but how fast it goes and what is recorded."""
    one, other = ({replace(each, pace=None, record_interval=None) for each in race} for race in (configs, others))
    return one == other


def _rest(config: ExperimentConfig, field: str) -> ExperimentConfig:
    """Return a configuration without what may differ in a race over a field."""
    default = ExperimentConfig()
    same = replace(config, steps=default.steps, pace=default.pace, record_interval=None)
    return _with(same, field, getattr(default, field))


def _with(config: ExperimentConfig, field: str, value: Value) -> ExperimentConfig:
    changed: dict[str, Any] = {field: value}
    return replace(config, **changed)
