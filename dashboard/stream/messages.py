"""What is sent of an experiment: values -> JSON. Pure functions."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.model.softmax import SoftmaxModel
from core.rates.comparison import recent_loss
from core.store.records import METRICS, Experiment, Metrics, Run
from dashboard import figures
from dashboard.shared.standing import Trainer, standing

MOST_IN_A_MESSAGE = 12_000
"""Records times runs that one message holds at the most, a third of a megabyte: a newcomer to a long training gets it
in several."""


@dataclass(frozen=True)
class Asked:
    """Images that are to be read: of the test images or, with `own`, of the user's, `count` from the `first` on.

    Of the user's it is said of which `edition`, as `core.store.drawings` calls it, for others may come to a place
    while some are kept or deleted; that of test images is empty.
    """

    own: bool
    edition: str
    first: int
    count: int


def state(
    experiment: Experiment,
    trainer: Trainer,
    runs: Sequence[Run],
    rate_changes: Sequence[tuple[int, float]],
    diverged_at: Sequence[int | None],
) -> str:
    """Return how an experiment stands; `diverged_at` has the step of every run that did."""
    return _json(
        {
            "status": experiment.status,
            "shown": standing(experiment, trainer),
            "trainer": trainer.state,
            "name": experiment.name,
            "step": experiment.step,
            "seconds": experiment.seconds,
            "rate_factor": experiment.rate_factor,
            "pace": experiment.pace,
            "holds": experiment.hold_at is not None,
            "rate_changes": rate_changes,
            "runs": [
                {
                    "id": run.id,
                    "diverged_at": step,
                    "test_accuracy": run.test_accuracy,
                    "recent_loss": recent_loss(experiment, run),
                }
                for run, step in zip(runs, diverged_at, strict=True)
            ],
        }
    )


def rows(metrics: Metrics) -> str:
    """Return records: `steps` as int32, all else as float32, little-endian in base64, metrics run by run."""
    packed = {name: _packed(getattr(metrics, name), "<f4") for name in ("seconds", *METRICS)}
    return _json({"steps": _packed(metrics.steps, "<i4"), **packed})


def weights(step: int, model: SoftmaxModel) -> str:
    """Return the weights of a model at a step as images of 8-bit numbers, one a class, ready to be painted."""
    images, limit = figures.weight_images(model.weights)
    return _json({"step": step, "limit": limit, "pixels": _packed(images, "i1")})


def readings(step: int, asked: Asked, digits: Sequence[int], share: float | None) -> str:
    """Return what a model read at a step in the images that were asked for; `share` is that of all own drawings that
    it reads right."""
    return _json({"step": step, **asdict(asked), "digits": list(digits), "share": share})


def message(serial: int, experiment: int, parts: Mapping[str, str]) -> str:
    """Return the message with these parts, each of them JSON already, for it is the same for all who watch."""
    pieces = "".join(f',"{name}":{part}' for name, part in parts.items())
    return f'{{"serial":{serial},"experiment":{experiment}{pieces}}}'


def _packed(values: NDArray[Any], kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=kind).tobytes()).decode("ascii")


def _json(value: object) -> str:
    # Browsers do not read the NaN that Python would write; nothing here is one.
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
