"""How an experiment stands, as far as pages are drawn differently for it: they run again once it is another way."""

from dataclasses import dataclass
from typing import Any, Literal

from core.store.records import Experiment, Status


@dataclass(frozen=True)
class Trainer:
    """What the worker is at, and the last words of one that ended."""

    state: Literal["ready", "loading", "ended"] = "ready"
    last_words: str = ""


READY = Trainer()


def standing(experiment: Experiment, trainer: Trainer) -> dict[str, Any]:
    """Return what buttons, headings and sentences depend on: `phase`, `name`, `rate_factor`, `step`, `trainer` and
    `has_model`.

    An experiment just queued is as good as running, unless there is nobody to train it yet. The step counts once it
    stands still: what a worker has in hand comes to the store a moment after the experiment was paused or stopped.
    """
    queued = experiment.status is Status.QUEUED
    moves = experiment.status in (Status.QUEUED, Status.RUNNING)
    return {
        "phase": str(Status.RUNNING if queued else experiment.status),
        "name": experiment.name,
        "rate_factor": experiment.rate_factor,
        "step": None if moves else experiment.step,
        "trainer": trainer.state if queued else "ready",
        "has_model": experiment.step > 0,
    }
