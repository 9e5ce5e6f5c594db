"""A person who zooms into a chart that grows."""

from typing import Any

from playwright.sync_api import Page


def zoom(page: Page) -> Any:
    """Draw a box over the left half of an English page's chart of losses; return what it is zoomed to."""
    box = page.locator(".st-key-loss_chart .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8, steps=5)
    page.mouse.up()
    page.locator(".st-key-loss_chart").get_by_role("button", name="Reset zoom").wait_for()
    return zoomed_to(page)


def zoomed_to(page: Page) -> Any:
    """Return the ends of both axes of the chart of losses."""
    return page.evaluate(
        "(({ xaxis, yaxis }) => [xaxis.range, yaxis.range])"
        "(document.querySelector('.st-key-loss_chart .js-plotly-plot')._fullLayout)"
    )
