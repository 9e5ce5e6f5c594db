"""Step 9: what training twice gives."""

import numpy as np

from core.config import ExperimentConfig
from core.lessons import model


def differing_parameters(steps: int, one: ExperimentConfig, other: ExperimentConfig) -> tuple[int, int]:
    """Return how many parameters differ, to the bit, between two trainings of `steps` steps, and how many there are.

    Both are trained for it, even where the configurations are equal: what is remembered would prove nothing.
    """
    train = model.trained.__wrapped__
    first, second = train(steps, one), train(steps, other)
    differ = int((first.weights != second.weights).sum() + (first.bias != second.bias).sum())
    return differ, int(np.size(first.weights) + np.size(first.bias))
