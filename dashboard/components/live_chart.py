"""A chart that changes ten times a second in one lasting element.

`st.plotly_chart` builds its chart anew whenever the data changes, and with it go zoom, hover and hidden
curves. This component keeps one element and hands new data to `Plotly.react`. The chart's state (zoom, hidden
curves, pointer) stays in the browser; nothing the user does to a chart reruns a script, except hiding curves
of a chart whose page wants to know.
"""

import hashlib
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.components import plotly_js
from dashboard.figures import Figure, LegendEntry

_HERE = Path(__file__).parent


SCRIPTS = tuple(sorted((plotly_js.STATIC / "live_chart").glob("*.js")))
"""What draws in the browser, served like Plotly itself: a component's own script is sent with every update."""

_VERSION = hashlib.sha256(b"".join(script.read_bytes() for script in SCRIPTS)).hexdigest()[:12]

_component = st.components.v2.component(
    "softmax_lab.live_chart",
    css=(_HERE / "live_chart.css").read_text(encoding="utf-8"),
    js=(_HERE / "live_chart.js").read_text(encoding="utf-8"),
    # In the page's own tree rather than a shadow root: Plotly's style sheet reaches it, and so do tests.
    isolate_styles=False,
)


@dataclass(frozen=True)
class ChartWords:
    """What a chart's own buttons say, and its sentences while Plotly is being loaded and where it cannot be.
    The same for all charts. `legend_hint` explains at a legend entry what a click and a double click do."""

    reset_zoom: str
    download_png: str
    download_svg: str
    unavailable: str
    loading: str
    legend_hint: str = ""


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


def live_chart(
    figure: Figure,
    *,
    key: str,
    words: ChartWords,
    alt: str,
    title: str = "",
    message: str = "",
    height: int = 340,
    view: str = "",
    link: str = "",
    hidden: Sequence[str] | None = None,
    shows_legend: bool = True,
) -> tuple[str, ...]:
    """Draw `figure`, or bring the chart that was drawn under `key` up to date; return the hidden groups, sorted.

    `alt` describes the chart to those who do not see it; `message` stands in the middle while it has no
    points. `height` in pixels includes title and legend and never changes. The user's zoom lasts until `view`
    changes (say, to another experiment). Charts with the same `link` hide and bring forward the same groups of
    curves; where they have one `legend` for all, each is told not to show its own.

    `hidden` are the groups the page wants hidden, from an address or a table. Between it and the user's clicks
    on a legend the latest wins; pass back what was returned, and the same to all charts of a link. With None
    clicks rerun nothing, and the returned tuple is empty.
    """
    shown = None if hidden is None else _hidden(key, link or key, hidden)
    # In a list, because Streamlit searches the values of a dictionary for data frames and imports pandas for it,
    # which takes half a second of a cold server's first page.
    _component(
        key=key,
        data=[payload(figure, key, words, alt, title, message, view, link, shown, shows_legend)],
        height=height,
        on_hidden_change=_heard,
    )
    return () if shown is None else shown.groups


def legend(
    entries: Sequence[LegendEntry],
    *,
    key: str,
    words: ChartWords,
    alt: str,
    link: str,
    hidden: Sequence[str] | None = None,
) -> tuple[str, ...]:
    """Draw the one legend of all charts of `link`; return the hidden groups, sorted, as `live_chart` does.

    `alt` says what can be hidden and shown here.
    """
    shown = None if hidden is None else _hidden(key, link, hidden)
    sent = {
        "kind": "legend",
        "script": _script(),
        "legend": _plain(entries),
        "words": asdict(words),
        "alt": alt,
        "link": link,
        "hidden": None if shown is None else {"groups": shown.groups, "serial": shown.serial},
    }
    _component(key=key, data=[sent], on_hidden_change=_heard)
    return () if shown is None else shown.groups


def _heard() -> None:
    """Let Streamlit keep the component's state `hidden`; the run that follows reads it."""


def _hidden(key: str, link: str, given: Sequence[str]) -> Hidden:
    """Return what is hidden in the charts of `link`, one of which is `key`, and remember it for this session."""
    memory = st.session_state.setdefault(f"_hidden_in_{link}", {"now": Hidden(), "keys": set()})
    memory["keys"].add(key)
    # The click may have been on a chart that is drawn after this one, so all charts of the link are asked.
    states = (st.session_state.get(chart) or {} for chart in memory["keys"])
    clicks = [state["hidden"] for state in states if state.get("hidden")]
    now: Hidden = memory["now"].after(given, clicks, time.monotonic())
    memory["now"] = now
    return now


def payload(
    figure: Figure,
    key: str,
    words: ChartWords,
    alt: str,
    title: str,
    message: str,
    view: str,
    link: str,
    hidden: Hidden | None = None,
    shows_legend: bool = True,
) -> Mapping[str, Any]:
    """Return what the browser is sent: the figure, its words, and where Plotly is to be had."""
    return {
        "key": key,
        "plotly": plotly_js.url(),
        "script": _script(),
        "traces": list(figure.traces),
        "layout": figure.layout,
        "legend": _plain(figure.legend),
        "shows_legend": shows_legend,
        "points": figure.points,
        "reading": figure.reading,
        "words": asdict(words),
        "alt": alt,
        "title": title,
        "message": message,
        "view": view,
        "link": link or key,
        "hidden": None if hidden is None else {"groups": hidden.groups, "serial": hidden.serial},
    }


def _script() -> str:
    """Return the address of what draws in the browser, as a path from the host's root."""
    return f"{plotly_js.url().rpartition('/')[0]}/live_chart/chart.js?v={_VERSION}"


def _plain(entries: Sequence[LegendEntry]) -> list[Mapping[str, Any]]:
    return [
        {"group": entry.group, "label": entry.label, "colour": entry.colour.both(), "dashed": entry.dashed}
        for entry in entries
    ]
