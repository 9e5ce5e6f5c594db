"""A teacher's projector: one key, one screen."""

import re

import pytest
from playwright.sync_api import expect

from core.config import ExperimentConfig


@pytest.fixture
def projector(page):
    page.set_viewport_size({"width": 1280, "height": 720})
    return page


def test_one_key_begins_and_ends_it_but_not_while_somebody_types(projector, dashboard):
    """Everything is on one screen of 1280 x 720; another page, by its link, goes on presenting."""
    page, number = projector, dashboard.store.experiments.file(ExperimentConfig(steps=20, pace=None))
    page.goto(f"/?experiment={number}")
    expect(page.get_by_text("Finished:")).to_be_visible()
    page.locator(".st-key-steps input").press("p")
    page.locator("h1").click()
    expect(page).not_to_have_url(re.compile("present"))
    # The field that was left may have asked for a rerun.
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("present=1"))
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    for part in (".st-key-tiles", ".st-key-loss_chart .js-plotly-plot", ".st-key-accuracy_chart .js-plotly-plot"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-weights .image-grid__cells")).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Compare", exact=True).last.click()
    expect(page).to_have_url(re.compile("compare.*present=1"))
    page.get_by_role("button", name="End presentation").click()
    expect(page).not_to_have_url(re.compile("present"))
