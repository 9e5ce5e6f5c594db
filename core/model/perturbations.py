"""Perturbations of a digit, which show how little a linear model can bear: moved, turned, resized, thickened.

A softmax model has one weight a pixel and knows nothing of neighbours, so that the same digit two pixels further is
another input to it. Perturbations change the finished 28x28 image, after everything that would have brought it back
to MNIST's place and size.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import affine_transform, grey_dilation, grey_erosion

from core.arrays import Bytes, Doubles

CENTRE = 14.0
"""Row and column at which MNIST's digits have their centre of mass, and about which they are turned and resized."""


@dataclass(frozen=True)
class Perturbation:
    """How much of each; by default nothing changes. Applied in this order: pen, size, turn, right and down.

    `right`, `down`: pixels. `turn`: degrees, clockwise. `size`: factor on both sides. `pen`: pixels that strokes gain
    on either side, or lose.
    """

    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    size: float = 1.0
    pen: float = 0.0


@dataclass(frozen=True)
class Range:
    """The values that one field of `Perturbation` is tried at: from `lowest` to `highest` in steps of `step`."""

    lowest: float
    highest: float
    step: float

    @property
    def values(self) -> Doubles:
        """All of them, ascending, (n,) float64."""
        return np.linspace(self.lowest, self.highest, round((self.highest - self.lowest) / self.step) + 1)


RANGES: Mapping[str, Range] = {
    "right": Range(-8.0, 8.0, 0.5),
    "down": Range(-8.0, 8.0, 0.5),
    "turn": Range(-90.0, 90.0, 5.0),
    "size": Range(0.5, 1.5, 0.05),
    "pen": Range(-1.0, 3.0, 0.25),
}
"""By field of `Perturbation`."""


def perturbed(image: Bytes, perturbation: Perturbation) -> Bytes:
    """Return `image`, (28, 28) uint8, after `perturbation`, of the same shape; what leaves the image is lost."""
    thickened = _thickened(image.astype(np.float64), perturbation.pen)
    angle = math.radians(perturbation.turn)
    # From where in the image each pixel of the result is taken: the transformation backwards, in (row, column).
    back = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]) / perturbation.size
    centre = np.full(2, CENTRE)
    offset = centre - back @ (centre + np.array([perturbation.down, perturbation.right]))
    moved = affine_transform(thickened, back, offset, order=1)
    return np.rint(np.clip(moved, 0, 255)).astype(np.uint8)


def sweep(image: Bytes, perturbation: Perturbation, field: str) -> tuple[Doubles, Bytes]:
    """Return all values of `field` in `RANGES`, (n,), and `image` perturbed by each of them, (n, 28, 28) uint8.

    The other fields are as in `perturbation`.
    """
    values = RANGES[field].values
    images = [perturbed(image, replace(perturbation, **{field: float(value)})) for value in values]
    return values, np.stack(images)


def _thickened(image: Doubles, pen: float) -> Doubles:
    """Return the image with all edges `pen` pixels further out, or in; between whole pixels, a mixture of both."""
    if pen == 0:
        return image
    whole, share = int(abs(pen)), abs(pen) % 1
    nearer = _by_whole_pixels(image, whole, pen > 0)
    if not share:
        return nearer
    further = _by_whole_pixels(image, whole + 1, pen > 0)
    return nearer + share * (further - nearer)


def _by_whole_pixels(image: Doubles, radius: int, outwards: bool) -> Doubles:
    change = grey_dilation if outwards else grey_erosion
    result: Doubles = image if radius == 0 else change(image, footprint=_disc(radius), mode="constant")
    return result


def _disc(radius: int) -> NDArray[np.bool_]:
    across = np.arange(-radius, radius + 1)
    disc: NDArray[np.bool_] = np.hypot(*np.meshgrid(across, across)) <= radius + 0.25
    return disc
