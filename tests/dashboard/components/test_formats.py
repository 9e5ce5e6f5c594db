"""Numbers that the browser fills in look as those that the server writes."""

import random

import pytest

from dashboard.text import LANGUAGES, formats
from tests import node


def values():
    """Numbers of all sizes; those that lie in the middle between two roundings, and those next to them."""
    chance = random.Random(20)
    middles = [place + 0.5 for place in range(20)] + [
        0.125,
        0.375,
        0.0625,
        0.625,
        2.25,
        1234.5,
        12.5,
        0.5,
        59.5,
        9.95,
    ]
    sizes = [chance.choice([-1, 1]) * chance.random() * 10 ** chance.randint(-8, 9) for _ in range(2000)]
    shares = [chance.random() ** 4 for _ in range(500)] + [share / 5000 for share in range(5001)]
    return [0.0, 1.0, 100.0, 1e-3, 1e7, 9_999_999.7, 59.97, 60.0, 3599.9, *middles, *sizes, *shares]


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_look_the_same_in_the_browser(language):
    """To the letter, for thousands of them, in every language."""
    text, given = LANGUAGES[language], values()
    units = {name: text.template(name) for name in ("seconds", "minutes")}
    written = node.run(
        "text/formats.js",
        """const { values, units } = data;
        return values.map((value) => [
          module.count(value), module.fixed(value, 1), module.number(value, 2), module.number(value),
          module.rate(value), module.loss(value), module.percent(value), module.percent(value, 2),
          module.duration(value, units),
        ]);""",
        {"values": given, "units": units},
    )
    for value, words in zip(given, written, strict=True):
        expected = [
            formats.count(value),
            formats.fixed(value, 1),
            formats.number(value, 2),
            formats.number(value),
            formats.rate(value),
            formats.loss(value),
            formats.percent(value),
            formats.percent(value, 2),
            formats.duration(text, value),
        ]
        assert words == expected, value


def test_no_number_is_a_dash_and_too_large_a_one_a_symbol():
    """As in Python."""
    shown = node.run(
        "text/formats.js",
        """return [NaN, Infinity, -Infinity, null].map((value) => [
          module.loss(value), module.percent(value), module.duration(value, {}),
        ]);""",
        None,
    )
    assert shown == [
        [formats.loss(value), formats.percent(value), formats.duration(LANGUAGES["en"], value)]
        for value in (float("nan"), float("inf"), float("-inf"), None)
    ]
