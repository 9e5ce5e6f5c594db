"""The live path in a real browser: how often pages run, many tabs, a connection that breaks, who may not listen."""

import contextlib
import json
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from core.config import PRESETS
from core.store.records import Status
from driving.server import Dashboard

COUNT_RUNS = """
(() => {
  window.asked = 0;
  class Wire extends WebSocket {
    send(data) {
      if (this.url.includes("_stcore")) window.asked += 1;
      super.send(data);
    }
  }
  window.WebSocket = Wire;
})()
"""
"""Counts what the browser asks the pages' server for: every run of a page begins with that."""

POINTS = "+document.querySelector('.st-key-loss_chart [data-points]')?.dataset.points"


def wait_for_points(page: Page, least: int) -> None:
    page.wait_for_function(f"{POINTS} >= {least}")


@pytest.fixture
def training(dashboard: Dashboard):
    """The number of an experiment that trains for longer than any test looks."""
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], steps=100_000, pace=60.0))
    yield number
    dashboard.store.experiments.stop(number)


def test_a_page_runs_when_something_is_pressed_and_not_because_something_trains(page, dashboard, training):
    """However many points come; once, when the experiment is paused elsewhere, and others can be pressed then."""
    page.add_init_script(COUNT_RUNS)
    page.goto(f"/?experiment={training}")
    wait_for_points(page, 3)
    before, grown = page.evaluate(f"[window.asked, {POINTS}]")
    wait_for_points(page, grown + 15)
    assert page.evaluate("window.asked") == before
    dashboard.store.experiments.pause(training)
    expect(page.locator(".st-key-resume button")).to_be_enabled()
    expect(page.locator(".st-key-status")).to_contain_text("Paused at")


def test_eight_tabs_of_one_browser_are_live(context, dashboard, training):
    """A browser opens six HTTP connections to one host; a seventh and an eighth tab must not wait for them."""
    tabs = [context.new_page() for _ in range(8)]
    try:
        for tab in tabs:
            tab.goto(f"/?experiment={training}")
        for tab in tabs:
            wait_for_points(tab, 1)
        grown = [tab.evaluate(POINTS) for tab in tabs]
        for tab, points in zip(tabs, grown, strict=True):
            wait_for_points(tab, points + 1)
    finally:
        for tab in tabs:
            tab.close()


def test_a_connection_that_breaks_is_made_again_and_nothing_is_missing(page, dashboard, training):
    """While it is away the page says so, and offers to be loaded again; no step is drawn twice."""
    lines: list[WebSocketRoute] = []
    is_cut = False

    def route(line: WebSocketRoute) -> None:
        if is_cut:
            line.close()
        else:
            line.connect_to_server()
            lines.append(line)

    page.route_web_socket(re.compile("^(?!.*_stcore).*/stream$"), route)
    page.goto(f"/?experiment={training}")
    wait_for_points(page, 3)
    is_cut = True
    lines[-1].close()
    notice = page.get_by_role("alert").filter(has_text="Live figures no longer arrive")
    expect(notice).to_be_visible()
    expect(notice.get_by_role("button", name="Reload the page")).to_be_visible()
    points = page.evaluate(POINTS)
    is_cut = False
    wait_for_points(page, points + 5)
    expect(notice).to_be_hidden()
    steps = page.evaluate(
        "[...document.querySelector('.st-key-loss_chart .js-plotly-plot').data.find((trace) => trace.uid === '0').x]"
    )
    assert steps == sorted(set(steps))
    assert steps[:3] == [0, 1, 2]


def test_another_site_may_not_listen(dashboard):
    """A page of another host cannot read along with the browser of somebody who has the dashboard open."""
    url = dashboard.url.replace("http", "ws") + "/stream"
    with pytest.raises(InvalidStatus), connect(url, origin="http://evil.example"):
        pass
    with connect(url, origin=dashboard.url) as socket:
        socket.send(json.dumps({"watch": 1_000_000, "after": -1}))
        assert json.loads(socket.recv(timeout=60))["gone"] is True


@pytest.mark.parametrize(
    "nonsense", ["{", "[]", '"watch"', '{"watch": "x", "after": 0}', '{"watch": -1, "after": 0}']
)
def test_nonsense_ends_the_connection_and_harms_nobody(dashboard, nonsense):
    url = dashboard.url.replace("http", "ws") + "/stream"
    with connect(url) as socket, contextlib.suppress(ConnectionClosed):
        socket.send(nonsense)
        while True:
            socket.recv(timeout=60)
    assert socket.close_code == 1003
    with connect(url) as socket:
        socket.send(json.dumps({"watch": 1_000_000, "after": -1}))
        assert json.loads(socket.recv(timeout=60))["gone"] is True


def test_a_training_stopped_elsewhere_is_shown_with_all_that_it_brought(page, dashboard, training):
    """What its worker has in hand comes to the store after the stop, and to the page after that."""
    page.goto(f"/?experiment={training}")
    wait_for_points(page, 3)
    dashboard.store.experiments.stop(training)
    expect(page.locator(".st-key-start button")).to_be_enabled()
    while dashboard.store.experiments.get(training).claimed_by is not None:
        page.wait_for_timeout(50)
    experiment = dashboard.store.experiments.get(training)
    assert experiment.status is Status.STOPPED
    expect(page.locator(".st-key-tiles .tiles__value").first).to_have_text(f"{experiment.step:,}")
    expect(page.locator(".st-key-status")).to_contain_text(f"{experiment.step:,}")


def test_what_does_not_load_says_so_in_its_place(page):
    """In the language of the page, with a way to load it again; all else works meanwhile."""
    page.route("**/tiles/measures.js", lambda route: route.abort())
    page.goto("/?lang=zh")
    notice = page.locator(".st-key-tiles").get_by_role("status")
    expect(notice).to_contain_text("页面的这一部分没有加载。")
    expect(notice.get_by_role("button", name="刷新页面")).to_be_visible()
    expect(page.locator(".st-key-tiles style"), "which styles a version that does load").to_have_count(1)
    expect(page.locator(".st-key-weights figcaption").last).to_have_text("9")
    page.get_by_role("radio", name="English").click()
    expect(notice).to_contain_text("This part of the page did not load.")
    page.unroute_all()
    notice.get_by_role("button", name="Reload the page").click()
    expect(page.locator(".st-key-tiles .tiles__label").first).to_have_text("Step")
    expect(notice).to_be_hidden()
