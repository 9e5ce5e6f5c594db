"""What an address says of the page Compare, and how its choices are written into one: pure functions."""

import pytest

from dashboard.compare.address import PARAMETERS, read, write
from dashboard.text import LANGUAGES

DEFAULTS = {name: parameter.default for name, parameter in PARAMETERS.items()}

CHOSEN = {
    "varies": ("batch_size", "batch_size"),
    "values": ("16, 64", "16, 64"),
    "equal_images": (True, "1"),
    "shared_rate": (0.03, "0.03"),
    "rates_kind": ("list", "list"),
    "rates_from": (0.01, "0.01"),
    "rates_to": (3.0, "3"),
    "rates_count": (5, "5"),
    "rates_list": ("0.5 0.7", "0.5 0.7"),
    "seeds": (2, "2"),
    "seed": (7, "7"),
    "steps": (500, "500"),
    "batch_size": (64, "64"),
    "initial_weight_scale": (0.5, "0.5"),
    "initial_bias_scale": (0.0, "0"),
    "validation_size": (1000, "1000"),
    "record_interval": (10, "10"),
    "pace": (40.0, "40"),
    "scaling": ("normalize", "normalize"),
    "data": ("digits.npz", "digits.npz"),
    "full_speed": (True, "1"),
    "range_test": (12, "12"),
    "added": ((3, 5), "3,5"),
    "hidden": (("0.1", "r12"), "0.1,r12"),
    "split": ("train", "train"),
    "race_smoothing": (0.9, "0.9"),
    "x_axis": ("epoch", "epoch"),
    "log_x": (True, "1"),
    "log_y": (False, "0"),
    "no_outliers": (True, "1"),
    "finish_line": (85.5, "85.5"),
    "result": ("final_accuracy", "final_accuracy"),
}
"""For every choice a value that is not its default, and the words for it."""


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_choice_is_written_as_it_is_read(name):
    """And all others keep their defaults."""
    value, words = CHOSEN[name]
    assert value != DEFAULTS[name]
    assert write({**DEFAULTS, name: value}) == {name: words}
    assert read({name: words}) == ({**DEFAULTS, name: value}, {})


def test_what_is_absent_has_its_default():
    """Defaults are not written, so an address without parameters is that of a page as it is at first."""
    assert read({}) == (DEFAULTS, {})
    assert write(DEFAULTS) == {}


def test_parameters_of_other_pages_are_passed_over():
    """The experiment shown, the language and whatever a proxy adds."""
    assert read({"experiment": "5", "lang": "zh", "utm_source": "mail"}) == (DEFAULTS, {})


def test_a_number_that_may_be_automatic_may_be_empty():
    """As its field may be."""
    assert read({"record_interval": ""}) == (DEFAULTS, {})


def test_numbers_are_understood_as_in_the_fields():
    """With a decimal comma, in groups, in full-width digits: an address may have been typed."""
    values, problems = read({"shared_rate": "0,05", "steps": "2,500", "batch_size": "６４", "finish_line": "85%"})
    assert problems == {}
    assert [values[name] for name in ("shared_rate", "steps", "batch_size", "finish_line")] == [0.05, 2500, 64, 85]


def test_names_that_stand_twice_count_once():
    """In lists."""
    values, _ = read({"added": "3,3,,5", "hidden": "0.1,0.1"})
    assert (values["added"], values["hidden"]) == ((3, 5), ("0.1",))


def test_a_long_text_is_cut():
    """Nobody types two thousand letters."""
    assert len(read({"data": "x" * 5000})[0]["data"]) == 2000


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("rates_from", "abc", "From: abc is not a number."),
        ("rates_to", "1e9", "To: 1e9 is out of range."),
        ("rates_count", "7.5", "How many: 7.5 is not a whole number."),
        ("rates_kind", "dream", "Rates given as: dream is unknown."),
        ("seeds", "0", "Seeds for each rate: 0 is out of range."),
        ("steps", "-5", "Steps: -5 is out of range."),
        ("steps", "9" * 400, "99999 is not a number."),
        ("shared_rate", "2,000", "2,000"),
        ("batch_size", "nan", "Batch size: nan is not a number."),
        ("scaling", "'; drop table", "Feature scaling: '; drop table is unknown."),
        ("pace", "", "Pace, steps per second:  is not a number."),
        ("full_speed", "yes", "Full speed: yes is unknown."),
        ("split", "test", "Measured on: test is unknown."),
        ("x_axis", "moon", "x axis: moon is unknown."),
        ("log_x", "2", "Log x axis: 2 is unknown."),
        ("race_smoothing", "1", "Smoothing: 1 is out of range."),
        ("finish_line", "101", "Finish line, %: 101 is out of range."),
        ("result", "luck", "Rank by: luck is unknown."),
        ("hidden", "0.1,<b>", "Hidden curves: <b> is neither a value of what changes nor a run."),
        ("added", "1,x", "Add earlier runs: x is not a number."),
        ("added", ",".join(map(str, range(1, 26))), "It takes 1 to 24 values."),
        ("range_test", "x", "Range test: x is not a number."),
        ("experiment", "x", "Experiment: x is not a number."),
    ],
)
def test_nonsense_is_named_and_the_rest_counts(name, words, said):
    """In a sentence about the field; the value is the default."""
    values, problems = read({"rates_list": "0.2 0.4", name: words})
    assert values == {**DEFAULTS, "rates_list": "0.2 0.4"}
    assert list(problems) == [name]
    assert said in LANGUAGES["en"].refusal(problems[name])
