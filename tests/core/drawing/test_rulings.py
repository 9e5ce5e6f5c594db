"""What is taken for lines across the paper."""

import numpy as np
import pytest

from core.drawing.rulings import rulings

MIDDLE = slice(20, 80)


@pytest.fixture
def crossed():
    """A line three pixels thick, right across, and a stroke over it."""
    mask = np.zeros((100, 100), dtype=bool)
    mask[60:63] = True
    mask[30:90, 40:46] = True
    return mask


def test_a_line_is_taken_away_except_where_a_stroke_crosses_it(crossed):
    """Whichever way it runs; the stroke stays whole."""
    expected = np.zeros_like(crossed)
    expected[60:63] = True
    expected[60:63, 40:46] = False
    everywhere = np.ones_like(crossed)
    np.testing.assert_array_equal(rulings(crossed, everywhere)[:, MIDDLE], expected[:, MIDDLE])
    np.testing.assert_array_equal(rulings(crossed.T, everywhere)[MIDDLE], expected.T[MIDDLE])


def test_a_line_that_reaches_no_border_is_none_of_the_papers(crossed):
    """It may be the bar of a 4 or a 7."""
    crossed[:, :25] = crossed[:, 75:] = False
    assert not rulings(crossed, np.ones_like(crossed)).any()
