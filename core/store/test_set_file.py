"""Saved drawings as a file: an .npz that one can hand to somebody, or name as a test set."""

import io
from collections.abc import Sequence

import numpy as np

from core.arrays import Bytes
from core.images.reading.recognition import read_test_part
from core.store.records import SavedDrawing

LAYOUT = "x_test (n, 28, 28) of uint8 and y_test (n,) of whole numbers 0 to 9"
"""The arrays of the file, called as in MNIST's own."""

UPLOADED = "the uploaded file"
"""What stands in a DataError for the name of a file that has none."""


def to_npz(drawings: Sequence[SavedDrawing]) -> bytes:
    """Return the drawings' images and labels as an .npz, oldest first; the strokes are not in it."""
    file = io.BytesIO()
    ordered = sorted(drawings, key=lambda drawing: drawing.id)
    images = np.array([drawing.image for drawing in ordered], np.uint8).reshape(-1, 28, 28)
    np.savez_compressed(file, x_test=images, y_test=np.array([drawing.label for drawing in ordered], np.uint8))
    return file.getvalue()


def from_npz(content: bytes) -> tuple[Bytes, Bytes]:
    """Return images (n, 28, 28) uint8 and labels (n,) uint8 of what `to_npz` wrote, or of any other labelled images.

    Raises DataError for anything else; nothing is ever unpickled.
    """
    return read_test_part(content, UPLOADED, LAYOUT)
