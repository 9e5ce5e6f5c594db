"""What the browser is sent of ten probabilities."""

import numpy as np
import pytest

from dashboard.components.bars import payload
from dashboard.components.live_chart import ChartLabels
from dashboard.figures import AxisLabels

LABELS = ChartLabels("reset", "png", "svg", "unavailable", "loading", "hint")


def sent(probabilities):
    return payload(probabilities, AxisLabels("Probability", "Digit"), LABELS, "alt", "title")


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
