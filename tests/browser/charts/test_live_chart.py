"""The live chart: one lasting element, the user's zoom, both themes, what is seen before it is there."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.charts.chart import chart, entry, ranges, wait_for_points


def drag_a_zoom_box(page: Page) -> None:
    box = chart(page).bounding_box()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.6 * box["height"], steps=6)
    page.mouse.up()


def test_chart_and_zoom_outlive_updates_until_a_double_click(page):
    """The element, what Plotly drew in it, and the zoomed view stay as they are while points arrive; a double click
    lets the chart follow them again."""
    page.goto("?stream")
    wait_for_points(page, 10)
    chart(page).evaluate("plot => { plot.first = true; plot.querySelector('.main-svg').first = true }")
    drag_a_zoom_box(page)
    expect(page.get_by_role("button", name="Reset zoom")).to_be_visible()
    zoomed = ranges(page)
    count = wait_for_points(page, 0)
    wait_for_points(page, count + 12)
    assert ranges(page) == zoomed
    assert chart(page).evaluate("plot => plot.first && plot.querySelector('.main-svg').first")
    box = chart(page).bounding_box()
    page.mouse.dblclick(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    expect(page.get_by_role("button", name="Reset zoom")).to_be_hidden()
    count = wait_for_points(page, 0)
    wait_for_points(page, count + 5)
    assert ranges(page)[0][1] > zoomed[0][1]


def test_a_chart_of_which_nobody_says_that_it_is_seen_is_drawn(page):
    """The browser says how large a chart is, and whether it is seen, when it has time; below the window only once."""
    page.add_init_script("""
        const isChart = (target) => target.closest(".live-chart");
        window.ResizeObserver = class extends ResizeObserver {
          observe(target, ...how) { if (!isChart(target)) super.observe(target, ...how); }
        };
        window.IntersectionObserver = class extends IntersectionObserver {
          observe(target) { if (!isChart(target)) super.observe(target); }
        };
    """)
    page.goto("")
    expect(page.locator(".st-key-loss_chart .main-svg").first).to_be_visible()


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


def test_an_empty_chart_says_what_to_do_in_either_theme(page):
    """Axes, the caller's sentence, no points, and the description for those who do not see it. Letters turn light
    when the theme turns dark, in the element that is there."""
    page.goto("./")
    expect(chart(page)).to_have_attribute("data-points", "0")
    expect(page.locator(".st-key-loss_chart").get_by_text("Press Start")).to_be_visible()
    expect(page.get_by_role("img", name="loss_chart")).to_be_visible()
    title = chart(page).locator(".xtitle")
    expect(title).to_have_text("step")
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


def test_a_chart_can_be_kept_as_a_picture(page):
    """In a file named after the chart; the words that lie over it are handed to Plotly, to be inside the picture."""
    page.goto("?stream")
    wait_for_points(page, 5)
    for kind, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download as {kind}").first.click()
        assert download.value.suggested_filename == f"loss_chart.{kind.lower()}"
        assert Path(download.value.path()).read_bytes().startswith(start)
    page.evaluate("Plotly.downloadImage = (figure, options) => (window.kept = [figure, options])")
    page.get_by_role("button", name="Download as SVG").first.click()
    words, shown = page.evaluate(
        "[kept[0].layout.annotations.map(each => each.text), kept[0].data.filter(each => each.showlegend).length]"
    )
    assert (sorted(words), shown) == (["<b>batch</b>", "<b>validation</b>"], 2)
