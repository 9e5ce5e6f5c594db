"""The rules over a reading."""

import numpy as np
import pytest

from core.hints.reading import READING_RULES, Reading
from core.hints.rules import Show, hint
from core.model.novelty import Novelty

SURE = np.full(10, 0.01, np.float32)
SURE[3] = 0.91
TORN = np.full(10, 0.0125, np.float32)
TORN[[3, 5]] = 0.47, 0.43


def novelty(share):
    return Novelty(share, np.zeros((28, 28), np.uint8), 8, 0.4)


def test_nothing_is_said_of_a_clear_reading():
    """Familiar, sure, by a model that reads well."""
    assert hint(READING_RULES, Reading(SURE, novelty(0.3), 0.92)) is None


@pytest.mark.parametrize(
    ("reading", "name", "figures", "place"),
    [
        (Reading(SURE, novelty(0.3), 0.43), "weak_model", {"validation_accuracy": 0.43}, "train"),
        (
            Reading(SURE, novelty(0.995), 0.92),
            "strange",
            {"novelty_share": 0.995, "nearest_name": "8", "overlap_share": 0.4},
            "steps",
        ),
        (
            Reading(TORN, novelty(0.3), 0.92),
            "close",
            {
                "first_name": "3",
                "second_name": "5",
                "first_share": pytest.approx(0.47),
                "second_share": pytest.approx(0.43),
            },
            "evidence",
        ),
    ],
)
def test_each_has_its_hint(reading, name, figures, place):
    """With the figure that made it speak, and what shows more."""
    found = hint(READING_RULES, reading)
    assert (found.name, found.figures, found.remedy) == (name, figures, Show(place))


def test_what_is_not_known_is_no_reason_to_speak():
    """The training images may be gone, and a run may have no record."""
    assert hint(READING_RULES, Reading(SURE)) is None
