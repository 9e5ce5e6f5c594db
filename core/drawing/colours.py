"""Colours as an HTML canvas names them: what is to be seen at all, and what has the background's colour."""

import re

from PIL import ImageColor

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

_ALPHA = re.compile(r"^(rgb|hsl)a?\((.*?)(?:[,/]\s*([\d.]+)(%?)\s*)?\)$", re.DOTALL)


def visible_colour(value: object) -> Colour | None:
    """Return a CSS colour, or None for what is transparent or no colour, such as a gradient."""
    if not isinstance(value, str) or len(value) > 100:
        return None
    name, alpha = value.strip().casefold(), 1.0
    # Pillow knows CSS's colours, but a share that is seen only from 0 to 255.
    if name.startswith(("rgba(", "hsla(")) and (parts := _ALPHA.match(name)) and parts[3]:
        name, alpha = f"{parts[1]}({parts[2]})", _number(parts[3]) / (100 if parts[4] else 1)
    try:
        red, green, blue, *opacity = ImageColor.getrgb(name)
    except ValueError:
        return None
    return (red, green, blue) if alpha > 0 and opacity != [0] else None


def _number(digits: str) -> float:
    return float(digits) if digits.count(".") <= 1 and digits != "." else 1.0
