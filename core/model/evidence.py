"""Why a model reads what it reads, exactly: the logit of a linear model is a sum with one term a pixel.

    z_c = b_c + sum_i w_ic x_i

x are the scaled pixels, so a pixel without ink counts too: standardized, its x is below 0, and it speaks for or
against a digit by being empty. What the scaling adds to a pixel is thus part of that pixel's term. All is computed
in float64, so that the terms add up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Bytes, Doubles, Floats
from core.features.scaling import Scaling
from core.model.softmax import SoftmaxModel, softmax


@dataclass(frozen=True, eq=False)
class Evidence:
    """The terms of a logit, or of the difference of two.

    `pixels`: (28, 28) float64, what each pixel adds. `inked`: (28, 28) bool, where the model sees something else than
    on an empty page. `bias`: what is added whatever is drawn.
    """

    pixels: Doubles
    inked: NDArray[np.bool_]
    bias: float

    @property
    def ink(self) -> float:
        """What all pixels with ink add."""
        return float(self.pixels[self.inked].sum())

    @property
    def missing_ink(self) -> float:
        """What all pixels add that were left empty."""
        return float(self.pixels[~self.inked].sum())

    @property
    def total(self) -> float:
        """The logit, or the difference of two."""
        return float(self.pixels.sum()) + self.bias


def evidence(model: SoftmaxModel, image: Bytes, label: int) -> Evidence:
    """Return the terms w_c x of the logit of the class `label` for `image`, (28, 28) uint8."""
    weights, bias = model.weights.astype(np.float64), model.bias.astype(np.float64)
    return _terms(model.scaling, image, weights[:, label], float(bias[label]))


def rather_than(model: SoftmaxModel, image: Bytes, label: int, rival: int) -> Evidence:
    """Return the terms (w_a - w_b) x of how much larger the logit of the class `label` is than that of `rival`."""
    weights, bias = model.weights.astype(np.float64), model.bias.astype(np.float64)
    return _terms(model.scaling, image, weights[:, label] - weights[:, rival], float(bias[label] - bias[rival]))


def _terms(scaling: Scaling, image: Bytes, weights: Doubles, bias: float) -> Evidence:
    seen = scaling.transform(image.reshape(1, 28, 28))[0]
    empty = scaling.transform(np.zeros((1, 28, 28), np.uint8))[0]
    return Evidence((seen * weights).reshape(28, 28), (seen != empty).reshape(28, 28), bias)


def probabilities_over_time(scaling: Scaling, image: Bytes, weights: Floats, temperature: float = 1.0) -> Doubles:
    """Return the probabilities of `image`, (28, 28) uint8, at each of n snapshots, (n, classes) float64.

    `weights` is (n, 785, classes) float32 with the bias as last row.
    """
    inputs = scaling.transform(image.reshape(1, 28, 28))[0].astype(np.float64)
    return softmax((inputs @ weights[:, :PIXELS].astype(np.float64) + weights[:, PIXELS]) / temperature)
