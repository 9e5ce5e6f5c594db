"""Step 3: how large the weights begin."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from core.config import LIMITS, PRESETS
from core.lessons import model
from core.lessons.initial import beginnings
from core.training.state import initial_state
from dashboard.learn.step import Question, Step, packed

IMAGES = 256
"""Training images over which losses and gradients are taken: a batch of the tutorial's."""

SHOWN = 3
"""Of them, with their ten probabilities."""

PLACES_A_DECADE = 20
"""Of the slider, whose first decade leads from 0 to 1e-4."""

SCALES = tuple(
    round(power * 1e-4 if power < 1 else 10 ** (power - 5), 12) for power in np.arange(0, 6.01, 1 / PLACES_A_DECADE)
)
"""From 0 to 10, the largest that the settings allow."""


def _figures() -> Mapping[str, Any]:
    images, config = model.tutorial(), PRESETS["tutorial"]
    weights = initial_state(replace(config, initial_weight_scale=1.0)).weights[0]
    grey, labels = images.split.x_train[:IMAGES], images.split.y_train[:IMAGES].astype(np.int64)
    x = grey * images.scaling.scale + images.scaling.offset
    found = beginnings(SCALES, weights, x, labels)
    return {
        "scales": SCALES,
        "tutorial": SCALES.index(LIMITS["initial_weight_scale"].default),
        "decade": PLACES_A_DECADE,
        "count": IMAGES,
        "images": packed(grey[:SHOWN], "u1"),
        "labels": labels[:SHOWN].tolist(),
        "logits": np.round((x[:SHOWN] @ weights[:-1]).astype(float), 4).tolist(),
        "bias": np.round(weights[-1].astype(float), 4).tolist(),
        "losses": packed(found.losses),
        "gradients": packed(found.gradients),
        "sureness": packed(found.sureness),
        "accuracies": packed(found.accuracies),
        "length": float(np.linalg.norm(weights[:-1])),
        "rate": config.learning_rates[0],
    }


STEP = Step(
    number=3,
    name="initial",
    formula=r"\begin{gathered} W_{ic} = s\,\varepsilon_{ic}, \qquad \varepsilon_{ic},\, b_c \sim N(0, 1) \\"
    r" \operatorname{sd}(xW) = s\,\lVert x \rVert \end{gathered}",
    code=("parameters",),
    question=Question(options=3, right=3),
    figures=_figures,
    page="train",
    race="weight_scales",
)
