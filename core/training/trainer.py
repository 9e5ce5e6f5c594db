"""All runs of an experiment, trained in lock-step by TensorFlow, resumable to the bit.

`core.training.program` has the formula. Here it is fed with what a configuration says, and what comes out becomes
records, snapshots and states. Pixels that training never saw change are 0 after scaling: they take part in nothing
and are left out. S, R, C, P and G count what they count there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.arrays import PIXELS, Floats
from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.features.scaling import Scaling
from core.images.split import Split, batch_indices, check_batch_size, prepared
from core.schedule import RECENT_STEPS, next_record, snapshot_steps
from core.training.beginning import first_record
from core.training.program import Tensor, learn, score, tensor
from core.training.state import Record, TrainingState, initial_state

_STEPS_AT_ONCE = 200
"""Steps that one call of the compiled program can take: enough to forget what a call costs."""

_MODELS_AT_ONCE = 8
"""Models of one call, whose weights it keeps for as long as they are to be scored."""

_TILE, _TILES = 1000, 5
"""Scored images are worked through in tiles that stay in the processor's cache, in blocks of one fixed shape."""


@dataclass(frozen=True, eq=False)
class Passed:
    """What a trainer was at each of `steps`, which are recorded, when it passed them in one go.

    That is its weights, (G, S, R, C, P), its bias, (G, S, R, C), and the tally, (G, 2, runs), of the batch learned
    from last; G may be more than there are steps.
    """

    steps: tuple[int, ...]
    weights: Tensor
    bias: Tensor
    of_batches: Floats


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
        self._pixels = _pixels(scaling)
        self._affine = tensor(np.stack([scaling.scale, scaling.offset])[:, self._pixels])
        self._legs = max(1, _MODELS_AT_ONCE // len(config.runs))
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
        self._weights = tensor(np.ascontiguousarray(by_class[..., self._pixels]))
        self._bias = tensor(np.ascontiguousarray(by_class[..., PIXELS]))

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
        first = [] if self._begun else [self.measure()]
        return first + [record for passed in self.go(steps) for record in self.records(passed)]

    def go(self, steps: int) -> Iterator[Passed]:
        """Take the steps that `advance` takes, and give what there is to be said of them before it is said.

        There is nothing of step 0.
        """
        self._begun = True
        last = min(self.step + steps, self.config.steps)
        while self.step < last:
            if ends := self._next_records(last):
                yield self._go(ends)
            else:
                self._go([min(last, self.step + _STEPS_AT_ONCE)])

    def records(self, passed: Passed, part: str = "validation") -> list[Record]:
        """Return the metrics at each step that was passed, of its batch and of the `part` of the data.

        Another thread may ask for them while this one goes on.
        """
        models = tensor(len(passed.steps))
        blocks = _tiles(self._data, part, self._scaling)
        of_part = sum(
            score(passed.weights, passed.bias, block.images, block.labels, self._affine, models, block.used).numpy()
            for block in blocks
        ) / np.float32(sum(block.count for block in blocks))
        of_batches = passed.of_batches / np.float32(self.config.batch_size)
        return [Record(step, *of_batches[leg], *of_part[leg]) for leg, step in enumerate(passed.steps)]

    def snapshots(self, passed: Passed) -> dict[int, Floats]:
        """Return the weights, (runs, 785, classes), at those of `core.schedule.snapshot_steps` that were passed."""
        if not (kept := [leg for leg, step in enumerate(passed.steps) if step in self._kept]):
            return {}
        weights, bias = passed.weights.numpy(), passed.bias.numpy()
        return {passed.steps[leg]: self._by_run(weights[leg], bias[leg]) for leg in kept}

    def measure(self) -> Record:
        """Return the metrics at the present step, whether or not there is a record of it."""
        if self.step == 0:
            # Not by the compiled program: of a shape that is new, somebody would wait for its compilation.
            return first_record(self.config, self._data, self._scaling)
        [record] = self.records(self._go([self.step]))
        return record

    def snapshot(self) -> TrainingState:
        """Return the present state; it does not change when training goes on."""
        weights = self._by_run(self._weights.numpy(), self._bias.numpy())
        return TrainingState(self.step, weights, self.rate_factor, self._diverged_at, self._recent_loss_sum)

    def test_metrics(self) -> tuple[Floats, Floats]:
        """Return loss and accuracy, (runs,) each, on the test images: for the report, never for a choice."""
        [record] = self.records(self._go([self.step]), "test")
        return record.validation_loss, record.validation_accuracy

    def _by_run(self, weights: Floats, bias: Floats) -> Floats:
        """Return weights as a state has them, (runs, 785, classes), of (S, R, C, P) and (S, R, C)."""
        by_run = self._all_weights.copy()
        by_pixel = by_run.reshape(*self._shape, PIXELS + 1, -1)
        by_pixel[:, :, self._pixels] = weights.swapaxes(2, 3)
        by_pixel[:, :, PIXELS] = bias
        return by_run

    def _next_records(self, last: int) -> list[int]:
        """Return the steps of the next records, none beyond `last`, as far as one call takes and scores them."""
        steps: list[int] = []
        farthest = min(last, self.step + _STEPS_AT_ONCE)
        at = self.step
        while at < farthest and (at := next_record(self.config, at)) <= farthest:
            steps.append(at)
            if len(steps) == self._legs:
                break
        return steps

    def _go(self, ends: Sequence[int]) -> Passed:
        """Take the steps to the last of `ends`; return what is there at each of them."""
        config = self.config
        steps = ends[-1] - self.step
        # What the compiled program takes is of a fixed shape; batches beyond `steps` stay image 0 and are not used.
        batches = np.zeros((_STEPS_AT_ONCE, len(config.seeds), config.batch_size), np.int32)
        rates = np.zeros((_STEPS_AT_ONCE, len(config.learning_rates)), np.float32)
        legs = np.zeros(self._legs, np.int32)
        legs[: len(ends)] = np.diff([self.step, *ends])
        # Without a step to take, the batch to look at is the one that was learned from last.
        first, count = (self.step, steps) if steps else (self.step - 1, 1)
        for place, seed in enumerate(config.seeds):
            batches[:count, place] = batch_indices(len(self._data.x_train), config.batch_size, seed, first, count)
        rates[:steps] = self._rates(self.step + 1, self.step + steps)
        self._weights, self._bias, alive, losses, weights, bias, of_batches = learn(
            self._weights,
            self._bias,
            tensor(self._diverged_at.reshape(self._shape) < 0),
            tensor(rates),
            tensor(batches),
            *_training_tensors(self._data, self._pixels.tobytes()),
            self._affine,
            tensor(legs),
            tensor(len(ends)),
        )
        self._remember(losses.numpy()[:steps].reshape(steps, len(config.runs)), alive.numpy().ravel())
        self.step += steps
        return Passed(tuple(ends), weights, bias, of_batches.numpy().reshape(self._legs, 2, -1))

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
    """A block of images to score: (_TILES, P, _TILE) uint8 with labels, of which `used` tiles hold `count` images."""

    images: Tensor
    labels: Tensor
    used: Tensor
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
        tiles = np.pad(of_block, ((0, padding), (0, 0))).reshape(_TILES, _TILE, -1).swapaxes(1, 2)
        of_tiles = np.pad(labels[start : start + block], (0, padding), constant_values=255).reshape(_TILES, _TILE)
        used = tensor(-(-len(of_block) // _TILE))
        blocks.append(_Tiles(tensor(tiles), tensor(of_tiles), used, len(of_block)))
    return blocks


@lru_cache(maxsize=2)
def _training_tensors(data: Split, pixels: bytes) -> tuple[Tensor, Tensor]:
    images = np.ascontiguousarray(data.x_train[:, np.frombuffer(pixels, np.int64)])
    return tensor(images), tensor(data.y_train)


def warm_up(config: ExperimentConfig | None = None) -> None:
    """Prepare the images of `config`, or of the default, and compile its program, so that it starts at once."""
    config = config or ExperimentConfig()
    images = prepared(config)
    Trainer(config, images.split, images.scaling).advance(1)
