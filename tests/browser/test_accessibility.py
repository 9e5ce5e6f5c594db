"""Nobody is kept out: what axe-core finds on the pages, and what the keyboard reaches and shows."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from core.config import PRESETS
from core.images.dataset import load_mnist
from dashboard.draw.page import SECTIONS
from dashboard.learn.end import NUMBER
from dashboard.learn.steps import STEPS
from dashboard.text import LANGUAGES
from tests.browser.axe import findings
from tests.browser.drawing import CANVAS, SEVEN, draw
from tests.browser.menu import menu_link

FOCUSED = """() => {
    const element = document.activeElement;
    const ring = [element, element.closest("label")].some((it) => it && getComputedStyle(it).outlineStyle === "solid"
        && parseFloat(getComputedStyle(it).outlineWidth) >= 2);
    // The border of a field is its ring, and the page itself needs none.
    return { ring: ring || element.matches("input:not([type=checkbox], [type=radio]), textarea, main"),
             html: element.outerHTML.slice(0, 200) };
}"""


@pytest.fixture(scope="module")
def finished(train) -> tuple[int, int]:
    """A training and a race that have finished."""
    short = replace(PRESETS["tutorial"], steps=200, pace=None)
    training, race = train(short, replace(short, learning_rates=(0.01, 0.1, 30.0)))
    return training, race


def test_pages_before_anything_is_trained(page, axe):
    """Each as one comes to it by its link. The document says in which language it is to be read aloud."""
    found = []
    page.goto("/")
    expect(page.locator(".st-key-loss_chart .main-svg").first).to_be_visible()
    found += findings(page, axe, "Train, empty")
    menu_link(page, "Compare").click()
    expect(page.locator(".st-key-rate_chart .main-svg").first).to_be_visible()
    found += findings(page, axe, "Compare, empty")
    menu_link(page, "Draw").click()
    expect(page.locator(CANVAS)).to_be_visible()
    found += findings(page, axe, "Draw, empty")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_text("中文", exact=True).click()
    expect(menu_link(page, "手写")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    found += findings(page, axe, "Draw, empty, in Chinese")
    assert found == []


def test_pages_after_training(page, axe, finished):
    """Curves, tables, verdicts."""
    training, race = finished
    found = []
    page.goto(f"/?experiment={training}")
    expect(page.locator(".st-key-examples [role=img]").first).to_be_visible()
    found += findings(page, axe, "Train, finished")
    page.goto(f"/compare?experiment={race}")
    expect(page.locator(".st-key-runs_table tbody tr").first).to_be_visible()
    found += findings(page, axe, "Compare, raced")
    page.locator(".st-key-theory button").click()
    expect(page.get_by_role("link", name="Böhning, 1992")).to_be_visible()
    found += findings(page, axe, "Compare, with theory")
    assert found == []


def test_steps_of_the_lesson(page, axe):
    """Each with its question, and with all that an answer uncovers."""
    found = []
    page.goto(f"/learn?step={STEPS[0].number}")
    for step in STEPS:
        lesson = page.locator(f".st-key-lesson_{step.name}")
        expect(lesson.locator(".lesson__check")).to_be_visible()
        expect(lesson.locator(".lesson__stage :first-child").first).to_be_visible()
        found += findings(page, axe, f"Learn, {step.name}")
        lesson.locator(".lesson__option input").first.check()
        lesson.locator(".lesson__check").click()
        expect(lesson.locator(".lesson__said strong")).to_be_visible()
        found += findings(page, axe, f"Learn, {step.name}, answered")
        page.locator(".st-key-learn_next button").click()
    assert found == []


def test_the_end_of_the_lesson(page, axe):
    """With nothing done, and with some of it."""
    page.goto(f"/learn?step={NUMBER}")
    expect(page.locator(".certificate__step").first).to_be_visible()
    found = findings(page, axe, "Learn, the end")
    answered = {step.name: step.question.right - place % 2 for place, step in enumerate(STEPS[1:])}
    page.evaluate("answered => localStorage.setItem('softmax-lab:answers', JSON.stringify(answered))", answered)
    page.reload()
    expect(page.locator(".certificate__step--right").first).to_be_visible()
    found += findings(page, axe, "Learn, the end, partly done")
    assert found == []


@pytest.fixture
def kept(dashboard) -> Iterator[None]:
    """The test set holds a drawing, for this test alone."""
    dashboard.store.drawings.save("7", load_mnist().x_test[0])
    yield
    dashboard.store.drawings.delete(dashboard.store.drawings.newest()[0].id)


def test_all_that_draw_knows_of_a_drawing(page, axe, finished, kept):
    """Section by section, in Chinese."""
    text = LANGUAGES["zh"]
    found = []
    page.goto(f"/draw?lang=zh&experiment={finished[0]}")
    draw(page, SEVEN)
    expect(page.locator(".st-key-undo button")).to_be_enabled()
    for section in SECTIONS:
        page.locator(".st-key-explain").get_by_role("radio", name=text(f"section_{section}"), exact=True).click()
        expect(page.locator(f".st-key-section_{section}")).to_be_visible()
        found += findings(page, axe, f"Draw, {section}")
    assert found == []


def test_the_main_action_is_two_presses_away(page):
    """Tab shows a link to it, in the language of the page; Enter goes there; Enter does it."""
    page.goto("/?lang=zh")
    expect(page.get_by_role("button", name="开始")).to_be_visible()
    link = page.get_by_role("link", name="跳到主要操作")
    expect(link).to_be_attached()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="开始")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-stop button")).to_be_enabled()


@pytest.mark.parametrize("path", ["/", "/compare", "/draw", "/learn"])
def test_a_ring_shows_what_the_keyboard_has_reached(page, path):
    """Links, buttons, switches, sliders: whatever Tab stops at."""
    page.goto(path)
    expect(page.locator(".js-plotly-plot .main-svg, .st-key-canvas canvas, .lesson__check").first).to_be_visible()
    stops = []
    while len(stops) < 200:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # behind the last one comes the browser's own bar
        stops.append(page.evaluate(FOCUSED))
    assert len(stops) > 10
    assert [stop["html"] for stop in stops if not stop["ring"]] == []
