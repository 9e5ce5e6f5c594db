"""How soon a step of Learn stands after its link was pressed, and how soon what one moves there follows."""

from collections.abc import Callable, Sequence

from playwright.sync_api import Browser

from dashboard.learn.steps import STEPS
from driving.server import Dashboard

OPENED = """
([name, number]) => new Promise((resolve) => {
  const asked = performance.now();
  const look = () => {
    const stands = document.querySelector("h1")?.textContent.startsWith(`${number} `)
      && document.querySelector(`.st-key-lesson_${name} .lesson__stage > *`)
      && document.querySelector(`.st-key-lesson_${name} .lesson__options > label`);
    if (stands) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - asked)));
    else requestAnimationFrame(look);
  };
  const leadsThere = (link) => new URL(link.href).searchParams.get("step") === String(number);
  [...document.querySelectorAll(".contents__link")].find(leadsThere).click();
  look();
})
"""

MOVED = """
(name) => new Promise((resolve) => {
  const stage = document.querySelector(`.st-key-lesson_${name} .lesson__stage`);
  const slider = [...stage.querySelectorAll('input[type="range"]')].find((each) => each.offsetParent);
  if (!slider) return resolve(null);
  const asked = performance.now();
  slider.value = String(Number(slider.value) + (Number(slider.max) - Number(slider.min)) / 7);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - asked)));
})
"""
"""What an input does until it is painted: the stages draw in its event or in the frame after it."""


def measure(
    browser: Browser, dashboard: Dashboard, repeats: int, say: Callable[[str, Sequence[float], str, str], None]
) -> None:
    """Open every step by its link, and move the first slider there is on it."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, locale="en-US")
    page.goto(f"{dashboard.url}/learn?step={STEPS[0].number}")
    page.wait_for_selector(".lesson__options > label")
    opened: dict[str, list[float]] = {step.name: [] for step in STEPS}
    moved: dict[str, list[float]] = {step.name: [] for step in STEPS}
    for _ in range(repeats):
        for step in [*STEPS[1:], STEPS[0]]:
            page.wait_for_timeout(300)
            opened[step.name].append(page.evaluate(OPENED, [step.name, step.number]) / 1000)
            milliseconds = page.evaluate(MOVED, step.name)
            if milliseconds is not None:
                moved[step.name].append(milliseconds / 1000)
    page.close()
    for name, seconds in opened.items():
        say(f"from a step's link until the step stands: {name}", seconds, "s", "at most 0.7")
    for name, seconds in moved.items():
        if seconds:
            say(f"from moving a slider until that is painted: {name}", seconds, "s", "at most 0.1")
