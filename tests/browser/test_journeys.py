"""What a person meets who follows links and types into fields, on a quick connection and on a slow one."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from core.config import PRESETS, ExperimentConfig
from core.store.records import Experiment, Status
from driving.server import Dashboard
from tests.browser.menu import menu_link


def field(page: Page, name: str):
    return page.locator(f".st-key-{name} input")


def enter(page: Page, name: str, value: str) -> None:
    field(page, name).fill(value)
    field(page, name).press("Enter")


def follow(page: Page, link: str, heading: str) -> None:
    menu_link(page, link).click()
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    # Until the page has run, fields of the page before may stand beside its own.
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()


def newest(dashboard: Dashboard, after: int) -> Experiment:
    """Return the experiment that was filed after that one."""
    [experiment] = [found for found in dashboard.store.experiments.newest() if found.id > after]
    return experiment


def last_number(dashboard: Dashboard) -> int:
    return max((experiment.id for experiment in dashboard.store.experiments.newest()), default=0)


def test_the_first_click_from_train_to_compare_and_back_changes_nothing(page):
    """Whoever touches nothing finds the tutorial's settings on every page, and none of them in the address."""
    page.goto("/")
    expect(page.locator(".st-key-start button")).to_be_enabled()
    follow(page, "Compare", "Compare learning rates")
    expect(field(page, "steps")).to_have_value("2000")
    expect(field(page, "batch_size")).to_have_value("256")
    expect(page.locator(".st-key-start button")).to_be_enabled()
    assert page.get_by_role("alert").count() == 0
    assert page.url.partition("?")[2] == ""
    page.reload()
    expect(field(page, "steps")).to_have_value("2000")
    follow(page, "Train", "New experiment")
    expect(field(page, "learning_rate")).to_have_value("0.1")
    expect(field(page, "steps")).to_have_value("2000")
    follow(page, "Draw", "Draw a digit")
    follow(page, "Compare", "Compare learning rates")
    expect(field(page, "rates_from")).to_have_value("0.001")
    expect(field(page, "batch_size")).to_have_value("256")


@pytest.mark.parametrize("connection", ["page", "slow_page"])
def test_a_link_that_is_clicked_out_of_a_field_is_followed_with_what_was_typed(request, connection):
    """Without Enter, and while the page still runs for what was typed before. A click takes no time, as a tap."""
    visitor = request.getfixturevalue(connection)
    visitor.goto("/")
    expect(visitor.locator(".st-key-start button")).to_be_enabled()
    enter(visitor, "steps", "300")
    field(visitor, "batch_size").fill("64")
    follow(visitor, "Compare", "Compare learning rates")
    expect(field(visitor, "batch_size")).to_have_value("64")
    expect(field(visitor, "steps")).to_have_value("300")
    expect(visitor).to_have_url(re.compile("compare.*batch_size=64"))


def test_what_was_typed_on_one_page_stands_on_the_next(page):
    """What is on one page alone is still there when one returns, by a link or by the browser's Back."""
    page.goto("/")
    enter(page, "steps", "300")
    enter(page, "learning_rate", "0.25")
    follow(page, "Compare", "Compare learning rates")
    expect(field(page, "steps")).to_have_value("300")
    enter(page, "batch_size", "64")
    enter(page, "rates_to", "1")
    expect(page).to_have_url(re.compile("rates_to=1.*batch_size=64"))
    follow(page, "Train", "New experiment")
    expect(field(page, "batch_size")).to_have_value("64")
    expect(field(page, "learning_rate")).to_have_value("0.25")
    page.go_back()
    expect(field(page, "rates_to")).to_have_value("1")
    expect(field(page, "batch_size")).to_have_value("64")


def test_a_setting_typed_just_before_start_is_trained_with(page, dashboard):
    """Start files what stands in the fields, and not what the page was drawn with."""
    before = last_number(dashboard)
    page.goto("/")
    field(page, "steps").fill("40")
    page.locator(".st-key-start button").click()
    expect(page.locator(".st-key-tiles")).to_contain_text("of 40")
    assert newest(dashboard, before).config.steps == 40


def test_a_preset_and_start_in_one_breath_on_a_slow_connection(slow_page, dashboard):
    """The experiment is the preset's, though the fields on the screen were still the ones before."""
    before = last_number(dashboard)
    slow_page.goto("/")
    slow_page.locator(".st-key-preset").get_by_role("combobox").click()
    slow_page.get_by_role("option", name="Raw pixels").click()
    slow_page.locator(".st-key-start button").click()
    expect(slow_page.locator(".st-key-stop button")).to_be_enabled()
    slow_page.locator(".st-key-stop button").click()
    expect(slow_page.locator(".st-key-stop button")).to_be_disabled()
    assert newest(dashboard, before).config == PRESETS["raw_pixels"]


def test_edits_of_the_rate_are_each_one_change_on_a_slow_connection(slow_page, dashboard):
    """Of two rates typed after each other the last one stands in both widgets and in the training."""
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], pace=20.0, steps=100_000))
    slow_page.goto(f"/?experiment={number}")
    # Once it trains: a change before the first step has no mark.
    slow_page.wait_for_function("document.querySelector('.st-key-loss_chart [data-points]')?.dataset.points >= 3")
    enter(slow_page, "learning_rate", "0.05")
    enter(slow_page, "learning_rate", "0.2")
    marks = slow_page.locator(".st-key-loss_chart")
    expect(marks.get_by_text("rate 0.2")).to_be_visible()
    slow_page.locator(".st-key-pause button").click()
    expect(slow_page.get_by_role("button", name="Resume")).to_be_visible()
    expect(field(slow_page, "learning_rate")).to_have_value("0.2")
    expect(slow_page.locator(".st-key-learning_rate_slider").get_by_text("0.2", exact=True)).to_be_visible()
    factors = [factor for _, factor in dashboard.store.recordings.rate_changes(number)]
    assert factors in ([0.5, 2.0], [2.0])
    slow_page.locator(".st-key-stop button").click()
    expect(slow_page.locator(".st-key-stop button")).to_be_disabled()
    assert dashboard.store.experiments.get(number).status is Status.STOPPED


def test_a_race_in_the_history_of_train_opens_where_races_are_shown(page, dashboard):
    """With all of its curves."""
    number = dashboard.store.experiments.file(ExperimentConfig(learning_rates=(0.01, 0.1), steps=20, pace=None))
    page.goto("/")
    page.get_by_text("Earlier experiments").click()
    page.locator(f".st-key-open_{number} button").click()
    expect(page).to_have_url(re.compile(rf"/compare\?experiment={number}"))
    expect(page.locator(".st-key-legend").get_by_role("button", name="0.01", exact=True)).to_be_visible()


def test_a_hint_mends_what_was_typed(page, dashboard):
    """A rate that is too low, to its end; one press trains again with a larger one, and the reason is in Learn."""
    before = last_number(dashboard)
    page.goto("/")
    enter(page, "learning_rate", "0.001")
    page.locator(".st-key-full_speed label").click()
    page.locator(".st-key-start button").click()
    expect(page.locator(".st-key-status")).to_contain_text("The rate 0.001 is low")
    page.locator(".st-key-hint_do button").click()
    expect(page.get_by_role("heading", name="Rate 0.01 ·")).to_be_visible()
    expect(page.locator(".st-key-status")).not_to_contain_text("is low")
    expect(field(page, "learning_rate")).to_have_count(1)  # the field is made anew
    expect(field(page, "learning_rate")).to_have_value("0.01")
    found = [each.config.learning_rates for each in dashboard.store.experiments.newest() if each.id > before]
    assert found == [(0.01,), (0.001,)]
    page.go_back()
    expect(page.locator(".st-key-status")).to_contain_text("The rate 0.001 is low")
    page.locator(".st-key-status_actions").get_by_role("link", name="Why?").click()
    expect(page.get_by_role("heading", name="7 Gradient descent", exact=True)).to_be_visible()


LEFT = """
document.addEventListener("DOMContentLoaded", () => {
  const observer = new MutationObserver(() => {
    if (document.querySelector(".shell")) return;
    observer.disconnect();
    const start = document.querySelector(".st-key-start button");
    window.left = {
      start: start?.disabled === false,
      charts: document.querySelectorAll(".st-key-live [class*=_chart]").length,
      late: document.querySelectorAll(".st-key-heading [data-testid=stSkeleton]").length,
    };
  });
  observer.observe(document.body, { childList: true, subtree: true });
});
"""


@pytest.mark.parametrize("path", ["/", "/compare"])
def test_what_waits_for_a_page_leaves_once_start_can_be_pressed(page, path):
    """Neither before, which showed a page whose parts pushed each other about, nor only when all settings stand."""
    page.add_init_script(LEFT)
    page.goto(path)
    page.wait_for_function("window.left")
    left = page.evaluate("window.left")
    assert left["start"]
    assert left["charts"] >= 2
    assert left["late"] == 0
    expect(field(page, "steps")).to_have_value("2000")


def test_an_address_that_no_page_has_leads_to_the_first_one_which_looks_like_itself(context):
    """There Streamlit sends HTML of its own, without the project's style sheet."""
    page = context.new_page()
    main = page.locator(".stMainBlockContainer")
    page.goto("/nowhere")
    expect(page.get_by_role("dialog")).to_contain_text("Page not found")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".st-key-start button")).to_be_enabled()
    expect(main).to_have_css("max-width", "1500px")
    follow(page, "Compare", "Compare learning rates")
    expect(main).to_have_css("max-width", "1500px")
    page.goto("/")
    expect(page.locator(".st-key-start button")).to_be_enabled()
    expect(main).to_have_css("max-width", "1500px")
    page.close()
