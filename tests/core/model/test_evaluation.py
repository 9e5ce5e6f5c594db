import numpy as np

from core.model.evaluation import accuracy, confusion


def test_confusion_counts_every_pair_of_label_and_reading():
    """Against a count by hand; digits that do not occur have their row and column all the same."""
    random = np.random.default_rng(0)
    labels, digits = random.integers(0, 8, 200), random.integers(0, 10, 200)
    expected = np.zeros((10, 10), int)
    for label, digit in zip(labels, digits, strict=True):
        expected[label, digit] += 1
    assert np.array_equal(confusion(labels, digits, 10), expected)
    assert accuracy(labels, digits) == expected.trace() / 200


def test_nothing_has_no_accuracy():
    """And an empty confusion."""
    assert accuracy([], []) is None
    assert confusion([], [], 3).tolist() == [[0] * 3] * 3
