"""What the page says of a reading, in one line: how sure the model is, and how far that can be trusted.

A softmax model gives some class a high probability whatever it is shown. So the headline follows first whether the
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
"""What stands for the class while nothing is read."""

Tone = Literal["unread", "plain", "doubtful", "right", "wrong"]


@dataclass(frozen=True)
class Headline:
    """The class's name or `UNREAD`, the sentence beside it, the quieter one below, and how all that is to look."""

    name: str
    sentence: str
    detail: str
    tone: Tone


def unread(reason: str) -> Headline:
    """Return the headline where nothing is read, for the `reason` given."""
    return Headline(UNREAD, reason, "", "unread")


def headline(
    text: Text,
    prediction: Prediction,
    level: Level | None,
    *,
    left_out: bool,
    truth: str | None,
    in_doubt: bool = False,
) -> Headline:
    """Return the headline of a reading.

    `level` says how familiar the image is, None where the training images are gone. `left_out`: whether a step
    between the drawing and the model is missing. `truth`: the class that it is meant to be, where that is known; of
    one that the model does not know nothing is right or wrong. `in_doubt`: whether something else in a picture may be
    meant.
    """
    name, second = prediction.name, prediction.classes[prediction.ranking[1]]
    probability = prediction.probability
    given = formats.percent(probability)
    detail = text("reading_probability", digit=name, probability=given)
    if left_out:
        return Headline(name, text("reading_left_out", digit=name), detail, "doubtful")
    if level is Level.STRANGE:
        detail = text("reading_probability_strange", digit=name, probability=given, classes=len(prediction.classes))
    if truth in prediction.classes:
        verdict: Tone = "right" if truth == name else "wrong"
        said = text(f"reading_{verdict}", digit=name, label=truth)
        return Headline(name, said, detail, verdict)
    if level is Level.STRANGE:
        return Headline(name, text("reading_strange", digit=name), detail, "doubtful")
    if in_doubt:
        return Headline(name, text("reading_in_doubt", digit=name), detail, "doubtful")
    sureness = "sure" if probability >= SURE else "likely" if probability >= LIKELY else "unsure"
    kind = "reading_unusual" if level is Level.UNUSUAL else "reading"
    return Headline(name, text(f"{kind}_{sureness}", digit=name, second=second), detail, "plain")
