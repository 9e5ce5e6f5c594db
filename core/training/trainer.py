"""Softmax regression in TensorFlow: all runs of an experiment in lock-step, resumable to the bit.

    z = W x + b
    loss = mean over the batch of  log(sum over c of exp z_c) - z_label
    W <- W - rate * dloss/dW,    b <- b - rate * dloss/db

with x the scaled pixels of an image, W (classes, pixels) and b (classes,). -log softmax(z)_label is written as above
because that form knows no log(0).

Runs that share a seed share their batches, so their weights stand on top of each other in one matrix, each run with a
row for every class: one wide product serves them all. So do the weights of successive records when validation images
are scored. Pixels that training never saw change are 0 after scaling: they take part in nothing and are left out.
Throughout, S counts seeds, R learning rates, C classes, B images of a batch, P pixels that are left and G records
that are scored together.

No other module imports TensorFlow.
"""

import contextlib
import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Floats
from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.features.scaling import Scaling
from core.images.split import Split, batch_indices, check_batch_size, prepared
from core.schedule import RECENT_STEPS, next_record, record_steps, snapshot_steps
from core.training.beginning import first_record
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

_STEPS_AT_ONCE = 200
"""Steps that one call of the compiled program can take: enough to forget what a call costs."""

_TILE, _TILES = 1000, 5
"""Scored images are worked through in tiles that stay in the processor's cache, in blocks of one fixed shape."""

_SCORED_AT_ONCE = 4
"""Models that are scored in one wide product: most of its time goes into the images, however many look at them."""


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


def _inputs(images: Tensor, affine: Tensor) -> Tensor:
    return tf.cast(images, tf.float32) * affine[0] + affine[1]


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
    first_and_count: Tensor,
) -> tuple[Tensor, ...]:
    """Take steps, leg by leg, and keep what each leg came to.

    Step k learns from `images` and `labels` at `batches[k]`, (S, B), with `rates[k]`, (R,). Leg l takes `legs[l]`
    steps and leaves what it came to in slot `first_and_count[0]` + l of G, from the last of which one goes on to
    slot 0; there are `first_and_count[1]` legs.

    Returns weights, bias, alive (S, R), the loss before each step (K, S, R), and in each leg's slot the weights
    (G, S, R, C, P), the bias (G, S, R, C) and the tally (G, 2, S, R) of the batch learned from last, which is the
    first one where there was no step to take. A run whose loss is not finite is not alive and stays as it is; as no
    run enters another's sums, it harms none.
    """

    def batch(k: Tensor) -> tuple[Tensor, Tensor]:
        chosen = batches[k]
        return _inputs(tf.gather(images, chosen), affine), tf.cast(tf.gather(labels, chosen), tf.int32)

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
        slot = (first_and_count[0] + place) % legs.shape[0]
        reached = tuple(_put(all_slots, slot, value) for all_slots, value in zip(reached, now, strict=True))
        return place + 1, done, weights, bias, alive, losses, *reached

    nowhere = [tf.zeros((legs.shape[0], *shape)) for shape in (weights.shape, bias.shape, (2, *alive.shape))]
    losses = tf.zeros((batches.shape[0], *alive.shape))
    _, _, weights, bias, alive, losses, *reached = tf.while_loop(
        lambda place, *_: place < first_and_count[1], leg, (0, 0, weights, bias, alive, losses, *nowhere)
    )
    return weights, bias, alive, losses, *reached


def _score(weights: Tensor, bias: Tensor, tiles: Tensor, labels: Tensor, affine: Tensor, used: Tensor) -> Tensor:
    """Return the tally, (2, G x S x R), over the first `used` of `tiles`, of weights and bias after each leg.

    A tile is (_TILE, P) images, with (_TILE,) labels. All models stand side by side, as runs of one seed do.
    """
    weights, bias = tf.reshape(weights, (1, -1, *weights.shape[3:])), tf.reshape(bias, (1, -1, bias.shape[-1]))

    def add_tile(k: Tensor, total: Tensor) -> tuple[Tensor, Tensor]:
        z = logits(weights, bias, _inputs(tiles[k], affine)[None])
        return k + 1, total + _tally(z, tf.cast(labels[k], tf.int32)[None])

    _, total = tf.while_loop(lambda k, _: k < used, add_tile, (0, tf.zeros((2, *bias.shape[:2]))))
    return total[:, 0]


def _put(values: Tensor, place: Tensor, value: Tensor) -> Tensor:
    """Return `values` with `value` at `place`."""
    return tf.tensor_scatter_nd_update(values, [[place]], [value])


# Compiled once for each number of runs, images in a batch and images in the data set. How many steps, legs and tiles
# are gone through is an argument: the same machine code takes every step, however a training is cut into portions.
_compiled_learn, _compiled_score = (
    # Nothing is left to rewrite, for the loops are TensorFlow's already; to look for it takes most of a second.
    tf.function(program, jit_compile=True, autograph=False)
    for program in (_learn, _score)
)
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
        self.snapshots: dict[int, Floats] = {}
        """The weights, (runs, 785, classes), at those of `core.schedule.snapshot_steps` that were passed, by step.

        Who has seen to them may empty it.
        """
        self._data = data
        self._scaling = scaling
        self._pixels = _pixels(scaling)
        self._affine = tf.constant(np.stack([scaling.scale, scaling.offset])[:, self._pixels])
        self._slots = max(1, _SCORED_AT_ONCE // len(config.runs))
        self._kept = frozenset(snapshot_steps(config))
        self._take_up(state or initial_state(config, len(data.classes)))
        self._begun = self.step > 0

    def _take_up(self, state: TrainingState) -> None:
        self.step = state.step
        self._rate_factor = state.rate_factor
        self._diverged_at = state.diverged_at
        self._recent_loss_sum = state.recent_loss_sum
        self._shape = (len(self.config.seeds), len(self.config.learning_rates))
        # Of the pixels that are left out, the weights stay what they are.
        self._all_weights = state.weights
        by_class = state.weights.reshape(*self._shape, PIXELS + 1, -1).swapaxes(2, 3)
        self._weights = tf.constant(np.ascontiguousarray(by_class[..., self._pixels]))
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
            if ends := self._next_records(last):
                records += self._record(ends, "validation")
            else:
                self._go([min(last, self.step + _STEPS_AT_ONCE)])
        return records

    def measure(self) -> Record:
        """Return the metrics at the present step, whether or not there is a record of it."""
        if self.step == 0:
            # Not by the compiled program: of a shape that is new, somebody would wait for its compilation.
            return first_record(self.config, self._data, self._scaling)
        [record] = self._record([self.step], "validation")
        return record

    def snapshot(self) -> TrainingState:
        """Return the present state; it does not change when training goes on."""
        weights = self._by_run(self._weights.numpy(), self._bias.numpy())
        return TrainingState(self.step, weights, self.rate_factor, self._diverged_at, self._recent_loss_sum)

    def test_metrics(self) -> tuple[Floats, Floats]:
        """Return loss and accuracy, (runs,) each, on the test images: for the report, never for a choice."""
        [record] = self._record([self.step], "test")
        return record.validation_loss, record.validation_accuracy

    def _by_run(self, weights: Floats, bias: Floats) -> Floats:
        """Return weights as a state has them, (runs, 785, classes), of (S, R, C, P) and (S, R, C)."""
        by_run = self._all_weights.copy()
        by_pixel = by_run.reshape(*self._shape, PIXELS + 1, -1)
        by_pixel[:, :, self._pixels] = weights.swapaxes(2, 3)
        by_pixel[:, :, PIXELS] = bias
        return by_run

    def _slot(self, step: int) -> int:
        """Return the place that a record has among those scored with it: always the same, and so are its bits."""
        return bisect_left(record_steps(self.config), step) % self._slots

    def _next_records(self, last: int) -> list[int]:
        """Return the steps of the next records, none beyond `last`, as far as one call takes and scores them."""
        steps: list[int] = []
        farthest = min(last, self.step + _STEPS_AT_ONCE)
        at = self.step
        while at < farthest and (at := next_record(self.config, at)) <= farthest:
            steps.append(at)
            if len(steps) == self._slots:
                break
        return steps

    def _record(self, ends: Sequence[int], part: str) -> list[Record]:
        """Go on to the last of `ends`; return the metrics at each, of its batch and of the `part` of the data."""
        weights, bias, of_batches = self._go(ends)
        of_tiles, count = np.zeros((2, self._slots, len(self.config.runs)), np.float32), 0
        for block in _tiles(self._data, part, self._scaling):
            used = tf.constant(-(-block.count // _TILE))
            tally = _compiled_score(weights, bias, block.images, block.labels, self._affine, used)
            of_tiles += tally.numpy().reshape(of_tiles.shape)
            count += block.count
        records = []
        for step in ends:
            slot = self._slot(step)
            of_batch = of_batches[slot] / np.float32(self.config.batch_size)
            records.append(Record(step, *of_batch, *(of_tiles[:, slot] / np.float32(count))))
            if step in self._kept:
                self.snapshots[step] = self._by_run(weights[slot].numpy(), bias[slot].numpy())
        return records

    def _go(self, ends: Sequence[int]) -> tuple[Tensor, Tensor, Floats]:
        """Take the steps to the last of `ends`; return what is there at each of them, in its slot of G.

        That is the weights, (G, S, R, C, P), the bias, (G, S, R, C), and the tally, (G, 2, runs), of the batch
        learned from last.
        """
        config = self.config
        steps = ends[-1] - self.step
        # What the compiled program takes is of a fixed shape; batches beyond `steps` stay image 0 and are not used.
        batches = np.zeros((_STEPS_AT_ONCE, len(config.seeds), config.batch_size), np.int32)
        rates = np.zeros((_STEPS_AT_ONCE, len(config.learning_rates)), np.float32)
        legs = np.zeros(self._slots, np.int32)
        legs[: len(ends)] = np.diff([self.step, *ends])
        # Without a step to take, the batch to look at is the one that was learned from last.
        first, count = (self.step, steps) if steps else (self.step - 1, 1)
        for place, seed in enumerate(config.seeds):
            batches[:count, place] = batch_indices(len(self._data.x_train), config.batch_size, seed, first, count)
        rates[:steps] = self._rates(self.step + 1, self.step + steps)
        self._weights, self._bias, alive, losses, *reached, of_batches = _compiled_learn(
            self._weights,
            self._bias,
            tf.constant(self._diverged_at.reshape(self._shape) < 0),
            tf.constant(rates),
            tf.constant(batches),
            *_training_tensors(self._data, self._pixels.tobytes()),
            self._affine,
            tf.constant(legs),
            tf.constant([self._slot(ends[0]), len(ends)]),
        )
        self._remember(losses.numpy()[:steps].reshape(steps, len(config.runs)), alive.numpy().ravel())
        self.step += steps
        return *reached, of_batches.numpy().reshape(self._slots, 2, -1)

    def _remember(self, losses: Floats, alive: NDArray[np.bool_]) -> None:
        newly = (self._diverged_at < 0) & ~alive
        if newly.any():
            first_not_finite = np.isfinite(losses).argmin(axis=0)
            self._diverged_at = np.where(newly, self.step + first_not_finite, self._diverged_at)
        # One after the other, as NumPy's own sums depend on how many numbers there are at a time.
        for loss in losses[max(0, self.config.steps - RECENT_STEPS - self.step) :]:
            self._recent_loss_sum = self._recent_loss_sum + loss


def _pixels(scaling: Scaling) -> NDArray[np.int64]:
    """Return which pixels take part, ascending: those that vary, and some to make their number one of sixteens."""
    varies = scaling.scale != 0
    count = -(-max(1, varies.sum()) // 16) * 16
    return np.sort(np.argsort(~varies, kind="stable")[:count])


@dataclass(frozen=True, eq=False)
class _Tiles:
    """A block of images to score: (_TILES, _TILE, P) uint8 with labels, of which `count` images are no padding."""

    images: Tensor
    labels: Tensor
    count: int


# Experiments on the same data share its tensors. A worker seldom trains on more than two data sets at a time.
@lru_cache(maxsize=4)
def _tiles(data: Split, part: str, scaling: Scaling) -> list[_Tiles]:
    """Cut the validation or test images into blocks, all of one shape for the sake of the compiled program."""
    # Clipped as `SoftmaxModel` clips, so that what is measured here is the model that reads drawings there.
    images = scaling.clip(getattr(data, f"x_{part}"))[:, _pixels(scaling)]
    labels = getattr(data, f"y_{part}")
    block = _TILE * _TILES
    blocks = []
    for start in range(0, len(images), block):
        of_block = images[start : start + block]
        padding = block - len(of_block)
        tiles = np.pad(of_block, ((0, padding), (0, 0))).reshape(_TILES, _TILE, -1)
        of_tiles = np.pad(labels[start : start + block], (0, padding), constant_values=255).reshape(_TILES, _TILE)
        blocks.append(_Tiles(tf.constant(tiles), tf.constant(of_tiles), len(of_block)))
    return blocks


@lru_cache(maxsize=2)
def _training_tensors(data: Split, pixels: bytes) -> tuple[Tensor, Tensor]:
    images = np.ascontiguousarray(data.x_train[:, np.frombuffer(pixels, np.int64)])
    return tf.constant(images), tf.constant(data.y_train)


def warm_up(config: ExperimentConfig | None = None) -> None:
    """Prepare the images of `config`, or of the default, and compile its program, so that it starts at once."""
    config = config or ExperimentConfig()
    images = prepared(config)
    Trainer(config, images.split, images.scaling).advance(1)
