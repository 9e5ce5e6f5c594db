"""The live chart in a real browser: one lasting element, the user's zoom, both themes, nothing from elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from driving.server import ROOT, start_server

# Charts of an experiment that grows by a point every tenth of a second, as those of Train do while a model learns.
PAGE = """
import time
import streamlit as st
from dashboard import figures
from dashboard.components.agreed import Agreed
from dashboard.components.live_chart import ChartLabels, Link, live_curves
from dashboard.components.view_options import Slider, Switch, view_options
from dashboard.figures import palette

st.set_page_config(layout="wide", menu_items={"About": "A test"})
labels = ChartLabels("Reset zoom", "Download as PNG", "Download as SVG", "The charts cannot be shown", "Loading", "")

def hear(said):
    if st.session_state["hidden"].is_overtaken(said):
        st.session_state["hidden"] = Agreed(tuple(sorted(said["value"])), said["serial"])

colour = palette.rate_colours([0.1])[0.1]
curves = [
    figures.Curve("batch", "batch", colour, split="train"),
    figures.Curve("validation", "validation", colour, split="validation", dashed=True),
]
def choose(said):
    if view.is_overtaken(said):
        time.sleep(1)  # a server that is busy
        st.session_state["view"] = Agreed(said["value"], said["serial"])

view = st.session_state.setdefault("view", Agreed({"log_loss": False, "smoothing": 0.6, "x_axis": "seconds"}))
st.text(f"The page has heard of {view.value['smoothing']}")
asked = st.query_params.get("hidden")
# The address is read once: a browser may send an old one long after it was given another.
hidden = st.session_state.setdefault("hidden", None if asked is None else Agreed(tuple(asked.split())))
if st.button("Show validation alone"):
    hidden = Agreed(("batch",), hidden.serial)
link = Link("both", hidden, on_hide=hear, view=view)
controls = [
    Switch("log_loss", "Logarithmic", "Like this"), Slider("smoothing", "Smoothing", "Like that", 0, 0.95, 0.05)
]
view_options(controls, key="view_options", link=link, on_choose=choose)
for key in ("loss_chart", "accuracy_chart"):
    words = figures.CurveLabels(
        {"seconds": ("step", "step %{x:,d}")}, "loss", {"validation": key}, "", key, key, {"": "Press Start"}
    )
    course = figures.Course(1 if "stream" in st.query_params else None)
    chart = figures.Curves("loss", [course], curves, words)
    live_curves(chart, key=key, labels=labels, title=key, link=link, shows_legend=True)
if hidden is not None:
    st.session_state["hidden"] = hidden
    st.query_params["hidden"] = " ".join(hidden.value)
    st.text(f"Hidden: {', '.join(hidden.value) or 'nothing'}")
"""

APP = """
import asyncio, itertools, json
from base64 import b64encode
import numpy as np
import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect
from dashboard.components import assets

def packed(values, kind):
    return b64encode(np.asarray(values, dtype=kind).tobytes()).decode()

async def grow(websocket):
    await websocket.accept()
    try:
        while "watch" not in await websocket.receive_json():
            pass
        for i in itertools.count():
            losses = {"train_loss": 2.3 / (1 + i / 9), "validation_loss": 2.2 / (1 + i / 9)}
            rows = {name: packed([value], "<f4") for name, value in losses.items()}
            rows |= {"train_accuracy": packed([0.5], "<f4"), "validation_accuracy": packed([0.5], "<f4")}
            rows |= {"steps": packed([i], "<i4"), "seconds": packed([20 * i], "<f4")}
            await websocket.send_text(json.dumps({"serial": i, "experiment": 1, "rows": rows}))
            await asyncio.sleep(0.1)
    except WebSocketDisconnect:
        pass

app = st.App("page.py", routes=[*assets.routes(), WebSocketRoute("/lab/stream", grow)])
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own with the project's configuration, below a path of its host, instead of the dashboard."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "page.py").write_text(PAGE, encoding="utf-8")
    (folder / "app.py").write_text(APP, encoding="utf-8")
    url, server = start_server(
        folder / "app.py", folder / "app.log", {"PYTHONPATH": str(ROOT), "STREAMLIT_SERVER_BASE_URL_PATH": "lab"}
    )
    yield f"{url}/lab/"
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A smaller window than that of the dashboard's visitors, in the light theme."""
    context = browser.new_context(
        viewport={"width": 1200, "height": 900}, locale="en-US", color_scheme="light", base_url=address
    )
    yield context
    context.close()


def chart(page: Page, key: str = "loss_chart"):
    return page.locator(f".st-key-{key} [data-points]")


def wait_for_points(page: Page, more_than: int) -> int:
    """Wait until the loss chart shows more points than these, and return how many."""
    page.wait_for_function(
        "most => document.querySelector('.st-key-loss_chart [data-points]')?.dataset.points > most", arg=more_than
    )
    return int(chart(page).get_attribute("data-points"))


def ranges(page: Page) -> list[list[float]]:
    return chart(page).evaluate("plot => [plot._fullLayout.xaxis.range, plot._fullLayout.yaxis.range]")


def drag_a_zoom_box(page: Page) -> None:
    box = chart(page).bounding_box()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.6 * box["height"], steps=6)
    page.mouse.up()


def test_the_chart_is_never_replaced_while_it_grows(page):
    """After many updates the element, and what Plotly drew in it, are the ones that were there first."""
    page.goto("?stream")
    count = wait_for_points(page, 1)
    chart(page).evaluate("plot => { plot.first = true; plot.querySelector('.main-svg').first = true }")
    wait_for_points(page, count + 12)
    assert chart(page).evaluate("plot => plot.first && plot.querySelector('.main-svg').first")


def test_a_zoom_outlives_updates_until_a_double_click(page):
    """The zoomed view stays as it is while points arrive; a double click lets the chart follow them again."""
    page.goto("?stream")
    wait_for_points(page, 10)
    drag_a_zoom_box(page)
    expect(page.get_by_role("button", name="Reset zoom")).to_be_visible()
    zoomed = ranges(page)
    count = wait_for_points(page, 0)
    wait_for_points(page, count + 12)
    assert ranges(page) == zoomed
    box = chart(page).bounding_box()
    page.mouse.dblclick(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    expect(page.get_by_role("button", name="Reset zoom")).to_be_hidden()
    count = wait_for_points(page, 0)
    wait_for_points(page, count + 5)
    assert ranges(page)[0][1] > zoomed[0][1]


def test_a_zoom_does_not_survive_another_kind_of_axis(page):
    """Numbers of a linear axis mean nothing on a logarithmic one, so that axis shows all its data again."""
    page.goto("?stream")
    wait_for_points(page, 10)
    drag_a_zoom_box(page)
    zoomed = ranges(page)
    page.get_by_text("Logarithmic").click()
    page.wait_for_function(
        "document.querySelector('.st-key-loss_chart [data-points]')._fullLayout.yaxis.type === 'log'"
    )
    horizontal, vertical = ranges(page)
    assert horizontal == zoomed[0]
    assert vertical[1] == pytest.approx(0.38, abs=0.1), "log10 of 2.3 and a margin"
    page.get_by_role("button", name="Reset zoom").click()
    count = wait_for_points(page, 0)
    wait_for_points(page, count + 3)
    assert ranges(page)[0][1] > zoomed[0][1]


def test_what_is_chosen_above_the_charts_is_drawn_before_the_server_knows(page):
    """In all charts of the link; the page, which is told afterwards, undoes nothing of it with its answer."""
    page.goto("?stream")
    wait_for_points(page, 5)
    page.get_by_text("Logarithmic").click()
    slider = page.get_by_role("slider", name="Smoothing")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for key in ("loss_chart", "accuracy_chart"):
        page.wait_for_function(
            "key => document.querySelector(`.st-key-${key} [data-points]`)._fullLayout.yaxis.type === 'log'", arg=key
        )
    expect(page.get_by_text("The page has heard of 0.6", exact=True)).to_be_visible()
    expect(page.get_by_text("The page has heard of 0.75", exact=True)).to_be_visible()
    assert (slider.input_value(), page.get_by_role("switch").is_checked()) == ("0.75", True)
    wait_for_points(page, wait_for_points(page, 0) + 3)
    assert chart(page).evaluate("plot => plot._fullLayout.yaxis.type") == "log"


def test_choices_that_are_not_there_yet_have_their_room(page):
    """Their words stand where they will be, and nothing moves when they come."""
    places = """() => [...document.querySelectorAll(".view-options, .view-options__control")].map(node => {
        const { x, y, width, height } = node.getBoundingClientRect(); return [x, y, width, height] })"""
    asked = []
    page.route("**/view_options/options.js", lambda route: asked.append(route))
    page.goto("./")
    expect(page.get_by_text("Logarithmic")).to_be_visible()
    expect(page.get_by_text("Press Start").first).to_be_visible()
    before = page.evaluate(places)
    for route in asked:
        route.continue_()
    expect(page.get_by_role("slider", name="Smoothing")).to_be_visible()
    assert page.evaluate(places) == before
    assert len(before) == 3


def test_the_box_at_the_pointer_stays_while_the_chart_grows(page):
    """Values under a resting pointer remain readable from update to update."""
    page.goto("?stream")
    count = wait_for_points(page, 10)
    box = chart(page).bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    wait_for_points(page, count + 8)
    tooltip = page.locator(".st-key-loss_chart .live-chart__tooltip")
    expect(tooltip).to_be_visible()
    expect(tooltip.locator(".live-chart__row")).to_have_count(2)
    # The rows are new elements at every update: only the box can be read without losing them in between.
    words = [word for word in tooltip.inner_text().split() if word.isalpha()]
    assert words == ["step", "batch", "validation"], "sorted by value: the curve of the batches runs above the other"
    page.mouse.move(0, 0)
    expect(tooltip).to_be_hidden()


def test_a_curve_hidden_in_one_chart_is_hidden_in_all_that_are_linked(page):
    """One press on a legend entry hides its curves everywhere, and updates do not bring them back."""
    page.goto("?stream")
    count = wait_for_points(page, 5)
    page.locator(".st-key-loss_chart").get_by_role("button", name="validation").click()
    other = page.locator(".st-key-accuracy_chart").get_by_role("button", name="validation")
    expect(other).to_have_attribute("aria-pressed", "false")
    wait_for_points(page, count + 5)
    visible = "plot => plot._fullData.filter(trace => trace.visible === true).map(trace => trace.name)"
    for key in ("loss_chart", "accuracy_chart"):
        assert "validation" not in chart(page, key).evaluate(visible)


def entry(page: Page, name: str, key: str = "loss_chart"):
    return page.locator(f".st-key-{key}").get_by_role("button", name=name)


def are_shown(page: Page, **pressed: bool) -> None:
    """Wait until both charts agree which groups are shown."""
    for key in ("loss_chart", "accuracy_chart"):
        for name, shown in pressed.items():
            expect(entry(page, name, key)).to_have_attribute("aria-pressed", str(shown).lower())


def test_a_double_click_shows_one_alone_and_another_shows_all(page):
    """What a click does by itself is undone by the second one, and the keyboard has Shift for it."""
    page.goto("?stream")
    wait_for_points(page, 2)
    entry(page, "validation").dblclick()
    are_shown(page, batch=False, validation=True)
    entry(page, "validation", "accuracy_chart").dblclick()
    are_shown(page, batch=True, validation=True)
    entry(page, "batch").focus()
    page.keyboard.press("Shift+Enter")
    are_shown(page, batch=True, validation=False)
    expect(entry(page, "batch")).to_be_focused()


def test_the_page_learns_what_is_hidden_and_gets_it_into_the_address(page):
    """A click on either chart is told to the page, whose delayed answer undoes no later click."""
    page.goto("?stream&hidden=")
    wait_for_points(page, 2)
    entry(page, "batch", "accuracy_chart").click()
    entry(page, "validation").click()
    entry(page, "batch").click()
    expect(page.get_by_text("Hidden: validation")).to_be_visible()
    are_shown(page, batch=True, validation=False)
    page.wait_for_url("**hidden=validation**")
    wait_for_points(page, wait_for_points(page, 0) + 5)
    are_shown(page, batch=True, validation=False)


def test_a_shared_address_opens_with_what_was_hidden(page):
    """What the page asks for is hidden from the first draw on, and a click still changes it."""
    page.goto("?stream&hidden=batch")
    are_shown(page, batch=False, validation=True)
    entry(page, "batch").click()
    expect(page.get_by_text("Hidden: nothing")).to_be_visible()
    are_shown(page, batch=True, validation=True)


def test_the_page_can_change_what_a_click_has_hidden(page):
    """The latest of the two wins: a table's selection after a click, too."""
    page.goto("?stream&hidden=")
    wait_for_points(page, 2)
    entry(page, "validation").click()
    expect(page.get_by_text("Hidden: validation")).to_be_visible()
    page.get_by_role("button", name="Show validation alone").click()
    are_shown(page, batch=False, validation=True)


def test_what_the_pointer_is_at_comes_forward_in_every_chart_until_it_leaves(page):
    """A legend entry and a curve fade the others, through updates, and nothing of it stays."""
    page.goto("?stream")
    count = wait_for_points(page, 10)
    faded = page.locator(".live-chart__faded")
    entry(page, "validation").hover()
    wait_for_points(page, count + 4)
    for key in ("loss_chart", "accuracy_chart"):
        expect(chart(page, key).locator(".live-chart__forward")).to_have_count(1)
        # The raw curve of the batches and the smoothed one.
        expect(chart(page, key).locator(".live-chart__faded")).to_have_count(2)
    page.mouse.move(0, 0)
    expect(faded).to_have_count(0)
    place = chart(page).evaluate(
        """plot => { const { xaxis, yaxis, _size } = plot._fullLayout; const { x, y } = plot.data.at(-1);
        const box = plot.getBoundingClientRect(); const i = x.length >> 1;
        return [box.left + _size.l + xaxis.d2p(x[i]), box.top + _size.t + yaxis.d2p(y[i])] }"""
    )
    page.mouse.move(*place)
    expect(chart(page, "accuracy_chart").locator(".live-chart__forward")).to_have_count(1)
    page.mouse.move(0, 0)
    expect(faded).to_have_count(0)
    expect(page.locator(".live-chart__forward")).to_have_count(0)


def test_an_empty_chart_says_what_to_do(page):
    """Axes, the caller's sentence, no points, and the description for those who do not see it."""
    page.goto("./")
    expect(chart(page)).to_have_attribute("data-points", "0")
    expect(page.locator(".st-key-loss_chart").get_by_text("Press Start")).to_be_visible()
    expect(page.get_by_role("img", name="loss_chart")).to_be_visible()
    expect(chart(page).locator(".xtitle")).to_have_text("step")


def test_the_chart_follows_the_theme_without_a_reload(page):
    """Letters turn light when the theme turns dark, in the element that is there."""
    page.goto("./")
    title = chart(page).locator(".xtitle")
    expect(title).to_be_visible()
    light = title.evaluate("node => getComputedStyle(node).fill")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.st-key-loss_chart .xtitle')).fill !== before", arg=light
    )


def test_a_library_that_cannot_be_had_is_named(page):
    """Where Plotly is missing the page says so instead of staying blank."""
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto("./")
    expect(page.locator(".st-key-loss_chart").get_by_text("The charts cannot be shown")).to_be_visible()


def test_nothing_is_requested_from_another_host(page):
    """Fonts, scripts and figures all come from this machine."""
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2] if "://" in request.url else ""))
    page.goto("?stream")
    wait_for_points(page, 10)
    assert {host.split(":")[0] for host in hosts} <= {"localhost", ""}


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_a_chart_can_be_kept_as_a_picture(page, kind):
    """The buttons hand over a file named after the chart."""
    page.goto("?stream")
    wait_for_points(page, 3)
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download as {kind}").first.click()
    assert download.value.suggested_filename == f"loss_chart.{kind.lower()}"
    start = Path(download.value.path()).read_bytes()[:60]
    assert b"PNG" in start or b"<svg" in start


def test_a_chart_that_is_not_there_yet_has_its_frame(page):
    """Title, grid and the word for loading are seen while the library is on its way, and give way in their place."""
    asked = []
    page.route("**/plotly.min.js", lambda route: asked.append(route))
    page.goto("./")
    frame = page.locator(".st-key-loss_chart")
    expect(frame.get_by_text("loss_chart")).to_be_visible()
    expect(frame.get_by_text("Loading")).to_be_visible()
    expect(frame.locator(".live-chart__grid")).to_be_visible()
    before = frame.bounding_box()
    for route in asked:
        route.continue_()
    page.unroute("**/plotly.min.js")  # now: what is still waiting then is let go by itself
    expect(frame.locator(".live-chart__grid")).to_be_hidden()
    expect(frame.get_by_text("Press Start")).to_be_visible()
    assert frame.bounding_box() == before


def names(page: Page, key: str = "loss_chart") -> dict[str, dict[str, float]]:
    """Where the names at the curves' ends stand, in pixels of the page."""
    boxes = page.locator(f".st-key-{key} .live-chart__end text").evaluate_all(
        "texts => texts.map(text => [text.textContent, text.getBoundingClientRect().toJSON()])"
    )
    return dict(boxes)


def test_every_curve_has_its_name_at_its_end(page):
    """Right of it and within the chart, below one another, in a margin that is there before the first point."""
    page.goto("?stream")
    expect(page.locator(".st-key-loss_chart .live-chart__end")).to_have_count(2)
    margin = chart(page).evaluate("plot => plot._fullLayout._size.r")
    wait_for_points(page, 20)
    assert chart(page).evaluate("plot => plot._fullLayout._size.r") == margin
    box = chart(page).bounding_box()
    batch, validation = (names(page)[name] for name in ("batch", "validation"))
    assert max(batch["right"], validation["right"]) <= box["x"] + box["width"]
    assert batch["bottom"] <= validation["top"] + 3, "the higher curve's above the other's"
    entry(page, "batch").click()
    expect(page.locator(".st-key-accuracy_chart .live-chart__end")).to_have_text(["validation"])


def test_letters_are_as_large_as_those_of_the_page(page):
    """Ticks, names and margins grow with the page's letters, as on a projector."""
    page.goto("?stream")
    wait_for_points(page, 5)
    sizes = """() => [".xtick text", ".live-chart__end text", ".xtitle"].map(what =>
        parseFloat(getComputedStyle(document.querySelector(`.st-key-loss_chart ${what}`)).fontSize))"""
    before = page.evaluate(sizes)
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    page.wait_for_function(f"before => ({sizes})().every((size, i) => size === 2 * before[i])", arg=before)


def test_a_picture_has_the_names_too(page):
    """The words that lie over the chart are handed to Plotly with it, inside the picture."""
    page.goto("?stream")
    wait_for_points(page, 5)
    page.evaluate("Plotly.downloadImage = (figure, options) => (window.kept = [figure, options])")
    page.get_by_role("button", name="Download as SVG").first.click()
    words, shown = page.evaluate(
        "[kept[0].layout.annotations.map(each => each.text), kept[0].data.filter(each => each.showlegend).length]"
    )
    assert (sorted(words), shown) == (["<b>batch</b>", "<b>validation</b>"], 2)
