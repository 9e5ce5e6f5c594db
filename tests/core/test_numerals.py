"""Numbers as people type them, each against what it means."""

import math
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from core.config import LIMITS
from core.errors import InvalidValue
from core.numerals import checked_number, number_in, numbers_in
from core.rates.choosing import RACE_LIMITS, rates_in

RATE = LIMITS["learning_rate"]
STEPS = LIMITS["steps"]
BIAS = LIMITS["initial_bias_scale"]
BATCH = LIMITS["batch_size"]


@pytest.mark.parametrize("limit", [RATE, STEPS])
def test_what_python_writes_is_read_as_python_reads_it(limit):
    """Five hundred numbers in three notations; none of them had to be understood, but a group of three decimals."""
    draw = random.Random(0)
    for _ in range(500):
        value = draw.uniform(-10, 10) * 10.0 ** draw.randint(-8, 8)
        for words in (repr(value), f"{value:.4e}", f" {value:.2f} "):
            found = number_in("x", words, limit)
            assert found.value == float(words)
            assert found.is_literal


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1e-3", 0.001),
        ("1E-2", 0.01),
        ("+.5", 0.5),
        ("5.", 5),
        ("0.1 ", 0.1),
        ("2.000", 2),
    ],
)
def test_what_programs_write_is_a_number(typed, value):
    """Nothing had to be understood."""
    found = number_in("learning_rate", typed, RATE)
    assert (found.value, found.is_literal) == (value, True)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0,1", 0.1),
        ("0,003", 0.003),
        ("0,100", 0.1),
        ("1,5", 1.5),
        (",5", 0.5),
        ("−1,5", -1.5),
        ("1,5e-3", 0.0015),
        ("1234,567", 1234.567),
        ("０．１", 0.1),
        ("１ｅ－３", 0.001),
        ("０，１", 0.1),
        ("0。1", 0.1),
        ("1/3", 1 / 3),
        ("１／８", 0.125),
        ("1 / 4", 0.25),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1.234,5", 1234.5),
        ("12,345.6", 12_345.6),
        ("1 234,5", 1234.5),
        ("1\u202f000", 1000),
        ("2'000", 2000),
    ],
)
def test_what_people_write_is_understood_where_it_means_one_number(typed, value):
    """And it is known that it was understood."""
    found = number_in("pace", typed, LIMITS["pace"])
    assert (found.value, found.is_literal) == (value, False)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2,000", 2000), ("2 000", 2000), ("60,000", 60_000), ("1e3", 1000), ("２０００", 2000), ("3,0", 3)],
)
def test_a_field_of_whole_numbers_takes_groups_of_thousands(typed, value):
    """As an int."""
    found = number_in("steps", typed, STEPS).value
    assert (found, type(found)) == (value, int)


@pytest.mark.parametrize(
    ("typed", "limit", "first", "second"),
    [
        ("2,000", RATE, "2", "2000"),
        ("12,345", RATE, "12.345", "12345"),
        ("−1,500", BIAS, "-1.5", "-1500"),
        ("2.000", STEPS, "2", "2000"),
        ("1,500e-3", RATE, "1.5", "1500"),
    ],
)
def test_what_may_mean_two_numbers_is_refused_with_both(typed, limit, first, second):
    """Each of them, typed, means itself alone, but for its power of ten."""
    with pytest.raises(InvalidValue) as refused:
        number_in("learning_rate", typed, limit)
    error = refused.value
    assert error.rule == "ambiguous"
    if "e" not in typed:
        assert error.allowed == {"first": first, "second": second}
    for words in error.allowed.values():
        assert number_in("learning_rate", words, limit).is_literal
        assert words in str(error)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "fast",
            "nan",
            "inf",
            "1e999",
            "1/0",
            "0.1 0.01",
            "1,2,3",
            "1..2",
            "--1",
            "e5",
            "10²",
            "1½",
            "1_0",
            "1,00,000",
        ),
        *("0x1", "1,2.3,4", "5 000 00", "0 123", "%", "a%", "1/3/5", "\0", "\ud800", "9" * 400, ",", "."),
    ],
)
@pytest.mark.parametrize("limit", [RATE, STEPS])
def test_what_is_no_number_is_refused_with_what_is_allowed(typed, limit):
    """Also what Python or Unicode would make one of: 10² is not 102."""
    with pytest.raises(InvalidValue) as refused:
        number_in("learning_rate", typed, limit)
    assert refused.value.rule == "number"
    assert refused.value.allowed == {"lowest": limit.lowest, "highest": limit.highest}


@pytest.mark.parametrize("typed", ["5%", "5 %", "５％", "5,0%"])
def test_a_percentage_is_a_number_only_where_the_field_is_in_percent(typed):
    """Elsewhere it is refused with the share that it is; nobody knows whether 5 was meant."""
    with pytest.raises(InvalidValue) as refused:
        number_in("learning_rate", typed, RATE)
    assert (refused.value.rule, refused.value.allowed) == ("percentage", {"share": "0.05"})
    assert number_in("finish_line", typed, RACE_LIMITS["finish_line"]).value == 5


def test_a_value_is_checked_whether_typed_or_not():
    """By its limit, after it was understood."""
    assert checked_number("learning_rate", "0,1", RATE) == checked_number("learning_rate", 0.1, RATE) == 0.1
    for value in ("200", 200.0):
        with pytest.raises(InvalidValue) as refused:
            checked_number("learning_rate", value, RATE)
        assert refused.value.rule == "range"


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("0.1 0.01", (0.1, 0.01)),
        ("0.1,0.01", (0.1, 0.01)),
        ("1,10,100", (1, 10, 100)),
        ("0,1", (0.1,)),
        ("0,1 0,01", (0.1, 0.01)),
        ("0,1, 0,01", (0.1, 0.01)),
        ("0,1; 1,5", (0.1, 1.5)),
        ("0,1\n0,01\n0,003\n", (0.1, 0.01, 0.003)),
        ("0,1\t1,5\t2,5", (0.1, 1.5, 2.5)),
        ("０．１，１ｅ－３", (0.1, 0.001)),
        ("0.1、1/3", (0.1, 1 / 3)),
        ("1 / 3, 1/4", (1 / 3, 0.25)),
        ("1, 2", (1, 2)),
        ("1，2", (1, 2)),
        ("5,2000", (5.2,)),
    ],
)
def test_a_list_is_read_in_the_one_way_in_which_all_of_it_is_allowed(typed, values):
    """Rates are not 0 and differ: what a comma is follows from the others in the list too."""
    assert rates_in(typed) == values


@pytest.mark.parametrize(
    ("typed", "limit", "first", "second"),
    [
        ("1,2", RATE, "1 2", "1.2"),
        ("1,2\n3,4", RATE, "1 2", "1.2"),
        ("0,1", BIAS, "0 1", "0.1"),
        ("1,256", BATCH, "1 256", "1256"),
        ("2,000", RATE, "2", "2000"),
        ("1,256", RATE, "1.256", "1256"),
        ("5,100", RATE, "5 100", "5.1"),
    ],
)
def test_a_list_that_may_mean_two_is_refused_with_both(typed, limit, first, second):
    """Of its first doubtful place. Typed as one of them it is that."""
    with pytest.raises(InvalidValue) as refused:
        numbers_in("values", typed, limit)
    assert (refused.value.rule, refused.value.allowed) == ("ambiguous", {"first": first, "second": second})
    assert numbers_in("values", first, limit).values == tuple(map(float, first.split()))


def test_whole_numbers_are_listed_with_commas():
    """Where the comma cannot be part of one."""
    assert numbers_in("batch_size", "1,16,256", BATCH).values == (1, 16, 256)
    assert numbers_in("batch_size", "1,2", BATCH).values == (1, 2)
    assert numbers_in("validation_size", "500,5000", LIMITS["validation_size"]).values == (500, 5000)
    assert numbers_in("batch_size", "1,128,256", BATCH).values == (1, 128, 256)


@pytest.mark.parametrize(
    ("typed", "is_literal"), [("0.1, 1e-3;2，3", True), ("0,1 2", False), ("1/3", False), ("", True)]
)
def test_a_list_tells_whether_it_had_to_be_understood(typed, is_literal):
    """Separators are not what had to be."""
    assert numbers_in("rates_list", typed, RATE).is_literal is is_literal


def test_two_readings_of_a_number_are_never_silently_one():
    """Whatever the groups: read as a decimal and in groups of thousands, against fractions."""
    for above in range(1, 1000, 37):
        for below in range(0, 1000, 91):
            typed = f"{above},{below:03d}"
            decimal, grouped = above + Fraction(below, 1000), 1000 * above + below
            with pytest.raises(InvalidValue) as refused:
                number_in("x", typed, replace(RATE, highest=math.inf))
            told = [Fraction(words) for words in refused.value.allowed.values()]
            assert told == [decimal, grouped]
            assert number_in("x", typed, STEPS).value == grouped
