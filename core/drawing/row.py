"""A number: digits that stand in a row, each of which can be read alone."""

from itertools import pairwise

from core.drawing.candidates import Box
from core.drawing.finding import Found

_TALLEST = 2.0
"""How many times as high as the lowest digit of a number the highest may be."""

_RISE = 0.5
"""By how much of the highest digit's height the middle of one may lie above or below that of the next."""

_GAP = 1.5
"""Paper between two digits, over the highest one's height, beyond which they are not one number."""


def row_of(found: Found, shape: tuple[int, ...]) -> tuple[Box, ...]:
    """Return the boxes of a number's digits from left to right, or none where what was found is no such row.

    `shape` is that of the picture, (height, width, ...), in which the boxes are shares.
    """
    boxes = sorted((found.box, *found.others), key=lambda box: box.left)
    height, width = shape[:2]
    heights = [(box.bottom - box.top) * height for box in boxes]
    if len(boxes) < 2 or max(heights) > _TALLEST * min(heights):
        return ()
    for one, other in pairwise(boxes):
        rise = abs(one.top + one.bottom - other.top - other.bottom) / 2 * height
        if rise > _RISE * max(heights) or (other.left - one.right) * width > _GAP * max(heights):
            return ()
    return tuple(boxes)
