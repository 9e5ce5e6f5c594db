"""What the browser is sent of probabilities."""

import numpy as np
import pytest

from core.classes import DIGITS
from dashboard.components.bars import MOST, payload
from dashboard.components.live_chart import ChartLabels
from dashboard.figures import AxisLabels

LABELS = ChartLabels("reset", "png", "svg", "unavailable", "loading", "hint")


def sent(probabilities, classes=DIGITS):
    return payload(
        probabilities, classes, "{count} others", AxisLabels("Probability", "Digit"), LABELS, "alt", "title"
    )


@pytest.mark.parametrize("unknown", [None, [np.nan] * 10])
def test_bars_without_a_reading_are_empty(unknown):
    """Before anything is drawn there are ten digits, no bar and no percentage."""
    assert sent(unknown)["shares"] == [0.0] * 10
    assert set(sent(unknown)["texts"]) == {""}
    assert sent(unknown)["likeliest"] is None


def test_the_likeliest_digit_stands_out():
    """Tiny probabilities are not called zero, and not all is not all, as in the sentence beside the bars."""
    data = sent([0.0004, 0, 0, 0, 0, 0, 0, 0.9, 0.0996, 0])
    assert data["likeliest"] == 7
    assert data["texts"][0] == "<0.1%"
    assert data["texts"][7] == "90.0%"
    assert sent(np.float32([0.0003, 0, 0, 0, 0, 0, 0, 0.9997, 0, 0]))["texts"][7] == "99.9%"


def test_many_classes_are_their_likeliest_and_a_bar_for_the_others():
    """The likeliest first; all bars together are everything."""
    classes = [f"class {label}" for label in range(62)]
    shares = np.full(62, 0.2 / 60)
    shares[[40, 7]] = 0.5, 0.3
    data = sent(shares, classes)
    assert len(data["names"]) == len(data["shares"]) == len(data["texts"]) == MOST
    assert (data["names"][:2], data["names"][-1]) == (["class 40", "class 7"], "51 others")
    assert data["likeliest"] == 0
    assert sum(data["shares"]) == pytest.approx(1)
    assert sent(None, classes)["likeliest"] is None
    assert len(sent(None, classes)["names"]) == MOST


def test_few_classes_stay_in_their_order():
    """So that each has its place."""
    data = sent([0.2, 0.8], ["yes", "no"])
    assert (data["names"], data["likeliest"]) == (["yes", "no"], 1)
