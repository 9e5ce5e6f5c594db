"""What one draws on: mouse, keyboard, Undo, both themes."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from core.drawing import strokes
from core.drawing.strokes import parse_strokes
from dashboard.figures import palette
from tests.browser.drawing import CANVAS, SEVEN, draw

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
