"""Softmax regression as a TensorFlow program, compiled: many steps, and the scoring of many models, in one call.

    z = W x + b
    loss = mean over the batch of  log(sum over c of exp z_c) - z_label
    W <- W - rate * dloss/dW,    b <- b - rate * dloss/db

with x the scaled pixels of an image, W (classes, pixels) and b (classes,). -log softmax(z)_label is written as above
because that form knows no log(0).

Runs that share a seed share their batches, so their weights stand on top of each other in one matrix, each run with a
row for every class: one wide product serves them all. Throughout, S counts seeds, R learning rates, C classes, B
images of a batch, P pixels and G records that are kept on the way.

No other module imports TensorFlow.
"""

import contextlib
import os
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def _quick_and_quiet() -> Iterator[None]:
    """Import TensorFlow in half the time and without the remarks on hardware that it prints at any log level.

    It would import Keras along, and with it pandas and scikit-learn, were it not told that Keras is the old one,
    which is not installed. `tf.keras` is found as always afterwards.
    """
    before = os.environ.get("TF_USE_LEGACY_KERAS")
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    stderr = os.dup(2)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        del os.environ["TF_USE_LEGACY_KERAS"]
        if before is not None:
            os.environ["TF_USE_LEGACY_KERAS"] = before


with _quick_and_quiet():
    import tensorflow as tf

Tensor = Any
"""A `tf.Tensor`; TensorFlow ships no types."""

tensor = tf.constant


# The formula. Everything below it feeds it and keeps what comes out.


def logits(weights: Tensor, bias: Tensor, x: Tensor) -> Tensor:
    """Return z, (S, R, C, B), of `weights` (S, R, C, P), `bias` (S, R, C) and scaled images (S, B, P)."""
    seeds, rates, classes, pixels = weights.shape
    z = tf.matmul(tf.reshape(weights, (seeds, rates * classes, pixels)), x, transpose_b=True)
    return tf.reshape(z, (seeds, rates, classes, -1)) + bias[..., None]


def cross_entropies(z: Tensor, labels: Tensor) -> Tensor:
    """Return the loss of each image, (S, R, B), from logits and int32 labels (S, B)."""
    z_label = tf.reduce_sum(z * tf.one_hot(labels, z.shape[2], axis=1, dtype=z.dtype)[:, None], axis=2)
    return tf.reduce_logsumexp(z, axis=2) - z_label


def loss_and_gradients(weights: Tensor, bias: Tensor, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return each run's batch loss, (S, R), and its derivatives by `weights` and by `bias`, shaped like these."""
    with tf.GradientTape() as tape:
        tape.watch((weights, bias))
        loss = tf.reduce_mean(cross_entropies(logits(weights, bias, x), labels), axis=-1)
    # Differentiating (S, R) losses differentiates their sum; no run's weights occur in another's loss.
    return loss, *tape.gradient(loss, (weights, bias))


def _tally(z: Tensor, labels: Tensor) -> Tensor:
    """Return the sum of losses and the number of right answers, (2, S, R); a label of no class is padding."""
    losses = tf.where(labels[:, None] < z.shape[2], cross_entropies(z, labels), 0.0)
    right = tf.argmax(z, axis=2, output_type=tf.int32) == labels[:, None]
    return tf.stack([tf.reduce_sum(losses, axis=-1), tf.reduce_sum(tf.cast(right, tf.float32), axis=-1)])


def _learn(
    weights: Tensor,
    bias: Tensor,
    alive: Tensor,
    rates: Tensor,
    batches: Tensor,
    images: Tensor,
    labels: Tensor,
    affine: Tensor,
    legs: Tensor,
    count: Tensor,
) -> tuple[Tensor, ...]:
    """Take steps, leg by leg, and keep what each leg came to.

    Step k learns from `images` and `labels` at `batches[k]`, (S, B), with `rates[k]`, (R,). Leg l of `count` takes
    `legs[l]` steps. `affine`, (2, P), scales pixels: what they are multiplied by, and what is then added.

    Returns weights, bias, alive (S, R), the loss before each step (K, S, R), and what leg l of G came to: its weights
    (G, S, R, C, P), its bias (G, S, R, C) and the tally (G, 2, S, R) of the batch learned from last, which is the
    first one where there was no step to take. A run whose loss is not finite is not alive and stays as it is; as no
    run enters another's sums, it harms none.
    """

    def batch(k: Tensor) -> tuple[Tensor, Tensor]:
        chosen = batches[k]
        x = tf.cast(tf.gather(images, chosen), tf.float32) * affine[0] + affine[1]
        return x, tf.cast(tf.gather(labels, chosen), tf.int32)

    def step(k: Tensor, weights: Tensor, bias: Tensor, alive: Tensor, losses: Tensor) -> tuple[Tensor, ...]:
        loss, by_weights, by_bias = loss_and_gradients(weights, bias, *batch(k))
        alive = alive & tf.math.is_finite(loss)
        weights = tf.where(alive[..., None, None], weights - rates[k, :, None, None] * by_weights, weights)
        bias = tf.where(alive[..., None], bias - rates[k, :, None] * by_bias, bias)
        return k + 1, weights, bias, alive, _put(losses, k, loss)

    def leg(
        place: Tensor, done: Tensor, weights: Tensor, bias: Tensor, alive: Tensor, losses: Tensor, *reached: Tensor
    ) -> tuple[Tensor, ...]:
        end = done + legs[place]
        done, weights, bias, alive, losses = tf.while_loop(
            lambda k, *_: k < end, step, (done, weights, bias, alive, losses)
        )
        x, y = batch(tf.maximum(done - 1, 0))
        now = weights, bias, _tally(logits(weights, bias, x), y)
        reached = tuple(_put(of_legs, place, value) for of_legs, value in zip(reached, now, strict=True))
        return place + 1, done, weights, bias, alive, losses, *reached

    nowhere = [tf.zeros((legs.shape[0], *shape)) for shape in (weights.shape, bias.shape, (2, *alive.shape))]
    losses = tf.zeros((batches.shape[0], *alive.shape))
    _, _, weights, bias, alive, losses, *reached = tf.while_loop(
        lambda place, *_: place < count, leg, (0, 0, weights, bias, alive, losses, *nowhere)
    )
    return weights, bias, alive, losses, *reached


def _score(
    weights: Tensor, bias: Tensor, tiles: Tensor, labels: Tensor, affine: Tensor, models: Tensor, used: Tensor
) -> Tensor:
    """Return the tally, (G, 2, S x R), over the first `used` of T `tiles`, of the first `models` of G.

    Weights and bias are those after each leg. A tile has its images in columns, (P, images), and labels (images,).
    What is said of a model depends on no other one: each is multiplied by itself, while the tile is in the cache.
    """
    # Runs of all seeds see the same images, and so stand side by side as those of one seed do.
    weights = tf.reshape(weights, (weights.shape[0], 1, -1, *weights.shape[3:]))
    bias = tf.reshape(bias, (bias.shape[0], 1, -1, bias.shape[-1]))
    each_model, _, runs, classes = bias.shape

    def look(tile: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        columns = tf.cast(tiles[tile], tf.float32) * affine[0][:, None] + affine[1][:, None]

        def ask(model: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
            answer = logits(weights[model], bias[model], tf.transpose(columns)[None])
            return model + 1, tf.tensor_scatter_nd_update(z, [[model, tile]], answer)

        return tile + 1, tf.while_loop(lambda model, _: model < models, ask, (0, z))[1]

    def count(model: Tensor, tallies: Tensor) -> tuple[Tensor, Tensor]:
        # Tiles stand where seeds do: each has labels of its own.
        return model + 1, _put(tallies, model, tf.reduce_sum(_tally(z[model], tf.cast(labels, tf.int32)), axis=1))

    nothing = tf.zeros((each_model, labels.shape[0], runs, classes, labels.shape[1]))
    z = tf.while_loop(lambda tile, _: tile < used, look, (0, nothing))[1]
    return tf.while_loop(lambda model, _: model < models, count, (0, tf.zeros((each_model, 2, runs))))[1]


def _put(values: Tensor, place: Tensor, value: Tensor) -> Tensor:
    """Return `values` with `value` at `place`."""
    return tf.tensor_scatter_nd_update(values, [[place]], [value])


# Compiled once for each number of runs, classes, images in a batch and images in the data set. How many steps, legs,
# models and tiles are gone through is an argument: the same machine code takes every step, however a training is cut
# into portions.
learn, score = (
    # Nothing is left to rewrite, for the loops are TensorFlow's already; to look for it takes most of a second.
    tf.function(program, jit_compile=True, autograph=False)
    for program in (_learn, _score)
)
tf.get_logger().setLevel("ERROR")  # A new shape is no reason to warn of retracing.
