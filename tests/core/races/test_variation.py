"""Which settings a race can be over, and the configurations that are filed for it."""

from dataclasses import fields, replace

import pytest

from core.config import LIMITS, ExperimentConfig
from core.errors import InvalidValue
from core.features.scaling import SCALINGS
from core.races.variation import MOST_VALUES, VARIED, changed_field, is_same_race, values_in, variations

BASE = ExperimentConfig(learning_rates=(0.01,), steps=100)


@pytest.mark.parametrize("field", VARIED)
def test_every_setting_of_the_table_is_one_of_a_configuration(field):
    """The values to begin with are allowed and in order; what changes is found again, and nothing else changed."""
    values = VARIED[field].values
    assert field in {each.name for each in fields(ExperimentConfig)}
    assert values_in(field, " ".join(map(str, values))) == values
    found = variations(BASE, field, values)
    assert [getattr(config, field) for config in found] == list(values)
    assert changed_field(found) == field
    assert {replace(config, **{field: getattr(BASE, field)}) for config in found} == {BASE}


def test_every_scaling_is_offered():
    """One that is added to the table of scalings too."""
    assert set(VARIED["scaling"].choices) == set(SCALINGS)


def test_equal_images_are_equal():
    """Steps times batch size is the same for all; so is what a second is to show of it, as far as limits allow."""
    found = variations(replace(BASE, pace=50.0, record_interval=10), "batch_size", (1, 16, 256), equal_images=True)
    assert [(config.batch_size, config.steps) for config in found] == [(1, 25_600), (16, 1600), (256, 100)]
    assert [config.pace for config in found] == [12_800.0, 800.0, 50.0]
    assert [config.record_interval for config in found] == [2560, 160, 10]
    assert changed_field(found) == "batch_size"


def test_more_steps_than_there_may_be_are_refused_with_what_is_allowed():
    """The largest number of steps that is named is allowed."""
    with pytest.raises(InvalidValue) as refused:
        variations(replace(BASE, steps=2000), "batch_size", (1, 256), equal_images=True)
    assert (refused.value.field, refused.value.allowed["steps"]) == ("steps", 512_000)
    highest = refused.value.allowed["highest"]
    assert variations(replace(BASE, steps=highest), "batch_size", (1, 256), equal_images=True)[0].steps <= 100_000
    with pytest.raises(InvalidValue):
        variations(replace(BASE, steps=highest + 1), "batch_size", (1, 256), equal_images=True)


@pytest.mark.parametrize(
    ("field", "words", "rule"),
    [
        ("batch_size", "1, many", "number"),
        ("batch_size", "0", "range"),
        ("batch_size", "1.5", "whole"),
        ("batch_size", "16 1 16", "duplicate"),
        ("batch_size", ",", "count"),
        ("batch_size", " ".join(map(str, range(1, MOST_VALUES + 2))), "count"),
        ("scaling", "none, sphere", "choice"),
        ("initial_weight_scale", "11", "range"),
        ("validation_size", str(int(LIMITS["validation_size"].highest) + 1), "range"),
    ],
)
def test_values_that_cannot_be_raced_are_refused(field, words, rule):
    """By what is wrong with them."""
    with pytest.raises(InvalidValue) as refused:
        values_in(field, words)
    assert refused.value.rule == rule


def test_experiments_that_differ_in_more_than_one_setting_are_no_race_over_one():
    """Nor is a single one, nor the same one twice."""
    other = replace(BASE, batch_size=16, scaling="none")
    assert changed_field([BASE]) is changed_field([BASE, BASE]) is changed_field([BASE, other]) is None
    assert changed_field([BASE, replace(BASE, learning_rates=(0.1,))]) is None


def test_a_race_is_the_same_at_any_pace_and_in_any_order():
    """Other steps are another race."""
    race = variations(BASE, "batch_size", (1, 16))
    again = [replace(config, pace=None, record_interval=7) for config in reversed(race)]
    assert is_same_race(race, again)
    assert not is_same_race(race, [replace(config, steps=99) for config in race])
    assert not is_same_race(race, race[:1])
