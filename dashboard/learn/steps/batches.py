"""Step 4: how an epoch is mixed and cut into batches, and what a batch's gradient is worth."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Floats
from core.config import PRESETS
from core.lessons import model
from core.lessons.batches import learnt, mixes, scatters, through_buffer
from core.training.state import initial_state
from dashboard.learn.step import Question, Step, packed

BUFFERS = (1, 500, 5000)
"""Images that a shuffle buffer holds, besides all of them; the tutorial's is the last."""

FIRST = 10
"""Batches of an epoch after which a model is tried: with sorted images, not even all of the zeros."""

TRIED = 1000
"""Validation images on which it is tried."""

SIZES = (1, 4, 16, 64, 256)
"""Batch sizes whose gradients are looked at; the tutorial's is the last."""

SAMPLE = 4096
"""Training images from which batches of each size are cut."""

ARROWS = 16
"""Batches of each size whose directions are shown: as many as there are of the largest."""

TRAINED_STEPS = 100
"""Of the model whose gradients are looked at besides those of the untrained one."""


def _figures() -> Mapping[str, Any]:
    size = PRESETS["tutorial"].batch_size
    return {
        "size": size,
        "count": len(model.tutorial().split.x_train),
        "first": FIRST,
        "tried": TRIED,
        "buffers": _buffers(size),
        "sample": SAMPLE,
        "sizes": SIZES,
        "models": _models((0, TRAINED_STEPS)),
    }


def _buffers(batch_size: int) -> list[Mapping[str, Any]]:
    """Return what buffers make of training images sorted by digit, and what a model learns of those met first."""
    images, config = model.tutorial(), PRESETS["tutorial"]
    split, count = images.split, len(images.split.y_train)
    by_digit = np.argsort(split.y_train, kind="stable")
    start = initial_state(config).weights[0]
    x = split.x_validation[:TRIED] * images.scaling.scale + images.scaling.offset
    told: list[Mapping[str, Any]] = []
    for buffer_size in (*BUFFERS, count):
        order = by_digit[through_buffer(count, buffer_size, np.random.default_rng(0))]
        weights = learnt(images, start, order[: FIRST * batch_size], batch_size, config.learning_rates[0])
        said = (x @ weights[:-1] + weights[-1]).argmax(axis=1)
        told.append(
            {
                "buffer": buffer_size,
                "counts": packed(mixes(split.y_train[order], batch_size), "u2"),
                "accuracy": float((said == split.y_validation[:TRIED]).mean()),
            }
        )
    return told


def _models(steps: Sequence[int]) -> list[Mapping[str, Any]]:
    """Return how gradients scatter when a model has taken so many steps, for each of some numbers of them."""
    images = model.tutorial()
    chosen = np.random.default_rng(0).permutation(len(images.split.x_train))[:SAMPLE]
    x = images.split.x_train[chosen] * images.scaling.scale + images.scaling.offset
    labels = images.split.y_train[chosen].astype(np.int64)
    return [_scatter(taken, x, labels) for taken in steps]


def _scatter(steps: int, x: Floats, labels: NDArray[np.int64]) -> Mapping[str, Any]:
    trained = model.trained(steps)
    length, found = scatters(SIZES, np.vstack((trained.weights, trained.bias)), x, labels)
    return {
        "steps": steps,
        "length": length,
        "noise": [each.noise for each in found],
        "off": [float(each.angles.mean()) for each in found],
        "angles": [np.round(each.angles[:ARROWS], 1).tolist() for each in found],
    }


STEP = Step(
    number=4,
    name="batches",
    formula=r"g_B = \frac{1}{B} \sum_{i=1}^{B} \nabla L_i \qquad \operatorname{sd}(g_B) = \frac{\sigma}{\sqrt{B}}",
    code=("batches",),
    question=Question(options=3, right=2),
    figures=_figures,
    page="train",
    race="batch_sizes",
)
