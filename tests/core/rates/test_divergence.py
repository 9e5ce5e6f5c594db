import numpy as np
import pytest

from core.config import ExperimentConfig
from core.rates.divergence import Diagnosis, diagnose, diverged_at, rounded_down
from core.store.records import Metrics, Run

RUN = Run(1, 1, 0.1, 0, None, None, None, None)


def curve(*losses: float) -> tuple[list[int], np.ndarray]:
    return list(range(0, 20 * len(losses), 20)), np.array(losses, np.float32)


def test_a_falling_loss_has_not_diverged() -> None:
    """A run whose loss falls is fine, as is one of which nothing or only the start is known."""
    assert diverged_at(*curve(2.3, 1.0, 0.5, 0.4, 0.3, 0.3, 0.3)) is None
    assert diverged_at(*curve(2.3)) is None
    assert diverged_at(*curve()) is None


def test_a_loss_that_stays_above_its_start_has_diverged() -> None:
    """A loss well above where it began is marked from the first mean that shows it."""
    assert diverged_at(*curve(2.5, 9, 8, 9, 8, 9, 8, 9)) == 100


def test_one_bad_batch_is_no_divergence() -> None:
    """A single high loss, or a rise that was overcome, marks nothing."""
    assert diverged_at(*curve(2.3, 0.5, 0.5, 0.5, 0.5, 0.5, 7, 0.5)) is None
    assert diverged_at(*curve(2.3, 9, 9, 9, 9, 9, 9, 1, 0.5, 0.5, 0.5, 0.5, 0.5)) is None


def test_what_the_trainer_saw_comes_first() -> None:
    """The step at which a batch's loss was not finite lies between two records."""
    assert diverged_at(*curve(2.3, 1.0, np.nan, np.nan), 33) == 33


def test_a_lucky_start_is_not_held_against_a_run() -> None:
    """A loss between a start better than guessing and ln 10 is no divergence."""
    assert diverged_at(*curve(0.2, *[1.5] * 8)) is None


def test_a_loss_that_is_no_number_has_diverged_there() -> None:
    """NaN and infinity are divergence from where they appear."""
    assert diverged_at(*curve(2.3, 1.0, np.nan, np.nan)) == 40
    assert diverged_at(*curve(2.3, 1.0, 0.9, 0.8, 0.8, 0.8, 0.8, np.inf, np.inf)) == 140
    assert diverged_at(*curve(np.nan, np.nan)) == 0


def test_however_densely_losses_are_recorded_the_verdict_is_the_same() -> None:
    """It is over a tenth of the steps, so a short rise between two dense records marks nothing."""
    steps = list(range(2001))
    losses = np.full(2001, 0.3, np.float32)
    losses[0] = 2.4
    losses[1990:] = 5.0
    assert diverged_at(steps, losses) is None
    assert diverged_at(steps, np.where(np.arange(2001) > 1700, np.float32(9), losses)) in range(1700, 1800)


def test_what_is_too_large_by_far_hides_nothing() -> None:
    """A spike of 1e30 is forgotten once it is over."""
    assert diverged_at(*curve(2.3, 1, 1e30, *[0.5] * 8)) is None
    assert diverged_at(*curve(2.3, 1, 1e30, *[9.0] * 8)) == 100


def recorded(losses: list[float], accuracies: list[float]) -> Metrics:
    steps = np.arange(len(losses)) * 10
    loss, accuracy = np.array([losses], np.float32), np.array([accuracies], np.float32)
    return Metrics(steps, steps / 100, loss, accuracy, loss, accuracy)


DIVERGED = recorded([2.4, *[700.0] * 20], [0.1, *[0.91] * 20])


def test_a_run_that_learns_has_no_diagnosis() -> None:
    """Nor has a range test, which is meant to end too high, nor one that nothing is known of."""
    falling = recorded([2.4, *[0.3] * 20], [0.1, *[0.9] * 20])
    assert diagnose(ExperimentConfig(), RUN, falling, []) is None
    assert diagnose(ExperimentConfig(), RUN, recorded([], []), []) is None
    assert diagnose(ExperimentConfig(learning_rates=(1e-6,), raise_rate_to=100.0), RUN, DIVERGED, []) is None


def test_the_rate_to_blame_is_the_one_it_diverged_with() -> None:
    """Not the configured one, and not the one it was changed to afterwards."""
    config = ExperimentConfig(learning_rates=(0.1,))
    rates = [diagnose(config, RUN, DIVERGED, changes) for changes in ([], [(0, 30.0)], [(20, 30.0), (190, 1.0)])]
    assert [found.rate for found in rates if found is not None] == pytest.approx([0.1, 3.0, 3.0])


@pytest.mark.parametrize(
    ("loss", "accuracy", "reads_well"),
    [(700.0, 0.91, True), (3.0, 0.5, True), (3.0, 0.11, False), (np.inf, 0.91, False), (np.nan, np.nan, False)],
)
def test_accuracy_beside_divergence_is_explained_where_it_is_high(loss, accuracy, reads_well) -> None:
    """Where the loss is a number at all."""
    found = diagnose(ExperimentConfig(), RUN, recorded([2.4, *[loss] * 20], [0.1, *[accuracy] * 20]), [])
    assert found is not None
    assert found.reads_well is reads_well
    assert (found.loss is None) == (not np.isfinite(loss))


@pytest.mark.parametrize(
    ("rate", "stable_rate", "within", "advised"),
    [
        (0.1, None, False, None),
        (0.1, 1.614e-6, False, 1.6e-6),
        (3.0, 0.0989, False, 0.098),
        (0.05, 0.0989, True, 0.005),
        (1e-6, 0.0989, True, None),
        (0.1, 1e-7, False, None),
    ],
)
def test_the_advice_is_what_theory_guarantees(rate, stable_rate, within, advised) -> None:
    """Unknown, it gives no number; of a rate that theory allows, a tenth; never what no field takes."""
    found = Diagnosis(rate, 5.0, 0.2, stable_rate)
    assert (found.is_within_theory, found.advised_rate) == (within, advised)


@pytest.mark.parametrize(
    ("rate", "rounded"), [(0.0989, 0.098), (0.29, 0.29), (1.0, 1.0), (1.614e-6, 1.6e-6), (123.4, 120.0), (0.1, 0.1)]
)
def test_a_bound_is_rounded_down(rate, rounded) -> None:
    """To two digits, so that the guarantee holds for what is said."""
    assert rounded_down(rate) == rounded
