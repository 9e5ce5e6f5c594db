import math

import pytest

from dashboard import formats


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (math.nan, "–"), (math.inf, "∞"), (0.3084, "0.308"), (2.302585, "2.303"), (12345.6, "1.2e+04")],
)
def test_losses_have_three_decimals(value, shown):
    """Until they explode."""
    assert formats.loss(value) == shown


@pytest.mark.parametrize(
    ("share", "decimals", "shown"),
    [(0.9297, 1, "93.0 %"), (0.9297, 2, "92.97 %"), (1.0, 1, "100.0 %"), (0.99999, 1, "99.9 %"), (None, 1, "–")],
)
def test_shares_are_in_percent_and_100_means_all(share, decimals, shown):
    """One wrong answer in a hundred thousand is not none."""
    assert formats.percent(share, decimals) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1, "0.1"),
        (0.03, "0.03"),
        (0.001, "0.001"),
        (1e-4, "1e-4"),
        (2.5e-5, "2.5e-5"),
        (100.0, "100"),
        (1 / 3, "0.3333"),
    ],
)
def test_learning_rates_look_as_they_are_said(value, shown):
    """0.1, 0.03, 1e-4."""
    assert formats.rate(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, "–"), (0, "0"), (2000, "2,000"), (1234567.8, "1,234,568")])
def test_thousands_are_grouped(value, shown):
    """And numbers of things are whole."""
    assert formats.count(value) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, "–"), (math.inf, "–"), (0.64, "0.6 s"), (12.4, "12 s"), (187, "3:07 min")]
)
def test_times_have_the_digits_that_matter(seconds, shown):
    """Tenths below ten seconds, minutes from one on."""
    assert formats.duration(seconds) == shown
