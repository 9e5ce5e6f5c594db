"""The live chart under AppTest: what a page sends to the browser, and which curves are hidden."""

import json
from types import SimpleNamespace

import plotly
from streamlit.testing.v1 import AppTest

from dashboard.components.live_chart import ChartLabels, Hidden, chart, legend


def chart_page():
    import streamlit as st

    from dashboard import figures
    from dashboard.components.live_chart import ChartLabels, live_chart
    from dashboard.figures import palette

    count = st.slider("points", 0, 100, 0)
    curve = figures.Curve("batch", range(count), [1.0] * count, palette.rate_colours([0.1])[0.1], noisy=True)
    live_chart(
        figures.loss_chart([curve], figures.AxisLabels("step", "loss"), smoothing=0.5),
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
        assert data["points"] == count
        assert (data["alt"], data["message"]) == ("the loss", "nothing yet")
        assert data["plotly"] == f"assets/plotly-{plotly.__version__}/plotly.min.js"


def test_what_a_browser_says_of_a_click_is_put_in_order():
    """Names sorted, each once."""
    assert Hidden.of_click({"groups": ["b", "a", "b"], "serial": 3}) == Hidden(("a", "b"), 3)


def test_a_click_from_before_the_server_was_started_anew_is_heard(monkeypatch):
    """No callback tells of it; one that the page knows of is not told again."""
    drawn = SimpleNamespace(hidden={"groups": ["a"], "serial": 5})
    monkeypatch.setattr(chart, "_draw", lambda *_, **__: drawn)
    labels = ChartLabels("reset", "png", "svg", "cannot be loaded", "loading", "hint")
    heard = []
    for serial in (0, 5):
        legend([], key="legend", labels=labels, alt="", link="both", hidden=Hidden((), serial), on_hide=heard.append)
    assert heard == [Hidden(("a",), 5)]


def hiding_page():
    from dashboard.components.live_chart import ChartLabels, Hidden, live_chart
    from dashboard.figures import Figure

    labels = ChartLabels("reset", "png", "svg", "cannot be loaded", "loading", "hint")
    live_chart(Figure(), key="quiet", labels=labels, alt="")
    for key in ("loss_chart", "accuracy_chart"):
        live_chart(Figure(), key=key, labels=labels, alt="", link="both", hidden=Hidden(("a", "b"), 2))


def test_charts_of_one_link_are_told_the_same():
    """And a chart whose page does not care is told nothing, so its clicks rerun nothing."""
    page = AppTest.from_function(hiding_page).run()
    assert not page.exception
    sent = [json.loads(chart.proto.json)[0]["hidden"] for chart in page.get("bidi_component")]
    assert sent == [None, *[{"groups": ["a", "b"], "serial": 2}] * 2]


def legend_page():
    from dashboard.components.live_chart import ChartLabels, Hidden, legend, live_chart
    from dashboard.figures import Figure, LegendEntry, palette

    labels = ChartLabels("reset", "png", "svg", "cannot be loaded", "loading", "hint")
    figure, hidden = Figure(legend=[LegendEntry("0.1", "rate 0.1", palette.MUTED)]), Hidden(("0.1",))
    live_chart(figure, key="loss_chart", labels=labels, alt="", link="both", hidden=hidden, shows_legend=False)
    shared = {"labels": labels, "alt": "rates", "link": "both"}
    legend(figure.legend, key="legend", hidden=hidden, **shared)
    legend(figure.legend, key="deaf", **shared)


def test_one_legend_serves_the_charts_of_a_link():
    """The chart knows its entries, for pictures, but shows none; the legend is told the same as the chart."""
    page = AppTest.from_function(legend_page).run()
    assert not page.exception
    chart, shared, deaf = (json.loads(sent.proto.json)[0] for sent in page.get("bidi_component"))
    assert (chart["shows_legend"], shared["kind"], shared["link"]) == (False, "legend", chart["link"])
    assert chart["legend"] == shared["legend"]
    assert chart["hidden"] == shared["hidden"] == {"groups": ["0.1"], "serial": 0}
    assert deaf["hidden"] is None
