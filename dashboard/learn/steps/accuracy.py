"""Step 8: how many images are read right, how well one knows it, and what the loss says beside it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.lessons import model
from dashboard.learn.step import Question, Step, packed

TRAINED_STEPS = 100
"""Of the model whose answers are counted, as in the steps before."""

SHOWN = 20
"""Test images that are seen, one by one."""

WEIGHED = 1000
"""Test images whose logits are told, of which the browser computes losses."""


def _figures() -> Mapping[str, Any]:
    """Return what the model makes of the test images: all of them, from the first on and around.

    The first one is where mistakes are among those that are seen.
    """
    dataset = model.tutorial().dataset
    logits = model.trained(TRAINED_STEPS).logits(dataset.x_test)
    read = logits.argmax(axis=1)
    right = read == dataset.y_test
    first = next(start for start in range(0, len(right), SHOWN) if right[start : start + SHOWN].sum() == SHOWN - 2)
    order = np.roll(np.arange(len(right)), -first)
    return {
        "steps": TRAINED_STEPS,
        "first": first,
        "images": packed(dataset.x_test[order[:SHOWN]], "u1"),
        "digits": packed(dataset.y_test[order[:WEIGHED]], "u1"),
        "read": packed(read[order[:SHOWN]], "u1"),
        "right": packed(np.packbits(right[order]), "u1"),
        "count": len(right),
        "logits": packed(logits[order[:WEIGHED]]),
    }


STEP = Step(
    number=8,
    name="accuracy",
    formula=r"\begin{gathered} "
    r"a = \frac{1}{n} \sum_{i=1}^{n} \bigl[ \operatorname*{arg\,max}_c z_{i,c} = y_i \bigr] \\ "
    r"\frac{a + \frac{q^2}{2n} \pm q \sqrt{\frac{a (1 - a)}{n} + \frac{q^2}{4 n^2}}}{1 + \frac{q^2}{n}} "
    r"\quad q = 1.96 \ (95\%) \end{gathered}",
    code=("accuracy",),
    question=Question(options=3, right=2),
    figures=_figures,
    page="train",
    race="few_images",
)
