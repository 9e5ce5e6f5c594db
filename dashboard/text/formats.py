"""How numbers look, everywhere: the one place where a number becomes words.

One style in both languages: 91.7%, without a space, as the axes of charts have it too; 0.1, 0.03 and 1e-4, never
1e-04; thousands grouped, 2,000; a unit beside whatever has one.
"""

import math
import re
from collections.abc import Callable

NOTHING = "–"
"""What stands where there is no number."""


def number(value: float, digits: int = 12) -> str:
    """Return a number with at most `digits` significant digits: 0.1, 2.5, 10,000, 1e-4.

    Twelve are all that anybody has typed: what is refused is shown as it is.
    """
    if not math.isfinite(value):
        return _not_finite(value)
    rounded = float(f"{value:.{digits - 1}e}")
    return f"{rounded:,.15g}" if _is_written_out(rounded) else _power_of_ten(value, digits)


def rate(value: float) -> str:
    """Return a learning rate as it is said: 0.1, 0.03, 2.5, 1e-4."""
    return number(value, 4)


def setting(value: object) -> str:
    """Return a setting's value or limit: a number in the style of all numbers, anything else as it is."""
    return number(value) if isinstance(value, int | float) and math.isfinite(value) else str(value)


def in_field(value: object) -> str:
    """Return what a field shows of a number, as one would type it: 2000, 0.1, 1e-4; nothing for None.

    What was typed and is no number stays as it is, to be mended.
    """
    if value is None:
        return ""
    return number(value).replace(",", "") if isinstance(value, float) else str(value)


def in_formula(value: float, digits: int = 4) -> str:
    """Return a number for LaTeX, with at most `digits` significant digits: 40.5, or 4.2 times a power of ten."""
    mantissa, _, exponent = number(value, digits).replace(",", "{,}").partition("e")
    return rf"{mantissa} \times 10^{{{exponent}}}" if exponent else mantissa


def loss(value: float | None) -> str:
    """Return a loss, in nats: three decimals below 10, where they tell runs apart, then one; from 10,000 on 1.2e4."""
    if value is None or not math.isfinite(value):
        return NOTHING if value is None else _not_finite(value)
    if value >= 10_000:
        return _power_of_ten(value, 2)
    return f"{value:.3f}" if value < 10 else f"{value:,.1f}"


def fixed(value: float, decimals: int) -> str:
    """Return a number with exactly so many decimals, as the others in its column or place have."""
    return f"{value:,.{decimals}f}"


def signed(value: float) -> str:
    """Return a term of a sum with its sign: +1.25, −0.40; very large ones in powers of ten."""
    size = f"{abs(value):.2f}" if abs(value) < 10_000 else _power_of_ten(abs(value), 2)
    return f"{'−' if value < 0 else '+'}{size}"


def percent(share: float | None, decimals: int = 1) -> str:
    """Return a share from 0 to 1 in percent; never 100% for what is less than all, nor 0% for more than nothing."""
    if share is None or not math.isfinite(share):
        return NOTHING
    shown, least = f"{100 * share:.{decimals}f}", 10.0**-decimals
    if share < 1 and float(shown) == 100:
        return f"{100 - least:.{decimals}f}%"
    if share > 0 and float(shown) == 0:
        return f"<{least:.{decimals}f}%"
    return f"{shown}%"


def chosen_percent(share: float) -> str:
    """Return a share that somebody chose, in percent, as it was typed: 90% or 92.5%."""
    return f"{number(100 * share, 4)}%"


def count(value: float | None) -> str:
    """Return a whole number with its thousands grouped: 2,000."""
    return NOTHING if value is None else f"{value:,.0f}"


def duration(text: Callable[..., str], seconds: float | None) -> str:
    """Return a time as 0.6 s, 12 s or 3:07 min, with the units of the language that `text` speaks."""
    if seconds is None or not math.isfinite(seconds):
        return NOTHING
    if seconds < 60:
        return text("seconds", seconds=f"{seconds:.{1 if seconds < 10 else 0}f}")
    return text("minutes", minutes=int(seconds) // 60, seconds=f"{int(seconds) % 60:02d}")


def as_markdown(words: str) -> str:
    """Return a user's own words so that Markdown, which Streamlit reads in most texts, shows them as they are.

    No more is escaped than has to be: a full stop only where it makes a number the first of a list, a colon only
    where something follows it at once.
    """
    return _BEGINS_A_LIST.sub(r"\1\\\2", _MEANS_SOMETHING.sub(r"\\\g<0>", words))


_MEANS_SOMETHING = re.compile(r"[\\`*_{}\[\]|<>~$^]|:(?=\S)")
_BEGINS_A_LIST = re.compile(r"^(\s*\d*)([#+.)-])", re.MULTILINE)


def _is_written_out(value: float) -> bool:
    return value == 0 or 1e-3 <= abs(value) < 1e7


def _power_of_ten(value: float, digits: int) -> str:
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{int(exponent)}"


def _not_finite(value: float) -> str:
    return NOTHING if math.isnan(value) else "∞" if value > 0 else "−∞"
