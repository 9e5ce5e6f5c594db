"""Weights and evidence as images."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def weight_images(weights: ArrayLike, limit: float | None = None) -> tuple[NDArray[np.int8], float]:
    """Return weights of shape (784, classes) as images, (classes, 28, 28) int8, and the weight that full colour
    stands for.

    All share one scale, -`limit` to `limit`, around a zero that stays 0. By default the limit is the
    99.5th percentile of the absolute values, so that a few extreme pixels do not wash out the rest.
    """
    return evidence_images(np.asarray(weights, dtype=np.float32).T, limit)


def evidence_images(values: ArrayLike, limit: float | None = None) -> tuple[NDArray[np.int8], float]:
    """Return n images of numbers that are for, 0, or against, (n, 28, 28) or (n, 784), as (n, 28, 28) int8, and the
    number that full colour stands for. The scale is as in `weight_images`.
    """
    finite = np.nan_to_num(np.asarray(values, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    full = float(np.percentile(np.abs(finite), 99.5)) if limit is None else limit
    scaled = finite.reshape(-1, 28, 28) / (full if full > 0 else 1.0)
    return np.rint(np.clip(scaled, -1, 1) * 127).astype(np.int8), full
