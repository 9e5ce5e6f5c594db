"""The live chart under AppTest: what a page sends to the browser, and which curves are hidden."""

import json
from types import SimpleNamespace

import plotly
from streamlit.testing.v1 import AppTest

from dashboard.components.agreed import Agreed
from dashboard.components.live_chart import ChartLabels, Link, chart, legend


def chart_page():
    import streamlit as st

    from dashboard import figures
    from dashboard.components.live_chart import ChartLabels, live_chart

    count = st.slider("points", 0, 100, 0)
    live_chart(
        figures.Figure([{"x": list(range(count))}], points=count),
        key="loss_chart",
        labels=ChartLabels("reset", "png", "svg", "cannot be loaded", "loading", "hint"),
        alt="the loss",
        message="nothing yet",
    )


def test_a_page_sends_the_chart_what_it_needs():
    """The number of points, the words and the library's address reach the browser, with and without points."""
    page = AppTest.from_function(chart_page).run()
    assert not page.exception
    for count in (0, 7):
        page.slider[0].set_value(count).run()
        assert not page.exception
        (chart,) = page.get("bidi_component")
        (data,) = json.loads(chart.proto.json)
        assert (data["points"], data["traces"]) == (count, [{"x": list(range(count))}])
        assert (data["alt"], data["message"]) == ("the loss", "nothing yet")
        assert data["plotly"] == f"assets/plotly-{plotly.__version__}/plotly.min.js"


def test_a_click_from_before_the_server_was_started_anew_is_heard(monkeypatch):
    """No callback tells of it; one that the page knows of is not told again."""
    said = {"value": ["a"], "serial": 5}
    monkeypatch.setattr(chart, "_draw", lambda *_, **__: SimpleNamespace(hidden=said))
    labels = ChartLabels("reset", "png", "svg", "cannot be loaded", "loading", "hint")
    heard = []
    for serial in (0, 5):
        link = Link("both", Agreed((), serial), on_hide=heard.append)
        legend([], key="legend", labels=labels, alt="", link=link)
    assert heard == [said]


def linked_page():
    from dashboard import figures
    from dashboard.components.agreed import Agreed
    from dashboard.components.live_chart import ChartLabels, Link, legend, live_chart, live_curves
    from dashboard.figures import palette

    labels = ChartLabels("reset", "png", "svg", "cannot be loaded", "loading", "hint")
    words = figures.CurveLabels({"step": ("step", "")}, "loss", {"validation": "loss"}, "", "", "", {})
    curves = figures.Curves(
        "loss",
        [figures.Course()],
        [figures.Curve("rate 0.1", "0.1", palette.MUTED), figures.Curve("rate 0.1 again", "0.1", palette.MUTED)],
        words,
    )
    link = Link("both", Agreed(("0.1",), 2), view=Agreed({"log_x": True}, 3))
    live_chart(figures.Figure(), key="quiet", labels=labels, alt="")
    live_curves(curves, key="loss_chart", labels=labels, title="loss", link=link)
    legend(curves.legend, key="legend", labels=labels, alt="rates", link=link)


def test_all_of_one_link_are_told_the_same():
    """A chart whose page does not care is told nothing, so its clicks rerun nothing."""
    page = AppTest.from_function(linked_page).run()
    assert not page.exception
    quiet, *linked = (json.loads(sent.proto.json)[0] for sent in page.get("bidi_component"))
    assert (quiet["link"], quiet["hidden"], quiet["view"]) == ("quiet", None, None)
    for data in linked:
        assert data["link"] == "both"
        assert data["hidden"] == {"value": ["0.1"], "serial": 2}
        assert data["view"] == {"value": {"log_x": True}, "serial": 3}


def test_one_legend_serves_the_charts_of_a_link():
    """The chart knows its entries, for pictures, but shows none. Curves of one group have one entry, the first's."""
    page = AppTest.from_function(linked_page).run()
    _, chart, shared = (json.loads(sent.proto.json)[0] for sent in page.get("bidi_component"))
    assert (chart["kind"], chart["shows_legend"], shared["kind"]) == ("curves", False, "legend")
    assert [(entry["group"], entry["label"]) for entry in shared["legend"]] == [("0.1", "rate 0.1")]
    assert chart["legend"] == shared["legend"]
