"""Step 7: what a step of gradient descent does to the weights, and where many of them lead."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.lessons import descent, model
from dashboard.learn.step import Question, Step, packed

OTHERS = 500
"""Validation images that say what descent on one image does to all others."""

JUDGED = 250
"""Validation images, the first of these, whose loss is the landscape."""

RATES = (0.01, 0.1, 1.0)
STEPS = 60
BATCH_SIZE = 128

COLUMNS, ROWS, SHAPE = 30, 20, 1.5
"""Points of the landscape across and up, and how much wider than high it is."""


def _figures() -> Mapping[str, Any]:
    images = model.tutorial()
    one = descent.one_image(OTHERS)
    x = images.scaling.transform(images.split.x_validation[:JUDGED])
    along = descent.paths(RATES, STEPS, BATCH_SIZE)
    found = descent.landscape(along, x, one.other_digits[:JUDGED], COLUMNS, ROWS, SHAPE)
    return {
        "image": images.split.x_train[one.place].reshape(-1).tolist(),
        "x": packed(one.x),
        "digit": one.digit,
        "start": packed(one.start),
        "others": {
            "logits": packed(one.other_logits),
            "products": packed(one.other_products),
            "digits": packed(one.other_digits, "u1"),
        },
        "landscape": {
            "rates": list(RATES),
            "batch_size": BATCH_SIZE,
            "images": JUDGED,
            "places": packed(found.places),
            "losses": packed(found.losses),
            "across": np.round(found.across, 4).tolist(),
            "up": np.round(found.up, 4).tolist(),
            "heights": packed(found.heights),
            "share": found.share,
        },
    }


STEP = Step(
    number=7,
    name="descent",
    formula=r"\frac{\partial L}{\partial W} = x^{\top} (p - y) \qquad "
    r"W \leftarrow W - \eta\, \frac{\partial L}{\partial W}",
    code=("descent",),
    question=Question(options=3, right=2),
    figures=_figures,
    page="compare",
    race="rates",
)
