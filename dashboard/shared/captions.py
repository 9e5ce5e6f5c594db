"""What stands below an image whose label is known, and how many such images a row has room for."""

from collections.abc import Sequence
from typing import Literal, TypedDict

from dashboard.components.image_grid import GridImage
from dashboard.text import Text, formats
from dashboard.text.names import breadth

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


class Columns(TypedDict):
    """How a grid is laid out, as `image_grid` calls it."""

    columns: int
    columns_on_phone: int
    largest: int


def columns_for(captions: Sequence[str], width: int = 1000) -> Columns:
    """Return the columns of a grid whose images have these captions, on a page that is `width` pixels wide.

    Ten digits stand in one row. More images are smaller, and those with long captions larger.
    """
    count, room = len(captions), 8 * max(map(breadth, captions))
    most, most_on_phone = (10, 5) if count <= 10 else (13, 7) if count <= 26 else (16, 8)
    columns = min(most, max(width // room, 5))
    return Columns(
        columns=columns,
        columns_on_phone=min(most_on_phone, max(_PHONE_WIDTH // room, 3)),
        largest=96 if columns >= 10 else min(width // columns - 8, 160),
    )


_PHONE_WIDTH = 340
"""Pixels that a row of images takes there."""
