"""A chart that changes ten times a second in one lasting element.

`st.plotly_chart` builds its chart anew whenever the data changes, and with it go zoom, hover and hidden
curves. This component keeps one element and hands new data to `Plotly.react`. The chart's state (zoom, hidden
curves, pointer) stays in the browser; nothing the user does to a chart reruns a script, except hiding curves
of a chart whose page wants to know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components.assets import CHART_URL, PLOTLY_URL
from dashboard.components.declared import declared
from dashboard.components.live_chart.hidden import Hidden, hidden_now
from dashboard.figures import Figure, LegendEntry

_draw = declared(__file__)


@dataclass(frozen=True)
class ChartWords:
    """What a chart's own buttons say, and its sentences while Plotly is being loaded and where it cannot be.
    The same for all charts. `legend_hint` explains at a legend entry what a click and a double click do."""

    reset_zoom: str
    download_png: str
    download_svg: str
    unavailable: str
    loading: str
    legend_hint: str


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
    shown = None if hidden is None else hidden_now(key, link or key, hidden)
    data = payload(figure, key, words, alt, title, message, view, link, shown, shows_legend)
    _draw(data, key=key, height=height, hears="hidden")
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
    shown = None if hidden is None else hidden_now(key, link, hidden)
    sent = {
        "kind": "legend",
        "script": CHART_URL,
        "legend": _plain(entries),
        "labels": asdict(words),
        "alt": alt,
        "link": link,
        "hidden": None if shown is None else {"groups": shown.groups, "serial": shown.serial},
    }
    _draw(sent, key=key, hears="hidden")
    return () if shown is None else shown.groups


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
        "plotly": PLOTLY_URL,
        "script": CHART_URL,
        "traces": list(figure.traces),
        "layout": figure.layout,
        "legend": _plain(figure.legend),
        "shows_legend": shows_legend,
        "points": figure.points,
        "tooltip": figure.tooltip,
        "labels": asdict(words),
        "alt": alt,
        "title": title,
        "message": message,
        "view": view,
        "link": link or key,
        "hidden": None if hidden is None else {"groups": hidden.groups, "serial": hidden.serial},
    }


def _plain(entries: Sequence[LegendEntry]) -> list[Mapping[str, Any]]:
    return [
        {"group": entry.group, "label": entry.label, "colour": entry.colour.both(), "dashed": entry.dashed}
        for entry in entries
    ]
