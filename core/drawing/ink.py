"""Where the ink is in a picture of one background colour: a canvas or a scan, whatever its colours.

What the border shows is the background, and how far a pixel is from it says how much of the pixel ink covers, down to
the antialiased edges.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, label, maximum_filter

from core.arrays import Bytes, Floats
from core.drawing.paper import FAINTEST_CONTRAST
from core.errors import DrawingError

Ink = NDArray[np.floating]
"""Share of each pixel that ink covers, 0 to 1; in pictures float32."""

SMALLEST_SIDE = 8
"""Pixels of a picture's longer side below which no digit can be told from another."""

WORKING_SIDE = 1024
"""Pixels to which the longer side of a larger picture is reduced first."""

SPECK = 0.01
"""A spot with less than this share of all ink is dust or noise; a hundredth of an MNIST digit is one pixel."""

_NOISE_OF_A_CANVAS = 6
"""Grey levels by which a drawn or scanned background may stray from its colour, JPEG artefacts included."""


def planes_of(array: Bytes, side: int = WORKING_SIDE) -> list[Floats]:
    """Return what to look for ink in, one array a colour: grey, red-green-blue, or a transparent canvas's opacity.

    `array` is grey, RGB or RGBA: (height, width), (height, width, 3) or (height, width, 4), uint8. Each plane is
    float32, reduced to `side` pixels.

    Raises DrawingError: "too_small", or "not_an_image" for another shape or type.
    """
    _check(array)
    if array.ndim == 2:
        return [_reduced(array, side)]
    if array.shape[2] == 4:
        opacity = array[:, :, 3]
        if _border_level(opacity) < 128 <= int(opacity.max()):
            return [_reduced(opacity, side)]
        if opacity.min() < 255:
            # A mostly opaque picture with holes: as browsers show it, on white.
            share = opacity.astype(np.float32) / 255
            return [_reduced(array[:, :, colour] * share + 255 * (1 - share), side) for colour in range(3)]
    red, green, blue = np.moveaxis(array[:, :, :3], 2, 0)
    is_grey = np.array_equal(red, green) and np.array_equal(red, blue)
    return [_reduced(plane, side) for plane in ((red,) if is_grey else (red, green, blue))]


def drawn_ink(planes: list[Floats]) -> Floats | None:
    """Return the share of each pixel that ink covers, (height, width) float32, without specks.

    None if the background has not one colour, as that of a photo; then there is more to be told apart.

    Raises DrawingError: "blank" if there is nothing but the background.
    """
    difference = _difference(planes, [_border_level(plane) for plane in planes])
    strongest = float(difference.max())
    if strongest < FAINTEST_CONTRAST:
        raise DrawingError("blank", "There is nothing on the picture: it has one colour all over.")
    if not _is_even(difference, strongest):
        return None
    ink = difference * np.float32(1 / strongest)
    # What is too faint to be an edge of the ink is what compression leaves around it.
    ink[difference < min(_NOISE_OF_A_CANVAS, strongest / 8)] = 0
    return _without_specks(ink)


def _check(array: Bytes) -> None:
    layout = getattr(array, "shape", ())
    if (
        not isinstance(array, np.ndarray)
        or array.dtype != np.uint8
        or not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4)))
    ):
        raise DrawingError(
            "not_an_image",
            f"An array of {getattr(array, 'dtype', type(array).__name__)} and shape {layout} is not an image; "
            "it must be uint8 of shape (height, width), (height, width, 3) or (height, width, 4).",
        )
    height, width = array.shape[:2]
    if min(height, width) < 2 or max(height, width) < SMALLEST_SIDE:
        raise DrawingError(
            "too_small",
            f"The picture is {width} x {height} pixels; it takes at least {SMALLEST_SIDE} to show a digit.",
            width=width,
            height=height,
            least=SMALLEST_SIDE,
        )


def _reduced(plane: NDArray[Any], side: int) -> Floats:
    """Return means of whole blocks of pixels, as few as bring the longer side to `side`."""
    block = -(-max(plane.shape) // side)
    if block == 1:
        return plane.astype(np.float32)
    height, width = (max(length // block, 1) for length in plane.shape)
    tall, wide = (min(block, length) for length in plane.shape)
    blocks = plane[: height * tall, : width * wide].reshape(height, tall, width, wide)
    means: Floats = blocks.mean(axis=(1, 3), dtype=np.float32)
    return means


def _border_level(plane: NDArray[Any]) -> float:
    """Return the level that most of the outermost pixels have; ink that touches the border is outvoted."""
    return float(np.median(np.concatenate([plane[0], plane[-1], plane[1:-1, 0], plane[1:-1, -1]])))


def _difference(planes: list[Floats], backgrounds: list[float]) -> Floats:
    """Return the grey levels by which each pixel differs from its background in the colour that differs most."""
    difference: Floats = np.abs(planes[0] - np.float32(backgrounds[0]))
    for plane, background in zip(planes[1:], backgrounds[1:], strict=True):
        np.maximum(difference, np.abs(plane - np.float32(background)), out=difference)
    return difference


def _is_even(difference: Floats, strongest: float) -> bool:
    """Return whether the background has one colour: nearly all that is not near to ink is within its noise.

    What is near may be its blurred edge, which a picture enlarged from few pixels has in plenty.
    """
    longer = max(difference.shape)
    sample = difference[:: -(-longer // _SAMPLED), :: -(-longer // _SAMPLED)]
    reach = max(sample.shape) // _BLUR
    background = sample[maximum_filter(sample, 2 * reach + 1) < strongest / 4]
    if background.size < sample.size / 4:
        # Noise is everywhere near to more of it, and a tight box leaves little else: judge all that is not ink.
        background = sample[sample < strongest / 4]
    return float((background > _NOISE_OF_A_CANVAS).sum()) <= 0.1 * background.size


_SAMPLED = 128
"""Pixels of the longer side in which the evenness of the background is judged."""

_BLUR = 16
"""The longer side over the reach of blurred edges, which is one pixel in a picture enlarged from 16."""


def _without_specks(ink: Floats) -> Floats:
    """Return the ink without spots that hold less than `SPECK` of it."""
    spots, count = label(ink > 0.2, structure=np.ones((3, 3)))
    if count <= 1:
        return ink
    share = np.bincount(spots.ravel(), weights=ink.ravel())
    share[0] = 0
    large = share >= SPECK * share.sum()
    if large.sum() == count:
        return ink
    # With two pixels around them: their antialiased edges are fainter than the spots are.
    return np.where(binary_dilation(large[spots], iterations=2), ink, 0).astype(np.float32)
