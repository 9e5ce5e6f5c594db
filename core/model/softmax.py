"""A trained softmax model in NumPy: what everything but training predicts with.

    logits z = x W + b,    probabilities p_c = exp(z_c / T) / sum_k exp(z_k / T)

with x the scaled pixels of an image, and the temperature T at 1 but where its effect is shown.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes, Doubles, Floats
from core.classes import DIGITS
from core.features.scaling import Scaling

F = TypeVar("F", np.float32, np.float64)


def exponentials(logits: NDArray[F]) -> NDArray[F]:
    """Return exp(z - max z) along the last axis of `logits`, (..., classes), in their dtype."""
    # Adding a constant to all logits changes no probability; with the largest at 0, exp cannot overflow.
    result: NDArray[F] = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return result


def softmax(logits: NDArray[F]) -> NDArray[F]:
    """Return the probabilities of `logits`, (..., classes), in their dtype; along the last axis they sum to 1."""
    shares = exponentials(logits)
    shares /= shares.sum(axis=-1, keepdims=True)
    return shares


@dataclass(frozen=True, eq=False)
class SoftmaxSteps:
    """Softmax as one would do it by hand; each is (classes,) float64.

    `divided`: the logits over the temperature. `exponentials`: of these minus the largest, which changes nothing in
    the end and keeps them from overflowing. `probabilities`: each exponential's share of their sum.
    """

    divided: Doubles
    exponentials: Doubles
    probabilities: Doubles


def softmax_steps(logits: Doubles, temperature: float) -> SoftmaxSteps:
    """Return the steps from `logits`, (classes,) float64, to probabilities at a temperature above 0."""
    divided = logits / temperature
    return SoftmaxSteps(divided, exponentials(divided), softmax(divided))


@dataclass(frozen=True, eq=False)
class SoftmaxModel:
    """Weights (784, classes) float32, bias (classes,) float32, and the scaling of the images they were trained on.

    `classes` names what labels count. Its methods take images of shape (n, 28, 28) or (n, 784), uint8, light ink on
    black.
    """

    weights: Floats
    bias: Floats
    scaling: Scaling
    classes: tuple[str, ...] = DIGITS

    @classmethod
    def from_snapshot(cls, weights: Floats, scaling: Scaling, classes: tuple[str, ...] = DIGITS) -> "SoftmaxModel":
        """Return the model of a run's weights as snapshots hold them: (785, classes), the last row is the bias."""
        return cls(weights[:-1], weights[-1], scaling, classes)

    def logits(self, images: Bytes) -> Floats:
        """Return the logits, (n, classes) float32."""
        return self.scaling.transform(images) @ self.weights + self.bias

    def probabilities(self, images: Bytes) -> Floats:
        """Return the probability of each class, (n, classes) float32."""
        return softmax(self.logits(images))

    def predict(self, images: Bytes) -> NDArray[np.int64]:
        """Return the most probable class of each image, (n,) int64, as labels count them."""
        labels: NDArray[np.int64] = self.logits(images).argmax(axis=-1)
        return labels
