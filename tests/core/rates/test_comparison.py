"""Comparing rates, against plain Python that knows no arrays."""

import csv
from dataclasses import replace
from statistics import mean

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.rates.comparison import (
    differences,
    entrants,
    finishers,
    guest,
    leader,
    summaries,
    to_csv,
)
from core.store.records import Experiment, Metrics, Run, Status

CONFIG = ExperimentConfig(learning_rates=(1.0, 0.1), seeds=(3, 4), steps=100, record_interval=10)


def experiment(config=CONFIG, number=7):
    return Experiment(
        number, None, config, Status.FINISHED, config.steps, 5.0, None, None, 1.0, None, None, None, 0, 0.0, 5.0
    )


def runs(config=CONFIG, **values):
    given = {"diverged_at": None, "recent_loss_sum": 30.0, "test_loss": 0.4, "test_accuracy": 0.9} | values
    return [
        Run(id=50 + i, experiment_id=7, learning_rate=rate, seed=seed, **given)
        for i, (rate, seed) in enumerate(config.runs)
    ]


def metrics(seed=0, count=4, records=11):
    random = np.random.default_rng(seed)
    figures = [random.uniform(0.1, 1, (count, records)).astype(np.float32) for _ in range(4)]
    return Metrics(np.arange(0, 10 * records, 10), np.arange(records) * 0.25, *figures)


@pytest.fixture
def field():
    return entrants(experiment(), runs(), metrics())


def test_entrants_are_the_rates_with_their_seeds(field):
    """Ascending, whatever the order in which they were configured; figures of the right runs."""
    assert [entrant.name for entrant in field] == ["0.1", "1"]
    assert [[(run.learning_rate, run.seed) for run in entrant.runs] for entrant in field] == [
        [(0.1, 3), (0.1, 4)],
        [(1.0, 3), (1.0, 4)],
    ]
    np.testing.assert_array_equal(field[0].values("train_loss"), metrics().train_loss[[1, 3]].astype(np.float64))


def test_a_summary_says_what_plain_python_finds(field):
    """Final, best, mean of the last 100 steps, finish line."""
    recorded = metrics()
    line = 0.8
    for entrant in field:
        for place, row in zip(entrant.positions, summaries(entrant, line), strict=True):
            losses = [float(value) for value in recorded.validation_loss[place]]
            accuracies = [float(value) for value in recorded.validation_accuracy[place]]
            crossed = [i for i, accuracy in enumerate(accuracies) if accuracy >= line]
            assert row.run == 50 + place
            assert (row.learning_rate, row.seed) == CONFIG.runs[place]
            assert (row.final_loss, row.best_loss) == (losses[-1], min(losses))
            assert (row.final_accuracy, row.best_accuracy) == (accuracies[-1], max(accuracies))
            assert row.recent_loss == pytest.approx(0.3)
            assert row.finish_step == (10 * crossed[0] if crossed else None)
            assert row.finish_seconds == (0.25 * crossed[0] if crossed else None)
            assert (row.step, row.seconds, row.test_accuracy) == (100, 2.5, 0.9)


def test_what_is_no_number_is_nothing_in_a_summary():
    """Not the last finite value, and not infinity; the best remains the best."""
    recorded = metrics()
    recorded.validation_loss[0, -1] = np.inf
    recorded.validation_accuracy[0] = np.nan
    [row, _] = summaries(entrants(experiment(), runs(), recorded)[1], 0.5)
    assert (row.final_loss, row.final_accuracy, row.best_accuracy, row.finish_step) == (None, None, None, None)
    assert row.best_loss == float(recorded.validation_loss[0, :-1].min())


def test_before_the_first_record_there_is_nothing_to_say():
    """And no error."""
    [entrant, _] = entrants(experiment(), runs(), metrics(records=0))
    [row, _] = summaries(entrant, 0.9)
    assert (row.final_loss, row.best_loss, row.final_accuracy, row.diverged_at, row.step) == (
        None,
        None,
        None,
        None,
        0,
    )
    assert entrant.last("train_loss") is None
    assert entrant.finish(0.9) is None
    assert leader([entrant], "train_loss") is None


def test_a_rate_diverges_where_its_loss_stays_above_the_start():
    """The first of its seeds decides; what the worker noted counts before what the figures tell."""
    recorded = metrics()
    recorded.validation_loss[2, 3:] = 9.0
    field = entrants(experiment(), runs(), recorded)
    assert field[0].diverged_at is None
    assert field[1].diverged_steps[0] is None
    assert 30 <= field[1].diverged_at <= 70
    assert entrants(experiment(), runs(diverged_at=33), recorded)[1].diverged_at == 33


def test_finishers_are_ordered_by_the_step_at_which_their_mean_crossed():
    """A single seed at the line is not enough; 0.9 in single precision is 0.9."""
    recorded = metrics()
    recorded.validation_accuracy[:] = 0.5
    recorded.validation_accuracy[[1, 3], 6:] = 0.9
    recorded.validation_accuracy[0, 2:] = 0.95
    recorded.validation_accuracy[2, 4:] = 0.91
    field = entrants(experiment(), runs(), recorded)
    crossed = [(entrant.name, finish.step, finish.seconds) for entrant, finish in finishers(field, 0.9)]
    assert crossed == [("1", 40, 1.0), ("0.1", 60, 1.5)]
    assert finishers(field, 0.99) == []


def test_the_leader_is_best_at_the_newest_record(field):
    """Lowest loss or highest accuracy; who has no number cannot lead."""
    last = {entrant.name: mean(float(v) for v in entrant.values("train_loss")[:, -1]) for entrant in field}
    best, value = leader(field, "train_loss")
    assert best.name == min(last, key=last.get)
    assert value == pytest.approx(min(last.values()))
    best, _ = leader(field, "train_loss", higher_is_better=True)
    assert best.name == max(last, key=last.get)


def test_a_guest_is_one_run_of_another_experiment():
    """Named by its number, with its own figures."""
    visitor = guest(experiment(), runs(), metrics(), 52)
    assert (visitor.name, visitor.learning_rate, visitor.runs[0].seed) == ("r52", 1.0, 4)
    np.testing.assert_array_equal(visitor.values("train_loss"), metrics().train_loss[[2]].astype(np.float64))


def test_differences_are_said_of_what_changes_results():
    """Not of rates and seeds, which every curve is labelled with, nor of the pace."""
    other = replace(CONFIG, learning_rates=(0.5,), seeds=(0,), batch_size=64, scaling="none", pace=None)
    assert differences({7: CONFIG, 9: other}) == {
        "batch_size": {7: 256, 9: 64},
        "scaling": {7: "standardize", 9: "none"},
    }
    assert differences({7: CONFIG, 8: CONFIG}) == {}
    assert differences({}) == {}


def test_the_csv_has_a_header_and_raw_numbers(field):
    """Read back with Python's own reader; nothing stands where there is no number."""
    rows = [row for entrant in field for row in summaries(entrant, 2.0)]
    read = list(csv.DictReader(to_csv(rows).splitlines()))
    assert len(read) == 4
    for row, line in zip(rows, read, strict=True):
        assert float(line["final_loss"]) == row.final_loss
        assert float(line["learning_rate"]) == row.learning_rate
        assert line["finish_step"] == line["diverged_at"] == ""
