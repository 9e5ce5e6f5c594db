"""Gradient descent to look at: on one image, and over the landscape of the loss, along the paths of several rates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Doubles, Floats
from core.config import PRESETS, ExperimentConfig
from core.images.split import batch_indices
from core.lessons import model
from core.model.softmax import exponentials
from core.training.state import initial_state


@dataclass(frozen=True, eq=False)
class OneImage:
    """What descent on a single image needs to know of it, and of others to see what becomes of them.

    Every step moves the weights along the same image x: W_k = W_0 - x a_k^T and b_k = b_0 - a_k, with a_k the sum of
    rate * (p - y) over the steps so far. So the logits of an image u are those at the start minus (x u + 1) a_k.

    `start` are the weights (785, 10) with the bias as last row, `place` is the image's among those to train on,
    `x` its scaled pixels (784,), `digit` what it shows. `other_logits` (n, 10) are other images' logits at the start,
    `other_products` (n,) what x u + 1 is for each, `other_digits` (n,) what they show.
    """

    start: Floats
    place: int
    x: Floats
    digit: int
    other_logits: Floats
    other_products: Floats
    other_digits: NDArray[np.int64]


def one_image(others: int, among: int = 400) -> OneImage:
    """Return a training image of the digit that the tutorial's start finds least likely, beside validation images.

    Of the first `among` images of any digit it is the one with the shortest x: without ink where hardly any has it,
    which standardization makes much of.
    """
    images = model.tutorial()
    start = initial_state(PRESETS["tutorial"]).weights[0]
    digit = int(start[-1].argmin())
    x = images.scaling.transform(images.split.x_train[:among])
    lengths = np.where(images.split.y_train[:among] == digit, (x**2).sum(axis=1), np.inf)
    place = int(lengths.argmin())
    u = images.scaling.transform(images.split.x_validation[:others])
    return OneImage(
        start=start,
        place=place,
        x=x[place],
        digit=digit,
        other_logits=u @ start[:-1] + start[-1],
        other_products=u @ x[place] + np.float32(1),
        other_digits=images.split.y_validation[:others].astype(np.int64),
    )


def paths(rates: Sequence[float], steps: int, batch_size: int) -> Floats:
    """Return the tutorial's weights along descent at several rates, (rates, steps + 1, 785, 10), from one start.

    All meet the same batches.
    """
    config = ExperimentConfig(learning_rates=tuple(rates), batch_size=batch_size)
    images = model.tutorial()
    found = np.empty((len(rates), steps + 1, *initial_state(config).weights[0].shape), np.float32)
    found[:, 0] = initial_state(config).weights[0]
    batches = batch_indices(len(images.split.x_train), batch_size, config.seeds[0], 0, steps)
    for step, batch in enumerate(batches):
        x = images.scaling.transform(images.split.x_train[batch])
        labels = images.split.y_train[batch].astype(np.int64)
        for run, rate in enumerate(rates):
            weights = found[run, step]
            found[run, step + 1] = weights - np.float32(rate) * model.gradient(weights, x, labels)
    return found


@dataclass(frozen=True, eq=False)
class Landscape:
    """The loss, in nats, over a plane of weights, and paths as they look from straight above.

    The plane goes through the common start in two main directions of paths. `places` (paths, steps + 1, 2) are the
    nearest points of it, in lengths of weights along both directions; `losses` (paths, steps + 1) those of the paths
    themselves, wherever they run. `heights` (up, across) are losses in the plane, at the places `up` and `across`.
    `share` is how much of the paths' squared distances from the start lies in the plane.
    """

    places: Doubles
    losses: Doubles
    across: Doubles
    up: Doubles
    heights: Doubles
    share: float


_THINNED = 4
"""Every fourth point of a path makes the main directions: neighbours say the same."""

_MARGIN = 0.12
"""Of the paths' extent, around them."""


def landscape(
    along: Floats, x: Floats, labels: NDArray[np.int64], columns: int, rows: int, shape: float
) -> Landscape:
    """Return the loss on the scaled images `x` (n, 784) with their digits over the plane of the paths `along`.

    The part of the plane that is looked at is `shape` times as wide as high. The main directions are those of a
    principal component analysis around the start (right singular vectors), in which each path counts alike, however
    far it goes: else the longest alone would lie in the plane.
    """
    away = (along - along[:, :1]).reshape(len(along), along.shape[1], -1)
    lengths = np.linalg.norm(away[:, -1], axis=1)
    points = (away[:, ::_THINNED] / lengths[:, np.newaxis, np.newaxis]).reshape(-1, away.shape[2])
    # Of the products of all points with each other, which are few: the singular vectors on the other side are the
    # same, and these take a hundredth of the time.
    sides, squares, _ = np.linalg.svd(points @ points.T)
    directions = sides[:, :2].T @ points / np.sqrt(squares[:2, np.newaxis])
    # A direction's sign is the decomposition's whim: the paths lead to the right, and in the end upwards.
    directions *= np.where((points @ directions.T)[-1] < 0, -1, 1)[:, np.newaxis].astype(np.float32)
    places = (away @ directions.T).astype(float)
    across, up = _extent(places.reshape(-1, 2), columns, rows, shape)
    with_one = np.concatenate([x, np.ones((len(x), 1), np.float32)], axis=1)
    start, *towards = (
        with_one @ weights.reshape(along.shape[2:]) for weights in (along[0, 0].reshape(-1), *directions)
    )
    rightwards = across[:, np.newaxis, np.newaxis].astype(np.float32) * towards[0]
    heights = [_losses(start + np.float32(height) * towards[1] + rightwards, labels) for height in up]
    # All weights of all paths side by side: one product instead of one a point.
    ahead = with_one @ along.transpose(2, 0, 1, 3).reshape(along.shape[2], -1)
    of_paths = ahead.reshape(len(x), -1, along.shape[3]).transpose(1, 0, 2)
    return Landscape(
        places=places,
        losses=_losses(of_paths, labels).reshape(along.shape[:2]),
        across=across,
        up=up,
        heights=np.array(heights),
        share=float((places**2).sum() / (away.astype(float) ** 2).sum()),
    )


def _losses(logits: Floats, labels: NDArray[np.int64]) -> Doubles:
    """Return the mean cross-entropies of logits (points, n, 10), (points,)."""
    right = logits[:, np.arange(len(labels)), labels]
    of_images = np.log(exponentials(logits).sum(axis=2)) + logits.max(axis=2) - right
    losses: Doubles = of_images.mean(axis=1, dtype=np.float64)
    return losses


def _extent(points: Doubles, columns: int, rows: int, shape: float) -> tuple[Doubles, Doubles]:
    """Return evenly spaced places across and up that hold all `points`, `shape` times as wide as high."""
    lowest, highest = points.min(axis=0), points.max(axis=0)
    middle, size = (lowest + highest) / 2, (highest - lowest) * (1 + 2 * _MARGIN)
    height = max(size[1], size[0] / shape)
    half = np.array([shape * height, height]) / 2
    (left, bottom), (right, top) = middle - half, middle + half
    return np.linspace(left, right, columns), np.linspace(bottom, top, rows)
