"""Which groups of curves are hidden in all charts of one link."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

SETTLING_SECONDS = 2.0
"""How long after a click the page may still ask for what was hidden before it: a browser's every request brings
along its address, so an address that was just set comes back late."""


@dataclass(frozen=True)
class Hidden:
    """The groups hidden in all charts of one link, and what is known of how they came to be.

    `given` is what the page asked for last. `serial` counts the user's clicks that are heeded in `groups`, the last
    of them, or the page's last change, at `clicked_at` seconds; `earlier` is what was hidden or asked for before it.
    """

    groups: tuple[str, ...] = ()
    given: tuple[str, ...] | None = None
    serial: int = 0
    clicked_at: float = -math.inf
    earlier: tuple[tuple[str, ...], ...] = ()

    def after(self, given: Sequence[str], clicks: Sequence[Mapping[str, Any]], now: float) -> "Hidden":
        """Return what is hidden now that the page asks for `given` and the charts of the link say `clicks`.

        A new click wins, because what the page asks for in the same run is from before it. Otherwise the page
        wins where it asks for something else than before; so one that hands back what it was told, sooner or
        later, and one that always says the same, both leave the user's choice alone.
        """
        asked = tuple(sorted(set(given)))
        latest = max(clicks, key=lambda click: int(click["serial"]), default=None)
        if latest is not None and int(latest["serial"]) > self.serial:
            before = {asked, self.groups, *(self.earlier if self._settles(now) else ())}
            return Hidden(
                tuple(sorted(set(latest["groups"]))), asked, int(latest["serial"]), now, tuple(sorted(before))
            )
        if asked == self.given or (self._settles(now) and asked in self.earlier):
            # Said before, or late. What is not late but meant is still asked for when things have settled.
            return self
        # The first time the page says anything there is nothing that could come late.
        earlier = () if self.given is None else tuple(sorted({self.groups, self.given} - {asked}))
        return replace(self, groups=asked, given=asked, clicked_at=now, earlier=earlier)

    def _settles(self, now: float) -> bool:
        return now - self.clicked_at < SETTLING_SECONDS


def hidden_now(key: str, link: str, given: Sequence[str]) -> Hidden:
    """Return what is hidden in the charts of `link`, one of which is `key`, and remember it for this session."""
    memory = st.session_state.setdefault(f"_hidden_in_{link}", {"now": Hidden(), "keys": set()})
    memory["keys"].add(key)
    # The click may have been on a chart that is drawn after this one, so all charts of the link are asked.
    states = (st.session_state.get(chart) or {} for chart in memory["keys"])
    clicks = [state["hidden"] for state in states if state.get("hidden")]
    now: Hidden = memory["now"].after(given, clicks, time.monotonic())
    memory["now"] = now
    return now
