"""Colours that mean something can be told apart and seen, in both themes."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from dashboard.figures import palette

PAGES = {"light": "#ffffff", "dark": "#12161c"}
"""Backgrounds as in the configuration of Streamlit."""


def lab(colour):
    """CIELAB of a `#rrggbb` colour under D65."""
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    share = np.array(to_xyz) @ linear / [0.95047, 1.0, 1.08883]
    x, y, z = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(first, second):
    """The contrast ratio of two `#rrggbb` colours, 1 to 21, as WCAG 2 defines it."""

    def luminance(colour):
        channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
        linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def difference(first, second):
    """CIEDE2000 (Sharma, Wu and Dalal, 2005) of two CIELAB colours: about 1 is just noticeable side by side."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25**7))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180
    hue, chroma, lightness = h1 + turn / 2, (c1 + c2) / 2, (l1 + l2) / 2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    t = 1 + sum(size * np.cos(np.radians(times * hue + shift)) for size, times, shift in waves)
    in_l = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    in_c = (c2 - c1) / (1 + 0.045 * chroma)
    in_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    bend = np.sin(np.radians(60 * np.exp(-(((hue % 360 - 275) / 25) ** 2))))
    return np.sqrt(in_l**2 + in_c**2 + in_h**2 - 2 * np.sqrt(chroma**7 / (chroma**7 + 25**7)) * bend * in_c * in_h)


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_of_difference_is_the_published_one(first, second, published):
    """Pairs of the table with which its authors test implementations."""
    assert difference(first, second) == pytest.approx(published, abs=1e-3)


def shades(count, theme, first=0.01, last=1.0):
    rates = np.geomspace(first, last, count).tolist()
    return [getattr(colour, theme) for colour in palette.rate_colours(rates).values()]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("count", "least"), [(2, 50), (3, 40), (5, 20), (8, 15), (16, 7), (32, 3)])
def test_the_rates_of_a_chart_are_told_apart(theme, count, least):
    """However close they are: any two of them by the hue, and all in their order by the lightness."""
    for last in (0.02, 1.0):
        colours = [lab(colour) for colour in shades(count, theme, last=last)]
        assert min(difference(*pair) for pair in combinations(colours, 2)) >= least
        steps = [difference(*pair) for pair in pairwise(colours)]
        assert max(steps) < 2 * min(steps), "evenly"
        assert np.diff([colour[0] for colour in colours]).min() > 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("count", [1, 2, 8, 32])
def test_a_rate_can_be_seen(theme, count):
    """3:1 against the page, which WCAG 1.4.11 asks of lines."""
    assert min(contrast(colour, PAGES[theme]) for colour in shades(count, theme)) >= 3


def test_a_colour_is_a_matter_of_rank():
    """Rates come in any order and more than once; the same set has the same colours."""
    colours = palette.rate_colours([0.1, 10, 0.001, 0.1])
    assert list(colours) == [0.001, 0.1, 10]
    assert list(colours.values()) == list(palette.rate_colours([1e-5, 1, 3]).values())
    assert palette.rate_colours([]) == {}


@pytest.mark.parametrize("colour", [palette.RIGHT, palette.WRONG])
def test_right_and_wrong_can_be_read_as_text(colour):
    """They colour words too, which asks for 4.5:1."""
    assert contrast(colour.light, "#ffffff") >= 4.5
    assert contrast(colour.dark, "#12161c") >= 4.5
