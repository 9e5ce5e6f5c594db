"""Images that a model reads in telling ways."""

import numpy as np

from core.lessons.cross_entropy import Telling, telling


def test_the_surest_the_most_hesitant_and_the_worst_are_found():
    """Hesitant is only what is read rightly; the worst is the surest of what is not."""
    probabilities = np.full((5, 10), 0.02)
    labels = np.array([3, 4, 5, 6, 7])
    for place, (right, other) in enumerate([(0.95, 0.0), (0.42, 0.40), (0.001, 0.9), (0.001, 0.45), (0.6, 0.2)]):
        probabilities[place, labels[place]] = right
        probabilities[place, 0] = other
    assert telling(probabilities, labels) == Telling(sure=0, unsure=1, wrong=2)
