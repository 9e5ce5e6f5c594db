"""Which curves are hidden on the page Compare: kept here, and changed here alone, whoever asks for it.

A click in a legend or in the table, an address that was opened, a race that begins: the latest wins. Which curve is
brought forward is the browser's own affair.
"""

from collections.abc import Iterable

from dashboard.components.agreed import Agreed, Said
from dashboard.components.live_chart import Hidden
from dashboard.shared.session import Key

_HIDDEN: Key[Hidden] = Key("hidden", Agreed(()))


def hidden() -> Hidden:
    """Return the hidden groups of curves, by the names of their entrants."""
    return _HIDDEN.get()


def hear(said: Said) -> None:
    """Take over what a legend's click has hidden and shown, unless a later click was heard of before."""
    if hidden().is_overtaken(said):
        _HIDDEN.set(Agreed(_names(said["value"]), int(said["serial"])))


def hide(groups: Iterable[str]) -> None:
    """Hide these groups and no others."""
    _HIDDEN.set(Agreed(_names(groups), hidden().serial))


def show_all() -> None:
    """Show all curves."""
    hide(())


def _names(groups: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(set(map(str, groups))))
