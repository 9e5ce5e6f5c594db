"""How fast training is, next to the same model trained by other programs in the same run.

    python -m benchmarks.training           # about four minutes on two quiet cores
    python -m benchmarks.training --quick

Every program trains softmax regression on the standardized training images, batch 256, rate 0.1, from the same start.
The programs take turns, several rounds of it, and a ratio is the median over rounds of the ratio within a round: what
else the machine does then hits all of them alike. Ours is timed as JAX's scan is, without scoring anything on the
way; with 5000 validation images scored as by default; and as the worker does it, recorded in a store. The others
record at most the loss of a batch every 50 steps.

JAX takes part after `pip install -r benchmarks/requirements.txt`, PyTorch where it is installed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median

import numpy as np

from core.arrays import Bytes, Floats
from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load_mnist
from core.images.split import batch_indices, prepared, split

BATCH, RATE, STEPS = 256, 0.1, 2000
EPOCH = 215
"""Batches of an epoch, the last one not full."""

Train = Callable[[int], None]
"""Trains for that many steps from the start."""

ONE, MANY = 1, 16
"""Learning rates of a training of ours."""


@dataclass(frozen=True)
class Program:
    """One row: its name, what makes it ready (not timed), how many steps a round takes and how many runs at once."""

    name: str
    prepare: Callable[[], Train]
    steps: int = STEPS
    runs: int = 1


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


def config_of(rates: int, record_interval: int | None) -> ExperimentConfig:
    """Return the default training at full speed, or a race of so many rates around RATE."""
    chosen = (RATE,) if rates == 1 else tuple(np.geomspace(RATE / 100, RATE * 10, rates).tolist())
    return ExperimentConfig(learning_rates=chosen, record_interval=record_interval, pace=None)


def ours(rates: int, record_interval: int | None) -> Callable[[], Train]:
    """Return what prepares the trainer alone, from making it to the last record."""

    def prepare() -> Train:
        from core.training.trainer import Trainer

        config = config_of(rates, record_interval)
        prepared_images = prepared(config)

        def train(steps: int) -> None:
            Trainer(config, prepared_images.split, prepared_images.scaling).advance(steps)

        return train

    return prepare


def worker(rates: int) -> Callable[[], Train]:
    """Return what prepares a worker that records in a store, from the claim to the test accuracy."""

    def prepare() -> Train:
        from core.store import Store
        from core.training.worker import Worker

        folder = tempfile.TemporaryDirectory()
        store = Store(f"sqlite:///{folder.name}/store.db")
        at_work = Worker(store, store.processes.register("worker", state="ready"))

        def train(steps: int, _: object = folder) -> None:  # The folder lives as long as what writes into it.
            store.experiments.file(replace(config_of(rates, None), steps=steps))
            at_work.round()
            while at_work.is_training:
                at_work.round()

        return train

    return prepare


def products(rates: int) -> Callable[[], Train]:
    """Return what prepares the two matrix products of every step and nothing else, on one batch in the cache."""

    def prepare() -> Train:
        x = np.ascontiguousarray(images()[0][:BATCH])
        random = np.random.default_rng(0)
        weights, errors = (random.standard_normal((rates * 10, n), np.float32) for n in (x.shape[1], BATCH))

        def train(steps: int) -> None:
            for _ in range(steps):
                weights @ x.T
                errors @ x

        return train

    return prepare


def rates_of(rates: int) -> str:
    """Return a number of rates in words."""
    return f"{rates} rate{'s' * (rates > 1)}"


PRODUCTS, UNSCORED, SCORED, RECORDED = (
    "a step's two products alone, NumPy",
    "Softmax Lab, nothing scored",
    "Softmax Lab, scored as by default",
    "Softmax Lab's worker, recorded as by default",
)
WAYS: dict[str, Callable[[int], Callable[[], Train]]] = {
    PRODUCTS: products,
    UNSCORED: lambda rates: ours(rates, STEPS),
    SCORED: lambda rates: ours(rates, None),
    RECORDED: worker,
}
"""What is timed with one rate and with many, by name."""

EAGER, JAX = "the tutorial's eager loop", "JAX lax.scan, jitted"
PROGRAMS = (
    Program(EAGER, eager_tensorflow, steps=500),
    Program("Keras fit", keras_fit, steps=4 * EPOCH),
    Program("NumPy by hand", numpy_by_hand),
    Program("PyTorch loop", pytorch, steps=1000),
    Program(JAX, jax_scan),
    *(
        Program(f"{name}, {rates_of(rates)}", way(rates), runs=rates)
        for name, way in WAYS.items()
        for rates in (ONE, MANY)
    ),
)


def compare(rounds: int) -> None:
    """Time all programs in turn and print their table and the ratios that the project promises."""
    ready: dict[Program, Train] = {}
    for program in PROGRAMS:
        try:
            ready[program] = program.prepare()
        except ImportError:
            print(f"{program.name}: not installed")
        else:
            ready[program](50)  # Compiles what is compiled.
    seconds: dict[Program, list[float]] = {program: [] for program in ready}
    for _ in range(rounds):
        for program, train in ready.items():
            began = time.perf_counter()
            train(program.steps)
            seconds[program].append((time.perf_counter() - began) / program.steps)
    by_name = {program.name: times for program, times in seconds.items()}
    print(f"\n{'program':<54}{'steps/s':>9}{'best':>9}{'run-steps/s':>13}{'x eager loop':>14}")
    for program, times in seconds.items():
        speed = 1 / median(times)
        ratio = program.runs * ratio_of(by_name[EAGER], times)
        print(f"{program.name:<54}{speed:>9.0f}{1 / min(times):>9.0f}{speed * program.runs:>13.0f}{ratio:>14.1f}")
    print()

    def one_and_many(name: str) -> tuple[list[float], list[float]]:
        one, many = (by_name[f"{name}, {rates_of(rates)}"] for rates in (ONE, MANY))
        return one, many

    if JAX in by_name:
        for own, rates in zip(one_and_many(UNSCORED), (ONE, MANY), strict=True):
            ratio = rates * ratio_of(by_name[JAX], own)
            print(f"{rates_of(rates)}, nothing scored: {ratio:.2f} x the run-steps of JAX's scan, which is one rate")
    for without, scored, recorded, rates in zip(
        *map(one_and_many, (UNSCORED, SCORED, RECORDED)), (ONE, MANY), strict=True
    ):
        scoring, both = 1 - ratio_of(without, scored), 1 - ratio_of(without, recorded)
        print(
            f"{rates_of(rates)}, by default: {scoring:.0%} of the time is scoring, {both:.0%} scoring and recording"
        )
    for name in WAYS:
        one, many = one_and_many(name)
        print(f"{rates_of(MANY)} cost {ratio_of(many, one):.2f} x one rate ({name})")


def ratio_of(above: list[float], below: list[float]) -> float:
    """Return the median over rounds of one program's time divided by another's."""
    return median(a / b for a, b in zip(above, below, strict=True))


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


def whole_processes(rounds: int) -> None:
    """Time the command line and the tutorial's script from the start of the process to its end."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"SOFTMAX_LAB_STORE": f"sqlite:///{folder}/store.db", "TF_CPP_MIN_LOG_LEVEL": "3"}
        python = [sys.executable]
        commands = {
            "the tutorial's script": [*python, "-c", "from benchmarks.training import tutorial; tutorial()"],
            "python -m core train": [*python, "-m", "core", "train", "--learning-rate", str(RATE), "--json"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        said = ""
        for _ in range(rounds):
            for name, command in commands.items():
                began = time.perf_counter()
                said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
                seconds[name].append(time.perf_counter() - began)
    print()
    for name, times in seconds.items():
        print(f"{name}, process start to end: {median(times):.2f} s (best {min(times):.2f} s)")
    scripts, commands_ = seconds.values()
    ratio = median(script / command for script, command in zip(scripts, commands_, strict=True))
    speed = json.loads(said.splitlines()[-1])["steps_per_second"]
    print(f"the command line takes 1/{ratio:.2f} of the script's time; it reports {speed:.0f} steps/s")


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description="Training speed next to other programs.")
    parser.add_argument("--quick", action="store_true", help="3 rounds instead of 9, 1 process instead of 3")
    quick = parser.parse_args().quick
    compare(3 if quick else 9)
    whole_processes(1 if quick else 3)


if __name__ == "__main__":
    main()
