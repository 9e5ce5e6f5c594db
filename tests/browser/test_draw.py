"""A student's journeys on the page Draw."""

import base64
import io
import re
import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from core.config import PRESETS
from core.drawing import strokes
from core.drawing.strokes import parse_strokes
from core.images.dataset import load_mnist
from core.store.records import Status
from dashboard.components.canvas import scripts
from dashboard.figures import palette
from tests.browser.axe import findings
from tests.browser.menu import menu_link

SEVEN = ((70, 60), (210, 60), (140, 230))


@pytest.fixture(scope="module")
def trained(context, dashboard):
    """The store has a finished run, trained by the dashboard's own worker, which the first visitor starts."""
    visitor = context.new_page()
    visitor.goto(dashboard.url)
    expect(visitor.locator(".st-key-start button")).to_be_visible(timeout=60_000)
    visitor.close()
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], pace=None))
    while dashboard.store.experiments.get(number).status is not Status.FINISHED:
        assert dashboard.store.experiments.get(number).status is not Status.FAILED
        time.sleep(0.1)  # the processor is needed for the training
    return number


def photo(index: int, side: int = 560) -> bytes:
    """A PNG of one of MNIST's test images (0 is a 7, 3 a 0), dark on light."""
    content = io.BytesIO()
    Image.fromarray(255 - load_mnist().x_test[index]).resize((side, side)).save(content, "png")
    return content.getvalue()


CANVAS = ".st-key-canvas .upper-canvas >> nth=0"
"""What is drawn on: of the canvases that lie upon each other, the one that hears the pointer; of two that take turns,
the one that stays, which comes first."""


def draw(page: Page, points: tuple[tuple[int, int], ...]) -> None:
    """Draw one line with the mouse, through points of a canvas that is 280 pixels wide, however large it is shown."""
    canvas = page.locator(CANVAS)
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    scale = box["width"] / strokes.CANVAS
    (x, y), *rest = points
    page.mouse.move(box["x"] + x * scale, box["y"] + y * scale)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(box["x"] + x * scale, box["y"] + y * scale, steps=6)
    page.mouse.up()


def test_a_drawn_digit_is_read(page, trained):
    """Draw a 7 with the mouse; undo, clear and another page leave what they should."""
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


def test_a_digit_is_read_without_the_library_of_the_charts(page, trained):
    """4.8 MB, which keep a browser busy for a second; the canvas's script is asked for once, ahead of its turn."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/draw")
    draw(page, SEVEN)
    expect(page.locator(".st-key-softmax_bars svg")).to_contain_text("99.9%")
    assert not [url for url in asked if "plotly" in url]
    assert len([url for url in asked if url.endswith(tuple(scripts()))]) == 1


ENDLESS_PATIENCE = """
(() => {
  window.waits = new Set();
  const { setTimeout, clearTimeout } = window;
  window.setTimeout = (action, delay, ...rest) => {
    const [, , caller] = new Error().stack.split("\\n");
    if (!/drawable.canvas/.test(caller)) return setTimeout(action, delay, ...rest);
    const wait = {};
    window.waits.add(wait);
    return wait;
  };
  window.clearTimeout = (wait) => window.waits.delete(wait) || clearTimeout(wait);
})()
"""
"""However long the canvas waits for a next stroke before it tells the server of one, the time never comes."""


def test_a_stroke_is_read_although_the_canvas_would_wait_for_another_one(page, trained):
    """And is told once: what the canvas waited for is called off."""
    page.add_init_script(ENDLESS_PATIENCE)
    page.goto("/draw")
    expect(page.get_by_role("application")).to_be_visible()
    draw(page, SEVEN)
    expect(page.locator(".st-key-prediction")).to_contain_text(re.compile(r"^\s*7"))
    assert page.evaluate("window.waits.size") == 0


def test_undo_right_after_a_stroke_takes_that_stroke(page, trained, dashboard):
    """Before the page has heard of it. What was drawn before stays."""
    page.goto("/draw")
    draw(page, SEVEN)
    expect(page.locator(".st-key-undo button")).to_be_enabled()
    draw(page, ((120, 140), (210, 140)))
    page.evaluate("document.querySelector('.st-key-undo button').click()")
    expect(page.locator(".st-key-canvas_1")).to_be_attached()
    page.locator(".st-key-label button").filter(has_text="7").click()
    page.locator(".st-key-keep button:enabled").click()
    expect(page.get_by_text("Kept in your test set")).to_be_visible()
    [stroke] = parse_strokes(dashboard.store.drawings.newest()[0].strokes)
    assert np.ptp(stroke.points, axis=0) == pytest.approx([140, 170], abs=8)


def test_a_dot_is_no_digit(page, trained):
    """It gets a sentence."""
    page.goto("/draw")
    draw(page, ((140, 140), (141, 141)))
    expect(page.locator(".st-key-prediction")).to_contain_text("only a dot")


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


COPY = """
async (picture) => {
  const blob = await (await fetch(`data:image/png;base64,${picture}`)).blob();
  await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
}
"""


def test_a_photo_is_pasted(page, trained):
    """With the keys one pastes with; a large one too. It stays over another page, and gives way to a drawing."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/draw")
    expect(page.locator(".st-key-paste")).to_contain_text("Ctrl+V")
    prediction = page.locator(".st-key-prediction")
    for index, digit, side in ((0, "7", 560), (3, "0", 3000)):
        page.evaluate(COPY, base64.b64encode(photo(index, side)).decode())
        page.keyboard.press("Control+V")
        expect(prediction).to_contain_text(re.compile(rf"^\s*{digit}"))
    menu_link(page, "Train").click()
    expect(page.locator(".st-key-start button")).to_be_visible()
    menu_link(page, "Draw").click()
    expect(prediction).to_contain_text(re.compile(r"^\s*0"))
    draw(page, SEVEN)
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    page.locator(".st-key-undo button").click()
    expect(prediction).to_contain_text(re.compile(r"^\s*0"))
    page.locator(".st-key-clear button").click()
    expect(prediction).to_contain_text("Draw something")


def test_a_wider_brush_leaves_the_drawing_and_a_picture_takes_its_place(page, trained, tmp_path):
    """Until the board is cleared, and over another page."""
    file = tmp_path / "zero.png"
    file.write_bytes(photo(3))
    page.goto("/draw")
    draw(page, SEVEN)
    prediction = page.locator(".st-key-prediction")
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    page.get_by_role("button", name="Options", exact=True).click()
    brush = page.locator(".st-key-brush").get_by_role("slider")
    brush.focus()
    brush.press("End")
    expect(page.locator(".st-key-brush")).to_contain_text("30")
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    expect(prediction).to_contain_text(re.compile(r"^\s*0"))
    page.keyboard.press("Escape")
    menu_link(page, "Train").click()
    expect(page.locator(".st-key-start button")).to_be_visible()
    menu_link(page, "Draw").click()
    expect(prediction).to_contain_text(re.compile(r"^\s*0"))
    page.locator(".st-key-clear button").click()
    expect(prediction).to_contain_text("Draw something")
    expect(page.locator(".st-key-clear button")).to_be_disabled()
    draw(page, ((140, 40), (140, 240)))
    expect(prediction).to_contain_text(re.compile(r"^\s*1"))


def test_the_box_on_a_picture_is_moved_by_click_by_keyboard_and_by_drag(page, axe, trained, tmp_path):
    """A 7 and a 0 side by side: one is read with a doubt, then whichever the box is put on, without one."""
    file = tmp_path / "two.png"
    pair = np.hstack([np.asarray(Image.open(io.BytesIO(photo(index, 200)))) for index in (0, 3)])
    Image.fromarray(np.pad(pair, 40, constant_values=255)).save(file)
    page.goto("/draw")
    page.get_by_role("button", name="Options", exact=True).click()
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    prediction, box = page.locator(".st-key-prediction"), page.locator(".picture-box__box")
    expect(prediction).to_contain_text("What is in doubt stands below the picture")
    page.keyboard.press("Escape")
    assert not findings(page, axe, "Draw, a picture")
    read = re.compile(r"^\s*7" if "7" in prediction.inner_text()[:3] else r"^\s*0")
    other = re.compile(r"^\s*0" if "7" in prediction.inner_text()[:3] else r"^\s*7")
    page.locator(".picture-box__other").click()
    expect(prediction).to_contain_text(other)
    expect(prediction).not_to_contain_text("What is in doubt")
    picture = page.locator(".picture-box__picture").bounding_box()
    place = box.bounding_box()
    assert picture is not None
    assert place is not None
    # By drag to the other half, where the first one is.
    is_left = place["x"] < picture["x"] + picture["width"] / 3
    by = picture["width"] * (200 / 480) * (1 if is_left else -1)
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] / 2 + by, place["y"] + place["height"] / 2, steps=4)
    page.mouse.up()
    expect(prediction).to_contain_text(read)
    # By keyboard back again.
    box.focus()
    for _ in range(42):
        box.press("ArrowLeft" if is_left else "ArrowRight")
    expect(prediction).to_contain_text(other)


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


WATCH_BUTTONS = """() => {
  window.places = new Set();
  const top = (selector) => document.querySelector(selector).getBoundingClientRect().top;
  const look = () => {
    // Below the title, for the page may be scrolled meanwhile.
    window.places.add(Math.round(top(".st-key-board_buttons") - top("h1")));
    requestAnimationFrame(look);
  };
  look();
}"""


def test_the_corners_of_a_stretched_canvas_are_its_corners(page, trained, dashboard):
    """What is drawn there is kept there, in the canvas's own pixels; clearing it moves nothing."""
    page.goto("/draw")
    draw(page, ((5, 5), (275, 5), (275, 275), (5, 275)))
    page.locator(".st-key-label button").filter(has_text="3").click()
    page.locator(".st-key-keep button:enabled").click()
    expect(page.get_by_text("Kept in your test set")).to_be_visible()
    [stroke] = parse_strokes(dashboard.store.drawings.newest()[0].strokes)
    assert stroke.points.min(axis=0) == pytest.approx([5, 5], abs=2)
    assert stroke.points.max(axis=0) == pytest.approx([275, 275], abs=2)
    page.evaluate(WATCH_BUTTONS)
    page.locator(".st-key-clear button").click()
    expect(page.locator(".st-key-prediction")).to_contain_text("Draw something")
    draw(page, SEVEN)
    expect(page.locator(".st-key-prediction")).to_contain_text(re.compile(r"^\s*7"))
    assert len(page.evaluate("[...window.places]")) == 1


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def test_a_change_of_theme_leaves_the_drawing_and_all_images_have_one_polarity(page, trained):
    """Ink on paper in the light, chalk on slate in the dark."""
    page.goto("/draw")
    draw(page, SEVEN)
    expect(page.locator(".st-key-prediction")).to_contain_text(re.compile(r"^\s*7"))
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        paper, ink = map(rgb, getattr(palette.INK, theme))
        page.wait_for_function(
            "paper => document.querySelector('.st-key-seen canvas').getContext('2d').getImageData(1, 1, 1, 1).data"
            ".slice(0, 3).join() === paper.join()",
            arg=paper,
        )
        box = page.locator(".st-key-canvas")
        expect(box).to_have_css("background-color", f"rgb{paper}")
        shown = Image.open(io.BytesIO(box.screenshot())).convert("RGB")
        scale = shown.width / strokes.CANVAS
        assert shown.getpixel((round(20 * scale), round(20 * scale))) == paper
        assert shown.getpixel((round(140 * scale), round(60 * scale))) == pytest.approx(ink, abs=12)


def test_a_digit_is_drawn_with_the_keyboard(page, trained):
    """Space puts the pen down and lifts it; arrows move it."""
    page.goto("/draw")
    expect(page.locator(CANVAS)).to_be_visible()
    pad = page.get_by_role("application")
    pad.focus()
    for _ in range(7):
        pad.press("ArrowUp")
    pad.press(" ")
    for _ in range(14):
        pad.press("ArrowDown")
    pad.press(" ")
    expect(page.locator(".st-key-prediction")).to_contain_text(re.compile(r"^\s*1"))


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
