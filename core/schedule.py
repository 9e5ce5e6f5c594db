"""At which steps a training is recorded: a pure function of its configuration, whatever pauses or ends it meanwhile.

A fixed interval is either too wide for the first steps, in which most is learnt, or too narrow for the last. Unless a
configuration names one, records therefore come singly at first and then ever more widely,

    r_0 = 0,    r_(k+1) = r_k + max(1, r_k // 25),

so that none is more than four percent of the way behind the last: 152 of 2,000 steps, 252 of 100,000.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from core.config import LIMITS, ExperimentConfig

_WIDTHS = 25
"""A step is this many times the interval that follows it."""


def _widening() -> Iterator[int]:
    step = 0
    while step <= LIMITS["steps"].highest:
        yield step
        step += max(1, step // _WIDTHS)


_WIDENING = tuple(_widening())


def next_record(config: ExperimentConfig, step: int) -> int:
    """Return the first step after `step` that is recorded; the last step always is, and nothing comes after it."""
    interval = config.record_interval
    if interval is not None:
        following = (step // interval + 1) * interval
    else:
        place = bisect_right(_WIDENING, step)
        following = _WIDENING[place] if place < len(_WIDENING) else config.steps
    return min(following, config.steps)


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
