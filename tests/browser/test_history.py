"""The browser's Back and Forward: they lead from place to place, with what was shown, and stop nowhere between."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.config import ExperimentConfig
from driving.server import Dashboard
from tests.browser.menu import menu_link


def expect_heading(page: Page, name: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def toggle(page: Page, name: str) -> None:
    options = page.locator(".st-key-view_options")
    expect(options.get_by_role("radio").first).to_be_visible()  # before, there are their outlines
    options.get_by_text(name, exact=True).click()


@pytest.fixture(params=["page", "slow_page"])
def visitor(request: pytest.FixtureRequest) -> Page:
    """A page on a quick connection, and one on a slow one."""
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def stopped(dashboard: Dashboard) -> list[int]:
    """The numbers of two experiments, with the rates 0.31 and 0.32, that were stopped at once."""
    numbers = [dashboard.store.experiments.file(ExperimentConfig(learning_rates=(rate,))) for rate in (0.31, 0.32)]
    for number in numbers:
        dashboard.store.experiments.stop(number)
    return numbers


def test_back_leads_through_three_pages_with_what_was_shown(visitor, stopped):
    """In one step each, however much was chosen on a page; Forward leads the same way again."""
    page = visitor
    page.goto(f"/?experiment={stopped[0]}")
    expect_heading(page, re.compile("Rate 0.31"))
    menu_link(page, "Compare").click()
    expect_heading(page, "Compare learning rates")
    expect(page).to_have_url(re.compile(r"/compare$"))
    for name in ("Log x axis", "Ignore outliers"):
        toggle(page, name)
    page.locator(".st-key-rates_to input").fill("5")
    page.locator(".st-key-rates_to input").press("Enter")
    expect(page).to_have_url(re.compile("rates_to=5&log_x=1&no_outliers=1$"))
    menu_link(page, "Draw").click()
    expect_heading(page, "Draw a digit")
    page.go_back()
    expect_heading(page, "Compare learning rates")
    expect(page.locator(".st-key-rates_to input")).to_have_value("5")
    expect(page).to_have_url(re.compile("rates_to=5&log_x=1&no_outliers=1$"))
    page.go_back()
    expect_heading(page, re.compile("Rate 0.31"))
    expect(page).to_have_url(re.compile(rf"/\?experiment={stopped[0]}$"))
    page.go_forward()
    expect_heading(page, "Compare learning rates")
    expect(page.locator(".st-key-rates_to input")).to_have_value("5")
    page.go_forward()
    expect_heading(page, "Draw a digit")


def test_an_experiment_opened_from_the_list_is_a_step(visitor, stopped):
    """Back leads to the one shown before, and from the first one to the page without any."""
    page = visitor
    page.goto("/")
    expect_heading(page, "New experiment")
    page.get_by_text("Earlier experiments").click()
    for number, rate in zip(stopped, ("0.31", "0.32"), strict=True):
        page.locator(f".st-key-open_{number} button").click()
        expect_heading(page, re.compile(f"Rate {rate}"))
    page.go_back()
    expect_heading(page, re.compile("Rate 0.31"))
    page.go_back()
    expect_heading(page, "New experiment")
    page.go_forward()
    expect_heading(page, re.compile("Rate 0.31"))


def test_a_race_begun_in_learn_is_one_step_away(visitor):
    """Whatever is chosen about it on Compare, one step back stands the lesson, and one step forward the race."""
    page = visitor
    page.goto("/learn?step=3")
    expect_heading(page, re.compile("Initial"))
    page.locator(".st-key-learn_onwards button").click()
    expect_heading(page, re.compile("^Initial weights: "))
    toggle(page, "Log x axis")
    expect(page).to_have_url(re.compile(r"/compare\?experiment=\d+&varies=initial_weight_scale.*&log_x=1"))
    page.go_back()
    expect_heading(page, re.compile("Initial parameters"))
    expect(page).to_have_url(re.compile(r"/learn\?step=3$"))
    page.go_forward()
    expect_heading(page, re.compile("^Initial weights: "))


def test_two_quick_presses_of_next_are_two_steps(visitor):
    """Though the second comes while the first one's step is not drawn yet; Back leads through both."""
    page = visitor
    page.goto("/learn?step=4")
    expect_heading(page, re.compile("^4 "))
    page.locator(".st-key-learn_next button").click()
    page.locator(".st-key-learn_next button").click()
    expect_heading(page, re.compile("^6 "))
    page.go_back()
    expect_heading(page, re.compile("^5 "))
    page.go_back()
    expect_heading(page, re.compile("^4 "))


def test_another_language_stays_on_the_way_back(page):
    """Though the address that one comes back to was opened in the first one."""
    page.goto("/?lang=en")
    expect_heading(page, "New experiment")
    menu_link(page, "Compare").click()
    expect_heading(page, "Compare learning rates")
    page.locator(".st-key-language").get_by_text("中文").click()
    expect_heading(page, "比较学习率")
    page.go_back()
    expect_heading(page, "新实验")
    expect(page).to_have_url(re.compile(r"/\?lang=zh$"))
