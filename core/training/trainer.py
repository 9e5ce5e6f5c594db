"""Softmax regression in TensorFlow: all runs of an experiment in lock-step, resumable to the bit.

    z = W x + b
    loss = mean over the batch of  log(sum over c of exp z_c) - z_label
    W <- W - rate * dloss/dW,    b <- b - rate * dloss/db

with x the 784 scaled pixels of an image, W (10, 784) and b (10,). -log softmax(z)_label is written as above because
that form knows no log(0).

Runs that share a seed share their batches, so their weights stand on top of each other in one matrix of 10 rows a
run: one wide product serves them all. Throughout, S counts seeds, R learning rates and B images of a batch.

No other module imports TensorFlow.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Bytes, Floats
from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.features.scaling import Scaling
from core.images.split import Split, batch_indices, check_batch_size, prepared
from core.schedule import RECENT_STEPS, next_record
from core.training.state import Record, TrainingState, initial_state


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

_STEPS_AT_ONCE = 64
"""Steps that one call of the compiled program can take: enough to forget what a call costs."""

_TILE, _TILES = 250, 20
"""Scored images are worked through in tiles that stay in the processor's cache, in blocks of one fixed shape."""


# The formula. Everything below it feeds it and keeps what comes out.


def logits(weights: Tensor, bias: Tensor, x: Tensor) -> Tensor:
    """Return z, (S, R, 10, B), of `weights` (S, R, 10, 784), `bias` (S, R, 10) and scaled images (S, B, 784)."""
    seeds, rates = weights.shape[:2]
    z = tf.matmul(tf.reshape(weights, (seeds, rates * 10, PIXELS)), x, transpose_b=True)
    return tf.reshape(z, (seeds, rates, 10, -1)) + bias[..., None]


def cross_entropies(z: Tensor, labels: Tensor) -> Tensor:
    """Return the loss of each image, (S, R, B), from logits and int32 labels (S, B)."""
    z_label = tf.reduce_sum(z * tf.one_hot(labels, 10, axis=1, dtype=z.dtype)[:, None], axis=2)
    return tf.reduce_logsumexp(z, axis=2) - z_label


def loss_and_gradients(weights: Tensor, bias: Tensor, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return each run's batch loss, (S, R), and its derivatives by `weights` and by `bias`, shaped like these."""
    with tf.GradientTape() as tape:
        tape.watch((weights, bias))
        loss = tf.reduce_mean(cross_entropies(logits(weights, bias, x), labels), axis=-1)
    # Differentiating (S, R) losses differentiates their sum; no run's weights occur in another's loss.
    return loss, *tape.gradient(loss, (weights, bias))


def _inputs(images: Tensor, affine: Tensor) -> Tensor:
    return tf.cast(images, tf.float32) * affine[0] + affine[1]


def _tally(z: Tensor, labels: Tensor) -> Tensor:
    """Return the sum of losses and the number of right answers, (2, S, R); a label above 9 is padding."""
    losses = tf.where(labels[:, None] < 10, cross_entropies(z, labels), 0.0)
    right = tf.argmax(z, axis=2, output_type=tf.int32) == labels[:, None]
    return tf.stack([tf.reduce_sum(losses, axis=-1), tf.reduce_sum(tf.cast(right, tf.float32), axis=-1)])


def _learn_and_score(
    weights: Tensor,
    bias: Tensor,
    alive: Tensor,
    rates: Tensor,
    batches: Tensor,
    images: Tensor,
    labels: Tensor,
    tiles: Tensor,
    tile_labels: Tensor,
    affine: Tensor,
    steps_and_tiles: Tensor,
) -> tuple[Tensor, ...]:
    """Take steps, then score the last batch and a number of tiles under the weights that came out.

    Step k learns from `images` and `labels` at `batches[k]`, (S, B), with `rates[k]`, (R,). A tile is (_TILE, 784)
    images, with (_TILE,) labels. How many steps and tiles there are to go through stands in `steps_and_tiles`.

    Returns weights, bias, alive (S, R), the loss before each step (K, S, R), the tally of the batch learned from last
    (of the first one where there was no step to take) and, for all runs as if of one seed, that of the tiles. A run
    whose loss is not finite is not alive and stays as it is; as no run enters another's sums, it harms none.
    """
    steps, used = tf.unstack(steps_and_tiles)

    def batch(k: Tensor) -> tuple[Tensor, Tensor]:
        chosen = batches[k]
        return _inputs(tf.gather(images, chosen), affine), tf.cast(tf.gather(labels, chosen), tf.int32)

    def step(k: Tensor, weights: Tensor, bias: Tensor, alive: Tensor, losses: Tensor) -> tuple[Tensor, ...]:
        loss, by_weights, by_bias = loss_and_gradients(weights, bias, *batch(k))
        alive = alive & tf.math.is_finite(loss)
        weights = tf.where(alive[..., None, None], weights - rates[k, :, None, None] * by_weights, weights)
        bias = tf.where(alive[..., None], bias - rates[k, :, None] * by_bias, bias)
        return k + 1, weights, bias, alive, tf.tensor_scatter_nd_update(losses, [[k]], [loss])

    losses = tf.zeros((batches.shape[0], *alive.shape))
    done, weights, bias, alive, losses = tf.while_loop(
        lambda k, *_: k < steps, step, (0, weights, bias, alive, losses)
    )
    # Not `steps - 1`: of an argument that is an index outside a loop, XLA compiles every value anew.
    x, y = batch(tf.maximum(done - 1, 0))
    of_batch = _tally(logits(weights, bias, x), y)

    all_weights, all_bias = tf.reshape(weights, (1, -1, 10, PIXELS)), tf.reshape(bias, (1, -1, 10))

    def add_tile(k: Tensor, total: Tensor) -> tuple[Tensor, Tensor]:
        z = logits(all_weights, all_bias, _inputs(tiles[k], affine)[None])
        return k + 1, total + _tally(z, tf.cast(tile_labels[k], tf.int32)[None])

    _, of_tiles = tf.while_loop(lambda k, _: k < used, add_tile, (0, tf.zeros((2, *all_bias.shape[:2]))))
    return weights, bias, alive, losses, of_batch, of_tiles


# Compiled once for each number of runs, images in a batch and images in the data set. How many steps and tiles are
# gone through is an argument: the same machine code takes every step, however a training is cut into portions.
_compiled = tf.function(_learn_and_score, jit_compile=True)
tf.get_logger().setLevel("ERROR")  # A new shape is no reason to warn of retracing.


class Trainer:
    """Trains all runs of `config` in lock-step on the images of `data`, from the start or on from `state`.

    `scaling` must be the one fitted on `data.x_train`. Arrays over runs are in the order of `config.runs`.
    Raises InvalidValue when a batch would hold more images than there are to train on.

        trainer = Trainer(config, data, scaling)
        for record in trainer.advance(config.steps):
            print(record.step, record.validation_accuracy)
    """

    def __init__(
        self, config: ExperimentConfig, data: Split, scaling: Scaling, state: TrainingState | None = None
    ) -> None:
        check_batch_size(config.batch_size, len(data.x_train))
        self.config = config
        self._data = data
        self._scaling = scaling
        self._affine = tf.constant(np.stack([scaling.scale, scaling.offset]))
        self._validation = _tiled(scaling, data.x_validation, data.y_validation)
        self._take_up(state or initial_state(config))
        self._begun = self.step > 0

    def _take_up(self, state: TrainingState) -> None:
        self.step = state.step
        self._rate_factor = state.rate_factor
        self._diverged_at = state.diverged_at
        self._recent_loss_sum = state.recent_loss_sum
        self._shape = (len(self.config.seeds), len(self.config.learning_rates))
        by_class = state.weights.reshape(*self._shape, PIXELS + 1, 10).swapaxes(2, 3)
        self._weights = tf.constant(np.ascontiguousarray(by_class[..., :PIXELS]))
        self._bias = tf.constant(np.ascontiguousarray(by_class[..., PIXELS]))

    @property
    def rate_factor(self) -> float:
        """What all learning rates are multiplied by from the next step on.

        Setting it raises InvalidValue for a number that is not positive and finite.
        """
        return self._rate_factor

    @rate_factor.setter
    def rate_factor(self, factor: float) -> None:
        if not 0 < factor < np.inf:
            sentence = f"rate_factor is {factor!r}; it must be a positive finite number"
            raise InvalidValue("rate_factor", factor, "number", {"lowest": 0, "highest": np.inf}, sentence)
        self._rate_factor = factor

    def _rates(self, first: int, last: int) -> Floats:
        """Return the learning rates, (steps, rates), of the updates that lead to the steps from `first` to `last`."""
        multipliers = [self.rate_factor * self.config.rate_multiplier(step) for step in range(first, last + 1)]
        return np.outer(multipliers, self.config.learning_rates).astype(np.float32)

    def advance(self, steps: int) -> list[Record]:
        """Take up to `steps` steps, none beyond `config.steps`, and return the records met on the way.

        They are those of `core.schedule.record_steps`; that of step 0 comes before the first step, and `advance(0)`
        gives it on its own.
        """
        records = []
        if not self._begun:
            self._begun = True
            records.append(self.measure())
        last = min(self.step + steps, self.config.steps)
        while self.step < last:
            record_at = next_record(self.config, self.step)
            steps = min(last, record_at, self.step + _STEPS_AT_ONCE) - self.step
            if self.step + steps == record_at:
                records.append(self._record(steps))
            else:
                self._learn(steps, replace(self._validation[0], count=0))
        return records

    def measure(self) -> Record:
        """Return the metrics at the present step, whether or not there is a record of it."""
        return self._record(steps=0)

    def snapshot(self) -> TrainingState:
        """Return the present state; it does not change when training goes on."""
        weights = np.concatenate([self._weights.numpy(), self._bias.numpy()[..., None]], axis=3)
        by_pixel = np.ascontiguousarray(weights.swapaxes(2, 3)).reshape(-1, PIXELS + 1, 10)
        return TrainingState(self.step, by_pixel, self.rate_factor, self._diverged_at, self._recent_loss_sum)

    def test_metrics(self) -> tuple[Floats, Floats]:
        """Return loss and accuracy, (runs,) each, on the test images: for the report, never for a choice."""
        _, metrics = self._learn_and_score(0, _tiled(self._scaling, self._data.x_test, self._data.y_test))
        return metrics[0], metrics[1]

    def _record(self, steps: int) -> Record:
        of_batch, of_validation = self._learn_and_score(steps, self._validation)
        return Record(self.step, *of_batch, *of_validation)

    def _learn_and_score(self, steps: int, blocks: "list[_Tiles]") -> tuple[Floats, Floats]:
        """Take `steps` steps; return loss and accuracy, (2, runs), of the batch learned from last and of `blocks`."""
        [first, *others] = blocks
        of_batch, of_tiles = self._learn(steps, first)
        for block in others:
            of_tiles += self._learn(0, block)[1]
        count = sum(block.count for block in blocks)
        return (of_batch / self.config.batch_size).astype(np.float32), (of_tiles / count).astype(np.float32)

    def _learn(self, steps: int, scored: "_Tiles") -> tuple[Floats, Floats]:
        """Take `steps` steps and return the tallies, (2, runs), of the batch learned from last and of `scored`."""
        config = self.config
        # What the compiled program takes is of a fixed shape; batches beyond `steps` stay image 0 and are not used.
        batches = np.zeros((_STEPS_AT_ONCE, len(config.seeds), config.batch_size), np.int32)
        rates = np.zeros((_STEPS_AT_ONCE, len(config.learning_rates)), np.float32)
        # Without a step to take, the batch to look at is the one that was learned from last.
        first, count = (self.step, steps) if steps else (max(self.step - 1, 0), 1)
        for place, seed in enumerate(config.seeds):
            batches[:count, place] = batch_indices(len(self._data.x_train), config.batch_size, seed, first, count)
        rates[:steps] = self._rates(self.step + 1, self.step + steps)
        self._weights, self._bias, alive, losses, of_batch, of_tiles = _compiled(
            self._weights,
            self._bias,
            tf.constant(self._diverged_at.reshape(self._shape) < 0),
            tf.constant(rates),
            tf.constant(batches),
            *_training_tensors(self._data),
            scored.images,
            scored.labels,
            self._affine,
            tf.constant([steps, -(-scored.count // _TILE)]),
        )
        self._remember(losses.numpy()[:steps].reshape(steps, len(config.runs)), alive.numpy().ravel())
        self.step += steps
        return of_batch.numpy().reshape(2, -1), of_tiles.numpy().reshape(2, -1)

    def _remember(self, losses: Floats, alive: NDArray[np.bool_]) -> None:
        newly = (self._diverged_at < 0) & ~alive
        if newly.any():
            first_not_finite = np.isfinite(losses).argmin(axis=0)
            self._diverged_at = np.where(newly, self.step + first_not_finite, self._diverged_at)
        # One after the other, as NumPy's own sums depend on how many numbers there are at a time.
        for loss in losses[max(0, self.config.steps - RECENT_STEPS - self.step) :]:
            self._recent_loss_sum = self._recent_loss_sum + loss


@dataclass(frozen=True, eq=False)
class _Tiles:
    """A block of images to score: (_TILES, _TILE, 784) uint8 with labels, of which `count` images are no padding."""

    images: Tensor
    labels: Tensor
    count: int


def _tiled(scaling: Scaling, images: Bytes, labels: Bytes) -> list[_Tiles]:
    """Cut images (n, 784) and labels (n,) into blocks, all of one shape for the sake of the compiled program."""
    # Clipped as `SoftmaxModel` clips, so that what is measured here is the model that reads drawings there.
    images = scaling.clip(images)
    block = _TILE * _TILES
    blocks = []
    for start in range(0, len(images), block):
        part = images[start : start + block]
        padding = block - len(part)
        tiles = np.pad(part, ((0, padding), (0, 0))).reshape(_TILES, _TILE, PIXELS)
        of_tiles = np.pad(labels[start : start + block], (0, padding), constant_values=255).reshape(_TILES, _TILE)
        blocks.append(_Tiles(tf.constant(tiles), tf.constant(of_tiles), len(part)))
    return blocks


# A worker seldom trains on more than two data sets at a time; experiments on the same one share its tensors.
@lru_cache(maxsize=2)
def _training_tensors(data: Split) -> tuple[Tensor, Tensor]:
    return tf.constant(data.x_train), tf.constant(data.y_train)


def warm_up(config: ExperimentConfig | None = None) -> None:
    """Prepare the images of `config`, or of the default, and compile its program, so that it starts at once."""
    config = config or ExperimentConfig()
    images = prepared(config)
    Trainer(config, images.split, images.scaling).advance(0)
