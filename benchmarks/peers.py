"""The same model trained by other programs: softmax regression on standardized images, batch 256, rate 0.1.

Each function makes a program ready, which is not timed, and returns what trains so many steps from the same start.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from core.arrays import Bytes, Floats
from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load_mnist
from core.images.split import batch_indices, split

BATCH, RATE, STEPS = 256, 0.1, 2000
EPOCH = 215
"""Batches of an epoch, the last one not full."""

Train = Callable[[int], None]
"""Trains for that many steps from the start."""


@cache
def images() -> tuple[Floats, Bytes]:
    """Return the standardized training images, (55000, 784) float32, and their labels."""
    data = split(load_mnist(), ExperimentConfig().validation_size)
    return fit_scaling("standardize", data.x_train).transform(data.x_train), data.y_train


@cache
def batches() -> np.ndarray:
    """Return which images each batch holds, (STEPS, BATCH)."""
    return batch_indices(len(images()[0]), BATCH, seed=0, first_step=0, steps=STEPS)


def start() -> tuple[Floats, Floats]:
    """Return initial weights (784, 10) and bias (10,), as in the tutorial."""
    random = np.random.default_rng(0)
    return 0.001 * random.standard_normal((784, 10), np.float32), random.standard_normal(10, np.float32)


def eager_tensorflow() -> Train:
    """Return the tutorial's loop with its slips mended: loss from logits, scaled images, no prints."""
    import tensorflow as tf

    x, y = images()

    def train(steps: int) -> None:
        weights, bias = (tf.Variable(value) for value in start())
        pairs = tf.data.Dataset.from_tensor_slices((x, y.astype(np.int32)))
        for step, (batch, labels) in enumerate(pairs.repeat().shuffle(5000).batch(BATCH).prefetch(1).take(steps), 1):
            with tf.GradientTape() as tape:
                z = tf.matmul(batch, weights) + bias
                loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, z))
            by_weights, by_bias = tape.gradient(loss, (weights, bias))
            weights.assign_sub(RATE * by_weights)
            bias.assign_sub(RATE * by_bias)
            if step % 50 == 0:
                right = tf.equal(tf.argmax(z, 1, tf.int32), labels)
                float(loss), float(tf.reduce_mean(tf.cast(right, tf.float32)))

    return train


def keras_fit() -> Train:
    """Return Keras's `fit` on arrays in memory, which trains whole epochs."""
    import keras

    x, y = images()
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(RATE), loss)

    def train(steps: int) -> None:
        model.set_weights(start())
        model.fit(x, y, batch_size=BATCH, epochs=max(1, steps // EPOCH), verbose=0)

    return train


def numpy_by_hand() -> Train:
    """Return the formula written in NumPy."""
    x, y = images()
    one_hot = np.eye(10, dtype=np.float32)[y]

    def train(steps: int) -> None:
        weights, bias = start()
        for chosen in batches()[:steps]:
            batch = x[chosen]
            p = np.exp(batch @ weights + bias)
            p /= p.sum(axis=1, keepdims=True)
            p -= one_hot[chosen]
            p *= RATE / BATCH
            weights -= batch.T @ p
            bias -= p.sum(axis=0)

    return train


def pytorch() -> Train:
    """Return a plain PyTorch loop."""
    import torch

    x, y = (torch.from_numpy(array) for array in (images()[0], images()[1].astype(np.int64)))
    orders = torch.from_numpy(batches().astype(np.int64))

    def train(steps: int) -> None:
        weights, bias = (torch.from_numpy(value).requires_grad_() for value in start())
        for step in range(steps):
            chosen = orders[step]
            loss = torch.nn.functional.cross_entropy(torch.addmm(bias, x[chosen], weights), y[chosen])
            by_weights, by_bias = torch.autograd.grad(loss, (weights, bias))
            with torch.no_grad():
                weights -= RATE * by_weights
                bias -= RATE * by_bias
            if (step + 1) % 50 == 0:
                float(loss)

    return train


def jax_scan() -> Train:
    """Return JAX's `lax.scan`, jitted, over 50 batches at a time."""
    import jax
    import jax.numpy as jnp

    x, y = (jnp.asarray(array) for array in images())
    orders = jnp.asarray(batches()).reshape(-1, 50, BATCH)

    def loss(parameters: tuple[jax.Array, jax.Array], chosen: jax.Array) -> jax.Array:
        z = x[chosen] @ parameters[0] + parameters[1]
        return jnp.mean(jax.nn.logsumexp(z, axis=1) - jnp.take_along_axis(z, y[chosen][:, None], axis=1)[:, 0])

    def step(parameters: tuple[jax.Array, jax.Array], chosen: jax.Array) -> tuple[tuple[jax.Array, ...], jax.Array]:
        value, slopes = jax.value_and_grad(loss)(parameters, chosen)
        return tuple(p - RATE * slope for p, slope in zip(parameters, slopes, strict=True)), value

    fifty = jax.jit(lambda parameters, chosen: jax.lax.scan(step, parameters, chosen))

    def train(steps: int) -> None:
        parameters = tuple(jnp.asarray(value) for value in start())
        for chosen in orders[: steps // 50]:
            parameters, losses = fifty(parameters, chosen)
            float(losses[-1])

    return train


def tutorial() -> None:
    """Be the tutorial's script as a whole: read, scale, train 2000 steps, test."""
    import tensorflow as tf

    with np.load(Path("core") / "images" / "mnist.npz") as arrays:
        x, x_test = (arrays[name].reshape(-1, 784).astype(np.float32) for name in ("x_train", "x_test"))
        y, y_test = arrays["y_train"].astype(np.int32), arrays["y_test"]
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    x, x_test = ((part - mean) / np.where(deviation > 0, deviation, 1) for part in (x, x_test))
    weights, bias = (tf.Variable(value) for value in start())
    pairs = tf.data.Dataset.from_tensor_slices((x, y)).repeat().shuffle(5000).batch(BATCH).prefetch(1)
    for step, (batch, labels) in enumerate(pairs.take(STEPS), 1):
        with tf.GradientTape() as tape:
            z = tf.matmul(batch, weights) + bias
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, z))
        by_weights, by_bias = tape.gradient(loss, (weights, bias))
        weights.assign_sub(RATE * by_weights)
        bias.assign_sub(RATE * by_bias)
        if step % 50 == 0:
            accuracy = np.mean(z.numpy().argmax(axis=1) == labels.numpy())
            print(f"step: {step}, loss: {float(loss):.3f}, accuracy: {accuracy:.4f}")
    print(f"test accuracy: {np.mean((x_test @ weights + bias).numpy().argmax(axis=1) == y_test):.4f}")
