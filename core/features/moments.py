"""Image moments: each digit is set upright, and brought to one height and width, as the spread of its ink tells them.

Seen as a cloud of ink with centre (my, mx) and covariance (vyy, vxy, vxx), a slanted digit has vxy != 0. The shear
x -> x - (vxy / vyy) (y - my) makes the covariance of x and y zero. With it LeCun et al., "Gradient-based learning
applied to document recognition" (1998), took their linear classifier from 12 % to 8.4 % errors.

The roots of vyy and of what then is vxx say how high and how wide a digit is, whatever its strokes do at the rim.
Bringing them to fixed values is moment normalization: R. G. Casey, "Moment normalization of handprinted characters"
(1970); C.-L. Liu et al., "Handwritten digit recognition: investigation of normalization and feature extraction
techniques" (2004).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bytes, Doubles, Floats

STEEPEST_SHEAR = 1.0
"""Columns per row. A lying stroke has next to no height and would otherwise be smeared over the image."""

HEIGHT_DEVIATION, WIDTH_DEVIATION = 5.4, 4.4
"""What the standard deviations of rows and of columns of ink are brought to, in pixels of 28.

Of nine choices of these and of `MOST_DISTORTED` this one did best on the validation images (97.3 %) and on the
handwriting of benchmarks/drawing.py together; none was a point worse.
"""

MOST_DISTORTED = 2.0
"""How many times as much one direction may be enlarged as the other: a 1 stays slim, and a minus sign low."""

_LEAST_DEVIATION = 0.25
"""In pixels; a single pixel of ink spreads over 0.29."""

_IMAGES_AT_A_TIME = 1000
"""Few enough for the working arrays to stay in cache, many enough for the cost of NumPy's calls not to count."""


@dataclass(frozen=True, eq=False)
class _Moments:
    """Of n images, each of shape (n,), in pixels: columns per row by which one leans, row and column of its centre of
    mass, counted from the middle of the image, (height / 2, width / 2), and the standard deviations of its rows and,
    set upright, of its columns.
    """

    shear: Doubles
    centre_row: Doubles
    centre_column: Doubles
    row_deviation: Doubles
    column_deviation: Doubles


def deskew(images: Bytes) -> Bytes:
    """Return each image sheared until its ink stands upright, its centre of mass at index (height / 2, width / 2).

    `images` are white on black, (height, width) or (n, height, width), uint8; the result has the same shape. It is
    moved by fractions of a pixel with linear interpolation, and an empty image stays empty. MNIST centres its digits
    to the nearest whole pixel. Since the shear interpolates anyway, the remaining fraction of a pixel goes with it,
    which is worth 0.8 points of a linear model's accuracy.

    Raises ValueError if the array is not uint8 or has neither two nor three dimensions.
    """
    return _each(images, has_one_size=False)


def normalize_moments(images: Bytes) -> Bytes:
    """Return each image deskewed, its ink brought to `HEIGHT_DEVIATION` and `WIDTH_DEVIATION` about the middle.

    Shapes, dtype and errors are those of `deskew`. One direction is enlarged at most `MOST_DISTORTED` times as much
    as the other; what leaves the image is lost.
    """
    return _each(images, has_one_size=True)


def _each(images: Bytes, *, has_one_size: bool) -> Bytes:
    if images.dtype != np.uint8 or images.ndim not in (2, 3):
        raise ValueError(
            f"images is an array of {images.dtype} and shape {images.shape}; it must be uint8 of shape "
            "(height, width) or (n, height, width)"
        )
    stack = images if images.ndim == 3 else images[np.newaxis]
    upright = np.empty_like(stack)
    for start in range(0, len(stack), _IMAGES_AT_A_TIME):
        chunk = stack[start : start + _IMAGES_AT_A_TIME]
        found = _moments(chunk)
        ones = np.ones(len(chunk))
        steps = _steps(found) if has_one_size else (ones, ones)
        upright[start : start + _IMAGES_AT_A_TIME] = _sampled(chunk, found, *steps)
    return upright.reshape(images.shape)


def _moments(images: Bytes) -> _Moments:
    _, height, width = images.shape
    rows = np.arange(height) - height / 2
    columns = np.arange(width) - width / 2
    # Each row's ink and first two moments, from one matrix product over all pixels.
    weights = np.stack([np.ones(width), columns, columns**2], axis=1).astype(np.float32)
    of_rows = (images.astype(np.float32) @ weights).astype(np.float64)
    ink, moment, second = of_rows[:, :, 0], of_rows[:, :, 1], of_rows[:, :, 2]
    mass = np.maximum(ink.sum(axis=1), 1.0)  # 1 for an empty image, whose moments are all zero
    centre_row = ink @ rows / mass
    centre_column = moment.sum(axis=1) / mass
    variance_of_rows = ink @ rows**2 / mass - centre_row**2
    variance_of_columns = second.sum(axis=1) / mass - centre_column**2
    covariance = moment @ rows / mass - centre_row * centre_column
    # A single row of ink has no slant to speak of, nor has an empty image.
    slanted = variance_of_rows > 1e-6
    shear = np.divide(covariance, variance_of_rows, out=np.zeros_like(mass), where=slanted)
    shear = np.clip(shear, -STEEPEST_SHEAR, STEEPEST_SHEAR)
    upright = variance_of_columns - 2 * shear * covariance + shear**2 * variance_of_rows
    return _Moments(
        shear,
        centre_row,
        centre_column,
        np.sqrt(np.maximum(variance_of_rows, 0)),
        np.sqrt(np.maximum(upright, 0)),
    )


def _steps(found: _Moments) -> tuple[Doubles, Doubles]:
    """Return how many rows, and how many columns, of an image make one of its normalized form; each (n,)."""
    row = np.maximum(found.row_deviation, _LEAST_DEVIATION) / HEIGHT_DEVIATION
    column = np.maximum(found.column_deviation, _LEAST_DEVIATION) / WIDTH_DEVIATION
    row_step, column_step = np.maximum(row, column / MOST_DISTORTED), np.maximum(column, row / MOST_DISTORTED)
    # An empty image has nothing to enlarge.
    is_blank = (found.row_deviation == 0) & (found.column_deviation == 0)
    return np.where(is_blank, 1.0, row_step), np.where(is_blank, 1.0, column_step)


def _sampled(images: Bytes, found: _Moments, row_step: Doubles, column_step: Doubles) -> Bytes:
    """Return the images with their centre in the middle, the shear undone, and every `row_step`th row and
    `column_step`th column of them; what leaves an image is lost.
    """
    count, height, width = images.shape
    rows = row_step[:, np.newaxis] * (np.arange(height) - height / 2)
    columns = column_step[:, np.newaxis] * (np.arange(width) - width / 2)
    # A rim of zeros stands for everything outside, so that no mask is needed.
    padded = np.zeros((count, height + 2, width), dtype=np.float32)
    padded[:, 1:-1] = images
    above, below, share = _neighbours(rows + height / 2 + found.centre_row[:, np.newaxis], height)
    image = np.arange(count)[:, np.newaxis]
    centred = padded[image, above]
    centred += (padded[image, below] - centred) * share[:, :, np.newaxis]

    padded = np.zeros((count, height, width + 2), dtype=np.float32)
    padded[:, :, 1:-1] = centred
    lean = found.shear[:, np.newaxis] * rows + found.centre_column[:, np.newaxis]
    left, right, share = _neighbours((columns + width / 2)[:, np.newaxis, :] + lean[:, :, np.newaxis], width)
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
