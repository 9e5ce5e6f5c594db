from dataclasses import replace
from itertools import pairwise

import pytest

from core.config import LIMITS, ExperimentConfig
from core.schedule import last_record, next_record, record_steps, snapshot_steps


def test_the_first_steps_are_recorded_singly_and_later_ones_ever_more_widely():
    """None lies further behind the last than a sixth of the way or the widest interval; the last is recorded."""
    steps = record_steps(ExperimentConfig())
    assert steps[:13] == tuple(range(13))
    assert steps[-1] == 2000
    gaps = [after - before for before, after in pairwise(steps)]
    assert all(gap <= max(1, before // 6) for before, gap in zip(steps, gaps, strict=False))
    assert gaps[:-1] == sorted(gaps[:-1])
    assert max(gaps) == 50


@pytest.mark.parametrize(("steps", "records"), [(1, 2), (2, 3), (50, 23), (2000, 69), (10_000, 229), (100_000, 2029)])
def test_a_chart_has_a_few_hundred_points_whatever_the_length(steps, records):
    """The first and the last step among them."""
    found = record_steps(ExperimentConfig(steps=steps))
    assert (len(found), found[0], found[-1]) == (records, 0, steps)


def test_a_fixed_interval_is_kept():
    """And the last step is recorded besides."""
    assert record_steps(ExperimentConfig(steps=60, record_interval=25)) == (0, 25, 50, 60)


@pytest.mark.parametrize("interval", [None, 1, 7])
def test_where_a_training_stands_does_not_move_its_records(interval):
    """The next record after any step is one of the sequence; after the last there is none."""
    config = ExperimentConfig(steps=500, record_interval=interval)
    recorded = record_steps(config)
    for step in range(500):
        assert next_record(config, step) == min(at for at in recorded if at > step)
        assert last_record(config, step) == max(at for at in recorded if at <= step)
    assert next_record(config, 500) == 500


@pytest.mark.parametrize("interval", [None, 25, 1000])
@pytest.mark.parametrize("runs", [1, 8, 32])
def test_snapshots_are_kept_at_records_and_share_the_room(interval, runs):
    """From the first step to the last; about 40 of one run, fewer of many."""
    rates = tuple(0.001 * (1 + run) for run in range(runs))
    config = ExperimentConfig(learning_rates=rates, record_interval=interval)
    kept = snapshot_steps(config)
    assert set(kept) <= set(record_steps(config))
    assert (kept[0], kept[-1]) == (0, 2000)
    assert len(kept) <= 1.3 * max(5, min(40, 320 // runs)) + 1


def test_the_longest_training_has_a_schedule():
    """To its very end."""
    config = replace(ExperimentConfig(), steps=int(LIMITS["steps"].highest))
    assert record_steps(config)[-1] == LIMITS["steps"].highest
