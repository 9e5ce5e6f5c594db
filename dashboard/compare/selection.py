"""Which curves are hidden on the page Compare: kept here, and changed here alone, whoever asks for it.

A click in a legend or in the table, an address that was opened, a race that begins: the latest wins. A
click carries a serial number, and until the browser hears it back it keeps what the click did; so nothing that the
page says from before the click undoes it. Which curve is brought forward is the browser's own affair.
"""

from collections.abc import Iterable

from dashboard.components.live_chart import Hidden
from dashboard.shared.session import Key

_HIDDEN = Key("hidden", Hidden())


def hidden() -> Hidden:
    """Return the hidden groups of curves, by the names of their entrants."""
    return _HIDDEN.get()


def hear(click: Hidden) -> None:
    """Take over what a legend's click has hidden and shown, unless a later click was heard of before."""
    if click.serial > hidden().serial:
        _HIDDEN.set(click)


def hide(groups: Iterable[str]) -> None:
    """Hide these groups and no others."""
    _HIDDEN.set(Hidden(tuple(sorted(set(groups))), hidden().serial))


def show_all() -> None:
    """Show all curves."""
    hide(())
