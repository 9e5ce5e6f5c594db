"""Step 10: what the model reads in test images, beside what the visitor reads."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.lessons import model
from core.lessons.predict import hesitant
from dashboard.learn.step import Question, Step, packed

TRAINED_STEPS = 100
"""Of the model that reads, step 5's: it takes no time to train, and reads nine tenths of the test images right."""

FIRST = 5
"""Test images that the tutorial shows: the first ones."""

AMONG = 2000
"""Test images, the first ones, among which those are looked for that the model hesitates about."""

HARD = 20


def _figures() -> Mapping[str, Any]:
    """Return both sets of test images: their numbers, pixels, labels and the model's probabilities."""
    dataset = model.tutorial().dataset
    images, labels = dataset.x_test[:AMONG], dataset.y_test[:AMONG]
    probabilities = model.trained(TRAINED_STEPS).probabilities(images)
    digits = probabilities.argmax(axis=1)

    def shown(places: np.ndarray[Any, np.dtype[np.int64]]) -> Mapping[str, Any]:
        return {
            "numbers": places.tolist(),
            "pixels": packed(images[places], "u1"),
            "labels": labels[places].tolist(),
            "probabilities": packed(probabilities[places]),
        }

    hard = hesitant(probabilities, HARD)
    return {
        "first": shown(np.arange(FIRST)),
        "hard": shown(hard),
        "hard_right": int((digits[hard] == labels[hard]).sum()),
        "steps": TRAINED_STEPS,
        "among": AMONG,
        "right": int((digits == labels).sum()),
    }


STEP = Step(
    number=10,
    name="predict",
    formula=r"\hat{y} = \operatorname*{arg\,max}_{c}\; p_c = \operatorname*{arg\,max}_{c}\; z_c",
    code=("predict",),
    question=Question(options=3, right=2),
    figures=_figures,
    page="draw",
)
