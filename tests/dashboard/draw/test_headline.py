"""What is said of a reading: first whether it means anything, then how sure the model is."""

from types import SimpleNamespace

import numpy as np
import pytest

from core.classes import DIGITS
from core.model.novelty import Level
from dashboard.draw.headline import UNREAD, headline, unread
from dashboard.draw.prediction import Prediction
from dashboard.text import LANGUAGES

ENGLISH = LANGUAGES["en"]


def reading(digit, probability, classes=DIGITS):
    shares = np.full(len(classes), (1 - probability) / (len(classes) - 1))
    shares[digit] = probability
    return Prediction(None, SimpleNamespace(classes=classes), None, shares)


@pytest.mark.parametrize(
    ("level", "probability", "sentence", "tone"),
    [
        (Level.FAMILIAR, 0.999, "It is an 8, almost certainly.", "plain"),
        (Level.FAMILIAR, 0.7, "Probably an 8.", "plain"),
        (Level.FAMILIAR, 0.3, "Perhaps an 8, or a 0?", "plain"),
        (Level.UNUSUAL, 0.999, "Probably an 8, though an unusual one.", "plain"),
        (Level.UNUSUAL, 0.7, "Perhaps an 8, an unusual one.", "plain"),
        (Level.STRANGE, 0.999, "Says 8, but this is like nothing it was trained on.", "doubtful"),
        (Level.STRANGE, 0.3, "Says 8, but this is like nothing it was trained on.", "doubtful"),
        (None, 0.999, "It is an 8, almost certainly.", "plain"),
    ],
)
def test_the_less_the_model_knows_of_it_the_less_is_claimed(level, probability, sentence, tone):
    """However large its probability, which is always said to be the model's."""
    said = headline(ENGLISH, reading(8, probability), level, left_out=False, truth=None)
    assert (said.name, said.sentence, said.tone) == ("8", sentence, tone)
    assert "gives 8 a probability of" in said.detail


@pytest.mark.parametrize("level", [*Level, None])
def test_steps_left_out_come_before_everything_else(level):
    """Not even a right answer counts then."""
    said = headline(ENGLISH, reading(8, 1.0), level, left_out=True, truth="8")
    assert (said.sentence, said.tone) == ("Says 8, with steps left out.", "doubtful")


def test_where_the_truth_is_known_the_answer_is_right_or_wrong():
    """With what it is, and with the warning that a strange image deserves."""
    right = headline(ENGLISH, reading(8, 1.0), Level.FAMILIAR, left_out=False, truth="8")
    wrong = headline(ENGLISH, reading(8, 1.0), Level.STRANGE, left_out=False, truth="1")
    assert (right.sentence, right.tone) == ("Right: read as an 8.", "right")
    assert (wrong.sentence, wrong.tone) == ("Wrong: read as an 8 instead of a 1.", "wrong")
    assert "always add up to 100%" in wrong.detail


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("probability", [0.3, 0.7, 0.99])
def test_every_language_has_a_sentence_for_each(code, level, probability):
    """With the digit in it."""
    assert "8" in headline(LANGUAGES[code], reading(8, probability), level, left_out=False, truth=None).sentence


def test_nothing_read_is_a_question_mark():
    """With the reason."""
    assert unread("Draw something.") == type(unread(""))(UNREAD, "Draw something.", "", "unread")


@pytest.mark.parametrize(
    ("probability", "truth", "sentence"),
    [
        (0.99, None, "T-shirt, almost certainly."),
        (0.55, None, "Perhaps T-shirt, or Bag?"),
        (0.99, "Bag", "Wrong: read as T-shirt instead of Bag."),
        (0.99, "7", "T-shirt, almost certainly."),
    ],
)
def test_a_class_is_called_by_its_name(probability, truth, sentence):
    """Without an article; and what is of no class of the model's is read neither right nor wrong."""
    classes = ("Bag", "T-shirt")
    said = headline(
        ENGLISH.about(classes), reading(1, probability, classes), Level.FAMILIAR, left_out=False, truth=truth
    )
    assert (said.name, said.sentence) == ("T-shirt", sentence)
