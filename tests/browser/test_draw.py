"""A student's journeys on the page Draw."""

import re

import pytest
from playwright.sync_api import Page, expect

from dashboard.components.canvas import scripts
from tests.browser.drawing import CANVAS, SEVEN, draw
from tests.browser.menu import menu_link


def test_a_drawn_digit_is_read_and_a_dot_is_none(page, trained):
    """Draw a 7 with the mouse; undo and another page leave what they should. A dot gets a sentence."""
    page.goto("/draw")
    draw(page, SEVEN)
    prediction = page.locator(".st-key-prediction")
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    expect(page.locator(".st-key-probabilities [role=img]").first).to_have_attribute(
        "aria-label", re.compile("Highest: 7")
    )
    menu_link(page, "Train").click()
    expect(page.locator(".st-key-start button")).to_be_visible()
    menu_link(page, "Draw").click()
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    page.locator(".st-key-undo button").click()
    expect(prediction).to_contain_text("Draw something")
    draw(page, ((140, 140), (141, 141)))
    expect(prediction).to_contain_text("only a dot")


def test_a_digit_is_read_without_the_library_of_the_charts(page, trained):
    """4.8 MB, which keep a browser busy for a second; the canvas's script is asked for once, ahead of its turn."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/draw")
    draw(page, SEVEN)
    expect(page.locator(".st-key-softmax_bars svg")).to_contain_text("99.9%")
    assert not [url for url in asked if "plotly" in url]
    assert len([url for url in asked if url.endswith(tuple(scripts()))]) == 1


def show(page: Page, section: str) -> None:
    """Open one of the explanations."""
    page.locator(".st-key-explain button").filter(has_text=section).click()


def test_the_reading_at_every_step_can_be_scrubbed(page, trained):
    """From the last snapshot to the first, with the keys of the slider."""
    page.goto("/draw")
    draw(page, SEVEN)
    show(page, "During training")
    reading = page.locator(".st-key-time_reading")
    expect(reading).to_contain_text("After step 2,000 it reads 7")
    expect(page.locator(".st-key-probability_history [role=img]").first).to_have_attribute(
        "aria-label", re.compile("Highest in the end: 7")
    )
    slider = page.locator(".st-key-time_step").get_by_role("slider")
    slider.focus()
    slider.press("Home")
    expect(reading).to_contain_text("After step 0 it reads")
    slider.press("ArrowRight")
    expect(reading).not_to_contain_text("After step 0 it reads")


def test_a_step_left_out_changes_the_reading_and_an_explanation_says_why(page, trained):
    """The evidence follows the digit that is read."""
    page.goto("/draw")
    draw(page, ((20, 20), (60, 20), (40, 90)))
    prediction = page.locator(".st-key-prediction")
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    expect(page.locator(".st-key-section_evidence")).to_contain_text("for 7")
    show(page, "Steps")
    for step in ("step_box", "step_centre"):
        page.locator(f".st-key-{step} label").first.click()
    expect(prediction).to_contain_text("with steps left out")
    expect(prediction).not_to_contain_text(re.compile(r"^\s*7"))
    show(page, "Why")
    page.locator(".st-key-steps_restore button").click()
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    expect(prediction).not_to_contain_text("left out")


def test_the_page_asks_for_digits_and_keeps_them(page, trained, dashboard):
    """One button keeps a drawing, clears the canvas and asks for the next."""
    before = len(dashboard.store.drawings.newest())
    page.goto("/draw")
    draw(page, SEVEN)
    expect(page.locator(".st-key-prediction")).to_contain_text(re.compile(r"^\s*7"))
    page.locator(".st-key-prompt_mode label").first.click()
    for digit, line in ((0, ((140, 50), (90, 140), (140, 230), (190, 140), (140, 50))), (1, ((140, 40), (140, 240)))):
        expect(page.get_by_role("heading", name=f"Draw a {digit}", exact=True)).to_be_visible()
        expect(page.locator(".st-key-keep button")).to_be_disabled()
        draw(page, line)
        expect(page.locator(".st-key-prediction")).to_contain_text(f"Right: read as a {digit}.")
        page.locator(".st-key-keep button:enabled").click()
    expect(page.get_by_role("heading", name="Draw a 2", exact=True)).to_be_visible()
    expect(page.locator(".st-key-game_score")).to_contain_text("2 of 2 read correctly")
    expect(page.locator(".st-key-prediction")).to_contain_text("Draw something")
    assert [drawing.label for drawing in dashboard.store.drawings.newest()][: 2 if before else None] == ["1", "0"]


def test_on_a_phone_a_finger_draws_and_the_page_does_not_scroll(browser, dashboard, trained):
    """390 px wide, touch. What was drawn is named, kept, and still there after a reload."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, base_url=dashboard.url, locale="en-US"
    )
    page = context.new_page()
    page.goto("/draw")
    canvas = page.locator(CANVAS)
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box["width"] <= 390
    devtools = context.new_cdp_session(page)
    scale = box["width"] / 280
    path = [(70 + i * 10, 60) for i in range(15)] + [(210 - i * 5, 60 + i * 12) for i in range(15)]
    touch = [{"x": box["x"] + x * scale, "y": box["y"] + y * scale} for x, y in path]
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": touch[:1]})
    for point in touch[1:]:
        devtools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".st-key-prediction")).to_contain_text(re.compile(r"^\s*7"))
    page.locator(".st-key-label button").filter(has_text="7").tap()
    page.locator(".st-key-keep button:enabled").tap()
    expect(page.get_by_text("Kept in your test set")).to_be_visible()
    [kept, *_] = dashboard.store.drawings.newest()
    assert kept.label == "7"
    page.reload()
    show(page, "My test set")
    entry = page.locator(f".st-key-drawing_{kept.id}")
    expect(entry).to_contain_text("✓ 7")
    expect(entry.locator("canvas")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_one_screen_holds_the_canvas_the_reading_and_the_evidence(page, trained):
    """The canvas is as large as its column, and carries no second Undo and Clear."""
    page.goto("/draw")
    draw(page, SEVEN)
    expect(page.locator(".st-key-section_evidence")).to_contain_text("for 7")
    canvas = page.locator(CANVAS).bounding_box()
    column = page.locator(".st-key-board_buttons").bounding_box()
    assert canvas["width"] == pytest.approx(column["width"], abs=1)
    for part in ("prediction", "probabilities", "seen", "novelty", "keep_controls", "explain", "evidence"):
        box = page.locator(f".st-key-{part}").first.bounding_box()
        assert box["y"] < 800, part
    assert page.get_by_role("button", name=re.compile("undo", re.I)).count() == 1


def test_a_test_image_is_read_by_its_address_and_one_goes_back_to_the_canvas(page, trained):
    """Over a reload; with what it truly is."""
    page.goto("/draw?image=8")
    expect(page.get_by_text("Test image 8 of MNIST: a 5")).to_be_visible()
    expect(page).to_have_url(re.compile("run="))
    page.reload()
    expect(page.get_by_text("Test image 8 of MNIST: a 5")).to_be_visible()
    expect(page.locator(".st-key-given canvas")).to_be_visible()
    page.locator(".st-key-back_to_canvas button").click()
    draw(page, SEVEN)
    expect(page.locator(".st-key-prediction")).to_contain_text(re.compile(r"^\s*7"))
    expect(page).not_to_have_url(re.compile("image="))
