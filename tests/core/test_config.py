import dataclasses
import itertools
import json
import math

import pytest

from core.config import LIMITS, MOST_RUNS, PRESETS, ExperimentConfig, check_number
from core.errors import InvalidValue


def test_the_tutorial_preset_is_the_tutorials_own_setting():
    """Preset "tutorial": standardize, batch 256, 2000 steps, rate 0.1, W ~ 0.001 N(0,1), b ~ N(0,1)."""
    config = PRESETS["tutorial"]
    assert (config.scaling, config.batch_size, config.steps) == ("standardize", 256, 2000)
    assert (config.learning_rates, config.initial_weight_scale, config.initial_bias_scale) == ((0.1,), 0.001, 1.0)


@pytest.mark.parametrize("config", PRESETS.values(), ids=PRESETS)
def test_a_configuration_survives_json(config):
    """from_json gives back what to_json wrote."""
    assert ExperimentConfig.from_json(config.to_json()) == config


def test_an_awkward_configuration_survives_json():
    """Full speed, several seeds and rates that no decimal holds exactly come back equal."""
    config = ExperimentConfig(learning_rates=(1 / 3, 0.1), seeds=(2, 5), pace=None, data="digits/own.npz")
    assert ExperimentConfig.from_json(config.to_json()) == config


@pytest.mark.parametrize("field", LIMITS)
def test_both_ends_of_every_limit_are_allowed_and_what_lies_beyond_is_not(field):
    """A limit is a closed interval."""
    limit = LIMITS[field]
    assert check_number(field, limit.lowest) == limit.lowest
    assert check_number(field, limit.highest) == limit.highest
    for beyond in (limit.lowest - 1, limit.highest + 1, math.nan, math.inf, -math.inf, "7", None, True):
        with pytest.raises(InvalidValue, match=f"{field} is .*it must lie between {limit.lowest:g} and"):
            check_number(field, beyond)


def test_a_whole_field_refuses_a_fraction():
    """Half a step is no step; 2000.0 is 2000."""
    with pytest.raises(InvalidValue, match=r"steps is 1\.5, not a whole number; it must lie between 1 and"):
        ExperimentConfig(steps=1.5)
    assert isinstance(ExperimentConfig(steps=2000.0).steps, int)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"learning_rates": ()}, "learning_rates holds 0 values; it takes 1 to 32"),
        ({"learning_rates": 0.1}, "learning_rates holds 0.1 values"),
        ({"learning_rates": "0.1"}, "learning_rates holds '0.1' values"),
        ({"learning_rates": (0.1, -1)}, "learning_rate is -1; it must lie between 1e-06 and 100"),
        ({"learning_rates": (0.1, 0.1)}, "learning_rates names 0.1 more than once"),
        ({"seeds": range(6)}, "seeds holds 6 values; it takes 1 to 5"),
        ({"learning_rates": tuple(range(1, 18)), "seeds": (0, 1)}, "are 34 runs; at most 32 are allowed"),
        ({"scaling": "sphere"}, "scaling is 'sphere'; it must be one of standardize"),
        ({"data": "  "}, "data is '  '; it must be"),
        ({"steps": 100_000, "record_interval": 1}, "record_interval is 1; with 100000 steps it must be at least 20"),
        ({"raise_rate_to": 0.05}, "raise_rate_to is 0.05 with rates (0.1,)"),
        ({"raise_rate_to": 1000}, "raise_rate_to: learning_rate is 1000; it must lie"),
        ({"raise_rate_to": 1, "seeds": (0, 1)}, "it takes one run"),
        ({"pace": 0}, "pace is 0; it must lie between 1 and 100000"),
    ],
)
def test_a_bad_value_is_refused_with_its_name_itself_and_what_is_allowed(values, sentence):
    """Every refusal is one sentence of field, value and what is allowed."""
    with pytest.raises(InvalidValue) as refusal:
        ExperimentConfig(**values)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "7", "{", '{"colour": 1}', '{"steps": "many"}'),
        "[" * 100_000,
        '{"steps": ' + "[" * 100_000,
        '{"steps": ' + "[" * 900 + "]" * 900 + "}",
        '{"steps": ' + "9" * 400 + "}",
        '{"steps": ' + "9" * 5000 + "}",
        '{"learning_rates": [' + "9" * 400 + "]}",
        r'{"\ud800": 1}',
        r'{"data": "\ud800.npz"}',
        r'{"data": "a\u0000b"}',
    ],
    ids=lambda text: text[:20],
)
def test_json_that_is_no_configuration_is_refused(text):
    """from_json raises nothing but InvalidValue: one sentence that can be printed, and a value that can be shown."""
    with pytest.raises(InvalidValue) as refusal:
        ExperimentConfig.from_json(text)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 400
    assert len(str(refusal.value.value)) < 400


@pytest.mark.parametrize("field", LIMITS)
@pytest.mark.parametrize("value", [10**400, -(10**400), 10**5000], ids=["400", "-400", "5000"])
def test_a_number_of_hundreds_of_digits_is_refused_like_any_other(field, value):
    """With the field, the value without its middle, and what is allowed."""
    with pytest.raises(InvalidValue, match=f"{field} is .* it must lie between") as refusal:
        check_number(field, value)
    assert len(str(refusal.value)) < 250


def test_unless_an_interval_is_named_records_follow_the_schedule():
    """None survives JSON; an interval in an experiment of an older program stays what it was."""
    assert ExperimentConfig().record_interval is None
    assert ExperimentConfig.from_json(ExperimentConfig().to_json()).record_interval is None
    assert ExperimentConfig.from_json('{"steps": 100, "record_interval": 25}').record_interval == 25
    assert ExperimentConfig(steps=100_000).record_interval is None


def test_runs_are_every_rate_with_every_seed_seed_by_seed():
    """Arrays over runs have the runs of the first seed first."""
    config = ExperimentConfig(learning_rates=(0.1, 0.01), seeds=(3, 4))
    assert config.runs == ((0.1, 3), (0.01, 3), (0.1, 4), (0.01, 4))
    assert len(config.runs) <= MOST_RUNS


def test_a_configuration_cannot_be_changed():
    """It is a value."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        PRESETS["tutorial"].steps = 1  # type: ignore[misc]


def test_fields_that_json_leaves_out_take_their_defaults():
    """An experiment filed by an older program still reads."""
    assert ExperimentConfig.from_json(json.dumps({"steps": 10})) == ExperimentConfig(steps=10)


def test_a_range_test_raises_its_rate_geometrically_from_the_first_to_the_last():
    """Equal factors from step to step; an ordinary training's rate stays."""
    config = ExperimentConfig(learning_rates=(1e-4,), raise_rate_to=10, steps=6)
    multipliers = [config.rate_multiplier(step) for step in range(1, 7)]
    assert multipliers[0] == 1
    assert multipliers[-1] == pytest.approx(1e5)
    assert [b / a for a, b in itertools.pairwise(multipliers)] == pytest.approx([10] * 5)
    assert ExperimentConfig().rate_multiplier(1000) == 1
