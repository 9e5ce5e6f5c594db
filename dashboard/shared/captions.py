"""What stands below an image whose label is known, and how many such images a row has room for."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

from dashboard.components.image_grid import GridImage
from dashboard.text import Text, formats

UNKNOWN_CLASS = "{digit}"
"""In the place of the name of a class that is not the label, and that the browser fills in."""


def example_caption(text: Text, label: str, read: str | None) -> GridImage:
    """Return what stands below an image whose label is known: what is read and, if that is wrong, what it is.

    Both are names of classes; `read` is None as long as nothing is read, or UNKNOWN_CLASS.
    """
    if read is None:
        return GridImage(formats.NOTHING, alt=text("example_unread_alt", label=label))
    verdict: Literal["right", "wrong"] = "right" if read == label else "wrong"
    words = {"label": label, "digit": read}
    return GridImage(text(f"example_{verdict}", **words), verdict, text(f"example_{verdict}_alt", **words))


def breadth(name: str) -> int:
    """Return how broad a name is, in letters: Chinese, Japanese and Korean ones are two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in name)


def columns_for(classes: Sequence[str]) -> tuple[int, int]:
    """Return the columns of a grid that has an image a class, on a page and on a phone: ten digits in one row.

    More classes have smaller images, as long as there is room for their names.
    """
    count, room = len(classes), 8 * max(map(breadth, classes))
    most, most_on_phone = (10, 5) if count <= 10 else (13, 7) if count <= 26 else (16, 8)
    return min(most, max(_PAGE_WIDTH // room, 5)), min(most_on_phone, max(_PHONE_WIDTH // room, 3))


_PAGE_WIDTH, _PHONE_WIDTH = 1000, 340
"""Pixels that a row of images takes."""
