"""What the store holds, as values: experiments, runs, metrics, checkpoints, drawings, processes."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from core.arrays import Bytes, Floats
from core.classes import DIGITS
from core.config import ExperimentConfig

PRESUMED_DEAD_SECONDS = 20.0
"""After how long a silence a process is taken for dead and its experiments for free to claim."""

METRICS = ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy")
"""What is recorded of every run: losses in nats, accuracies as shares from 0 to 1."""


@dataclass(frozen=True)
class Failure:
    """Why an experiment failed, as the store keeps it: the English sentence and, where the program knows them, the
    `kind` of refusal ("data" or "value"), its reason and its facts.
    """

    sentence: str
    kind: str | None = None
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence

    def to_text(self) -> str:
        """Return it as one text; `from_text` gives an equal one back."""
        return json.dumps(vars(self), default=str)

    @classmethod
    def from_text(cls, text: str) -> "Failure":
        """Read what `to_text` wrote, or the bare sentence that an older program left."""
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError):
            return cls(text)


class Status(StrEnum):
    """What an experiment is doing, or should be doing from its worker's next turn on."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    UNREADABLE = "unreadable"
    """Only as it is read: this version does not understand what the store says of the experiment."""

    @property
    def is_over(self) -> bool:
        """Whether nothing will be trained any more."""
        return self in (Status.FINISHED, Status.STOPPED, Status.FAILED, Status.UNREADABLE)


@dataclass(frozen=True)
class Experiment:
    """One experiment as the store knows it. If it is unreadable, `error` says why, and `config` may be the default.

    `step` is the last step recorded, `seconds` how long it has been training, pauses left out. `hold_at` is the step
    at which it will pause by itself. `pace` (steps/s, None for full speed) and `rate_factor`, which multiplies all
    learning rates of the configuration, may change while it trains. `claimed_by` is the process that trains it, and
    `claim` a number that grows each time it changes hands. Times are seconds since 1970. `classes` names what its
    labels count; until it has begun, they are taken for the ten digits.
    """

    id: int
    name: str | None
    config: ExperimentConfig
    status: Status
    step: int
    seconds: float
    hold_at: int | None
    pace: float | None
    rate_factor: float
    error: Failure | None
    data_checksum: str | None
    claimed_by: int | None
    claim: int
    created_at: float
    finished_at: float | None
    classes: tuple[str, ...] = DIGITS


@dataclass(frozen=True)
class Run:
    """One curve of an experiment. Its test metrics are None until the experiment has finished."""

    id: int
    experiment_id: int
    learning_rate: float
    seed: int
    diverged_at: int | None
    recent_loss_sum: float | None
    test_loss: float | None
    test_accuracy: float | None


@dataclass(frozen=True, eq=False)
class Metrics:
    """What was recorded of an experiment: `steps` (n,) int64 ascending, `seconds` (n,) float64 of training,
    and every metric of `METRICS` as (runs, n) float32 in the order of the runs, NaN where it was no number.
    """

    steps: np.ndarray[Any, np.dtype[np.int64]]
    seconds: np.ndarray[Any, np.dtype[np.float64]]
    train_loss: Floats
    train_accuracy: Floats
    validation_loss: Floats
    validation_accuracy: Floats


@dataclass(frozen=True)
class Head:
    """How far an experiment is recorded: the last step with metrics and the last with weights, -1 where there is
    none, and how often its rates were changed."""

    metrics_step: int
    weights_step: int
    rate_changes: int


@dataclass(frozen=True)
class MetricRow:
    """The metrics of all runs at one step; each is (runs,) float32. `seconds` is how long they had been training."""

    step: int
    seconds: float
    train_loss: Floats
    train_accuracy: Floats
    validation_loss: Floats
    validation_accuracy: Floats


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that an experiment needs in order to go on: weights (runs, 785, classes) float32, whose last row is
    the bias, the factor on the learning rates, where each run diverged (None: it did not), and the sum of its recent
    losses.
    """

    step: int
    seconds: float
    weights: Floats
    rate_factor: float
    diverged_at: tuple[int | None, ...]
    recent_loss_sum: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class SavedDrawing:
    """A drawing that somebody named and kept: the class it shows, its image (28, 28) uint8, and its strokes as the
    canvas's JSON, None where there are none. `created_at` is in seconds since 1970.
    """

    id: int
    label: str
    image: Bytes
    strokes: str | None
    created_at: float


@dataclass(frozen=True)
class Process:
    """A worker or a dashboard that says every second that it lives. `state` is "starting" or "ready"."""

    id: int
    role: str
    host: str
    pid: int
    state: str
    heartbeat_at: float

    @property
    def is_alive(self) -> bool:
        """Whether its last heartbeat is recent."""
        return time.time() - self.heartbeat_at < PRESUMED_DEAD_SECONDS
