"""Which learning rates to race: spaced between two of them, or as somebody typed them; and with which seeds."""

import re
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from core.config import LIMITS, MOST_RATES, MOST_SEEDS, ExperimentConfig, Limit, check_number
from core.errors import InvalidValue
from core.numerals import numbers_in

RACE_LIMITS: Mapping[str, Limit] = {
    "rates_from": Limit(LIMITS["learning_rate"].lowest, LIMITS["learning_rate"].highest, 0.001),
    "rates_to": Limit(LIMITS["learning_rate"].lowest, LIMITS["learning_rate"].highest, 10.0),
    "rates_count": Limit(2, MOST_RATES, 8, whole=True),
    "seed_count": Limit(1, MOST_SEEDS, 1, whole=True),
    "finish_line": Limit(20.0, 99.9, 90.0, percent=True),
}
"""Every number of a race that its configuration does not hold. `finish_line` in percent of the validation images."""


def log_spaced_rates(lowest: float, highest: float, count: int) -> tuple[float, ...]:
    """Return `count` rates from `lowest` to `highest`, both as they are, the others rounded to two or three digits.

    Raises InvalidValue where `highest` is not above `lowest`, or the rates would be the same after rounding.
    """
    for field, value in (("rates_from", lowest), ("rates_to", highest), ("rates_count", count)):
        check_number(field, value, RACE_LIMITS[field])
    if highest <= lowest:
        sentence = f"rates_to is {highest:g}; it must be greater than rates_from, {lowest:g}"
        raise InvalidValue("rates_to", highest, "order", {"lowest": lowest}, sentence)
    between = np.geomspace(lowest, highest, count)[1:-1]
    for digits in (2, 3):
        rounded = (float(f"{rate:.{digits - 1}e}") for rate in between)
        rates = (float(lowest), *rounded, float(highest))
        if all(low < high for low, high in pairwise(rates)):
            return rates
    sentence = (
        f"rates_count is {count}; between {lowest:g} and {highest:g} there is no room for so many distinct rates"
    )
    raise InvalidValue("rates_count", count, "narrow", {"lowest": lowest, "highest": highest}, sentence)


def words_in(text: str) -> list[str]:
    """Return what stands in a list, separated by spaces, commas or semicolons of any script."""
    return list(filter(None, re.split(r"[\s,;，；、]+", text)))


def rates_in(words: str) -> tuple[float, ...]:
    """Return the learning rates written in `words`, as `numbers_in` reads a list.

    Raises InvalidValue for a word that is no number within the limits, for a duplicate, for none and for too many.
    """
    return ExperimentConfig(
        learning_rates=numbers_in("rates_list", words, LIMITS["learning_rate"]).values
    ).learning_rates


def consecutive_seeds(first: int, count: int) -> tuple[int, ...]:
    """Return `count` seeds from `first` on. Raises InvalidValue for a count that a race does not take."""
    check_number("seed_count", count, RACE_LIMITS["seed_count"])
    return tuple(range(first, first + int(count)))
