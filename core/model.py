"""A trained softmax model in NumPy: what everything but training predicts with.

    logits z = x W + b,    probabilities p_c = exp(z_c) / sum_k exp(z_k),    loss = mean of -log p_label

with x the scaled pixels of an image. The loss is computed from z, so it can never be log(0).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.scaling import Bytes, Floats, Scaling


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


RECORDS_OF_VERDICT = 5
"""Recorded losses that `diverged_at` averages over, so that one bad batch is no divergence."""


def diverged_at(steps: Sequence[int], validation_losses: Floats) -> int | None:
    """Return the recorded step at which a run diverged, None if it has not.

    A run has diverged where its loss is no longer finite, or where the mean of its latest RECORDS_OF_VERDICT losses
    rose above the first one, and above the ln 10 that guessing costs, and stayed there up to the last record.
    Both arguments hold one entry a record, the first that of the start. Batch losses would be too noisy a witness.
    """
    if not len(validation_losses):
        return None
    # A thousandth more than where it began, so that no rounding makes a run that stands still diverge.
    limit = 1.001 * np.fmax(validation_losses[0], np.log(10))
    ends = range(1, len(validation_losses) + 1)
    means = np.array([validation_losses[max(0, end - RECORDS_OF_VERDICT) : end].mean() for end in ends])
    too_high = ~(means <= limit)
    too_high[:RECORDS_OF_VERDICT] &= ~np.isfinite(means[:RECORDS_OF_VERDICT])
    fine = np.flatnonzero(~too_high)
    since = fine[-1] + 1 if len(fine) else 0
    return int(steps[since]) if since < len(steps) else None


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
