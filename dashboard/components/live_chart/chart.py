"""A chart that changes many times a second in one lasting element.

`st.plotly_chart` builds its chart anew whenever the data changes, and with it go zoom, hover and hidden curves. This
component keeps one element and hands new data to `Plotly.react`. The chart's state (zoom, hidden curves, pointer)
stays in the browser; nothing the user does to a chart reruns a script, except hiding curves of a chart whose page
wants to know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components.agreed import Agreed, Hear, draw_agreed
from dashboard.components.assets import PLOTLY_URL, module_url
from dashboard.components.declared import declared
from dashboard.figures import Curves, Figure, LegendEntry

Hidden = Agreed[tuple[str, ...]]
"""The names of the hidden groups of curves, sorted."""

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


@dataclass(frozen=True)
class Link:
    """Charts and legends of one `name` hide and bring forward the same groups of curves, and are drawn alike.

    `hidden` is what the page wants hidden, the same for all of a link. `on_hide` hears of a click on a legend before
    the page is drawn; from then on the page passes what that hides. With None clicks rerun nothing. `view` is how
    charts of curves are drawn, by names of live_chart/types.d.ts (`View`): `components.view_options` has the choices.
    """

    name: str
    hidden: Hidden | None = None
    on_hide: Hear = lambda _: None
    view: Agreed[dict[str, Any]] | None = None

    def as_data(self) -> dict[str, Any]:
        """Return what a browser is told."""
        return {
            "link": self.name,
            "hidden": None if self.hidden is None else self.hidden.as_data(),
            "view": None if self.view is None else self.view.as_data(),
        }


def live_chart(
    figure: Figure,
    *,
    key: str,
    labels: ChartLabels,
    alt: str,
    title: str = "",
    message: str = "",
    height: int = 340,
    subject: str = "",
    link: Link | None = None,
) -> None:
    """Draw `figure`, or bring the chart that was drawn under `key` up to date.

    `alt` describes the chart to those who do not see it; `message` stands in the middle while it has no points.
    `height` in pixels includes the title and never changes. The user's zoom lasts until the `subject` changes (say,
    to another experiment).
    """
    link = link or Link(key)
    data = {
        "kind": "figure",
        **_common(key, labels, title, subject, link),
        "traces": list(figure.traces),
        "layout": figure.layout,
        "points": figure.points,
        "tooltip": figure.tooltip,
        "results": figure.results,
        "alt": alt,
        "message": message,
    }
    _draw_and_hear(data, key, height, link)


def live_curves(
    curves: Curves,
    *,
    key: str,
    labels: ChartLabels,
    title: str,
    height: int = 340,
    subject: str = "",
    link: Link,
    shows_legend: bool = False,
) -> None:
    """Draw the chart that `curves` describe, of what the stream brings and as the link's view says.

    `title` is the one of that view; `height` and `subject` as in `live_chart`. Another kind of x axis is another
    subject. Where several charts have one `legend`, each is told not to show its own.
    """
    data = {
        "kind": "curves",
        **_common(key, labels, title, subject, link),
        "legend": _plain(curves.legend),
        "shows_legend": shows_legend,
        "curves": curves.as_data(),
    }
    _draw_and_hear(data, key, height, link)


def legend(entries: Sequence[LegendEntry], *, key: str, labels: ChartLabels, alt: str, link: Link) -> None:
    """Draw the one legend of all charts of `link`. `alt` says what can be hidden and shown here."""
    data = {
        "kind": "legend",
        "script": _SCRIPT,
        "legend": _plain(entries),
        "labels": asdict(labels),
        "alt": alt,
        **link.as_data(),
    }
    _draw_and_hear(data, key, "content", link)


def _draw_and_hear(data: object, key: str, height: int | str, link: Link) -> None:
    draw_agreed(_draw, data, key=key, height=height, name="hidden", known=link.hidden, hear=link.on_hide)


def _common(key: str, labels: ChartLabels, title: str, subject: str, link: Link) -> Mapping[str, Any]:
    return {
        "key": key,
        "plotly": PLOTLY_URL,
        "script": _SCRIPT,
        "legend": [],
        "shows_legend": False,
        "labels": asdict(labels),
        "title": title,
        "subject": subject,
        **link.as_data(),
    }


def _plain(entries: Sequence[LegendEntry]) -> list[Mapping[str, Any]]:
    return [
        {"group": entry.group, "label": entry.label, "colour": entry.colour.both(), "dashed": entry.dashed}
        for entry in entries
    ]
