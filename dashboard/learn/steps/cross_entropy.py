"""Step 6: what a prediction costs, by the probability of the right digit alone."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.lessons import model
from core.lessons.cross_entropy import telling
from core.model.softmax import softmax
from dashboard.learn.step import Question, Step

TRAINED_STEPS = 100
"""Of the model whose predictions are shown, as in step 5."""

AMONG = 1000
"""Test images among which telling ones are looked for."""


def _figures() -> Mapping[str, Any]:
    """Return three predictions, by what they are: the image, its digit, and the model's logits."""
    dataset = model.tutorial().dataset
    images, labels = dataset.x_test[:AMONG], dataset.y_test[:AMONG].astype(int)
    logits = model.trained(TRAINED_STEPS).logits(images).astype(float)
    chosen = telling(softmax(logits), labels)
    return {
        "steps": TRAINED_STEPS,
        "predictions": {
            name: {
                "image": images[number].reshape(-1).tolist(),
                "number": number,
                "digit": int(labels[number]),
                "logits": np.round(logits[number], 3).tolist(),
            }
            for name, number in (("sure", chosen.sure), ("unsure", chosen.unsure), ("wrong", chosen.wrong))
        },
    }


STEP = Step(
    number=6,
    name="cross_entropy",
    formula=r"\begin{gathered} L = -\frac{1}{n} \sum_{i=1}^{n} \log p_{i,\,y_i} \\ "
    r"-\log p_y = \log \sum_{k=0}^{9} e^{z_k} - z_y \end{gathered}",
    code=("loss",),
    question=Question(options=3, right=2),
    figures=_figures,
    page="train",
)
