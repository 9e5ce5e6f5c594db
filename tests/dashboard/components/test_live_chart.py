"""The live chart under AppTest: what a page sends to the browser, and which curves are hidden."""

import json

import plotly
from streamlit.testing.v1 import AppTest

from dashboard.components.live_chart import Hidden


def chart_page():
    import streamlit as st

    from dashboard import figures
    from dashboard.components.live_chart import ChartWords, live_chart
    from dashboard.figures import palette

    count = st.slider("points", 0, 100, 0)
    curve = figures.Curve("batch", range(count), [1.0] * count, palette.rate_colours([0.1])[0.1], noisy=True)
    live_chart(
        figures.loss_chart([curve], figures.AxisWords("step", "loss"), smoothing=0.5),
        key="loss_chart",
        words=ChartWords("reset", "png", "svg", "cannot be loaded", "loading", "hint"),
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


def click(*groups, serial):
    return {"groups": list(groups), "serial": serial}


def test_what_the_page_asks_for_first_is_hidden():
    """An address shared with others opens with what it says."""
    assert Hidden().after(["b", "a"], []).groups == ("a", "b")


def test_a_click_wins_over_what_the_page_said_before_it():
    """The run that learns of a click still asks for what was hidden before."""
    opened = Hidden().after(["a"], [])
    clicked = opened.after(["a"], [click("b", serial=1)])
    assert clicked.groups == ("b",)
    assert clicked.after(["a"], [click("b", serial=1)]).groups == ("b",), "a page that does not listen"
    assert clicked.after(["b"], [click("b", serial=1)]).groups == ("b",), "a page that hands back what it was told"


def test_an_answer_to_the_first_click_does_not_undo_the_second():
    """The page hands back the first click's groups in the run that brings the second click."""
    first = Hidden().after([], []).after([], [click("a", serial=1)])
    second = first.after(["a"], [click("a", "b", serial=2)])
    assert second.groups == ("a", "b")
    assert second.after(["a", "b"], [click("a", "b", serial=2)]).groups == ("a", "b")


def test_the_latest_click_of_all_charts_counts():
    """Charts of one link each remember the last click on themselves."""
    clicks = [click("b", serial=3), click("a", serial=2)]
    assert Hidden().after([], clicks).groups == ("b",)


def test_a_table_wins_over_an_earlier_click():
    """Once the page asks for something else than before, that is what is hidden."""
    clicked = Hidden().after([], []).after([], [click("a", serial=1)]).after(["a"], [click("a", serial=1)])
    assert clicked.after(["c"], [click("a", serial=1)]).groups == ("c",)


def hiding_page():
    from dashboard.components.live_chart import ChartWords, live_chart
    from dashboard.figures import Figure

    words = ChartWords("reset", "png", "svg", "cannot be loaded", "loading", "hint")
    assert live_chart(Figure(), key="quiet", words=words, alt="") == ()
    for key in ("loss_chart", "accuracy_chart"):
        assert live_chart(Figure(), key=key, words=words, alt="", link="both", hidden=["b", "a"]) == ("a", "b")


def test_charts_of_one_link_are_told_the_same():
    """And a chart whose page does not care is told nothing, so its clicks rerun nothing."""
    page = AppTest.from_function(hiding_page).run()
    assert not page.exception
    sent = [json.loads(chart.proto.json)[0]["hidden"] for chart in page.get("bidi_component")]
    assert sent == [None, *[{"groups": ["a", "b"], "serial": 0}] * 2]


def legend_page():
    from dashboard.components.live_chart import ChartWords, legend, live_chart
    from dashboard.figures import Figure, LegendEntry, palette

    words = ChartWords("reset", "png", "svg", "cannot be loaded", "loading", "hint")
    figure = Figure(legend=[LegendEntry("0.1", "rate 0.1", palette.MUTED)])
    live_chart(figure, key="loss_chart", words=words, alt="", link="both", hidden=["0.1"], shows_legend=False)
    shared = {"words": words, "alt": "rates", "link": "both"}
    assert legend(figure.legend, key="legend", hidden=["0.1"], **shared) == ("0.1",)
    assert legend(figure.legend, key="deaf", **shared) == ()


def test_one_legend_serves_the_charts_of_a_link():
    """The chart knows its entries, for pictures, but shows none; the legend is told the same as the chart."""
    page = AppTest.from_function(legend_page).run()
    assert not page.exception
    chart, shared, deaf = (json.loads(sent.proto.json)[0] for sent in page.get("bidi_component"))
    assert (chart["shows_legend"], shared["kind"], shared["link"]) == (False, "legend", chart["link"])
    assert chart["legend"] == shared["legend"]
    assert chart["hidden"] == shared["hidden"] == {"groups": ["0.1"], "serial": 0}
    assert deaf["hidden"] is None
