import itertools

import numpy as np

from core.store.records import METRICS, Metrics
from dashboard.stream.history import History


def piece(first: int, last: int, runs: int = 3) -> Metrics:
    steps = np.arange(first, last)
    figures = {name: np.float32(steps + 1000 * np.arange(runs)[:, None] + i) for i, name in enumerate(METRICS)}
    return Metrics(steps, steps / 10, **figures)


def test_pieces_become_one():
    """However many there were, and whatever room they had to be given."""
    history = History()
    assert history.last_step == -1
    ends = [0, 1, 4, 400, 401, 2000]
    for first, last in itertools.pairwise(ends):
        history.append(piece(first, last))
    whole, found = piece(0, 2000), history.after(-1, 10_000)
    assert history.last_step == 1999
    for name in ("steps", "seconds", *METRICS):
        np.testing.assert_array_equal(getattr(found, name), getattr(whole, name))


def test_what_was_handed_out_does_not_change():
    """It may be encoded while more is appended."""
    history = History()
    history.append(piece(0, 10))
    before = history.after(-1, 100)
    history.append(piece(10, 11))
    history.append(piece(11, 3000))
    np.testing.assert_array_equal(before.train_loss, piece(0, 10).train_loss)


def test_only_what_came_after_a_step_and_no_more_than_asked_for():
    history = History()
    history.append(piece(0, 10))
    assert history.after(3, 100).steps.tolist() == [4, 5, 6, 7, 8, 9]
    assert history.after(3, 2).steps.tolist() == [4, 5]
    assert history.after(3, 2).validation_accuracy.shape == (3, 2)
    assert history.after(9, 2).steps.tolist() == []
