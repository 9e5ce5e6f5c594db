"""What stands below an image whose label is known."""

from typing import Literal

from dashboard.components.image_grid import GridImage
from dashboard.text import Text, formats


def example_caption(text: Text, label: int, digit: int | None) -> GridImage:
    """Return what stands below an image whose label is known: what is read and, if that is wrong, what it is."""
    if digit is None:
        return GridImage(formats.NOTHING, alt=text("example_unread_alt", label=label))
    verdict: Literal["right", "wrong"] = "right" if digit == label else "wrong"
    words = {"label": label, "digit": digit}
    return GridImage(text(f"example_{verdict}", **words), verdict, text(f"example_{verdict}_alt", **words))
