"""The page Learn in a real browser: by links from the start, by keyboard, and back."""

import re

from playwright.sync_api import expect

from core.config import PRESETS
from core.images.dataset import load_mnist
from dashboard.learn.steps import STEPS
from dashboard.text import LANGUAGES

TEXT = LANGUAGES["en"]
SOFTMAX = next(step for step in STEPS if step.name == "softmax")


def heading(page, step):
    return page.get_by_role("heading", name=f"{step.number} {TEXT(f'learn_{step.name}_title')}", exact=True)


def step_named(name):
    return next(step for step in STEPS if step.name == name)


def link_to(page, step):
    return page.locator(".contents__link").filter(has_text=re.compile(rf"^{step.number}\D"))


def test_a_first_visit_leads_to_a_step_that_moves_asks_and_remembers(page):
    """By links from the first page; a logit is moved by keyboard, the question answered by it, and after a reload
    that is still done. A step that does not exist is said not to."""
    page.goto("/")
    page.get_by_role("link", name="Learn", exact=True).first.click()
    expect(heading(page, STEPS[0])).to_be_visible()
    link_to(page, SOFTMAX).click()
    expect(heading(page, SOFTMAX)).to_be_visible()

    logit = page.get_by_role("slider", name="Logit of digit 3")
    logit.focus()
    before = logit.get_attribute("aria-valuetext")
    page.keyboard.press("End")
    expect(logit).to_have_attribute("aria-valuetext", re.compile(r"^12\.0: probability 9\d\.\d%"))
    assert logit.get_attribute("aria-valuetext") != before
    expect(page.locator(".softmax__hard")).to_contain_text("says 3")

    # What gives the answer away is neither seen nor reached.
    shift = page.get_by_label("Add to all ten")
    expect(shift).to_be_hidden()
    page.get_by_role("radio", name="All of them grow").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not quite.")).to_be_visible()
    expect(page.get_by_text(re.compile("Every exp.z. grows 148.4 times"))).to_be_visible()
    expect(shift).to_be_visible()

    page.get_by_text("as written", exact=True).click()
    shift.fill("100")
    expect(page.locator(".softmax__hard")).to_contain_text("inf / inf is nan")
    page.get_by_text("minus the largest first", exact=True).click()
    expect(page.locator(".softmax__hard")).to_contain_text("says 3")

    page.reload()
    expect(heading(page, SOFTMAX)).to_be_visible()
    expect(link_to(page, SOFTMAX)).to_contain_text("done")
    expect(page.get_by_label("Add to all ten")).to_be_visible()
    expect(page.get_by_role("radio", name="All of them grow")).to_be_checked()

    page.goto("/learn?step=x")
    expect(page.get_by_role("alert")).to_contain_text("There is no step “x”")


def test_steps_follow_each_other_and_the_browsers_back_returns(page):
    """Next, or the list; each has its address. Opened anew without one, it goes on where something is open."""
    first, last = STEPS[0], STEPS[-1]
    page.goto("/learn")
    expect(heading(page, first)).to_be_visible()
    if first is last:
        return
    page.locator(".st-key-learn_next button").click()
    expect(heading(page, STEPS[1])).to_be_visible()
    expect(page).to_have_url(re.compile(rf"step={STEPS[1].number}$"))
    link_to(page, last).click()
    expect(heading(page, last)).to_be_visible()
    page.go_back()
    expect(heading(page, STEPS[1])).to_be_visible()
    page.go_back()
    expect(heading(page, first)).to_be_visible()
    page.evaluate("name => localStorage.setItem('softmax-lab:answers', JSON.stringify({[name]: 0}))", first.name)
    page.goto("/learn")
    expect(heading(page, STEPS[1])).to_be_visible()


def test_images_are_browsed_and_a_pixel_is_found_in_its_row(page):
    """The last seven, far from the first one; arrow keys tell a pixel's number, and the row its place."""
    page.goto("/learn?step=1")
    page.locator(".read__choices").get_by_text("7", exact=True).click()
    sheet = page.locator(".read__canvas")
    expect(sheet).to_have_attribute("aria-label", re.compile("^Training images 1 to 100 of the 6,265 of a 7"))
    image = page.get_by_label("Image", exact=True)
    image.focus()
    page.keyboard.press("End")
    expect(sheet).to_have_attribute("aria-label", re.compile("^Training images 6,201 to 6,265 of the 6,265 of a 7"))
    page.get_by_role("button", name="Show it anyway").click()
    pixel = page.get_by_role("img", name="Training image 6,265 of the 6,265 of a 7")
    pixel.focus()
    for key in ["ArrowUp"] * 28 + ["ArrowLeft"] * 28 + ["ArrowDown"] * 14 + ["ArrowRight"] * 10:
        page.keyboard.press(key)
    number = load_mnist().x_train[load_mnist().y_train == 7][-1][14, 10]
    expect(page.locator(".read__large")).to_contain_text(f"Row 14, column 10: {number}")
    expect(page.locator(".read__place")).to_contain_text("28 × 14 + 10 = 402")


def test_an_answer_brings_what_it_uncovers_into_sight(page):
    """Where a stage shows one of several things at a time; what is moved there by keyboard is answered in words."""
    page.goto("/learn?step=6")
    curve = page.get_by_role("slider", name="Probability of the right digit, on the curve")
    curve.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(curve).to_have_attribute("aria-valuetext", "50.0%: loss 0.693 nats")
    expect(page.get_by_text("has 50.0%, so this prediction costs 0.693 nats")).to_be_visible()

    # By keyboard alone: the second answer, then Enter.
    page.get_by_role("radio", name="About 120").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    gap = page.get_by_label("How far the logit of the right digit")
    expect(gap).to_be_visible()
    expect(curve).to_be_hidden()
    gap.fill("20")
    expect(page.get_by_text("Both ways say the same.")).to_be_visible()
    gap.fill("120")
    expect(page.get_by_text("−log 0 is inf. Its gradient is nan")).to_be_visible()
    expect(page.get_by_role("row", name="from the logits – 120.0")).to_be_visible()


def test_a_batch_is_looked_into_where_one_points(page):
    """On the picture of an epoch; what a larger buffer makes of it is seen and said at once."""
    page.goto("/learn?step=4")
    batch = page.get_by_label("One column a batch of 256")
    expect(batch).to_have_attribute("aria-valuetext", "Batch 1: 256 of digit 0")
    page.get_by_role("img", name="215 batches through a buffer of 1:").click()
    expect(batch).to_have_value("108")
    expect(page.get_by_role("img", name="Batch 108: 256 of digit 4")).to_be_visible()
    page.get_by_text("all 55,000", exact=True).click()
    expect(page.get_by_text("On average a batch holds 10.0 different digits.")).to_be_visible()
    expect(batch).to_have_attribute("aria-valuetext", re.compile(r"^Batch 108: \d+ of digit 0, .*of digit 9$"))


REACHED = """(name) => {
    const at = document.activeElement;
    return { stage: Boolean(at.closest(".lesson__stage")), radio: at.matches(".lesson__option input"),
             check: at.matches(".lesson__check"), next: Boolean(at.closest(".st-key-learn_next")) };
}"""

MOST_STOPS = 80
"""Presses of Tab within which everything of a step is reached."""


def tab_to(page, what):
    """Press Tab until the keyboard is at a part of the step, `what` in `REACHED`."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(REACHED)[what]:
            return
    raise AssertionError(f"{MOST_STOPS} presses of Tab do not reach the {what} of {page.url}")


def test_all_steps_are_gone_through_by_keyboard_alone(page):
    """What is to be moved is reached and follows the arrow keys or Enter, the question is answered, Next leads on."""
    page.goto(f"/learn?step={STEPS[0].number}")
    for step in STEPS:
        expect(heading(page, step)).to_be_visible()
        expect(page.locator(f".st-key-lesson_{step.name} .lesson__option").first).to_be_visible()
        page.locator(f".st-key-lesson_{step.name}").evaluate("it => { it.tabIndex = -1; it.focus(); }")
        tab_to(page, "stage")
        tab_to(page, "radio")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        tab_to(page, "check")
        page.keyboard.press("Enter")
        expect(page.locator(".lesson__said strong")).to_be_visible()
        expect(link_to(page, step)).to_contain_text("done")
        if step is not STEPS[-1]:
            tab_to(page, "next")
            page.keyboard.press("Enter")


def test_all_steps_fit_a_phone(browser, dashboard):
    """In Chinese, answered and not: nothing is wider than the screen."""
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True, base_url=dashboard.url
    )
    page = phone.new_page()
    page.set_default_timeout(60_000)
    too_wide = []
    page.goto(f"/learn?step={STEPS[0].number}")
    for step in STEPS:
        lesson = page.locator(f".st-key-lesson_{step.name}")
        expect(lesson.locator(".lesson__option").first).to_be_visible()
        for answered in (False, True):
            if answered:
                lesson.locator(".lesson__option input").first.check()
                lesson.locator(".lesson__check").click()
                expect(lesson.locator(".lesson__said strong")).to_be_visible()
            width = page.evaluate(
                "Math.max(...[...document.querySelectorAll('.stMain, .lesson, .lesson *:not(svg *)')]"
                ".filter(it => it.offsetParent && getComputedStyle(it).position !== 'absolute')"
                ".map(it => it.getBoundingClientRect().right))"
            )
            if width > 391:
                too_wide.append((step.name, answered, width))
        page.locator(".st-key-learn_next button").click()
    phone.close()
    assert too_wide == []


def test_a_guess_is_drawn_before_an_experiment_draws_over_it(page, dashboard):
    """By keyboard and pointer; nothing starts before. A reload in the middle loses neither guess nor experiment."""
    page.goto(f"/learn?step={step_named('train').number}")
    start, said = page.locator(".train__row .kit-button--first"), page.locator(".train__said")
    start.click()
    expect(said).to_contain_text("Draw your guess first")
    handle = page.get_by_role("slider", name="Loss that you expect at step 250")
    handle.focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(handle).to_have_attribute("aria-valuetext", "1.00 nats")
    chart = page.locator(".train .kit-plot").bounding_box()
    page.mouse.move(chart["x"] + 0.9 * chart["width"], chart["y"] + 0.6 * chart["height"])
    page.mouse.down()
    page.mouse.move(chart["x"] + chart["width"], chart["y"] + 0.6 * chart["height"], steps=4)
    page.mouse.up()
    last = page.get_by_role("slider", name="Loss that you expect at step 2,000")
    expect(last).not_to_have_attribute("aria-valuetext", "1.50 nats")

    anew = page.get_by_role("button", name="Train anew")
    (anew if anew.is_visible() else start).click()
    expect(said).to_contain_text("your guess is")
    page.reload()
    expect(said).to_contain_text("your guess is")
    page.get_by_role("button", name="Guess again").click()
    expect(handle).to_have_attribute("aria-valuetext", "1.00 nats")
    newest = dashboard.store.experiments.newest(1)[0]
    assert newest.config == PRESETS["tutorial"]
    dashboard.store.experiments.stop(newest.id)


def test_from_the_last_images_to_a_sheet_of_paper(page):
    """Digits are typed, and the model's are seen after them; on paper there is the sheet alone, black on white."""
    predict = step_named("predict")
    page.emulate_media(color_scheme="dark")
    page.goto(f"/learn?step={predict.number}")
    outcome = page.locator(".predict__outcome").first
    page.get_by_role("button", name="7", exact=True).first.click()
    expect(outcome).to_contain_text(re.compile("✓ You say 7.*The model says"))
    page.keyboard.press("Enter")
    expect(outcome).to_contain_text("a key from 0 to 9")
    page.keyboard.press("3")
    expect(outcome).to_contain_text("✗ You say 3; the label says 2.")
    page.get_by_role("radio", name="About half of them").check()
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".lesson__said strong")).to_have_text("✓ Right.")
    page.locator(".st-key-learn_next button").click()

    expect(page.get_by_text(f"1 of {len(STEPS)} steps done, 1 of 1 questions answered right.")).to_be_visible()
    page.get_by_label("Your name").fill("Ada")
    page.reload()
    expect(page.locator(".certificate__name")).to_have_text("Ada")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("heading", name=TEXT("learn_end_title"))).to_be_hidden()
    expect(page.get_by_label("Your name")).to_be_hidden()
    name = page.locator(".certificate__name")
    expect(name).to_be_visible()
    expect(name).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.emulate_media(media="screen", color_scheme="light")
