"""How numbers look, everywhere: losses, shares, learning rates, counts and times."""

import math

NOTHING = "–"
"""What stands where there is no number."""


def loss(value: float | None) -> str:
    """Return a loss, in nats, with three decimals; 1e7 and above, as diverging runs have, in powers of ten."""
    if value is None or math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞"
    return f"{value:.3f}" if value < 10_000 else f"{value:.1e}"


def percent(share: float | None, decimals: int = 1) -> str:
    """Return a share from 0 to 1 in percent; never 100 % for what is less than all."""
    if share is None or not math.isfinite(share):
        return NOTHING
    shown = f"{100 * share:.{decimals}f}"
    if share < 1 and float(shown) == 100:
        shown = f"{100 - 10**-decimals:.{decimals}f}"
    return f"{shown} %"


def rate(value: float) -> str:
    """Return a learning rate as it is said: 0.1, 0.03, 2.5, 1e-4."""
    if value < 0.001:
        digits, _, exponent = f"{value:.3e}".partition("e")
        return f"{digits.rstrip('0').rstrip('.')}e{int(exponent)}"
    return f"{value:.4g}"


def count(value: float | None) -> str:
    """Return a whole number with its thousands grouped: 2,000."""
    return NOTHING if value is None else f"{value:,.0f}"


def duration(seconds: float | None) -> str:
    """Return a time as 0.6 s, 12 s or 3:07 min."""
    if seconds is None or not math.isfinite(seconds):
        return NOTHING
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d} min"


def as_markdown(words: str) -> str:
    """Return a user's own words so that Markdown, which Streamlit reads in most texts, shows them as they are."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|<>~$:^" else letter for letter in words)
