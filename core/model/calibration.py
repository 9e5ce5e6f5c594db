"""How sure one may be of a reading: probabilities that are right about as often as they say.

A model's own softmax is fitted to the images that it learns from. Asked for the handwriting of others, it is too sure
of itself. Divided by a temperature T first, its logits z give probabilities

    p_c = exp(z_c / T) / sum_k exp(z_k / T)

with the same ranking: C. Guo et al., "On calibration of modern neural networks" (2017). T is the one at which the
largest of them is in the mean what the share of validation images read right is (L. Clarté et al., "Expectation
consistency for calibration of neural networks", 2023), less `CAUTION`: drawings differ from the data, and are read
less often. Of a drawing unlike anything in the data, T is larger still.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes, Doubles
from core.features.scaling import prepare
from core.model.novelty import STRANGE_FROM, UNUSUAL_FROM
from core.model.softmax import SoftmaxModel, softmax

MOST_IMAGES = 2000
"""Validation images that are looked at: a tenth of a second's work, of which the image step takes the most."""

LEAST_IMAGES = 100
"""Validation images on which a temperature can be fitted: from fewer it would be chance, and is 1."""

CAUTION = 0.03
"""By how much the probabilities stated for validation images are lower than the share of these that is read right.

With it those of MNIST's test images are 3 to 4 points too low, and those of the handwriting of benchmarks/drawing.py
at most 3 points too high, whatever the scaling; without it the latter are 4 to 7 points too high.
"""

UNUSUAL_FACTOR, STRANGE_FACTOR = 1.25, 2.0
"""By how much the temperature of an unusual, and of a strange drawing, is higher."""

COOLEST, HOTTEST = 0.1, 1e6
"""Between which temperatures it is sought; the upper one is for a model that diverged."""


@dataclass(frozen=True, eq=False)
class CalibrationImages:
    """Prepared images (n, 784) uint8 that a temperature is fitted on, and their labels (n,) uint8."""

    images: Bytes
    labels: Bytes


def calibration_images(scaling: str, images: Bytes, labels: Bytes) -> CalibrationImages:
    """Return the first `MOST_IMAGES` of validation images, (n, 784) uint8, after the image step of `scaling`."""
    prepared = prepare(scaling, images[:MOST_IMAGES])
    return CalibrationImages(prepared, labels[: len(prepared)])


def temperature(model: SoftmaxModel, known: CalibrationImages) -> float:
    """Return the temperature for what a model reads, from `known` images that it has not learnt from."""
    scaling = model.scaling
    inputs = scaling.clip(known.images) * scaling.scale + scaling.offset
    return fitted_temperature((inputs @ model.weights + model.bias).astype(np.float64), known.labels)


def fitted_temperature(logits: Doubles, labels: NDArray[np.integer]) -> float:
    """Return the temperature at which the largest probabilities are in the mean `CAUTION` below the share read right.

    `logits` are (n, C) float64 and `labels` (n,). The mean falls as the temperature rises, so halving finds it,
    between `COOLEST` and `HOTTEST`. It is 1 of fewer than `LEAST_IMAGES` and of logits that are not finite.
    """
    if len(logits) < LEAST_IMAGES or not np.isfinite(logits).all():
        return 1.0
    aim = float((logits.argmax(axis=1) == labels).mean()) - CAUTION
    cool, hot = math.log(COOLEST), math.log(HOTTEST)
    while hot - cool > 1e-4:
        middle = (cool + hot) / 2
        if softmax(logits / math.exp(middle)).max(axis=1).mean() > aim:
            cool = middle
        else:
            hot = middle
    return math.exp((cool + hot) / 2)


def of_drawing(fitted: float, novelty_share: float | None) -> float:
    """Return the temperature for one drawing, from the one `fitted` and from the share of its novelty, if known."""
    if novelty_share is None or novelty_share < UNUSUAL_FROM:
        return fitted
    return fitted * (STRANGE_FACTOR if novelty_share >= STRANGE_FROM else UNUSUAL_FACTOR)
