"""Which digits of a picture are a number."""

import numpy as np
import pytest

from core.drawing.candidates import Box
from core.drawing.finding import Found
from core.drawing.row import row_of

PICTURE = (300, 900)
INK = np.zeros(PICTURE, np.float32)


def box(left: int, top: int, width: int, height: int) -> Box:
    """In pixels of the picture."""
    return Box(left / 900, top / 300, (left + width) / 900, (top + height) / 300)


@pytest.mark.parametrize(
    ("boxes", "is_row"),
    [
        ([box(50, 100, 60, 100), box(150, 100, 60, 100)], True),
        ([box(150, 100, 20, 100), box(50, 110, 60, 80), box(300, 90, 70, 110)], True),
        ([box(50, 100, 60, 100)], False),
        ([box(50, 20, 60, 100), box(150, 180, 60, 100)], False),
        ([box(50, 100, 60, 100), box(150, 130, 30, 40)], False),
        ([box(50, 100, 60, 100), box(400, 100, 60, 100)], False),
    ],
)
def test_a_number_is_digits_of_one_height_side_by_side(boxes, is_row):
    """Not one, not above each other, not of two sizes, not far apart; from left to right."""
    found = row_of(Found(INK, boxes[0], tuple(boxes[1:])), (*PICTURE, 3))
    assert found == (tuple(sorted(boxes, key=lambda each: each.left)) if is_row else ())
