"""A student's journeys on the page Train."""

import re
from dataclasses import replace

from playwright.sync_api import Page, expect

from core.config import PRESETS
from driving.zooming import zoom, zoomed_to
from tests.browser.menu import menu_link


def start(page: Page) -> None:
    page.goto("/")
    page.locator(".st-key-start button").click()


def points(page: Page, chart: str = "loss_chart") -> int:
    return int(page.locator(f".st-key-{chart} [data-points]").get_attribute("data-points") or 0)


def wait_for_points(page: Page, least: int, chart: str = "loss_chart") -> None:
    page.wait_for_function(
        "([chart, least]) => +document.querySelector(`.st-key-${chart} [data-points]`)?.dataset.points >= least",
        arg=[chart, least],
    )


def open_history(page: Page) -> None:
    """Unfold it once the charts above it stand, as somebody does who scrolls down to it."""
    expect(page.locator(".st-key-accuracy_chart .js-plotly-plot")).to_be_visible()
    expect(page.locator(".st-key-examples canvas").first).to_be_visible()
    page.locator(".st-key-history summary").click()


def finish_at_full_speed(page: Page) -> None:
    page.locator(".st-key-full_speed label").click()
    expect(page.get_by_text("2,000", exact=True).first).to_be_visible()


def test_training_is_watched_to_its_end(page):
    """Start, watch both curves grow, see 2,000 steps and a test accuracy above 90 %."""
    start(page)
    wait_for_points(page, 5)
    wait_for_points(page, 5, "accuracy_chart")
    grown = points(page)
    wait_for_points(page, min(grown + 5, 69))  # all there are, should a slow machine have looked late
    finish_at_full_speed(page)
    expect(page.locator(".st-key-tiles")).to_contain_text(re.compile(r"Test accuracy\s*9[0-9]\.\d\d%"))
    wait_for_points(page, 69)
    wait_for_points(page, 69, "accuracy_chart")
    expect(page.locator(".st-key-start button")).to_be_enabled()
    expect(page.locator(".st-key-stop button")).to_be_disabled()


def test_figures_of_one_experiment_follow_those_of_another_without_a_blink(page, dashboard):
    """After Start, 2,000 steps become none, and never nothing."""
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], steps=50, pace=None))
    page.goto(f"/?experiment={number}&pace=60")
    step = page.locator(".st-key-tiles .tiles__value").first
    expect(step).to_have_text("50")
    expect(page.locator(".st-key-start button")).to_be_enabled()
    step.evaluate("""step => {
        window.seen = [];
        const look = () => window.seen.push(step.textContent);
        new MutationObserver(look).observe(step, { subtree: true, childList: true, characterData: true });
    }""")
    page.locator(".st-key-start button").click()
    page.wait_for_function("window.seen.length > 2")
    assert "–" not in page.evaluate("window.seen.map(value => value.trim())")


def test_tiles_weights_and_readings_move_in_their_places(page, dashboard):
    """Nothing on the page is elsewhere once the model has learnt something; what is read can be opened."""
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], pace=60.0))
    tops = [
        f"document.querySelector('{place}').getBoundingClientRect().top"
        for place in (".st-key-tiles", ".st-key-loss_chart", ".st-key-weights", ".st-key-examples", ".st-key-history")
    ]
    page.goto("/")
    expect(page.locator(".st-key-history")).to_be_visible()
    expect(page.locator(".st-key-examples")).to_contain_text("Its readings appear here")
    expect(page.locator(".st-key-tiles")).to_contain_text("epoch –")
    before = page.evaluate(f"[{','.join(tops)}]")
    page.goto(f"/?experiment={number}")
    weights = page.locator(".st-key-weights .image-grid")
    expect(weights).to_have_attribute("aria-label", re.compile(r"at step [1-9]"))
    seen = weights.get_attribute("aria-label")
    expect(page.locator(".st-key-examples")).to_contain_text(re.compile(r"1\d of 20 read correctly"))
    expect(page.locator(".st-key-examples [role=img]").first).to_have_attribute("aria-label", re.compile("read as"))
    expect(weights).not_to_have_attribute("aria-label", seen)
    expect(page.locator(".st-key-tiles")).to_contain_text(re.compile(r"Validation accuracy\s*[5-9]\d\.\d%"))
    assert page.evaluate(f"[{','.join(tops)}]") == before
    page.locator(".st-key-examples button").first.click()
    page.wait_for_url(re.compile(r"/draw\?.*image=0"))


def test_a_zoom_survives_streaming_in_the_same_element(page, dashboard):
    """The chart's node is never replaced and the user's ranges stay while points keep coming."""
    # Slowly, so that it still trains when a slow machine has zoomed.
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], pace=60.0))
    page.goto(f"/?experiment={number}")
    wait_for_points(page, 5)
    page.evaluate("document.querySelector('.st-key-loss_chart .js-plotly-plot').marked = true")
    zoomed = zoom(page)
    wait_for_points(page, points(page) + 8)
    assert zoomed_to(page) == zoomed
    assert page.evaluate("document.querySelector('.st-key-loss_chart .js-plotly-plot').marked")
    finish_at_full_speed(page)
    assert zoomed_to(page) == zoomed


def test_a_paused_experiment_outlives_a_refresh_and_resumes(page):
    """The address shows the same experiment, paused where it was; Resume takes it to the end."""
    start(page)
    wait_for_points(page, 5)
    page.locator(".st-key-pause button").click()
    resume = page.get_by_role("button", name="Resume")
    expect(resume).to_be_visible()
    step = page.locator(".st-key-tiles").get_by_text(re.compile(r"^[\d,]+$")).first
    page.reload()
    expect(resume).to_be_visible()
    paused_at = step.inner_text()
    assert 0 < int(paused_at.replace(",", "")) < 2000
    page.locator(".st-key-step button").click()
    expect(step).to_have_text(f"{int(paused_at.replace(',', '')) + 1:,}")
    resume.click()
    finish_at_full_speed(page)


def test_the_learning_rate_changes_while_it_trains(page, dashboard):
    """The chart marks where."""
    # Slowly, so that it still trains when a slow machine has typed.
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], pace=20.0))
    page.goto(f"/?experiment={number}")
    wait_for_points(page, 5)
    rate = page.locator(".st-key-learning_rate input")
    rate.fill("0.03")
    rate.press("Enter")
    expect(page.locator(".st-key-loss_chart").get_by_text("rate 0.03")).to_be_visible()
    dashboard.store.experiments.stop(number)


def test_a_refused_setting_is_named_and_nothing_is_lost(page):
    """The sentence stands beside the field, Start waits, the other settings stay."""
    page.goto("/")
    steps = page.locator(".st-key-steps input")
    steps.fill("300")
    steps.press("Enter")
    rate = page.locator(".st-key-learning_rate input")
    rate.fill("-1")
    rate.press("Enter")
    expect(page.get_by_text("Learning rate: -1 is out of range. It must lie between 1e-6 and 100.")).to_be_visible()
    expect(page.locator(".st-key-start button")).to_be_disabled()
    rate.fill("2,000")
    rate.press("Enter")
    expect(page.get_by_text("Learning rate: 2,000 may mean “2” or “2000”.")).to_be_visible()
    expect(rate).to_have_value("2,000")
    rate.fill("0,2")
    rate.press("Enter")
    expect(page.get_by_text("0,2 → 0.2")).to_be_visible()
    expect(page.locator(".st-key-start button")).to_be_enabled()
    expect(steps).to_have_value("300")


def test_the_language_is_the_browsers_and_can_be_switched(page, browser, dashboard):
    """A Chinese browser is spoken to in Chinese; the choice stays after a refresh and on the other page."""
    context = browser.new_context(locale="zh-CN", base_url=dashboard.url)
    chinese = context.new_page()
    chinese.goto("/")
    expect(chinese.get_by_role("button", name="开始")).to_be_visible()
    context.close()
    page.goto("/")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.get_by_text("中文", exact=True).click()
    expect(page.get_by_role("button", name="开始")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="开始")).to_be_visible()
    menu_link(page, "手写").click()
    expect(page.get_by_text("写一个数字").first).to_be_visible()


def test_an_earlier_experiment_can_be_renamed_opened_and_deleted(page, dashboard):
    """From the list below the charts."""
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], steps=20, pace=None))
    page.goto("/")
    open_history(page)
    entry = page.locator(f".st-key-experiment_{number}")
    entry.get_by_test_id("stPopover").get_by_role("button").click()
    name = page.locator(f".st-key-name_{number} input")
    name.fill("My *first* run")
    name.press("Enter")
    page.locator(f".st-key-rename_{number} button").click()
    expect(entry).to_contain_text("My *first* run")
    page.locator(f".st-key-open_{number} button").click()
    expect(page.get_by_role("heading", name="My *first* run")).to_be_visible()
    page.goto("/")
    open_history(page)
    entry.get_by_test_id("stPopover").get_by_role("button").click()
    page.locator(f".st-key-delete_{number} button").click()
    expect(entry).to_have_count(0)
