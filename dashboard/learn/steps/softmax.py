"""Step 5: ten logits become ten probabilities."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.lessons import model
from dashboard.learn.step import Question, Step

TRAINED_STEPS = 100
"""Of the model whose logits are shown: it reads most digits, and is not yet sure of all."""

AMONG = 200
"""Test images among which one is looked for that it finds hard."""


def _figures() -> Mapping[str, Any]:
    """Return a test image that the model hesitates about, with its logits: of the first ones that nearest to 60%."""
    images = model.tutorial().dataset.x_test[:AMONG]
    reader = model.trained(TRAINED_STEPS)
    sureness = reader.probabilities(images).max(axis=1)
    chosen = int(np.abs(sureness - 0.6).argmin())
    logits = reader.logits(images[chosen : chosen + 1])[0]
    return {
        "image": images[chosen].reshape(-1).tolist(),
        "logits": np.round(logits.astype(float), 1).tolist(),
        "number": chosen,
        "steps": TRAINED_STEPS,
    }


STEP = Step(
    number=5,
    name="softmax",
    formula=r"z = xW + b \qquad p_c = \frac{e^{z_c}}{\sum_{k=0}^{9} e^{z_k}}",
    code=("softmax",),
    question=Question(options=3, right=3),
    figures=_figures,
    page="draw",
)
