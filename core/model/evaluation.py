"""How well images are read: accuracy, and which class is taken for which (scikit-learn)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def accuracy(labels: ArrayLike, read: ArrayLike) -> float | None:
    """Return the share of `read` (n,) that equal `labels` (n,); None where there are none."""
    labels = np.asarray(labels)
    return float((labels == np.asarray(read)).mean()) if len(labels) else None


def confusion(labels: ArrayLike, read: ArrayLike, classes: int) -> NDArray[np.int64]:
    """Return how often each class (row) was read as each class (column), (classes, classes)."""
    # Imported here: it takes a second, and few pages need it.
    from sklearn.metrics import confusion_matrix

    labels = np.asarray(labels, dtype=np.int64)
    if not len(labels):
        return np.zeros((classes, classes), dtype=np.int64)
    matrix: NDArray[np.int64] = confusion_matrix(labels, np.asarray(read), labels=np.arange(classes)).astype(np.int64)
    return matrix
