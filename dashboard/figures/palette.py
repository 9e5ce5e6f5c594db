"""Every colour that means something, once for the light and once for the dark theme.

A colour keeps one meaning on all pages: the rates of one chart are spread over one sequential scale, low to
high, right and wrong are a blue and an orange that colour-blind people tell apart, evidence is a diverging
scale with a neutral zero. Colours of surfaces and text are not here but in `.streamlit/config.toml`. A
`Colour` travels to the browser as both values, and the browser takes the one of the theme it shows, so that
switching the theme needs no answer from the server.
"""

from collections.abc import Iterable
from dataclasses import dataclass


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

RATES = Scale(
    (
        "#04313b", "#083d57", "#0e4482", "#173fb7", "#4329dc", "#7e10c5", "#9d12a0", "#b51584",
        "#ca176b", "#db1954", "#e91b39", "#ef2e19", "#e0550d", "#d06d10", "#c47f11", "#b88e13",
    ),
    (
        "#15778c", "#197aa6", "#1f7dd2", "#4b79f4", "#7c72f9", "#a868f9", "#d951f9", "#fa49dc",
        "#fb66ba", "#fb7da5", "#fc929a", "#fca596", "#fdb897", "#fdcb9b", "#fedd9d", "#feec89",
    ),
)  # fmt: skip
"""Learning rates, low to high: from blue through magenta to gold, each lighter than the one before.

In CIELAB its lightness rises from 18 to 61 on a light page and from 46 to 93 on a dark one, which is as far as 3:1
against the page allows (WCAG 1.4.11), while its hue turns by more than half the circle, as saturated as sRGB has it.
The sixteen places are spaced evenly by CIEDE2000. Who sees no hues still has the order.
"""

_PLACE_OF_ONE = 0.25
"""Where on the scale a rate is that has nothing to be told apart from: a clear blue."""


def rate_colours(rates: Iterable[float]) -> dict[float, Colour]:
    """Return the colours of the learning `rates` that are shown together, each once, in their order.

    They are spread evenly over the whole scale by rank, whatever the rates' values, so that neighbours are told
    apart as well as so many can be. Give all rates of a chart, hidden ones too: hiding one must change no colour.
    """
    ordered = sorted(set(rates))
    if len(ordered) == 1:
        return {ordered[0]: RATES.at(_PLACE_OF_ONE)}
    return {rate: RATES.at(rank / (len(ordered) - 1)) for rank, rate in enumerate(ordered)}


def _between(anchors: tuple[str, ...], position: float) -> str:
    place = min(max(position, 0.0), 1.0) * (len(anchors) - 1)
    left = min(int(place), len(anchors) - 2)
    share = place - left
    mixed = (round(a + share * (b - a)) for a, b in zip(_rgb(anchors[left]), _rgb(anchors[left + 1]), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
