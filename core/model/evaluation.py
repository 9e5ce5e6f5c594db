"""How well digits are read: accuracy, and which digit is taken for which (scikit-learn)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def accuracy(labels: ArrayLike, digits: ArrayLike) -> float | None:
    """Return the share of `digits` (n,) that equal `labels` (n,); None where there are none."""
    labels = np.asarray(labels)
    return float((labels == np.asarray(digits)).mean()) if len(labels) else None


def confusion(labels: ArrayLike, digits: ArrayLike) -> NDArray[np.int64]:
    """Return how often each digit (row) was read as each digit (column), (10, 10)."""
    # Imported here: it takes a second, and few pages need it.
    from sklearn.metrics import confusion_matrix

    labels = np.asarray(labels, dtype=np.int64)
    if not len(labels):
        return np.zeros((10, 10), dtype=np.int64)
    matrix: NDArray[np.int64] = confusion_matrix(labels, np.asarray(digits), labels=np.arange(10)).astype(np.int64)
    return matrix
