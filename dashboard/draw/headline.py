"""What the page says of a reading, in one line: how sure the model is, and how far that can be trusted.

A softmax model gives some digit a high probability whatever it is shown. So the headline follows first whether the
model reads what it was trained on at all (no step left out, nothing it has never seen the like of), and only then its
probability, which is always said to be the model's.
"""

from dataclasses import dataclass
from typing import Literal

from core.model.novelty import Level
from dashboard.draw.prediction import Prediction
from dashboard.text import Text, formats

SURE, LIKELY = 0.95, 0.6
"""Probabilities from which a reading is called almost certain, and probable."""

UNREAD = "?"
"""What stands for the digit while nothing is read."""

Tone = Literal["unread", "plain", "doubtful", "right", "wrong"]


@dataclass(frozen=True)
class Headline:
    """The digit or `UNREAD`, the sentence beside it, the quieter one below, and how all that is to look."""

    digit: str
    sentence: str
    detail: str
    tone: Tone


def unread(reason: str) -> Headline:
    """Return the headline where there is no digit, for the `reason` given."""
    return Headline(UNREAD, reason, "", "unread")


def headline(
    text: Text, prediction: Prediction, level: Level | None, *, left_out: bool, truth: int | None
) -> Headline:
    """Return the headline of a reading.

    `level` says how familiar the image is, None where the training images are gone. `left_out`: whether a step
    between the drawing and the model is missing. `truth`: the digit it is meant to be, where that is known.
    """
    digit, second, *_ = prediction.ranking
    probability = float(prediction.probabilities[digit])
    given = formats.percent(probability)
    detail = text("reading_probability", digit=digit, probability=given)
    if left_out:
        return Headline(str(digit), text("reading_left_out", digit=digit), detail, "doubtful")
    if level is Level.STRANGE:
        detail = text("reading_probability_strange", digit=digit, probability=given)
    if truth is not None:
        verdict: Tone = "right" if truth == digit else "wrong"
        return Headline(str(digit), text(f"reading_{verdict}", digit=digit, label=truth), detail, verdict)
    if level is Level.STRANGE:
        return Headline(str(digit), text("reading_strange", digit=digit), detail, "doubtful")
    sureness = "sure" if probability >= SURE else "likely" if probability >= LIKELY else "unsure"
    kind = "reading_unusual" if level is Level.UNUSUAL else "reading"
    return Headline(str(digit), text(f"{kind}_{sureness}", digit=digit, second=second), detail, "plain")
