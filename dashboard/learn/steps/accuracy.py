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
    mistakes = logits.argmax(axis=1) != dataset.y_test
    first = next(start for start in range(0, len(mistakes), SHOWN) if mistakes[start : start + SHOWN].sum() == 2)
    images, digits, logits, mistakes = (
        np.roll(each, -first, axis=0) for each in (dataset.x_test, dataset.y_test, logits, mistakes)
    )
    return {
        "steps": TRAINED_STEPS,
        "first": first,
        "images": packed(images[:SHOWN], "u1"),
        "digits": packed(digits[:WEIGHED], "u1"),
        "read": packed(logits[:SHOWN].argmax(axis=1), "u1"),
        "right": packed(np.packbits(~mistakes), "u1"),
        "count": len(mistakes),
        "logits": packed(logits[:WEIGHED]),
    }


STEP = Step(
    number=8,
    name="accuracy",
    formula=r"\begin{gathered} "
    r"a = \frac{1}{n} \sum_{i=1}^{n} \bigl[ \operatorname*{arg\,max}_c z_{i,c} = y_i \bigr] \\ "
    r"\frac{a + \frac{q^2}{2n} \pm q \sqrt{\frac{a (1 - a)}{n} + \frac{q^2}{4 n^2}}}{1 + \frac{q^2}{n}} "
    r"\quad q = 1.96 \end{gathered}",
    code=("accuracy",),
    question=Question(options=3, right=2),
    figures=_figures,
    page="train",
)
