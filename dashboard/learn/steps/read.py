"""Step 1: images of digits, and the row of numbers that each becomes."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.arrays import PIXELS
from core.images.dataset import load_mnist
from core.lessons.read import digit_statistics, places_of_digits
from dashboard.learn import images
from dashboard.learn.step import Question, Step, packed

FIRST_DIGIT = 5
"""Shown at first: the first image of the database is one."""


def _figures() -> Mapping[str, Any]:
    """Return where the images are, the first one, and the mean and spread of each digit's training images."""
    dataset = load_mnist()
    pixels = dataset.x_train.reshape(-1, PIXELS)
    seen = digit_statistics(pixels, dataset.y_train)
    return {
        "images": images.address(),
        "at_once": images.AT_ONCE,
        "counts": images.counts(),
        "digit": FIRST_DIGIT,
        "first": packed(pixels[places_of_digits(dataset.y_train)[FIRST_DIGIT][0]], "u1"),
        "mean": packed(np.round(seen.mean), "u1"),
        "deviation": packed(np.round(seen.deviation), "u1"),
        "spread": np.round(seen.spread, 1).tolist(),
    }


STEP = Step(
    number=1,
    name="read",
    formula=r"\{0, \dots, 255\}^{28 \times 28} \;\longrightarrow\; x \in \mathbb{R}^{784}",
    code=("read",),
    question=Question(options=3, right=2),
    figures=_figures,
    page="train",
)
