"""A chart that changes ten times a second in one lasting element.

`st.plotly_chart` builds its chart anew whenever the data changes, and with it go zoom, hover and hidden
curves. This component keeps one element and hands new data to `Plotly.react`. The chart's state (zoom, hidden
curves, pointer) stays in the browser; nothing the user does to a chart reruns a script, except hiding curves
of a chart whose page wants to know.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components.assets import PLOTLY_URL, module_url
from dashboard.components.declared import declared
from dashboard.components.live_chart.hidden import Hidden
from dashboard.figures import Figure, LegendEntry

_draw = declared(__file__)
_SCRIPT = module_url("live_chart/chart.js")


@dataclass(frozen=True)
class ChartLabels:
    """What a chart's own buttons say, and its sentences while Plotly is being loaded and where it cannot be.

    The same for all charts. `legend_hint` explains at a legend entry what a click and a double click do.
    """

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
    labels: ChartLabels,
    alt: str,
    title: str = "",
    message: str = "",
    height: int = 340,
    view: str = "",
    link: str = "",
    hidden: Hidden | None = None,
    on_hide: Callable[[Hidden], object] = lambda _: None,
    shows_legend: bool = True,
) -> None:
    """Draw `figure`, or bring the chart that was drawn under `key` up to date.

    `alt` describes the chart to those who do not see it; `message` stands in the middle while it has no
    points. `height` in pixels includes title and legend and never changes. The user's zoom lasts until `view`
    changes (say, to another experiment). Charts with the same `link` hide and bring forward the same groups of
    curves; where they have one `legend` for all, each is told not to show its own.

    `hidden` is what the page wants hidden, the same for all charts of a link. `on_hide` is called, before the page is
    drawn, with what is hidden since a click on a legend; from then on the page passes that. With None clicks rerun
    nothing.
    """
    data = payload(figure, key, labels, alt, title, message, view, link, hidden, shows_legend)
    _draw_and_hear(data, key, height, hidden, on_hide)


def legend(
    entries: Sequence[LegendEntry],
    *,
    key: str,
    labels: ChartLabels,
    alt: str,
    link: str,
    hidden: Hidden | None = None,
    on_hide: Callable[[Hidden], object] = lambda _: None,
) -> None:
    """Draw the one legend of all charts of `link`, with `hidden` and `on_hide` as in `live_chart`.

    `alt` says what can be hidden and shown here.
    """
    sent = {
        "kind": "legend",
        "script": _SCRIPT,
        "legend": _plain(entries),
        "labels": asdict(labels),
        "alt": alt,
        "link": link,
        "hidden": None if hidden is None else hidden.as_data(),
    }
    _draw_and_hear(sent, key, "content", hidden, on_hide)


def _draw_and_hear(
    data: Mapping[str, Any],
    key: str,
    height: int | str,
    hidden: Hidden | None,
    on_hide: Callable[[Hidden], object],
) -> None:
    said = _draw(
        data, key=key, height=height, hears="hidden", heed=lambda said: on_hide(Hidden.of_click(said))
    ).hidden
    # After the server was started anew, a browser goes on counting where it was, and its last click calls nothing.
    if hidden is not None and said and Hidden.of_click(said).serial > hidden.serial:
        on_hide(Hidden.of_click(said))


def payload(
    figure: Figure,
    key: str,
    labels: ChartLabels,
    alt: str,
    title: str,
    message: str,
    view: str,
    link: str,
    hidden: Hidden | None = None,
    shows_legend: bool = True,
) -> Mapping[str, Any]:
    """Return what the browser is sent: the figure, its labels, and where Plotly is to be had."""
    return {
        "key": key,
        "plotly": PLOTLY_URL,
        "script": _SCRIPT,
        "traces": list(figure.traces),
        "layout": figure.layout,
        "legend": _plain(figure.legend),
        "shows_legend": shows_legend,
        "points": figure.points,
        "tooltip": figure.tooltip,
        "labels": asdict(labels),
        "alt": alt,
        "title": title,
        "message": message,
        "view": view,
        "link": link or key,
        "hidden": None if hidden is None else hidden.as_data(),
    }


def _plain(entries: Sequence[LegendEntry]) -> list[Mapping[str, Any]]:
    return [
        {"group": entry.group, "label": entry.label, "colour": entry.colour.both(), "dashed": entry.dashed}
        for entry in entries
    ]
