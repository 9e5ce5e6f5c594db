"""What stands below an image whose label is known."""

from typing import Literal

from dashboard.components.image_grid import GridImage
from dashboard.text import Text, formats

UNKNOWN_DIGIT = "{digit}"
"""In the place of a digit that is not the label, and that the browser fills in."""


def example_caption(text: Text, label: int, digit: int | str | None) -> GridImage:
    """Return what stands below an image whose label is known: what is read and, if that is wrong, what it is.

    `digit` is None as long as nothing is read, or UNKNOWN_DIGIT.
    """
    if digit is None:
        return GridImage(formats.NOTHING, alt=text("example_unread_alt", label=label))
    verdict: Literal["right", "wrong"] = "right" if digit == label else "wrong"
    words = {"label": label, "digit": digit}
    return GridImage(text(f"example_{verdict}", **words), verdict, text(f"example_{verdict}_alt", **words))
