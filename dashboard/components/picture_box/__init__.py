"""A picture with a box on it that says which part is read: moved and resized with mouse, finger or keyboard."""

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image

from core.arrays import Bytes
from dashboard.components.assets import module_url
from dashboard.components.declared import declared

Sides = tuple[float, float, float, float]
"""Left, top, right and bottom, in shares of the picture's width and height."""

SIDE = 520
"""Pixels of the longer side of what is shown."""

_draw = declared(__file__)
_SCRIPT = module_url("picture_box/picture.js")


def picture_box(
    picture: str,
    box: Sides,
    others: Sequence[Sides],
    *,
    key: str,
    label: str,
    other: str,
    alt: str,
    moved: Callable[[Sides], object],
) -> None:
    """Draw the picture, which `shown` made, with the box on it; `moved` is called with a new one, before the page is.

    A click on one of the `others` moves the box there. `label` says what the box is and how it is moved, `other` what
    a click does; `alt` describes the picture.
    """
    data = {"script": _SCRIPT, "picture": picture, "box": box, "others": list(others)}
    words = {"label": label, "other": other, "alt": alt}

    def heed(value: object) -> None:
        if (sides := sides_in(value)) is not None:
            moved(sides)

    _draw(data | words, key=key, hears="moved", heed=heed)


def shown(pixels: Bytes) -> str:
    """Return a picture, grey, RGB or RGBA, as the address of an image that holds it, reduced to `SIDE`."""
    image = Image.fromarray(pixels)
    image.thumbnail((SIDE, SIDE))
    file = io.BytesIO()
    image.save(file, "WEBP", quality=80)
    return f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}"


def sides_in(value: Any) -> Sides | None:
    """Return the box that the browser sent, inside the picture; None if it is none."""
    try:
        left, top, right, bottom = (min(max(float(side), 0.0), 1.0) for side in value)
    except (TypeError, ValueError):
        return None
    return (left, top, right, bottom) if left < right and top < bottom else None
