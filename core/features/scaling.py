"""Feature scaling: what one number a pixel becomes before the model sees it.

Every scaling is affine per pixel, x * scale + offset, with numbers fitted on the training images only. That is
why training can keep its images as bytes, and why a trained model needs four small arrays, and not the data set, to
read a drawing.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import PIXELS, Bytes, Doubles, Floats
from core.errors import written
from core.features.moments import deskew, normalize_moments


@dataclass(frozen=True)
class PixelStatistics:
    """What the training images say about each pixel, in grey levels; every array has shape (784,)."""

    lowest: Doubles
    highest: Doubles
    mean: Doubles
    deviation: Doubles


@dataclass(frozen=True)
class ScalingRule:
    """One row of `SCALINGS`: a pixel x becomes (x - centre) / spread, with both taken from the statistics.

    Before that, where the rule has an `image_step`, every image goes through it; the statistics are those of what
    comes out of it. It takes and returns (n, 28, 28) uint8 and knows one image from the next by nothing. `plain`
    names the rule that is nearest to it without that step.
    """

    centre_and_spread: Callable[[PixelStatistics], tuple[Doubles, Doubles]]
    image_step: Callable[[Bytes], Bytes] | None = None
    plain: str | None = None


def _standardize(seen: PixelStatistics) -> tuple[Doubles, Doubles]:
    return seen.mean, seen.deviation


LEAST_SPREAD = 20.0
"""Grey levels by which pixels are divided at least after `normalize_moments`.

It leaves the rim of an image nearly, but not quite, without ink. Standardized, a pixel with ink in one image of a
thousand would be thirty times as large there as any other, and the model would read digits by it: 97.0 % of the test
images instead of 97.2 %.
"""


def _standardize_moderately(seen: PixelStatistics) -> tuple[Doubles, Doubles]:
    return seen.mean, np.maximum(seen.deviation, LEAST_SPREAD)


def _normalize(seen: PixelStatistics) -> tuple[Doubles, Doubles]:
    return seen.lowest, seen.highest - seen.lowest


SCALINGS: Mapping[str, ScalingRule] = {
    "standardize": ScalingRule(_standardize),
    "normalize": ScalingRule(_normalize),
    "none": ScalingRule(lambda _: (np.zeros(PIXELS), np.ones(PIXELS))),
    "deskew": ScalingRule(_standardize, deskew, "standardize"),
    "deskew-normalize": ScalingRule(_normalize, deskew, "normalize"),
    "moments": ScalingRule(_standardize_moderately, normalize_moments, "standardize"),
}
"""The scalings that an experiment can choose from, by name."""


def prepare(name: str, images: Bytes) -> Bytes:
    """Return `images`, (n, 28, 28) or (n, 784) uint8, after the image step of the scaling `name`, as (n, 784)."""
    step = SCALINGS[name].image_step
    if step is None:
        return images.reshape(-1, PIXELS)
    return step(np.ascontiguousarray(images).reshape(-1, 28, 28)).reshape(-1, PIXELS)


@dataclass(frozen=True, eq=False)
class Scaling:
    """A scaling fitted on training images.

    `lowest`, `highest`: (784,) uint8, the range of each pixel in the training images.
    `scale`, `offset`: (784,) float32, both 0 where a pixel never changed in training and so can tell nothing.
    """

    name: str
    lowest: Bytes
    highest: Bytes
    scale: Floats
    offset: Floats

    def clip(self, images: Bytes) -> Bytes:
        """Return prepared `images`, (n, 784) uint8 or (n, 28, 28), as (n, 784) within each pixel's range in training.

        Training images come back unchanged. A drawing's pixels that training never lit fall silent, and those that
        it rarely lit, whose scale is large, cannot exceed what training has seen.
        """
        # (`np.clip` takes eight times as long over bytes.)
        clipped: Bytes = np.minimum(np.maximum(images.reshape(-1, PIXELS), self.lowest), self.highest)
        return clipped

    def transform(self, images: Bytes) -> Floats:
        """Return the model's inputs, (n, 784) float32, for `images`, (n, 28, 28) or (n, 784) uint8, as they came."""
        return self.clip(prepare(self.name, images)) * self.scale + self.offset

    @property
    def has_image_step(self) -> bool:
        """Whether images go through a step of the rule, such as deskewing, before they are scaled."""
        return SCALINGS[self.name].image_step is not None

    def without_image_step(self) -> "Scaling":
        """Return the same scaling for images as they came."""
        return replace(self, name=SCALINGS[self.name].plain or self.name)

    def without_scale(self) -> "Scaling":
        """Return a scaling that leaves prepared pixels as they are, 0 to 255.

        It is what a model is given by a program that forgets to scale what it reads as it scaled the training images.
        """
        zeros = np.zeros(PIXELS, np.uint8)
        ones = np.ones(PIXELS, np.float32)
        return replace(self, lowest=zeros, highest=zeros + 255, scale=ones, offset=0 * ones)

    def to_bytes(self) -> bytes:
        """Return the scaling as an .npz without pickles; `from_bytes` gives the same numbers back."""
        archive = io.BytesIO()
        np.savez(
            archive,
            name=np.array(self.name),
            lowest=self.lowest,
            highest=self.highest,
            scale=self.scale,
            offset=self.offset,
        )
        return archive.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Scaling":
        """Read what `to_bytes` wrote. Raises ValueError for anything else; nothing is ever unpickled."""
        kinds = {"lowest": np.uint8, "highest": np.uint8, "scale": np.float32, "offset": np.float32}
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                name, parts = str(arrays["name"]), {kind: arrays[kind] for kind in kinds}
        except Exception as error:  # the readers of archives and of headers raise what theirs do
            raise ValueError("the scaling is damaged: it is not what was written") from error
        if name not in SCALINGS:
            raise ValueError(f"the scaling is called {written(name)}; it must be one of {', '.join(SCALINGS)}")
        if any(part.shape != (PIXELS,) or part.dtype != kinds[kind] for kind, part in parts.items()):
            raise ValueError(f"the scaling is damaged: it must have {PIXELS} numbers of each kind")
        return cls(name, **parts)


def fit_scaling(name: str, images: Bytes) -> Scaling:
    """Return the scaling `name` of `SCALINGS`, fitted on prepared training images.

    `images` are (n, 784) or (n, 28, 28) uint8, n >= 1.
    """
    return scaling_of(name, statistics(images.reshape(-1, PIXELS)))


def scaling_of(name: str, seen: PixelStatistics) -> Scaling:
    """Return the scaling `name` of `SCALINGS` for what was seen of prepared images."""
    centre, spread = SCALINGS[name].centre_and_spread(seen)
    varies = seen.highest > seen.lowest
    scale = np.where(varies, 1 / np.where(varies, spread, 1), 0)
    return Scaling(
        name,
        seen.lowest.astype(np.uint8),
        seen.highest.astype(np.uint8),
        scale.astype(np.float32),
        (-centre * scale).astype(np.float32),
    )


def statistics(images: Bytes) -> PixelStatistics:
    """Return what `images`, (n, 784) uint8 with n >= 1, say about each pixel."""
    # 256 images at a time: sums of 256 squares of bytes are below 2**24, so float32 holds them exactly and its
    # speed costs no accuracy. What is added up after that are whole numbers in float64, exact up to 370,000 images.
    total = np.zeros(PIXELS)
    total_of_squares = np.zeros(PIXELS)
    for start in range(0, len(images), 256):
        block = images[start : start + 256].astype(np.float32)
        total += block.sum(axis=0)
        total_of_squares += np.einsum("ip,ip->p", block, block)
    n = len(images)
    deviation = np.sqrt(n * total_of_squares - total**2) / n
    lowest, highest = images.min(axis=0), images.max(axis=0)
    return PixelStatistics(lowest.astype(float), highest.astype(float), total / n, deviation)
