"""What of images travels to the browser."""

import base64
import json

import numpy as np
import pytest

from dashboard.components import image_grid
from dashboard.components.image_grid import GridImage


def test_pixels_travel_as_bytes():
    """Image after image, row after row, one byte a pixel, with the sign they have."""
    images = np.arange(-4, 4, dtype=np.int8).reshape(2, 2, 2)
    data = image_grid.payload(images, [GridImage("0"), GridImage("1")], "two", 10, 5, 96, None)
    np.testing.assert_array_equal(np.frombuffer(base64.b64decode(data["pixels"]), np.int8), np.arange(-4, 4))
    assert data["signed"]
    json.dumps(data)


@pytest.mark.parametrize(
    "images", [np.zeros((2, 28, 28)), np.zeros((3, 28, 28), np.uint8), np.zeros((28, 28), np.uint8)]
)
def test_images_that_are_not_images_are_refused(images):
    """Another type, another number than captions, or no stack at all, each with a sentence."""
    with pytest.raises(ValueError, match="must be uint8 or int8 of shape"):
        image_grid.payload(images, [GridImage(), GridImage()], "", 10, 5, 96, None)
