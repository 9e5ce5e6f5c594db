"""Verdicts on races of every shape, against what one says looking at the numbers."""

import math

import pytest

from core.rates.comparison import Summary
from core.rates.verdict import Disagreement, Verdict, disagreement, sure_and_wrong, verdict


def row(rate, loss=0.3, accuracy=0.9, *, seed=0, diverged_at=None):
    return Summary(1, 1, rate, seed, 100, loss, loss, loss, accuracy, accuracy, None, diverged_at, None, None, 1.0)


def test_the_verdict_names_the_best_rate_and_those_within_ten_percent():
    """Seeds of one rate count by their mean; what is too small or too large begins with the first unworkable rate."""
    found = verdict([(3, None), (0.001, 0.52), (0.01, 0.31), (0.1, 0.25), (0.1, 0.27), (0.3, 0.28), (1, 0.37)])
    assert found.best == (0.1,)
    assert found.result == pytest.approx(0.26)
    assert found.workable == (0.1, 0.3)
    assert (found.too_small, found.too_large) == ((0.001, 0.01), (1, 3))
    assert found.beyond is None


def test_accuracies_are_judged_by_their_mistakes():
    """0.92 and 0.913 are 8 % and 8.7 % wrong: within a tenth; 0.91 is not."""
    found = verdict([(0.01, 0.913), (0.1, 0.92), (1, 0.91)], higher_is_better=True)
    assert (found.best, found.workable, found.result) == ((0.1,), (0.01, 0.1), pytest.approx(0.92))
    assert (found.too_small, found.too_large) == ((), (1,))


@pytest.mark.parametrize(
    ("results", "beyond"),
    [
        ([(0.1, 0.3)], "either"),
        ([(0.1, 0.3), (1, 0.4)], "lower"),
        ([(0.1, 0.4), (1, 0.3)], "higher"),
        ([(0.1, 0.3), (1, 0.3)], "either"),
        ([(0.1, 0.4), (1, 0.3), (10, 0.5)], None),
        ([(0.1, 0.3), (1, 0.3), (10, 0.5)], "lower"),
        ([(0.1, 0.4), (1, 0.3), (10, None)], None),
        ([(0.1, 0.3), (1, None), (10, None)], "lower"),
        ([(10, 0.5), (0.1, 0.3), (1, 0.4)], "lower"),
    ],
)
def test_where_the_best_is_at_an_edge_a_better_one_may_lie_beyond(results, beyond):
    """A rate that has no result was tried all the same."""
    assert verdict(results).beyond == beyond


def test_rates_are_level_where_their_results_are_the_same():
    """Up to the last digit of a mean."""
    assert verdict([(0.1, 0.3), (0.3, 0.3), (1, 0.5)]).best == (0.1, 0.3)
    assert verdict([(0.1, 0.1), (0.1, 0.2), (0.1, 0.3), (1, 0.3), (1, 0.2), (1, 0.1)]).best == (0.1, 1)
    assert verdict([(0.1, 1.0), (1, 1.0)], higher_is_better=True).best == (0.1, 1)


def test_one_rate_alone_is_best_and_nothing_is_too_small_or_too_large():
    """There is nothing to compare it with."""
    assert verdict([(0.1, 0.3), (0.1, 0.5)]) == Verdict((0.1,), 0.4, (0.1,), (0.1, 0.1), (), (), "either", (0.1,))


def test_of_two_rates_the_worse_one_lies_on_its_side():
    """Nothing is known of what lies between them."""
    found = verdict([(0.001, 0.7), (0.1, 0.3)])
    assert (found.workable, found.too_small, found.too_large) == ((0.1, 0.1), (0.001,), ())


@pytest.mark.parametrize("results", [[], [(0.1, None)], [(0.1, math.inf), (1, math.nan)], [(0.1, None), (0.1, 0.3)]])
def test_without_a_number_there_is_no_verdict(results):
    """Nobody is best; a mean over the seeds that are left would look better than all."""
    found = verdict(results)
    assert (found.best, found.workable, found.beyond) == ((), None, None)


def test_loss_and_accuracy_may_name_different_rates():
    """With the means of both, to see by how much."""
    rows = [row(0.001, 0.6, 0.85), row(0.1, 5.0, 0.91), row(0.1, 7.0, 0.93, seed=1)]
    assert disagreement(rows) == Disagreement(0.001, 0.1, (0.6, 6.0), (0.85, pytest.approx(0.92)))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row(0.1)],
        [row(0.1, 0.2, 0.95), row(1, 0.3, 0.9)],
        [row(0.1, 0.3, 0.9), row(1, 0.3, 0.95)],
        [row(0.1, None, None), row(1, None, None)],
        [row(0.1, 0.3, 0.9), row(1, None, 0.95)],
    ],
)
def test_where_they_agree_or_have_no_number_nothing_is_to_be_said(rows):
    """Level rates agree with either of them."""
    assert disagreement(rows) is None


def test_a_diverged_rate_may_read_most_images_right():
    """The most accurate of them, by the mean over its seeds; of what has not diverged nothing is said."""
    rows = [
        row(0.001, 0.6, 0.95),
        row(0.1, 50.0, 0.90, diverged_at=30),
        row(0.1, 50.0, 0.92, seed=1),
        row(1, 500.0, 0.88, diverged_at=20),
        row(10, None, None, diverged_at=10),
    ]
    assert sure_and_wrong(rows) == (0.1, pytest.approx(0.91))
    assert sure_and_wrong([row(1, 9.0, 0.2, diverged_at=20), row(0.1)]) is None
    assert sure_and_wrong([]) is None
