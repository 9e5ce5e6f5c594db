"""Saved drawings as a file: an .npz that one can hand to somebody, or name as a test set."""

import io
from collections.abc import Sequence

import numpy as np

from core.arrays import Bytes
from core.classes import DIGITS
from core.images.reading.recognition import read_test_part
from core.store.records import SavedDrawing

LAYOUT = "x_test (n, 28, 28) of uint8 and y_test (n,) of whole numbers, named by class_names where they are no digits"
"""The arrays of the file, called as in MNIST's own."""

UPLOADED = "the uploaded file"
"""What stands in a DataError for the name of a file that has none."""


def to_npz(drawings: Sequence[SavedDrawing]) -> bytes:
    """Return the drawings' images and labels as an .npz, oldest first; the strokes are not in it."""
    file = io.BytesIO()
    ordered = sorted(drawings, key=lambda drawing: drawing.id)
    images = np.array([drawing.image for drawing in ordered], np.uint8).reshape(-1, 28, 28)
    names = [drawing.label for drawing in ordered]
    classes = DIGITS if set(names) <= set(DIGITS) else tuple(sorted(set(names)))
    labels = np.array([classes.index(name) for name in names], np.uint8)
    if classes == DIGITS:
        np.savez_compressed(file, x_test=images, y_test=labels)
    else:
        np.savez_compressed(file, x_test=images, y_test=labels, class_names=np.array(classes))
    return file.getvalue()


def from_npz(content: bytes) -> tuple[Bytes, list[str]]:
    """Return images (n, 28, 28) uint8 and the n names of their classes.

    The content is what `to_npz` wrote, or any other labelled images.

    Raises DataError for anything else; nothing is ever unpickled.
    """
    images, labels, classes = read_test_part(content, UPLOADED, LAYOUT)
    return images, [classes[label] for label in labels]
