"""At which steps a training is recorded: a pure function of its configuration, whatever pauses or ends it meanwhile.

A fixed interval is either too wide for the first steps, in which most is learnt, or too narrow for the last. Unless a
configuration names one, records therefore come singly at first and then ever more widely,

    r_0 = 0,    r_(k+1) = r_k + max(1, min(r_k // 6, widest)),    widest = max(50, steps // 4000),

so that none is more than a sixth of the way behind the last. They widen no further than that, for a curve that is
watched is to grow all the time; and not less, for scoring is to take no more than a fifth of a training's time. That
makes 69 records of 2,000 steps and 2,029 of 100,000.
"""

from bisect import bisect_left, bisect_right
from functools import lru_cache

from core.config import LIMITS, ExperimentConfig

_WIDTHS = 6
"""A step is this many times the interval that follows it, until that is the widest."""


def _widening(widest: int) -> tuple[int, ...]:
    """Return the records from 0 to the first that the widest interval follows."""
    steps = [0]
    while steps[-1] // _WIDTHS < widest:
        steps.append(steps[-1] + max(1, steps[-1] // _WIDTHS))
    return tuple(steps)


_WIDENING = _widening(int(LIMITS["steps"].highest))


def next_record(config: ExperimentConfig, step: int) -> int:
    """Return the first step after `step` that is recorded; the last step always is, and nothing comes after it."""
    interval, begin = config.record_interval, 0
    if interval is None:
        interval = max(50, config.steps // 4000)
        begin = _WIDENING[bisect_left(_WIDENING, interval * _WIDTHS)]
    if step < begin:
        return min(_WIDENING[bisect_right(_WIDENING, step)], config.steps)
    return min(begin + ((step - begin) // interval + 1) * interval, config.steps)


def last_record(config: ExperimentConfig, step: int) -> int:
    """Return the last recorded step that is not after `step`."""
    steps = record_steps(config)
    return steps[bisect_right(steps, step) - 1]


RECENT_STEPS = 100
"""Steps at the end of a training whose batch losses are added up as it goes."""


def recent_steps(config: ExperimentConfig, step: int) -> int:
    """Return how many of a training's last RECENT_STEPS steps have been taken when `step` steps have."""
    return max(0, min(RECENT_STEPS, config.steps) - (config.steps - step))


@lru_cache(maxsize=64)
def record_steps(config: ExperimentConfig) -> tuple[int, ...]:
    """Return every step that is recorded, ascending, from 0 to the last."""
    steps = [0]
    while steps[-1] < config.steps:
        steps.append(next_record(config, steps[-1]))
    return tuple(steps)


@lru_cache(maxsize=64)
def snapshot_steps(config: ExperimentConfig) -> tuple[int, ...]:
    """Return the steps at which snapshots are kept, ascending, from 0 to the last, all of them recorded ones.

    About 40 a run, fewer where many runs share the room.
    """
    kept = max(5, min(40, 320 // len(config.runs)))
    recorded = record_steps(config)
    return tuple(sorted({*recorded[:: max(1, round(len(recorded) / kept))], config.steps}))
