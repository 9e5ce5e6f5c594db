"""A trained softmax model in NumPy: what everything but training predicts with.

    logits z = x W + b,    probabilities p_c = exp(z_c) / sum_k exp(z_k),    loss = mean of -log p_label

with x the scaled pixels of an image. The loss is computed from z, so it can never be log(0).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes, Floats
from core.features.scaling import Scaling


def softmax(logits: Floats) -> Floats:
    """Return the probabilities, (..., 10), of `logits`, (..., 10); along the last axis they add up to 1."""
    # Adding a constant to all logits changes nothing; with the largest at 0, exp cannot overflow.
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: Floats = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities


def cross_entropy(logits: Floats, labels: Bytes) -> float:
    """Return the mean over images of -log p_label, in nats, for `logits` (n, 10) and `labels` (n,)."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    of_label = shifted[np.arange(len(labels)), labels]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=-1)) - of_label))


@dataclass(frozen=True, eq=False)
class SoftmaxModel:
    """Weights (784, 10) float32, bias (10,) float32, and the scaling of the images they were trained on.

    Images are (n, 28, 28) or (n, 784) uint8, light ink on black.
    """

    weights: Floats
    bias: Floats
    scaling: Scaling

    def logits(self, images: Bytes) -> Floats:
        """Return the logits, (n, 10) float32."""
        return self.scaling.transform(images) @ self.weights + self.bias

    def probabilities(self, images: Bytes) -> Floats:
        """Return how much the model believes in each digit, (n, 10) float32."""
        return softmax(self.logits(images))

    def predict(self, images: Bytes) -> NDArray[np.int64]:
        """Return the digit read in each image, (n,)."""
        digits: NDArray[np.int64] = self.logits(images).argmax(axis=-1)
        return digits
