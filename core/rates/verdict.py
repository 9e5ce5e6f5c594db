"""What a race says about learning rates: which was best, which were too small or too large, and how sure that is.

Pure functions of what became of the runs. They return facts; the sentences are the dashboard's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.rates.comparison import Summary
from core.rates.divergence import READS_WELL

WORKABLE = 1.1
"""A rate is workable if its loss, or its share of wrong answers, is at most this many times the best rate's."""

Beyond = Literal["lower", "higher", "either"]


@dataclass(frozen=True)
class Verdict:
    """What is to be said of the rates of a race. Rates ascend; there is no best one where nobody has a result.

    `best` are the rates with the best mean result, which is `result`: several where they are level. `workable` are
    the lowest and the highest rate nearly as good, `near` all that are. `too_small` and `too_large` are the rates
    tried below and above those. `beyond` tells on which side of the rates tried an even better one may lie: where the
    best one is the lowest or the highest of them, or the only one.
    """

    best: tuple[float, ...] = ()
    result: float | None = None
    tried: tuple[float, ...] = ()
    workable: tuple[float, float] | None = None
    too_small: tuple[float, ...] = ()
    too_large: tuple[float, ...] = ()
    beyond: Beyond | None = None
    near: tuple[float, ...] = ()


def verdict(results: Iterable[tuple[float, float | None]], *, higher_is_better: bool = False) -> Verdict:
    """Judge rates by (rate, result) pairs, None for a run that has none; several of one rate count by their mean.

    Results are losses or, with `higher_is_better`, accuracies from 0 to 1, which are judged by the share of mistakes.
    """
    by_rate: dict[float, list[float]] = {}
    for rate, result in results:
        cost = np.inf if result is None or not np.isfinite(result) else result
        by_rate.setdefault(rate, []).append(1 - cost if higher_is_better and np.isfinite(cost) else cost)
    costs = {rate: float(np.mean(by_rate[rate])) for rate in sorted(by_rate)}
    tried = tuple(costs)
    lowest = min(costs.values(), default=np.inf)
    if not np.isfinite(lowest):
        return Verdict(tried=tried)
    # A mean over seeds may differ in its last digit where nothing else does.
    best = tuple(rate for rate, cost in costs.items() if cost <= lowest * (1 + 1e-9))
    workable = [rate for rate, cost in costs.items() if cost <= lowest * WORKABLE]
    return Verdict(
        best,
        1 - lowest if higher_is_better else lowest,
        tried,
        (workable[0], workable[-1]),
        tuple(rate for rate in tried if rate < workable[0]),
        tuple(rate for rate in tried if rate > workable[-1]),
        _beyond(best, tried),
        tuple(workable),
    )


def _beyond(best: tuple[float, ...], tried: tuple[float, ...]) -> Beyond | None:
    lower, higher = best[0] == tried[0], best[-1] == tried[-1]
    if lower and higher:
        return "either"
    return "lower" if lower else "higher" if higher else None


@dataclass(frozen=True)
class Disagreement:
    """The rate with the lowest validation loss and the one with the highest validation accuracy, with the means."""

    by_loss: float
    by_accuracy: float
    losses: tuple[float, float]
    accuracies: tuple[float, float]


def disagreement(rows: Iterable[Summary]) -> Disagreement | None:
    """Return which rates are best by validation loss and by accuracy, where those are not the same.

    `losses` and `accuracies` are those of the rate with the lowest loss, then of the one with the highest accuracy.
    None also where either of them has no finite loss to show.
    """
    rows = list(rows)
    by_loss = verdict((row.learning_rate, row.final_loss) for row in rows).best
    by_accuracy = verdict(((row.learning_rate, row.final_accuracy) for row in rows), higher_is_better=True).best
    if not by_loss or not by_accuracy or set(by_loss) & set(by_accuracy):
        return None
    losses, accuracies = _means(rows, lambda row: row.final_loss), _means(rows, lambda row: row.final_accuracy)
    pair = by_loss[0], by_accuracy[0]
    if not all(rate in losses and rate in accuracies for rate in pair):
        return None
    return Disagreement(*pair, (losses[pair[0]], losses[pair[1]]), (accuracies[pair[0]], accuracies[pair[1]]))


def sure_and_wrong(rows: Iterable[Summary]) -> tuple[float, float] | None:
    """Return the most accurate of the rates that diverged, with its accuracy, where it reads most images right.

    Such a model is right and wildly sure, also where it is wrong, which the loss punishes without a limit.
    """
    rows = list(rows)
    diverged = {row.learning_rate for row in rows if row.diverged_at is not None}
    accuracies = _means(rows, lambda row: row.final_accuracy)
    found = [(accuracies[rate], rate) for rate in diverged if accuracies.get(rate, 0.0) >= READS_WELL]
    if not found:
        return None
    accuracy, rate = max(found)
    return rate, accuracy


def _means(rows: list[Summary], result: Callable[[Summary], float | None]) -> dict[float, float]:
    """Return the mean result of every rate all of whose runs have one."""
    by_rate: dict[float, list[float]] = {}
    for row in rows:
        value = result(row)
        by_rate.setdefault(row.learning_rate, []).append(np.nan if value is None else value)
    means = {rate: float(np.mean(values)) for rate, values in by_rate.items()}
    return {rate: value for rate, value in means.items() if np.isfinite(value)}
