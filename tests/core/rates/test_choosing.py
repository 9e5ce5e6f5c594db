"""Which rates to race, against what plain Python says of them."""

import math

import pytest

from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.rates.choosing import RACE_LIMITS, consecutive_seeds, log_spaced_rates, rates_in


@pytest.mark.parametrize(
    ("lowest", "highest", "count"), [(0.001, 10, 8), (1e-6, 100, 32), (0.05, 0.5, 12), (0.1, 0.2, 2)]
)
def test_rates_of_a_range_ascend_by_one_factor(lowest, highest, count):
    """Both ends as they are, between them the same factor to two or three digits."""
    rates = log_spaced_rates(lowest, highest, count)
    assert (rates[0], rates[-1], len(rates)) == (lowest, highest, count)
    factor = (highest / lowest) ** (1 / (count - 1))
    for place, rate in enumerate(rates):
        assert rate == pytest.approx(lowest * factor**place, rel=0.05)
        assert float(f"{rate:.2e}") == rate
    assert ExperimentConfig(learning_rates=rates).learning_rates == rates


@pytest.mark.parametrize(
    ("range_", "field"),
    [
        ((0.0, 1, 8), "rates_from"),
        ((0.001, 1000, 8), "rates_to"),
        ((0.001, math.nan, 8), "rates_to"),
        ((0.1, 0.1, 8), "rates_to"),
        ((1, 0.1, 8), "rates_to"),
        ((0.001, 10, 1), "rates_count"),
        ((0.001, 10, 33), "rates_count"),
        ((0.001, 10, 2.5), "rates_count"),
        ((0.1, 0.1001, 30), "rates_count"),
    ],
)
def test_a_range_that_holds_no_such_rates_is_refused(range_, field):
    """With the field's name."""
    with pytest.raises(InvalidValue) as refusal:
        log_spaced_rates(*range_)
    assert refusal.value.field == field
    assert field in str(refusal.value)


def test_rates_are_read_from_a_list_as_people_write_it():
    """Commas, blanks, line breaks, semicolons and Chinese punctuation."""
    assert rates_in(" 0.1, 3e-4;1\n2 ，10、.5 ") == (0.1, 3e-4, 1, 2, 10, 0.5)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("", "count"),
        (" , ", "count"),
        ("0.1 fast", "number"),
        ("0.1, nan", "number"),
        ("inf", "number"),
        ("0.1, -1", "range"),
        ("0", "range"),
        ("0.1, 0.10", "duplicate"),
        (" ".join(str(i) for i in range(1, 34)), "count"),
    ],
)
def test_a_list_that_is_none_is_refused(words, rule):
    """Nothing but positive finite numbers within the limits, each once, 1 to 32 of them."""
    with pytest.raises(InvalidValue) as refusal:
        rates_in(words)
    assert refusal.value.rule == rule


def test_seeds_are_counted_from_the_first():
    """One to five of them."""
    assert consecutive_seeds(7, 3) == (7, 8, 9)
    for count in (0, 6, 1.5):
        with pytest.raises(InvalidValue):
            consecutive_seeds(0, count)


def test_every_default_lies_within_its_limits():
    """Of the numbers that only a race has."""
    for limit in RACE_LIMITS.values():
        assert limit.lowest <= limit.default <= limit.highest
