"""How large a learning rate theory allows, computed from the images themselves.

The cross-entropy of softmax regression is convex in the weights. Its Hessian for one image is
(diag(p) - p p^T) kron (x~ x~^T) with x~ = (x, 1) the scaled pixels and the bias's constant input, and p the
probabilities. diag(p) - p p^T has no eigenvalue above 1/2 (Böhning, "Multinomial logistic regression algorithm",
1992), so the curvature of the mean loss is nowhere larger than

    L = 1/2 * lambda_max(M),    M = mean of x~ x~^T over the training images,

and full-batch gradient descent is guaranteed to go downhill for every rate below 2 / L (Nesterov, "Introductory
lectures on convex optimization", 2004, theorem 2.1.14). Batches are noisier than the whole, so for them it holds only
on average; and what lies above the bound may still work, where the curvature met is smaller than the worst.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh

from core.arrays import PIXELS, Bytes, Doubles
from core.features.scaling import Scaling

_BLOCK = 2048
"""Images multiplied at a time: float32 sums over that many stay exact enough to be added up in float64."""


def second_moment(images: Bytes) -> Doubles:
    """Return the mean of x~ x~^T, (785, 785), over `images`, (n, 784) uint8, with the constant 1 last.

    The images are prepared but not scaled; the second moment of what any affine scaling makes of them follows.
    """
    total = np.zeros((PIXELS + 1, PIXELS + 1))
    for start in range(0, len(images), _BLOCK):
        block = images[start : start + _BLOCK].astype(np.float32)
        extended = np.concatenate([block, np.ones((len(block), 1), np.float32)], axis=1)
        total += extended.T @ extended
    return total / len(images)


def largest_curvature(moment: Doubles, scaling: Scaling) -> float:
    """Return L, the largest curvature that the loss can have, from the unscaled `second_moment` and a scaling."""
    # x~ scaled is A x~ with A affine, so its second moment is A M A^T.
    affine = np.zeros((PIXELS + 1, PIXELS + 1))
    affine[np.arange(PIXELS), np.arange(PIXELS)] = scaling.scale
    affine[:PIXELS, PIXELS] = scaling.offset
    affine[PIXELS, PIXELS] = 1
    scaled = affine @ moment @ affine.T
    [largest] = eigh(scaled, eigvals_only=True, subset_by_index=(PIXELS, PIXELS))
    return 0.5 * float(largest)


@dataclass(frozen=True)
class Bound:
    """What theory says of images and their scaling.

    `curvature` is L, the largest that the loss can have, half the `largest_eigenvalue` of M. `stable_rate` is 2 / L,
    below which full-batch gradient descent is guaranteed to go downhill.
    """

    largest_eigenvalue: float
    curvature: float
    stable_rate: float


def stability_bound(images: Bytes, scaling: Scaling) -> Bound:
    """Return the bound for prepared `images`, (n, 784) uint8, under a scaling."""
    curvature = largest_curvature(second_moment(images), scaling)
    return Bound(2 * curvature, curvature, 2 / curvature)
