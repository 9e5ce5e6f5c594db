"""One style of numbers, and nothing beside `formats` that makes words of numbers."""

import math
import re
from pathlib import Path

import pytest

from dashboard.text import LANGUAGES, formats

DASHBOARD = Path(__file__).parents[3] / "dashboard"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (0.3084, "0.308"),
        (2.302585, "2.303"),
        (723.38, "723.4"),
        (2302.6, "2,302.6"),
        (12345.6, "1.2e4"),
        (1.96e6, "2e6"),
    ],
)
def test_losses_have_the_digits_that_tell_runs_apart(value, shown):
    """Three decimals, and fewer once they explode."""
    assert formats.loss(value) == shown


@pytest.mark.parametrize(
    ("share", "decimals", "shown"),
    [
        (0.9297, 1, "93.0%"),
        (0.9297, 2, "92.97%"),
        (1.0, 1, "100.0%"),
        (0.99999, 1, "99.9%"),
        (0.996, 0, "99%"),
        (0.0, 1, "0.0%"),
        (0.00001, 1, "<0.1%"),
        (0.001, 0, "<1%"),
        (None, 1, "–"),
        (math.nan, 1, "–"),
    ],
)
def test_shares_are_in_percent_and_100_means_all(share, decimals, shown):
    """One wrong answer in a hundred thousand is not none, and one right answer is not none either."""
    assert formats.percent(share, decimals) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.9, "90%"), (0.925, "92.5%"), (0.9999, "99.99%"), (1.0, "100%")])
def test_a_chosen_share_is_shown_as_it_was_typed(share, shown):
    """The finish line has no decimals that nobody asked for."""
    assert formats.chosen_percent(share) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1, "0.1"),
        (0.03, "0.03"),
        (0.001, "0.001"),
        (1e-4, "1e-4"),
        (1e-6, "1e-6"),
        (2.5e-5, "2.5e-5"),
        (0.00099996, "0.001"),
        (100.0, "100"),
        (1 / 3, "0.3333"),
        (0.0, "0"),
        (-1.0, "-1"),
        (12345.0, "12,340"),
    ],
)
def test_learning_rates_look_as_they_are_said(value, shown):
    """0.1, 0.03, 1e-4."""
    assert formats.rate(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1e-6, "1e-6"), (100.0, "100"), (100.0001, "100.0001"), (60_000, "60,000"), (2e9, "2e9"), ("deskew", "deskew")],
)
def test_a_refused_setting_is_shown_as_it_was_typed(value, shown):
    """100.0001 is not 100, which would be allowed."""
    assert formats.setting(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0.0, "0"),
        (0.03, "0.03"),
        (1e-4, "1e-4"),
        (20_000.5, "20000.5"),
        (2**31 - 1, "2147483647"),
        ("2,000", "2,000"),
    ],
)
def test_a_field_shows_a_number_as_one_would_type_it(value, shown):
    """Without groups, which might be read as decimals; what is no number stays as it was typed."""
    assert formats.in_field(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(40.512, "40.51"), (4.2e8, r"4.2 \times 10^{8}"), (12345.0, "12{,}340"), (1e-5, r"1 \times 10^{-5}")],
)
def test_numbers_in_formulas_are_set_as_formulas(value, shown):
    """An e would be a variable there."""
    assert formats.in_formula(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(1.25, "+1.25"), (-0.4, "−0.40"), (0.0, "+0.00"), (-23456.0, "−2.3e4")])
def test_terms_of_a_sum_have_their_sign(value, shown):
    """With a minus as wide as the plus."""
    assert formats.signed(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, "–"), (0, "0"), (2000, "2,000"), (1234567.8, "1,234,568")])
def test_thousands_are_grouped(value, shown):
    """And numbers of things are whole."""
    assert formats.count(value) == shown


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (None, "–", "–"),
        (math.inf, "–", "–"),
        (0.64, "0.6 s", "0.6 秒"),
        (12.4, "12 s", "12 秒"),
        (187, "3:07 min", "3 分 07 秒"),
    ],
)
def test_times_have_the_digits_that_matter_and_the_units_of_the_language(seconds, english, chinese):
    """Tenths below ten seconds, minutes from one on."""
    assert formats.duration(LANGUAGES["en"], seconds) == english
    assert formats.duration(LANGUAGES["zh"], seconds) == chinese


def test_nothing_else_makes_words_of_numbers():
    """Formats like :.3f or %g in a page or a figure would be a second style."""
    makes_words = re.compile(r"""[{][^{}"']*:[+,]?(\.\d+)?[defg%][}]|["']%(\.\d+)?[efg]""")
    found = [
        f"{path.relative_to(DASHBOARD)}:{number}: {line.strip()}"
        for path in sorted(DASHBOARD.rglob("*.py"))
        if path.name not in {"formats.py", "address.py"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if makes_words.search(line) and "%{" not in line
    ]
    assert found == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_sentences_write_percent_without_a_space(code):
    """As the numbers that are put into them do."""
    for key, sentence in LANGUAGES[code].sentences.items():
        assert not re.search(r"[\d}]\s%", sentence), key


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("mine.npz: 0.1, 1e-6 (or -3)!", "mine.npz: 0.1, 1e-6 (or -3)!"),
        ("![x](http://elsewhere/a.png)", r"!\[x\](http\://elsewhere/a.png)"),
        (
            "<img src=x> **bold** `code` $x$ :red[y] :smile:",
            r"\<img src=x\> \*\*bold\*\* \`code\` \$x\$ \:red\[y\] \:smile:",
        ),
        ("1. one\n- two\n# three", "1\\. one\n\\- two\n\\# three"),
    ],
)
def test_a_users_own_words_are_shown_as_they_are(words, shown):
    """A picture of another host would be fetched from there, a number with a full stop become a list."""
    assert formats.as_markdown(words) == shown
