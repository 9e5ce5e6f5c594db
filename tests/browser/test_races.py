"""A student's races over other settings than the learning rate."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_compare import legend, wait_for_curves, wait_for_points, wait_for_the_end


def names(page: Page) -> list[str]:
    return page.locator(".st-key-legend button").all_inner_texts()


def test_batch_sizes_race_side_by_side_and_come_back_with_the_page(page):
    """Chosen by clicks, started in one press, named on both charts; after a reload the same, hidden curve and all."""
    page.goto("/compare?full_speed=1&steps=60&shared_rate=0.03")
    page.get_by_role("combobox", name="What changes").click()
    page.get_by_role("option", name="Batch size").click()
    values = page.get_by_role("textbox", name="Values")
    values.fill("8 64")
    values.press("Enter")
    page.locator(".st-key-equal_images label").first.click()
    expect(page.get_by_text("2 × 1 = 2 runs")).to_be_visible()
    page.wait_for_url(re.compile("equal_images=1"))
    page.locator(".st-key-start button").click()
    page.wait_for_url(re.compile(r"experiment=\d+"))
    wait_for_the_end(page)
    expect(page.get_by_text("ends with the lowest validation loss")).to_be_visible()
    for chart in ("loss_chart", "accuracy_chart"):
        wait_for_points(page, 10, chart)
        wait_for_curves(page, chart, ["batch 8", "batch 64"])
    wait_for_points(page, 2, "rate_chart")
    expect(page.locator(".st-key-runs_table tbody tr")).to_have_count(2)
    expect(page.locator(".st-key-tiles")).to_contain_text("of 480")
    expect(page.locator(".st-key-findings")).to_contain_text("did best: validation loss")
    told = page.locator(".st-key-findings").inner_text()
    legend(page, "batch 64").click()
    page.wait_for_url(re.compile("hidden=64"))
    page.reload()
    wait_for_points(page, 10)
    wait_for_curves(page, "loss_chart", ["batch 8"])
    expect(page.locator(".st-key-findings")).to_have_text(told, use_inner_text=True)
    assert names(page) == ["batch 8", "batch 64"]


def test_a_race_of_the_table_begins_with_one_click_on_train(page):
    """Compare opens with it; it pauses, resumes and stops as one."""
    page.goto("/")
    page.get_by_text("Experiments worth seeing").click()
    page.get_by_role("button", name="Four scales of the first weights").click()
    # Until the page has changed, the list of races has this sentence too.
    expect(page.locator("p").filter(has_text=re.compile(r"Why should the first weights be small\?$"))).to_be_visible()
    for chart in ("loss_chart", "accuracy_chart"):
        wait_for_points(page, 2, chart)
        wait_for_curves(page, chart, ["weights 0", "weights 0.001", "weights 1", "weights 10"])
    page.locator(".st-key-pause button").click()
    page.locator(".st-key-resume button").click()
    page.locator(".st-key-stop button").click()
    wait_for_the_end(page)
    # On a slow machine it may be over before it is stopped.
    expect(page.locator(".st-key-status")).to_contain_text(re.compile("Stopped at|Finished"))
