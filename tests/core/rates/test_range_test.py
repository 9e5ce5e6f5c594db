import numpy as np
import pytest

from core.config import MOST_RUNS, ExperimentConfig
from core.errors import InvalidValue
from core.rates.range_test import race_around, read_range_test

RATES = np.geomspace(1e-6, 10, 300)


def curve(noise=0.0, seed=0):
    """A loss that stays at 2.3, falls most steeply at 0.01, is lowest at about 0.3 and explodes after 1."""
    log_rate = np.log10(RATES)
    loss = 2.3 - 1.9 / (1 + np.exp(-(log_rate + 2) * 4)) + np.exp(4 * (log_rate - 0.2))
    return loss + noise * np.random.default_rng(seed).normal(size=len(RATES))


@pytest.mark.parametrize("seed", range(5))
def test_the_suggestion_is_where_the_loss_falls_most_steeply(seed):
    """Within a factor of two, under the noise that batches have."""
    reading = read_range_test(RATES, curve(0.08, seed))
    assert 0.005 < reading.suggested < 0.02
    assert reading.learns_from < reading.suggested < reading.lowest_at < 1


@pytest.mark.parametrize("at", [3, 40, 90, 150])
@pytest.mark.parametrize("height", [-1.5, 3.0, 500.0, np.nan, np.inf])
def test_early_spikes_do_not_fool_it(at, height):
    """Neither up, which has a steep way down behind it, nor down, which has one before it."""
    losses = curve(0.05)
    losses[at : at + 3] = losses[at : at + 3] + height
    assert read_range_test(RATES, losses).suggested == pytest.approx(
        read_range_test(RATES, curve(0.05)).suggested, rel=0.25
    )


def test_an_explosion_does_not_hide_the_fall_before_it():
    """Losses of a million, infinite or not a number at the end change nothing."""
    expected = read_range_test(RATES, curve()).suggested
    for explosion in (1e6, np.inf, np.nan):
        losses = curve()
        losses[-30:] = explosion
        assert read_range_test(RATES, losses).suggested == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("losses", [np.full(300, 2.3), np.linspace(2.3, 9, 300), np.full(300, np.nan), np.array([])])
def test_where_nothing_falls_nothing_is_suggested(losses):
    """Flat, rising, not a number, nothing at all."""
    assert read_range_test(RATES[: len(losses)], losses).suggested is None


def test_rates_around_a_suggestion_are_round_distinct_and_within_the_limits():
    """A factor of ten to each side, and the settings as they were."""
    shared = ExperimentConfig(seeds=(4,), batch_size=64)
    race = race_around(0.1, shared, 1)
    assert len(race.learning_rates) == 8
    assert (race.learning_rates[0], race.learning_rates[-1]) == (0.01, 1.0)
    assert (race.seeds, race.batch_size) == ((4,), 64)
    assert race_around(50, shared, 1).learning_rates[-1] == 100
    assert race_around(1e-6, shared, 1).learning_rates[0] == 1e-6


@pytest.mark.parametrize(("seeds", "rates"), [(1, 8), (2, 8), (3, 8), (4, 8), (5, 6)])
def test_with_many_seeds_as_many_rates_race_as_a_race_may_have_runs(seeds, rates):
    """Seeds are what somebody chose; the number of rates is not."""
    race = race_around(0.0123, ExperimentConfig(), seeds)
    assert (len(race.learning_rates), len(race.seeds)) == (rates, seeds)
    assert len(race.runs) <= MOST_RUNS


@pytest.mark.parametrize("seeds", [0, 6, None, 1.5])
def test_a_race_around_with_an_impossible_number_of_seeds_is_refused(seeds):
    """By the field's name."""
    with pytest.raises(InvalidValue) as refusal:
        race_around(0.1, ExperimentConfig(), seeds)
    assert refusal.value.field == "seed_count"
