"""How long a stroke on Draw takes from lifting the pen to the last change of the page, and where that time goes.

Beside nothing, and beside a race of 16 rates at full speed. The pen is lifted where the browser hears of it, so that
the way from the benchmark to the browser does not count.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import astuple, dataclass, fields, replace
from statistics import quantiles

from playwright.sync_api import Browser, Page

from core.config import PRESETS
from core.store.records import Status
from driving.server import Dashboard

SEVEN, BAR = ((70, 60), (210, 60), (140, 230)), ((120, 140), (210, 140))

SETTLED_MS = 1500
"""For so long after a stroke the page is watched for changes."""

WATCH = """
(() => {
  const now = () => performance.now() / 1000;
  const seen = (window.seen = {});
  const isRead = () => document.querySelector(".st-key-prediction")?.innerText.trim().startsWith("7");
  class Wire extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", () => (seen.answered = now()));
    }
    send(data) {
      seen.told ??= now();
      super.send(data);
    }
  }
  window.WebSocket = Wire;
  addEventListener("mouseup", () => {
    for (const name of Object.keys(seen)) delete seen[name];
    seen.lifted = now();
  }, true);
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver((changes) => {
      if (!changes.some(({ target }) => target.parentElement?.closest("[data-testid=stMain]"))) return;
      seen.redrawn = now();
      if (isRead()) seen.read ??= now();
    }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true }),
  );
})()
"""


@dataclass(frozen=True)
class Stroke:
    """Seconds from lifting the pen until the server is told, its last word comes, and the page says and shows it."""

    told: float
    answered: float
    read: float
    redrawn: float


LEGS = {
    "told": "the server is told",
    "answered": "its last word has come",
    "read": "the digit is read",
    "redrawn": "everything is redrawn",
}


def measure(
    browser: Browser, dashboard: Dashboard, repeats: int, say: Callable[[str, Sequence[float], str, str], None]
) -> None:
    """Measure a first stroke and a second one, `2 * repeats` times, alone and beside a race."""
    number = dashboard.store.experiments.file(replace(PRESETS["tutorial"], pace=None))
    while dashboard.store.experiments.get(number).status is not Status.FINISHED:
        time.sleep(0.1)
    for where, surroundings in (("alone", nullcontext()), ("beside a race", _race(dashboard))):
        with surroundings:
            firsts, seconds = _strokes(browser, dashboard, number, 2 * repeats)
        for which, strokes in (("first stroke", firsts), ("second stroke", seconds)):
            legs = zip(fields(Stroke), zip(*map(astuple, strokes), strict=True), strict=True)
            for leg, values in legs:
                target = "at most 0.35" if leg.name == "redrawn" else ""
                note = f"90 % within {quantiles(values, n=10, method='inclusive')[-1]:.2f}; {target}".rstrip("; ")
                say(f"{which} {where}: pen lifted -> {LEGS[leg.name]}", values, "s", note)


@contextmanager
def _race(dashboard: Dashboard) -> Iterator[None]:
    """Let 16 rates race at full speed, which they must still do in the end."""
    experiments = dashboard.store.experiments
    rates = tuple(0.001 * 1.3**i for i in range(16))
    race = experiments.file(replace(PRESETS["tutorial"], learning_rates=rates, steps=100_000, pace=None))
    while experiments.get(race).step < 500:
        time.sleep(0.1)
    yield
    assert experiments.get(race).status is Status.RUNNING, "the race was over before the strokes were"
    experiments.stop(race)


def _strokes(
    browser: Browser, dashboard: Dashboard, experiment: int, times: int
) -> tuple[list[Stroke], list[Stroke]]:
    [run] = dashboard.store.experiments.runs(experiment)
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.add_init_script(WATCH)
    page.goto(f"{dashboard.url}/draw?run={run.id}")
    firsts, seconds = [], []
    for _ in range(times):
        page.wait_for_selector(".st-key-canvas .upper-canvas")
        page.wait_for_timeout(800)
        firsts.append(_draw(page, SEVEN))
        seconds.append(_draw(page, BAR))
        page.click(".st-key-clear button")
        page.wait_for_selector(".st-key-clear button:disabled")
    page.close()
    return firsts, seconds


def _draw(page: Page, points: tuple[tuple[int, int], ...]) -> Stroke:
    box = page.locator(".st-key-canvas .upper-canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + points[0][0], box["y"] + points[0][1])
    page.mouse.down()
    for x, y in points[1:]:
        page.mouse.move(box["x"] + x, box["y"] + y, steps=6)
    page.mouse.up()
    page.wait_for_function("window.seen.read")
    page.wait_for_timeout(SETTLED_MS)
    seen = page.evaluate("window.seen")
    return Stroke(*(seen[leg.name] - seen["lifted"] for leg in fields(Stroke)))
