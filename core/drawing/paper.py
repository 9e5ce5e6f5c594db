"""How far each pixel of a picture stands out from the paper around it, in whatever light."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, zoom

from core.arrays import Doubles, Floats

FAINTEST_CONTRAST = 16
"""Grey levels by which the ink must differ from its background."""

_FINEST = 300
"""The longer side over the blur that takes a camera's noise away; a stroke is many times as wide."""

_COARSEST = 9
"""The longer side over the reach of what is taken for light; a shadow's edge is as soft as that."""

_SAMPLED = 32
"""Points a side in which the light is fitted."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Layer:
    """What stands out from the paper on one side of it, darker or lighter, by more than a threshold.

    `height`: (height, width) float32, grey levels from the paper, 0 where nothing stands out. `noise`: the standard
    deviation of paper. `trust`: 0 to 1, how good a way of looking this is before one has seen what it shows.
    """

    height: Floats
    threshold: float
    noise: float
    trust: float = 1.0

    @property
    def mask(self) -> Mask:
        """Where there is ink."""
        return self.height > self.threshold

    @property
    def ink(self) -> Floats:
        """Shares, with a ramp around the threshold for the soft edges that the area-weighted resize expects."""
        ink: Floats = np.clip((self.height - self.threshold / 2) / self.threshold, 0, 1).astype(np.float32)
        return ink


def layers(plane: Floats, valid: Mask) -> Iterator[Layer]:
    """Yield the layers of a plane, likeliest first: of what is darker or lighter than most, and of the darkest of it.

    The second one parts ink from paler rulings. `valid`: the pixels that count; of these at least half are paper.
    Nothing comes of a plane that shows nothing but noise and shade.
    """
    relief, noise = _relief(plane, valid)
    sides = [np.maximum(sign * relief, 0) * valid for sign in (-1, 1)]
    energies = [float(np.square(side, dtype=np.float64).sum()) for side in sides]
    for side, energy in sorted(zip(sides, energies, strict=True), key=lambda pair: -pair[1]):
        if energy < 0.3 * max(energies):
            continue
        trust = 1.0 if energy == max(energies) else 0.8
        threshold = otsu(side[valid])
        if threshold < max(FAINTEST_CONTRAST / 2, 2.5 * noise):
            continue
        yield Layer(side, threshold, noise, trust)
        above = side[side > threshold]
        darkest = otsu(above)
        if darkest > 1.25 * threshold and (above > darkest).mean() > 0.02:
            yield Layer(side, darkest, noise, 0.85 * trust)


def _relief(plane: Floats, valid: Mask) -> tuple[Floats, float]:
    """Return the plane minus the light on its paper, without a camera's noise, and the noise that is left."""
    longer = max(plane.shape)
    sigma = longer / _FINEST
    smooth: Floats = gaussian_filter(plane * valid, sigma)
    if not valid.all():
        smooth /= np.maximum(gaussian_filter(valid.astype(np.float32), sigma), np.float32(1e-3))
    relief = smooth - _surface(smooth, valid)
    step = max(1, longer // 128)
    coarse, counts = relief[::step, ::step], valid[::step, ::step]
    light = np.zeros_like(coarse)
    for _ in range(5):
        # What the quadratic surface did not reach, such as the shadow of a hand: the mean of the paper nearby.
        off = np.abs(coarse - light)
        paper = (counts & (off <= np.clip(2.5 * _spread(off[counts]), 2.0, 1.5 * _ALIKE))).astype(np.float32)
        nearby = gaussian_filter(paper, longer / step / _COARSEST / 2)
        # Where there is next to no paper, the surface stands.
        light = gaussian_filter(paper * coarse, longer / step / _COARSEST / 2) / (nearby + 0.02)
    if step > 1:
        light = _enlarged(light, plane.shape)
    relief = (relief - light).astype(np.float32)
    off = np.abs(relief[valid])
    return relief, _spread(off[off <= 1.5 * _ALIKE])


def _enlarged(values: Floats, shape: tuple[int, ...]) -> Floats:
    factors = [wanted / length for wanted, length in zip(shape, values.shape, strict=True)]
    large: Floats = zoom(values, factors, order=1, grid_mode=True, mode="nearest")
    return large


def _spread(off: Floats) -> float:
    """Return the standard deviation of what is off zero by so much, without outliers."""
    return 1.4826 * float(np.median(off)) if off.size else 0.0


def _surface(plane: Floats, valid: Mask) -> Floats:
    """Return a quadratic surface, fitted to the background by least squares without outliers."""
    height, width = plane.shape
    step = max(1, max(height, width) // _SAMPLED)
    down, across = np.linspace(-1, 1, height), np.linspace(-1, 1, width)

    def terms(y: Doubles, x: Doubles) -> list[Doubles]:
        return [np.ones(np.broadcast(y, x).shape), y + 0 * x, x + 0 * y, y * x, y**2 + 0 * x, x**2 + 0 * y]

    design = np.stack([term.ravel() for term in terms(down[::step, None], across[::step])], axis=1)
    values = plane[::step, ::step].astype(np.float64).ravel()
    counts = valid[::step, ::step].ravel()
    kept = counts & (np.abs(values - _commonest(values[counts])) <= _ALIKE)
    coefficients: NDArray[np.floating] = np.zeros(6)
    for _ in range(8):
        if kept.sum() < 12:
            break
        # By normal equations, with a little on the diagonal for a field that is a narrow strip.
        some = design[kept]
        coefficients = np.linalg.solve(some.T @ some + 1e-6 * np.eye(6), some.T @ values[kept])
        off = np.abs(values - design @ coefficients)
        # 2.5 deviations of what was paper so far, but no less than its own noise.
        kept = counts & (off <= max(2.5 * _spread(off[kept]), 2.0))
    a, b, c, d, e, f = coefficients
    y, x = down[:, None], across
    surface: Floats = ((a + b * y + e * y**2) + (c * x + f * x**2) + d * y * x).astype(np.float32)
    return surface


_ALIKE = 24
"""Grey levels within which the light on a sheet of paper varies at first sight."""


def _commonest(values: Doubles) -> float:
    """Return the grey level about which most values lie: that of the paper, where a table takes as much room."""
    counts = np.bincount(np.clip(values, 0, 255).astype(np.intp), minlength=256)
    around = np.convolve(counts, np.ones(2 * _ALIKE + 1), mode="same")
    return float(np.median(np.flatnonzero(around == around.max())))


def otsu(values: Floats) -> float:
    """Return the threshold that parts the values into two classes of the least variance within (Otsu 1979)."""
    counts, edges = np.histogram(values, bins=128)
    centres = (edges[1:] + edges[:-1]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * centres)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(edges[1 + np.argmax(np.nan_to_num(between[:-1]))])
