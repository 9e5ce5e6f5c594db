"""What a range test says: losses while the learning rate was raised exponentially from step to step.

The test itself (Smith, "Cyclical learning rates for training neural networks", 2017) is an ordinary experiment whose
configuration says `raise_rate_to`, so it has weights of its own and touches nobody else's.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import gaussian_filter1d, median_filter

from core.config import LIMITS, MOST_RUNS, ExperimentConfig
from core.rates.choosing import consecutive_seeds, log_spaced_rates

_MEDIAN = 9
"""Neighbours whose median stands for a loss: a spike of up to four steps leaves no trace."""

_WIDTH = 0.02
"""Standard deviation of the smoothing that follows, as a share of the test's length."""

RATES_AROUND = 8
"""Rates to race around a suggestion, if there is room for so many."""


@dataclass(frozen=True, eq=False)
class RangeTest:
    """The curve and what to make of it.

    `rates` and `losses` are (n,) in the order of the steps, `smoothed` the losses without spikes and noise.
    `suggested` is where the smoothed loss falls most steeply over the logarithm of the rate, `learns_from` where it
    has begun to fall and `lowest_at` where it is lowest; beyond that the rate is too large. All None where the loss
    never falls.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    smoothed: NDArray[np.float64]
    suggested: float | None
    learns_from: float | None
    lowest_at: float | None


def read_range_test(rates: ArrayLike, losses: ArrayLike) -> RangeTest:
    """Return what a range test says, from the rate of every step, ascending, and the batch loss it led to, (n,) each.

    Losses that are not finite count as the largest finite one. Fewer than ten steps say nothing.
    """
    rates = np.asarray(rates, dtype=np.float64)
    losses = np.asarray(losses, dtype=np.float64)
    finite = np.isfinite(losses)
    if finite.sum() < 10:
        return RangeTest(rates, losses, losses, None, None, None)
    # Once the loss explodes it would drown everything else in the smoothing; twice its start is explosion enough.
    start = float(np.median(losses[finite][:_MEDIAN]))
    capped = np.minimum(np.where(finite, losses, np.inf), 2 * start)
    smoothed = gaussian_filter1d(
        median_filter(capped, _MEDIAN, mode="nearest"), max(1.0, _WIDTH * len(losses)), mode="nearest"
    )
    lowest = int(smoothed.argmin())
    fallen = start - smoothed[lowest]
    if fallen < 0.1 * start:
        return RangeTest(rates, losses, smoothed, None, None, None)
    # Steepest where a tenth of the fall is behind and a tenth still to come: noise before and after has no say.
    share = (start - smoothed[: lowest + 1]) / fallen
    begun = int(np.flatnonzero(share < 0.1)[-1]) if (share < 0.1).any() else 0
    nearly = begun + 1 + int(np.flatnonzero(share[begun + 1 :] >= 0.9)[0])
    slope = np.gradient(smoothed, np.log(rates))
    steepest = begun + int(slope[begun : nearly + 1].argmin())
    return RangeTest(rates, losses, smoothed, float(rates[steepest]), float(rates[begun]), float(rates[lowest]))


def race_around(suggested: float, shared: ExperimentConfig, seed_count: int) -> ExperimentConfig:
    """Return a race around a suggestion: log-spaced rates from a tenth of it to ten times as much.

    `shared` is what all runs have in common, with the first of `seed_count` seeds. There are `RATES_AROUND` rates or,
    where with so many seeds they would be more runs than a race takes, as many as fit. Raises InvalidValue.
    """
    seeds = consecutive_seeds(shared.seeds[0], seed_count)
    limit = LIMITS["learning_rate"]
    lowest, highest = max(suggested / 10, limit.lowest), min(suggested * 10, limit.highest)
    count = min(RATES_AROUND, MOST_RUNS // len(seeds))
    # Two digits, so that the settings show them as they are.
    rates = log_spaced_rates(float(f"{lowest:.1e}"), float(f"{highest:.1e}"), count)
    return replace(shared, learning_rates=rates, seeds=seeds)
