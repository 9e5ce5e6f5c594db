"""A student's journeys on the page Compare."""

import csv
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from core.config import ExperimentConfig
from driving.zooming import zoom, zoomed_to

RATES = "?rates_kind=list&rates_list=0.01,0.1,1&steps=400&record_interval=10"


def start(page: Page, address: str = RATES) -> None:
    page.goto(f"/compare{address}")
    page.locator(".st-key-start button").click()
    expect(page.locator(".st-key-stop button")).to_be_enabled()


@pytest.fixture(scope="module")
def raced(train) -> str:
    """The address of a finished race."""
    [number] = train(ExperimentConfig(learning_rates=(0.01, 0.1, 1), steps=400, record_interval=10, pace=None))
    return f"{RATES}&experiment={number}"


def open_raced(page: Page, address: str) -> None:
    page.goto(f"/compare{address}")
    wait_for_points(page, 41)
    wait_for_points(page, 41, "accuracy_chart")


def points(page: Page, chart: str = "loss_chart") -> int:
    return int(page.locator(f".st-key-{chart} [data-points]").get_attribute("data-points") or 0)


def wait_for_points(page: Page, least: int, chart: str = "loss_chart") -> None:
    page.wait_for_function(
        "([chart, least]) => +document.querySelector(`.st-key-${chart} [data-points]`)?.dataset.points >= least",
        arg=[chart, least],
    )


def wait_for_the_end(page: Page) -> None:
    expect(page.locator(".st-key-start button")).to_be_enabled()
    expect(page.locator(".st-key-stop button")).to_be_disabled()


def finish_at_full_speed(page: Page) -> None:
    page.locator(".st-key-full_speed label").click()
    wait_for_the_end(page)


def legend(page: Page, label: str):
    return page.locator(".st-key-legend").get_by_role("button", name=label, exact=True)


def shown_curves(page: Page, chart: str) -> list[str]:
    return page.evaluate(
        """chart => [...new Set(document.querySelector(`.st-key-${chart} .js-plotly-plot`).data
            .filter(trace => trace.visible !== false && trace.name).map(trace => trace.name))]""",
        chart,
    )


def wait_for_curves(page: Page, chart: str, curves: list[str]) -> None:
    """A chart is drawn a frame later than its legend."""
    page.wait_for_function(
        """([chart, curves]) => document.querySelector(`.st-key-${chart} .js-plotly-plot`).data
            .filter(trace => trace.visible !== false && trace.name)
            .every((trace, i, shown) => curves.includes(trace.name) && shown.length >= curves.length)""",
        arg=[chart, curves],
    )
    assert shown_curves(page, chart) == curves


def test_a_race_is_watched_to_its_end(page):
    """Start, three curves grow on both charts, a best rate is named, the table has a row for each."""
    # Slowly, so that it still grows when a slow machine has looked.
    start(page, f"{RATES}&pace=40")
    wait_for_points(page, 5)
    wait_for_points(page, 5, "accuracy_chart")
    grown = points(page)
    wait_for_points(page, grown + 3)
    finish_at_full_speed(page)
    wait_for_points(page, 41)
    wait_for_points(page, 41, "accuracy_chart")  # it is drawn a frame later
    assert points(page) == points(page, "accuracy_chart") == 41
    assert shown_curves(page, "loss_chart") == ["0.01", "0.1", "1"]
    expect(page.get_by_text("0.1 did best: validation loss")).to_be_visible()
    expect(page.get_by_text("was the first to reach 90%")).to_be_visible()
    wait_for_points(page, 3, "rate_chart")
    expect(page.locator(".st-key-runs_table tbody tr")).to_have_count(3)
    expect(page.locator(".st-key-theory")).to_contain_text("stable up to 0.09")


def test_results_move_over_the_rates_while_a_race_is_on(page, dashboard):
    """Without a run of the page; at the end the same chart has the last values, and nothing is at another place."""
    from_the_page: list[object] = []

    def listen(socket: WebSocket) -> None:
        if "_stcore" in socket.url:
            socket.on("framereceived", lambda frame: from_the_page.append(frame))

    page.on("websocket", listen)
    start(page, f"{RATES}&pace=20")
    wait_for_points(page, 3, "rate_chart")
    expect(page.locator(".st-key-theory")).to_contain_text("stable up to")
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    page.locator(".st-key-rate_chart").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.st-key-rate_chart .js-plotly-plot').isTheSame = true")
    assert from_the_page  # what has been heard here is what a run of the page sends
    from_the_page.clear()
    before = results(page)
    for _ in range(3):
        page.wait_for_function(f"known => JSON.stringify(({RESULTS})()) !== JSON.stringify(known)", arg=results(page))
    assert from_the_page == []
    assert results(page)["places"] == before["places"]
    finish_at_full_speed(page)
    page.wait_for_function(f"({RESULTS})().best")
    after = results(page)
    assert after["places"] == before["places"]
    assert page.evaluate("document.querySelector('.st-key-rate_chart .js-plotly-plot').isTheSame")
    number = int(re.search(r"experiment=(\d+)", page.url).group(1))
    losses = dashboard.store.recordings.metrics(number).validation_loss[:, -1]
    assert after["values"] == pytest.approx(losses.tolist(), rel=1e-6)


RESULTS = """() => {
    const chart = document.querySelector(".st-key-rate_chart"), plot = chart.querySelector(".js-plotly-plot");
    const top = document.querySelector(".st-key-standings_options").getBoundingClientRect().top;
    const { left, width, height, top: chartTop } = chart.getBoundingClientRect();
    return {
        values: plot.data.filter(trace => trace.meta).map(trace => trace.y[0]),
        places: [left, width, height, chartTop - top, ...plot._fullLayout.xaxis.range,
            document.querySelector(".st-key-runs_table").getBoundingClientRect().top - top],
        best: plot.data.some(trace => trace.text?.[0]?.includes("best")),
    };
}"""
"""The values of the chart over the rates, where it stands and what it spans, and whether it marks the best one."""


def results(page: Page) -> dict[str, Any]:
    return page.evaluate(RESULTS)


def test_a_rate_is_hidden_everywhere_by_its_legend_entry(page, raced):
    """On both charts, in the address, and after a reload; and shown again."""
    open_raced(page, raced)
    legend(page, "0.1").click()
    page.wait_for_url(re.compile(r"hidden=0\.1(&|$)"))
    for chart in ("loss_chart", "accuracy_chart"):
        wait_for_curves(page, chart, ["0.01", "1"])
    page.reload()
    wait_for_points(page, 41, "accuracy_chart")
    wait_for_curves(page, "accuracy_chart", ["0.01", "1"])
    legend(page, "0.1").click()
    page.wait_for_function("!location.search.includes('hidden')")
    wait_for_curves(page, "loss_chart", ["0.01", "0.1", "1"])


def test_a_box_in_the_table_hides_its_rate_everywhere(page, raced):
    """In every chart, the legends and the address; and a rate that the legend hides loses its tick in the table."""
    open_raced(page, raced)
    boxes, all_of_them = page.locator(".st-key-runs_table tbody input"), page.get_by_label("Show all curves")
    expect(boxes).to_have_count(3)
    page.get_by_label("Show the curves of 0.1", exact=True).uncheck()
    page.wait_for_url(re.compile(r"hidden=0\.1(&|$)"))
    expect(legend(page, "0.1")).to_have_attribute("aria-pressed", "false")
    wait_for_curves(page, "accuracy_chart", ["0.01", "1"])
    legend(page, "1").click()
    expect(page.get_by_label("Show the curves of 1", exact=True)).not_to_be_checked()
    page.wait_for_url(re.compile(r"hidden=0\.1%2C1(&|$)"))
    all_of_them.click()
    wait_for_curves(page, "loss_chart", ["0.01", "0.1", "1"])
    page.wait_for_function("!location.search.includes('hidden')")
    all_of_them.click()
    page.wait_for_url(re.compile(r"hidden=0\.01%2C0\.1%2C1(&|$)"))
    for box in boxes.all():
        expect(box).not_to_be_checked()


def cells(row: Locator) -> list[str]:
    return [cell.inner_text().strip() for cell in row.locator("> :visible").all()]


def test_the_table_is_sorted_by_the_head_of_a_column(page, raced):
    """The best on top, then the worst, then as before; pointing at a row brings its curve forward."""
    open_raced(page, raced)
    table = page.locator(".st-key-runs_table")
    head, rates = table.get_by_role("columnheader", name="Val. loss"), table.locator("tbody th")
    expect(table).to_contain_text("Same in every row: Seed 0")
    place = table.locator("thead th:visible").all_inner_texts().index(head.inner_text())
    losses = {row[0]: float(row[place].split()[0]) for row in map(cells, table.locator("tbody tr").all())}
    best_first = sorted(losses, key=lambda rate: losses[rate])
    assert list(losses) == ["0.01", "0.1", "1"] != best_first
    orders = {"ascending": best_first, "descending": best_first[::-1], "none": list(losses)}
    for direction, order in orders.items():
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        expect(rates).to_have_text(order)
    page.locator(".st-key-runs_table tbody tr").nth(1).hover()
    expect(page.locator(".st-key-legend .live-chart__entry--faded")).to_have_count(2)


def test_a_zoom_survives_the_race_in_the_same_element(page):
    """Points keep coming, the node and the user's ranges stay."""
    start(page, RATES.replace("400", "3000"))
    wait_for_points(page, 5)
    page.evaluate("document.querySelector('.st-key-loss_chart .js-plotly-plot').marked = true")
    zoomed = zoom(page)
    wait_for_points(page, points(page) + 10)
    assert zoomed_to(page) == zoomed
    page.locator(".st-key-stop button").click()
    wait_for_the_end(page)
    assert zoomed_to(page) == zoomed
    assert page.evaluate("document.querySelector('.st-key-loss_chart .js-plotly-plot').marked")


def test_the_whole_view_is_in_the_address_and_comes_back(page, browser, dashboard):
    """Another visitor opens the copied address and finds rates, seeds, axes, finish line and race as they were."""
    start(page, RATES + "&seeds=2")
    finish_at_full_speed(page)
    choices = page.locator(".st-key-view_options")
    for words in ("Epoch", "Training batch", "Log x axis"):
        choices.get_by_text(words, exact=True).click()
    line = page.locator(".st-key-finish_line input")
    line.fill("85")
    line.press("Enter")
    page.wait_for_function(
        "['x_axis=epoch', 'split=train', 'log_x=1', 'finish_line=85'].every(part => location.search.includes(part))"
    )
    context = browser.new_context(locale="en-US", viewport={"width": 1400, "height": 900})
    other = context.new_page()
    other.goto(page.url)
    wait_for_points(other, 40)
    expect(other.locator(".st-key-finish_line input")).to_have_value("85")
    expect(other.locator(".st-key-seeds input")).to_have_value("2")
    expect(other.locator(".st-key-rates_list textarea")).to_have_value("0.01,0.1,1")
    assert (
        other.evaluate("document.querySelector('.st-key-loss_chart .js-plotly-plot')._fullLayout.xaxis.type") == "log"
    )
    expect(other.locator(".st-key-loss_chart")).to_contain_text("Loss of the training batch")
    expect(other.get_by_role("heading", name="6 runs")).to_be_visible()
    assert other.url == page.url
    context.close()


def test_the_table_is_downloaded_as_csv(page, raced, tmp_path):
    """With a header and raw numbers."""
    open_raced(page, raced)
    with page.expect_download() as download:
        page.locator(".st-key-download_csv button").click()
    path = tmp_path / "race.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [row["learning_rate"] for row in rows] == ["0.01", "0.1", "1.0"]
    assert all(0.8 < float(row["test_accuracy"]) < 1 for row in rows)


def test_the_finder_suggests_a_rate_and_races_around_it(page):
    """One click for the test, one for the race."""
    page.goto("/compare?steps=200")
    page.locator(".st-key-finder_start button").click()
    expect(page.get_by_text("The loss falls most steeply at a rate of")).to_be_visible(timeout=60_000)
    wait_for_points(page, 300, "finder_chart")
    page.locator(".st-key-race_around button").click()
    wait_for_points(page, 2)
    expect(page.get_by_role("heading", name=re.compile("8 runs"))).to_be_visible()
    assert "range_test=" in page.url
    wait_for_the_end(page)


def test_the_rates_of_the_whole_field_change_together(page):
    """And both charts mark where."""
    start(page, RATES.replace("400", "6000"))
    wait_for_points(page, 3)
    page.locator(".st-key-rate_factor").get_by_text("2", exact=True).click()
    for chart in ("loss_chart", "accuracy_chart"):
        expect(page.locator(f".st-key-{chart}").get_by_text("all rates × 2")).to_be_visible()
    page.locator(".st-key-stop button").click()
    wait_for_the_end(page)
