"""The declared table of races: what is seen of each depends on what came of it."""

import math

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.images.dataset import load_mnist
from core.images.split import check_fits
from core.races.outcome import Outcome, outcomes
from core.races.table import ROWS, row_of
from core.rates.comparison import entrants
from core.store.records import Experiment, Metrics, Run, Status


def became(
    value, loss, *, first=2.6, accuracy=0.9, accuracies=None, batch=0.3, noise=0.05, diverged=False, steps=500
):
    shares = (accuracy,) if accuracies is None else accuracies
    return Outcome(value, first, loss, accuracy, shares, batch, noise, diverged, steps, steps * 10)


RESULTS = {
    "rates": {
        "middle": [became(0.001, 0.57), became(0.1, 0.3), became(3.0, 2.2)],
        "middle_diverged": [became(0.001, 0.57), became(0.1, 0.3), became(3.0, 9.0, diverged=True)],
        "lowest": [became(0.001, 0.3), became(0.1, 0.5), became(3.0, 2.2)],
        "highest": [became(0.001, 2.0), became(0.1, 1.0), became(3.0, 0.4)],
        "all_diverged": [became(0.001, 9.0, diverged=True), became(3.0, None, diverged=True)],
    },
    "scalings": {
        "raw_fails": [became("none", 2000.0, diverged=True), became("standardize", 0.3)],
        "raw_keeps_up": [became("none", 0.31), became("standardize", 0.3)],
        "all_diverged": [became("none", None, diverged=True), became("standardize", None, diverged=True)],
    },
    "weight_scales": {
        "behind": [became(0.0, 0.3), became(0.001, 0.31), became(10.0, 129.0, first=384.0)],
        "caught_up": [became(0.0, 0.3), became(0.001, 0.31), became(10.0, 0.32, first=384.0)],
        "all_diverged": [became(0.0, None, diverged=True), became(10.0, math.inf, diverged=True)],
    },
    "batch_sizes": {
        "middle": [became(1, 1.8), became(16, 0.34), became(256, 0.57)],
        "smallest": [became(1, 0.3), became(16, 0.34), became(256, 0.57)],
        "largest": [became(1, 1.8), became(16, 0.6), became(256, 0.57)],
        "smallest_diverged": [became(1, None, noise=None, diverged=True), became(256, 0.57)],
        "all_diverged": [became(1, None, diverged=True), became(256, None, diverged=True)],
    },
    "few_images": {
        "by_heart": [became(5000, 0.35, batch=0.3), became(59_900, 1.1, batch=0.001)],
        "no_gap": [became(5000, 0.35, batch=0.3), became(59_900, 0.4, batch=0.35)],
    },
    "seeds": {
        "close": [became(0.1, 0.3, accuracies=(0.914, 0.917, 0.9155))],
        "apart": [became(0.1, 0.3, accuracies=(0.85, 0.91))],
    },
}
"""By row and case, what came of a race."""


@pytest.mark.parametrize("name", ROWS)
def test_every_row_can_be_trained_and_is_known_again(name):
    """Its images allow it; it is filed as one thing that is this row and no other."""
    row = ROWS[name]
    for config in row.configs:
        check_fits(config, load_mnist())
    assert row_of(row.configs) is row
    assert row_of([ExperimentConfig(steps=7)]) is None
    assert len(row.values) > 1


@pytest.mark.parametrize(("name", "case"), [(name, case) for name, cases in RESULTS.items() for case in cases])
def test_what_is_seen_depends_on_what_came_of_it(name, case):
    """Each case on a result of its own."""
    seen = ROWS[name].seen(RESULTS[name][case])
    assert seen is not None
    assert seen.case == case


def test_facts_are_those_of_the_result():
    """The few images and the many, by what is left of MNIST's 60,000."""
    seen = ROWS["few_images"].seen(RESULTS["few_images"]["by_heart"])
    assert len(load_mnist().x_train) == 60_000
    assert {name: fact for name, (_, fact) in seen.facts.items()} == {
        "few": 100,
        "many": 55_000,
        "few_batch": 0.001,
        "few_loss": 1.1,
        "many_batch": 0.3,
        "many_loss": 0.35,
    }


def test_an_outcome_is_what_was_recorded():
    """Means over the seeds, noise and batch loss over the later half, against NumPy on the same records."""
    config = ExperimentConfig(learning_rates=(0.1,), seeds=(0, 1), steps=90, batch_size=7)
    shown = Experiment(1, None, config, Status.FINISHED, 90, 1.0, None, None, 1.0, None, None, None, 0, 0.0, None)
    steps = np.arange(0, 91, 10)
    train, loss, accuracy = np.random.default_rng(3).uniform(0.2, 0.9, (3, 2, 10)).astype(np.float32)
    metrics = Metrics(steps, steps / 10, train, accuracy, loss, accuracy)
    runs = [Run(place, 1, 0.1, place, None, 0.0, None, None) for place in (0, 1)]
    [found] = outcomes(entrants(shown, runs, metrics), "batch_size")
    assert (found.value, found.steps, found.images, found.diverged) == (7, 90, 630, False)
    assert found.first_loss == pytest.approx(loss[:, 0].mean())
    assert found.loss == pytest.approx(loss[:, -1].mean())
    assert found.accuracies == pytest.approx(tuple(accuracy[:, -1]))
    assert found.batch_loss == pytest.approx(train[:, 5:].mean())
    assert found.noise == pytest.approx(np.mean([np.std(train[0, 5:]), np.std(train[1, 5:])]))
