"""How fast it goes and how long it will take."""

from dataclasses import replace

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.store.records import METRICS, Experiment, Metrics, Status
from dashboard.shared.speed import seconds_left, steps_per_second

RUNNING = Experiment(
    id=1,
    name=None,
    config=ExperimentConfig(),
    status=Status.RUNNING,
    step=1000,
    seconds=4.0,
    hold_at=None,
    pace=None,
    rate_factor=1.0,
    error=None,
    data_checksum=None,
    claimed_by=1,
    claim=1,
    created_at=0.0,
    finished_at=None,
)


def recorded(*points):
    steps, seconds = zip(*points, strict=True)
    figures = {metric: np.zeros((1, len(steps)), np.float32) for metric in METRICS}
    return Metrics(np.array(steps), np.array(seconds), **figures)


def test_a_finished_runs_speed_is_its_average():
    """Over what it trained, not its last second."""
    metrics = recorded((0, 0.0), (1000, 10.0), (2000, 11.0))
    finished = replace(RUNNING, status=Status.FINISHED, step=2000, seconds=11.0)
    assert steps_per_second(finished, metrics) == pytest.approx(2000 / 11)
    assert seconds_left(finished, 182.0) is None


def test_a_running_ones_is_that_of_the_last_seconds():
    """So that a change of pace shows."""
    metrics = recorded((0, 0.0), (100, 1.0), (1000, 10.0), (1300, 11.0), (1600, 12.0), (1900, 13.0))
    assert steps_per_second(RUNNING, metrics) == pytest.approx(300)
    assert seconds_left(RUNNING, 300.0) == pytest.approx(1000 / 300)


@pytest.mark.parametrize(
    "experiment",
    [
        replace(RUNNING, status=Status.PAUSED, step=3),
        replace(RUNNING, hold_at=4),
        replace(RUNNING, status=Status.QUEUED, step=0),
        None,
    ],
)
def test_what_stands_still_or_makes_single_steps_has_no_speed(experiment):
    """And nobody is told how long two thousand single steps would take."""
    metrics = None if experiment is None or not experiment.step else recorded((0, 0.0), (1, 0.2), (2, 0.21), (3, 0.6))
    speed = steps_per_second(experiment, metrics)
    assert speed is None
    assert seconds_left(experiment, speed) is None


def test_nothing_is_foretold_from_the_first_moments():
    """After single steps the first hundredths of a second would have time left jump."""
    assert steps_per_second(RUNNING, recorded((0, 0.0), (1, 0.1), (2, 0.12))) is None
