"""Step 2, scaling: the loss over two weights, what it costs when scaling sees the test set, and distributions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Bytes, Doubles
from core.config import PRESETS
from core.features.scaling import PixelStatistics, Scaling, scaling_of, statistics
from core.images.split import Prepared, batch_indices
from core.lessons.model import gradient
from core.model.softmax import SoftmaxModel
from core.training.state import initial_state

LEVELS_IN_A_BIN = 16
"""Grey levels that are counted together in a distribution."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """What two pixels of many images say, and whether an image is the digit that is asked for.

    `values`, (n, 2) uint8, are the pairs of grey levels that occur, each once; `positives` and `negatives`, both (n,)
    int64, count the images that have them, of the digit and of all others.
    """

    values: Bytes
    positives: NDArray[np.int64]
    negatives: NDArray[np.int64]

    @property
    def share(self) -> float:
        """The share of the digit among all images."""
        return float(self.positives.sum() / (self.positives.sum() + self.negatives.sum()))


@dataclass(frozen=True, eq=False)
class Lowest:
    """Where the loss over two weights is lowest.

    `weights`, (2,), are per grey level; `loss` is that there, in nats. The second derivatives by these weights, both
    (2, 2), are `curvature` there and `curvature_at_start` where both weights are 0.
    """

    weights: Doubles
    loss: float
    curvature: Doubles
    curvature_at_start: Doubles


def pairs(images: Bytes, labels: Bytes, pixels: tuple[int, int], digit: int) -> Pairs:
    """Return what two `pixels` say in `images`, (n, 784) uint8 with `labels` (n,) uint8."""
    seen = images[:, pixels[0]].astype(np.int64) * 256 + images[:, pixels[1]]
    found, places = np.unique(seen, return_inverse=True)
    positives = np.bincount(places, labels == digit, len(found)).astype(np.int64)
    values = np.stack([found // 256, found % 256], axis=1).astype(np.uint8)
    return Pairs(values, positives, np.bincount(places, minlength=len(found)) - positives)


def losses(seen: Pairs, weights: Doubles) -> Doubles:
    """Return the mean cross-entropy, (m,) in nats, of m models with `weights`, (m, 2) per grey level.

        p = 1 / (1 + exp(-(w1 x1 + w2 x2 + b)))

    is the probability of the digit; b is always the best there is for the two weights, so that the loss is one of
    these two alone.
    """
    evidence = weights @ seen.values.T.astype(float)
    logits = evidence + _best_bias(seen, evidence)[:, np.newaxis]
    count = (seen.positives + seen.negatives).astype(float)
    softplus = np.maximum(logits, 0) + np.log1p(np.exp(-np.abs(logits)))
    cost: Doubles = np.einsum("mn,n->m", softplus, count) - np.einsum("mn,n->m", logits, seen.positives.astype(float))
    cost /= count.sum()
    return cost


def lowest(seen: Pairs) -> Lowest:
    """Return where that loss is lowest, by Newton's method."""
    count = (seen.positives + seen.negatives).astype(float)
    spread = np.sqrt(np.average(np.square(seen.values - np.average(seen.values, 0, count)), 0, count))
    inputs = seen.values / spread
    weights = np.zeros(2)
    slope, curvature = at_start = _derivatives(seen, inputs, weights)
    loss = losses(seen, np.zeros((1, 2)))[0]
    while np.abs(step := np.linalg.solve(curvature, slope)).max() > 1e-9:
        while (new := losses(seen, ((weights - step) / spread)[np.newaxis])[0]) > loss:
            step /= 2
        weights, loss = weights - step, new
        slope, curvature = _derivatives(seen, inputs, weights)
    unit = np.outer(spread, spread)
    return Lowest(weights / spread, float(loss), curvature * unit, at_start[1] * unit)


def _derivatives(seen: Pairs, inputs: Doubles, weights: Doubles) -> tuple[Doubles, Doubles]:
    """Return the first and second derivatives of the loss, (2,) and (2, 2), by the weights of `inputs`, (n, 2)."""
    count = (seen.positives + seen.negatives).astype(float)
    evidence = inputs @ weights
    probability = 1 / (1 + np.exp(-(evidence + _best_bias(seen, evidence[np.newaxis])[0])))
    slope = inputs.T @ (count * probability - seen.positives) / count.sum()
    certainty = count * probability * (1 - probability) / count.sum()
    # The bias follows the two weights: what it takes up of the curvature is subtracted (the Schur complement).
    by_bias = inputs.T @ certainty
    return slope, (inputs.T * certainty) @ inputs - np.outer(by_bias, by_bias) / certainty.sum()


def _best_bias(seen: Pairs, evidence: Doubles) -> Doubles:
    """Return the bias, (m,), with which the mean probability is the share of the digit; `evidence` is (m, n)."""
    count = (seen.positives + seen.negatives).astype(float)
    wanted = float(seen.positives.sum())
    start = np.log(seen.share / (1 - seen.share))
    # At the lower bound every probability is below the share, at the upper one above it. Newton's steps keep within.
    low, high = start - evidence.max(axis=1), start - evidence.min(axis=1)
    bias = np.full(len(evidence), start)
    searching = np.arange(len(evidence))
    for _ in range(100):
        probability = 1 / (1 + np.exp(-(evidence[searching] + bias[searching, np.newaxis])))
        # Not by BLAS, whose threads would wait for each other.
        excess = np.einsum("mn,n->m", probability, count) - wanted
        slope = np.einsum("mn,mn,n->m", probability, 1 - probability, count)
        is_off = np.abs(excess) > 1e-6  # of one image
        searching, excess, slope = searching[is_off], excess[is_off], slope[is_off]
        if not len(searching):
            break
        at = bias[searching]
        low[searching] = np.where(excess > 0, low[searching], at)
        high[searching] = np.where(excess > 0, at, high[searching])
        newton = at - excess / np.maximum(slope, 1e-12)
        is_within = (newton > low[searching]) & (newton < high[searching])
        bias[searching] = np.where(is_within, newton, (low[searching] + high[searching]) / 2)
    return bias


def distribution(images: Bytes) -> NDArray[np.int64]:
    """Return how many of `images`, (n, 784) uint8, have each pixel in each of 16 ranges of grey levels, (784, 16)."""
    bins = 256 // LEVELS_IN_A_BIN
    places = np.arange(PIXELS) * bins + images // LEVELS_IN_A_BIN
    return np.bincount(places.reshape(-1), minlength=PIXELS * bins).reshape(PIXELS, bins)


@dataclass(frozen=True, eq=False)
class Leak:
    """How many test images on grey paper are read rightly, as shares: once for each of the grey levels `added`.

    The `honest` model's statistics are those of the training images; those of the `leaking` one are of training
    images and these test images together. Everything else is the same for both.
    """

    added: Sequence[int]
    honest: Sequence[float]
    leaking: Sequence[float]


def on_grey_paper(images: Bytes, levels: int) -> Bytes:
    """Return `images`, uint8, with so many grey levels added to every pixel, at most full ink."""
    return np.minimum(images, 255 - levels) + np.uint8(levels)


def together(first: PixelStatistics, first_count: int, second: PixelStatistics, second_count: int) -> PixelStatistics:
    """Return the statistics of two sets of images together, from those of each and from how many they are."""
    share = first_count / (first_count + second_count)
    mean = share * first.mean + (1 - share) * second.mean
    square = share * (first.deviation**2 + first.mean**2) + (1 - share) * (second.deviation**2 + second.mean**2)
    return PixelStatistics(
        np.minimum(first.lowest, second.lowest),
        np.maximum(first.highest, second.highest),
        mean,
        np.sqrt(np.maximum(square - mean**2, 0)),
    )


def leak(images: Prepared, added: Sequence[int], steps: int, judged: int) -> Leak:
    """Return what standardization by the wrong statistics makes of the tutorial's model after `steps` steps.

    The statistics are those of all test images, the accuracies those of the first `judged` of them.
    """
    split, test, labels = images.split, images.dataset.x_test.reshape(-1, PIXELS), images.dataset.y_test[:judged]
    seen = statistics(split.x_train)
    own = trained(images, scaling_of("standardize", seen), steps)
    shares: list[tuple[float, float]] = []
    for levels in added:
        grey = on_grey_paper(test, levels)
        of_all = together(seen, len(split.x_train), statistics(grey), len(grey))
        models = own, trained(images, scaling_of("standardize", of_all), steps)
        honest, leaking = (float(np.mean(model.predict(grey[:judged]) == labels)) for model in models)
        shares.append((honest, leaking))
    return Leak(added, [honest for honest, _ in shares], [leaking for _, leaking in shares])


def trained(images: Prepared, scaling: Scaling, steps: int) -> SoftmaxModel:
    """Return the tutorial's model after `steps` steps on images that are scaled in a way of their own."""
    config = PRESETS["tutorial"]
    weights = initial_state(config).weights[0].copy()
    x, labels = images.split.x_train, images.split.y_train.astype(np.int64)
    for batch in batch_indices(len(x), config.batch_size, config.seeds[0], 0, steps):
        slope = gradient(weights, scaling.transform(x[batch]), labels[batch])
        weights -= np.float32(config.learning_rates[0]) * slope
    return SoftmaxModel.from_snapshot(weights, scaling)
