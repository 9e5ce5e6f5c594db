"""Hints for a drawing that a model reads: what the answer is worth, and what shows more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Floats
from core.classes import DIGITS
from core.hints.rules import Rule, Show
from core.model.novelty import Level, Novelty

WEAK_ACCURACY = 0.8
"""The validation accuracy below which the model is to blame before the drawing; the tutorial's reaches 0.92."""

CLOSE = 0.2
"""By how much the first probability exceeds the second, at most, where both classes are named."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What a model made of a drawing: `probabilities` (classes,); how novel it is, None where that is not known; and
    the `validation_accuracy`, from 0 to 1, of the model, None where that is not known. `classes` are their names.
    """

    probabilities: Floats
    novelty: Novelty | None = None
    validation_accuracy: float | None = None
    classes: tuple[str, ...] = DIGITS

    @property
    def ranking(self) -> list[int]:
        """The classes, as labels count them, likeliest first."""
        return [int(label) for label in np.argsort(-self.probabilities, kind="stable")]


def _weak(reading: Reading) -> Mapping[str, Any] | None:
    accuracy = reading.validation_accuracy
    return None if accuracy is None or accuracy >= WEAK_ACCURACY else {"validation_accuracy": accuracy}


def _strange(reading: Reading) -> Mapping[str, Any] | None:
    novelty = reading.novelty
    if novelty is None or novelty.level is not Level.STRANGE:
        return None
    nearest = reading.classes[novelty.label]
    return {"novelty_share": novelty.share, "nearest_name": nearest, "overlap_share": novelty.overlap}


def _close(reading: Reading) -> Mapping[str, Any] | None:
    first, second, *_ = reading.ranking
    high, low = float(reading.probabilities[first]), float(reading.probabilities[second])
    if not high - low < CLOSE:
        return None
    names = {"first_name": reading.classes[first], "second_name": reading.classes[second]}
    return {**names, "first_share": high, "second_share": low}


READING_RULES: Sequence[Rule[Reading]] = (
    Rule("weak_model", _weak, lambda _: Show("train"), "train"),
    Rule("strange", _strange, lambda _: Show("steps"), "predict"),
    Rule("close", _close, lambda _: Show("evidence"), "softmax"),
)
"""What may be said of a reading, in the order of what is to be thought of first."""
