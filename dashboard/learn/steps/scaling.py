"""Step 2: what scaling makes of pixels, of the loss over two weights and of an outlier; moments; what a leak is."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.arrays import SIDE, Doubles
from core.features.moments import HEIGHT_DEVIATION, MOST_DISTORTED, STEEPEST_SHEAR, WIDTH_DEVIATION
from core.features.scaling import SCALINGS, PixelStatistics, statistics
from core.images.split import Prepared
from core.lessons import model
from core.lessons.read import places_of_digits
from core.lessons.scaling import LEVELS_IN_A_BIN, Pairs, distribution, leak, losses, lowest, pairs
from dashboard.learn.step import Question, Step, packed

DIGIT = 7
TWO_PIXELS = ((9, 10), (26, 7))
"""Row and column of a pixel in the bar of most sevens and of one in the foot of some: both speak for a 7, and the
second one is inked in one image of a hundred."""

WAYS = ("none", "normalize", "standardize")

COUNTED = 5_000
"""Training images whose grey levels are counted."""

OF_OUTLIER = 1_000
"""Training images one of which has an outlier."""

ADDED = (0, 25, 50, 100)
"""Grey levels that the paper of the test images has beyond that of the training images."""

LEAK_STEPS, JUDGED = 100, 2_000
"""Steps of training of the models with and without a leak, and test images by which they are judged."""

GRID = (61, 21)
"""Columns and rows of points at which the loss is known: across the ravine it changes fast."""


def _figures() -> Mapping[str, Any]:
    images = model.tutorial()
    seen = statistics(images.split.x_train)
    return {
        "two": _two_weights(images, seen),
        "pixels": _pixels(images, seen),
        "moments": {
            "digit": DIGIT,
            "height": HEIGHT_DEVIATION,
            "width": WIDTH_DEVIATION,
            "most_distorted": MOST_DISTORTED,
            "steepest": STEEPEST_SHEAR,
        },
        "outlier": packed(images.split.x_train[:OF_OUTLIER, _place(TWO_PIXELS[0])], "u1"),
        "leak": {
            "steps": LEAK_STEPS,
            "judged": JUDGED,
            "image": packed(images.dataset.x_test[0], "u1"),
            **vars(leak(images, ADDED, LEAK_STEPS, JUDGED)),
        },
    }


def _two_weights(images: Prepared, seen: PixelStatistics) -> Mapping[str, Any]:
    """Return the images as two pixels show them, the lowest loss, and for each scaling the loss around it.

    Weights are those of scaled pixels. `stable` is the largest rate with which descent stays in a valley that curves
    as the loss does at the start or at the lowest point: 2 over the largest curvature. `ratio` is how much more the
    loss curves along one direction than along the other, at the lowest point.
    """
    places = (_place(TWO_PIXELS[0]), _place(TWO_PIXELS[1]))
    shown = pairs(images.split.x_train, images.split.y_train, places, DIGIT)
    best = lowest(shown)
    ways = {}
    for name in WAYS:
        _, spread = _centre_and_spread(name, seen)
        of_two = spread[list(places)]
        target = best.weights * of_two
        at_start, there = (
            np.linalg.eigvalsh(curvature / np.outer(of_two, of_two)).tolist()
            for curvature in (best.curvature_at_start, best.curvature)
        )
        ways[name] = {
            "spread": of_two.tolist(),
            "lowest": target.tolist(),
            "stable": 2 / max(at_start[1], there[1]),
            "ratio": there[1] / there[0],
            **_around(shown, target, of_two),
        }
    return {
        "digit": DIGIT,
        "places": TWO_PIXELS,
        "values": packed(shown.values, "u1"),
        "positives": packed(shown.positives, "u2"),
        "negatives": packed(shown.negatives, "u2"),
        "loss": best.loss,
        "images": len(images.split.x_train),
        "deviations": seen.deviation[list(places)].tolist(),
        "ways": ways,
    }


def _around(shown: Pairs, target: Doubles, spread: Doubles) -> Mapping[str, Any]:
    """Return the loss on a grid in a square that holds the start, which is 0, and the lowest point."""
    half = np.abs(target).max()
    x, y = (
        np.linspace(middle - half, middle + half, count) for middle, count in zip(0.6 * target, GRID, strict=True)
    )
    weights = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return {
        "x": [x[0], x[-1]],
        "y": [y[0], y[-1]],
        "columns": len(x),
        "losses": packed(losses(shown, weights / spread)),
    }


def _pixels(images: Prepared, seen: PixelStatistics) -> Mapping[str, Any]:
    """Return what is known of every pixel, and one image of each digit."""
    split = images.split
    ten = [places[0] for places in places_of_digits(split.y_train)]
    return {
        "counts": packed(distribution(split.x_train[:COUNTED]), "u2"),
        "counted": COUNTED,
        "levels": LEVELS_IN_A_BIN,
        "first": _place(TWO_PIXELS[0]),
        "ways": {
            name: {"centre": packed(centre), "spread": packed(spread)}
            for name in WAYS
            for centre, spread in [_centre_and_spread(name, seen)]
        },
        "deviations": packed(seen.deviation),
        "images": packed(split.x_train[ten], "u1"),
    }


def _centre_and_spread(name: str, seen: PixelStatistics) -> tuple[Doubles, Doubles]:
    """Return what a scaling subtracts from a pixel and divides it by, (784,) each; 0 for one that never changes."""
    centre, spread = SCALINGS[name].centre_and_spread(seen)
    return centre, np.where(seen.highest > seen.lowest, spread, 0)


def _place(pixel: tuple[int, int]) -> int:
    return SIDE * pixel[0] + pixel[1]


STEP = Step(
    number=2,
    name="scaling",
    formula=r"x' = \frac{x - \text{mean}}{\text{deviation}} \qquad x' = \frac{x - \min}{\max - \min}",
    code=("scale",),
    question=Question(options=3, right=2),
    figures=_figures,
    page="train",
    race="scalings",
)
