"""How fast an experiment trains, and how long it has to go."""

import numpy as np

from core.store.records import Experiment, Metrics, Status

WINDOW_SECONDS = 3.0
"""Over how much of the latest training the speed is taken, so that what is left neither jumps nor lags."""

SHORTEST_SECONDS = 0.3
"""Over how much of it at the least: the first steps tell nothing about those that follow."""


def steps_per_second(experiment: Experiment | None, metrics: Metrics | None) -> float | None:
    """Return the speed: of one that is over its average; None where it stands still or makes single steps.

    Pauses do not count: `seconds` is the time that was spent on training.
    """
    if experiment is None or experiment.status is Status.PAUSED or experiment.hold_at is not None:
        return None
    if experiment.status.is_over:
        return experiment.step / experiment.seconds if experiment.step and experiment.seconds > 0 else None
    if metrics is None or len(metrics.steps) < 2:
        return None
    since = int(np.searchsorted(metrics.seconds, metrics.seconds[-1] - WINDOW_SECONDS))
    since = min(since, len(metrics.steps) - 2)
    seconds = metrics.seconds[-1] - metrics.seconds[since]
    return float((metrics.steps[-1] - metrics.steps[since]) / seconds) if seconds >= SHORTEST_SECONDS else None


def seconds_left(experiment: Experiment | None, speed: float | None) -> float | None:
    """Return how long an experiment will train yet at this many steps a second; None where it does not train."""
    if experiment is None or experiment.status.is_over or not speed:
        return None
    return (experiment.config.steps - experiment.step) / speed
