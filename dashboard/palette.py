"""Every colour that means something, once for the light and once for the dark theme.

A colour keeps one meaning on all pages: a learning rate has its place on one sequential scale, right and
wrong are a blue and an orange that colour-blind people tell apart, evidence is a diverging scale with a
neutral zero. Colours of surfaces and text are not here but in `.streamlit/config.toml`. A `Colour` travels to
the browser as both values, and the browser takes the one of the theme it shows, so that switching the theme
needs no answer from the server.
"""

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Colour:
    """One colour as `#rrggbb` for a light and for a dark background."""

    light: str
    dark: str

    def both(self) -> dict[str, str]:
        """Return the form the components understand: an object with `light` and `dark`."""
        return {"light": self.light, "dark": self.dark}


@dataclass(frozen=True)
class Scale:
    """Evenly spaced colours between which a continuous scale is interpolated, for both themes."""

    light: tuple[str, ...]
    dark: tuple[str, ...]

    def at(self, position: float) -> Colour:
        """Return the colour at `position`, 0 being the scale's first colour and 1 its last."""
        return Colour(_between(self.light, position), _between(self.dark, position))

    def both(self) -> dict[str, list[str]]:
        """Return the form the components understand: an object with `light` and `dark`."""
        return {"light": list(self.light), "dark": list(self.dark)}


RIGHT = Colour("#0067a8", "#62b8f0")
"""A right answer; always beside a tick mark. A text-safe neighbour of Okabe and Ito's blue."""

WRONG = Colour("#b84f00", "#f59e42")
"""A wrong answer; always beside a cross. A text-safe neighbour of Okabe and Ito's vermilion."""

MUTED = Colour("#8b95a3", "#6f7b8a")
"""What is present but not the point: bars that did not win, marks of events."""

ACCENT = Colour("#3d4fc4", "#93a1ff")
"""What to look at first: the winning bar. The interface's own primary colour, free of any meaning of data."""

INK = Scale(("#ffffff", "#11161d"), ("#10141a", "#ffffff"))
"""Pixel intensity 0 to 255, ink on paper in the light theme and chalk on slate in the dark one."""

EVIDENCE = Scale(
    ("#8e0b25", "#c9473f", "#ef9b7a", "#fad9c8", "#f4f4f4", "#cfe2ee", "#85bcd9", "#3581b9", "#0b3f78"),
    ("#ffb3a1", "#ee7362", "#b9403c", "#6c2b2f", "#20252c", "#204463", "#2f70a8", "#5da4dc", "#b5dcff"),
)
"""Evidence against (red), none (neutral) and for (blue), after ColorBrewer's RdBu; the darker theme has its
own, whose zero is dark, so that in both themes nothing looks like nothing."""

# Viridis at sixteen even places (matplotlib, Smith and van der Walt 2015, CC0): perceptually uniform, its
# lightness rises all the way, readable for colour-blind people.
_VIRIDIS = (
    "#440154", "#481a6c", "#472f7d", "#414487", "#39568c", "#31688e", "#2a788e", "#23888e",
    "#1f988b", "#22a884", "#35b779", "#54c568", "#7ad151", "#a5db36", "#d2e21b", "#fde725",
)  # fmt: skip

# The part of viridis that keeps 3:1 against the background of each theme (WCAG 1.4.11).
_LIGHT_PART = (0.0, 0.60)
_DARK_PART = (0.36, 1.0)

# Logarithms of rates, and their places on the scale: the rates that people race, 1e-4 to 10, get most of it, so that
# neighbours are told apart.
_DECADES = (-6.0, -4.0, 1.0, 2.0)
_PLACES = (0.0, 0.1, 0.93, 1.0)


def rate_colour(learning_rate: float) -> Colour:
    """Return the colour of a learning rate by its logarithm, low dark to high light: 1e-6 and 100 are the ends."""
    position = float(np.interp(math.log10(learning_rate), _DECADES, _PLACES))
    return Colour(_viridis(position, _LIGHT_PART), _viridis(position, _DARK_PART))


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _viridis(position: float, part: tuple[float, float]) -> str:
    return _between(_VIRIDIS, part[0] + position * (part[1] - part[0]))


def _between(anchors: tuple[str, ...], position: float) -> str:
    place = min(max(position, 0.0), 1.0) * (len(anchors) - 1)
    left = min(int(place), len(anchors) - 2)
    share = place - left
    mixed = (round(a + share * (b - a)) for a, b in zip(_rgb(anchors[left]), _rgb(anchors[left + 1]), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _rgb(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
