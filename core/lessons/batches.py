"""How an epoch is mixed by a shuffle buffer, and how far the gradients of its batches scatter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Doubles, Floats
from core.images.split import Prepared
from core.lessons.model import gradient
from core.model.softmax import softmax

Order = NDArray[np.int64]
"""Numbers of images, (n,) int64, in the order in which they are met."""


def through_buffer(count: int, buffer_size: int, random: np.random.Generator) -> Order:
    """Return the order in which 0 to `count` - 1 leave a shuffle buffer, as `tf.data.Dataset.shuffle` defines it.

    The buffer is filled with the first ones. Then, again and again, one of its places is drawn, what is there is
    next, and the first that is still outside takes the place. In the end it empties, in any order.
    """
    size = min(buffer_size, count)
    drawn = random.integers(size, size=count - size)
    coming = np.arange(size, count)
    # What leaves a place is what came there when it was drawn the time before; at first, what filled it.
    order = np.argsort(drawn, kind="stable")
    is_first = np.diff(drawn[order], prepend=-1) != 0
    met = np.empty(count, np.int64)
    met[order] = np.where(is_first, drawn[order], np.roll(coming[order], 1))
    held = np.arange(size)
    held[drawn] = coming  # of several that came to one place, the last is still there
    met[len(drawn) :] = random.permutation(held)
    return met


def mixes(labels: NDArray[np.uint8], batch_size: int) -> NDArray[np.int64]:
    """Return how many images of each digit each batch holds, (batches, 10); the last may be smaller."""
    batch = np.arange(len(labels)) // batch_size
    return np.bincount(10 * batch + labels, minlength=10 * (batch[-1] + 1)).reshape(-1, 10)


def learnt(images: Prepared, weights: Floats, order: Order, batch_size: int, rate: float) -> Floats:
    """Return `weights`, (785, 10) float32, after one step on each batch that `order` fills with training images."""
    after = weights.copy()
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        x = images.split.x_train[batch] * images.scaling.scale + images.scaling.offset
        after -= np.float32(rate) * gradient(after, x, images.split.y_train[batch].astype(np.int64))
    return after


@dataclass(frozen=True, eq=False)
class Scatter:
    """How far the gradients of batches of `size` images lie from that of all images.

    `noise`: root of the mean of their squared distances. `angles`: (batches,) float64, between each and that of all,
    in degrees.
    """

    size: int
    noise: float
    angles: Doubles


def scatters(
    sizes: Sequence[int], weights: Floats, x: Floats, labels: NDArray[np.int64]
) -> tuple[float, tuple[Scatter, ...]]:
    """Return the length of the gradient of all images, and how those of batches of each size scatter around it.

    `weights` is (785, 10) float32, `x` scaled images, (n, 784) float32, in a random order that is cut into batches of
    each size. Every size divides the next one, and the last divides n. A batch's gradient is the mean of its images':

        G_i = x_i^T e_i,    G_i . G_j = (x_i . x_j) (e_i . e_j)    with e = p - y

    The noise of n / size batches around their own mean is that around the true one with one batch less.
    """
    count = len(labels)
    x = np.concatenate((x, np.ones((count, 1), np.float32)), axis=1)  # whose weight is the bias
    error = softmax(x @ weights)
    error[np.arange(count), labels] -= 1
    whole = x.T @ error / np.float32(count)
    length = float(np.linalg.norm(whole))
    along = ((x @ whole) * error).sum(axis=1) / length  # what each image's gradient has of the direction of all
    found = []
    for size, squares in zip(sizes, _squared_lengths(sizes, x, error), strict=True):
        batches = count // size
        noise = np.sqrt((squares.sum(dtype=np.float64) - batches * length**2) / (batches - 1))
        cosines = along.reshape(batches, size).mean(axis=1) / np.sqrt(squares)
        found.append(Scatter(size, float(noise), np.degrees(np.arccos(np.clip(cosines, -1, 1)).astype(np.float64))))
    return length, tuple(found)


def _squared_lengths(sizes: Sequence[int], x: Floats, error: Floats) -> Iterator[Floats]:
    """Yield for each size the squared lengths, (batches,), of the gradients of all its batches."""
    gradients: Floats | None = None
    for size in sizes:
        images, errors = x.reshape(-1, size, x.shape[1]), error.reshape(-1, size, error.shape[1])
        if size < error.shape[1]:
            # Of so few images there are fewer pairs than a gradient has numbers.
            pairs = (images @ images.swapaxes(1, 2)) * (errors @ errors.swapaxes(1, 2))
            yield pairs.sum(axis=(1, 2)) / np.float32(size**2)
            continue
        if gradients is None:
            gradients = images.swapaxes(1, 2) @ errors / np.float32(size)
        else:
            gradients = gradients.reshape(len(images), -1, *gradients.shape[1:]).mean(axis=1)
        yield np.einsum("bij,bij->b", gradients, gradients)
