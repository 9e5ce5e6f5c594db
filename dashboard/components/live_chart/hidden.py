"""Which groups of curves are hidden in all charts of one link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st


@dataclass(frozen=True)
class Hidden:
    """The groups hidden in all charts of one link.

    `given` is what the page asked for last; `serial` counts the user's clicks that are heeded in `groups`. A browser
    keeps a click until it is told of its serial.
    """

    groups: tuple[str, ...] = ()
    given: tuple[str, ...] | None = None
    serial: int = 0

    def after(self, given: Sequence[str], clicks: Sequence[Mapping[str, Any]]) -> "Hidden":
        """Return what is hidden now that the page asks for `given` and the charts of the link say `clicks`.

        A new click wins, because what the page asks for in the same run is from before it. Otherwise the page
        wins where it asks for something else than before; so one that hands back what it was told, sooner or
        later, and one that always says the same, both leave the user's choice alone. What a page asks for is its own
        choice: one that has read an old address again would undo a click.
        """
        asked = tuple(sorted(set(given)))
        latest = max(clicks, key=lambda click: int(click["serial"]), default=None)
        if latest is not None and int(latest["serial"]) > self.serial:
            return Hidden(tuple(sorted(set(latest["groups"]))), asked, int(latest["serial"]))
        return self if asked == self.given else replace(self, groups=asked, given=asked)


def hidden_now(key: str, link: str, given: Sequence[str]) -> Hidden:
    """Return what is hidden in the charts of `link`, one of which is `key`, and remember it for this session."""
    memory = st.session_state.setdefault(f"_hidden_in_{link}", {"now": Hidden(), "keys": set()})
    memory["keys"].add(key)
    # The click may have been on a chart that is drawn after this one, so all charts of the link are asked.
    states = (st.session_state.get(chart) or {} for chart in memory["keys"])
    clicks = [state["hidden"] for state in states if state.get("hidden")]
    now: Hidden = memory["now"].after(given, clicks)
    memory["now"] = now
    return now
