"""How soon after Start the first point is on the charts, and how often they are redrawn while models train."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from playwright.sync_api import Browser

from core.config import PRESETS
from driving.server import Dashboard
from driving.zooming import zoom, zoomed_to

WATCHED_SECONDS = 3

LISTEN = """
(() => {
  const wall = () => (performance.timeOrigin + performance.now()) / 1000;
  const seen = (window.seen = {});
  class Wire extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => {
        if (typeof data === "string" && data.includes('"rows"')) seen.came ??= wall();
      });
    }
  }
  window.WebSocket = Wire;
  addEventListener("click", () => {
    for (const name of Object.keys(seen)) delete seen[name];
    seen.pressed = wall();
    const look = () => {
      const charts = [...document.querySelectorAll("[data-points]")].slice(0, 2);
      if (charts.length === 2 && charts.every((chart) => +chart.dataset.points > 0)) seen.drawn = wall();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
})()
"""

COUNT = """
() => {
  window.redraws = {};
  for (const key of ["loss_chart", "accuracy_chart"]) {
    window.redraws[key] = 0;
    const chart = document.querySelector(`.st-key-${key} [data-points]`);
    new MutationObserver(() => window.redraws[key]++).observe(chart, { attributeFilter: ["data-points"] });
    document.querySelector(`.st-key-${key} .js-plotly-plot`).marked = true;
  }
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.shift += value;
  }).observe({ type: "layout-shift" });
}
"""

KEPT = "[...document.querySelectorAll('.js-plotly-plot')].slice(0, 2).every((node) => node.marked)"

Say = Callable[[str, Sequence[float], str, str], None]


@dataclass(frozen=True)
class Start:
    """Seconds from pressing Start until it is filed, until figures come to the browser, and until they are drawn."""

    filed: float
    came: float
    drawn: float


def measure(browser: Browser, dashboard: Dashboard, repeats: int, say: Say) -> None:
    """Measure Starts with a warm worker, and redraws of both charts with one model and with 24 runs at full speed."""
    starts = [_start(browser, dashboard) for _ in range(2 * repeats)]
    say("Start pressed -> filed", [start.filed for start in starts], "s", "")
    say("Start pressed -> first figures in the browser", [start.came for start in starts], "s", "")
    say("Start pressed -> first point on both charts", [start.drawn for start in starts], "s", "at most 0.3")
    crowd = tuple(0.001 * 1.3**i for i in range(24))
    for what, path, rates, interval, target in (
        ("one model", "", (0.1,), None, "at least 15"),
        ("24 runs", "compare", crowd, None, "at least 8"),
        # So often that training and scoring are not what limits the redraws.
        ("24 runs, every 20th step recorded,", "compare", crowd, 20, "at least 8"),
    ):
        with _training(dashboard, rates, interval) as number:
            redraws, shift, kept, zoom_kept = _watch(browser, f"{dashboard.url}/{path}?experiment={number}", repeats)
        say(f"both charts redrawn, {what} at full speed", redraws, "a second", target)
        say(f"  layout shift meanwhile, {what}", [shift], "", "0")
        say(f"  charts' elements never replaced, {what}", [float(kept)], "(1: yes)", "1")
        say(f"  zoom still there, {what}", [float(zoom_kept)], "(1: yes)", "1")


def _start(browser: Browser, dashboard: Dashboard) -> Start:
    page = browser.new_page(viewport={"width": 1400, "height": 900}, locale="en-US")
    page.add_init_script(LISTEN)
    page.goto(dashboard.url)
    page.wait_for_selector(".st-key-accuracy_chart .js-plotly-plot")
    page.wait_for_timeout(500)
    page.click(".st-key-start button")
    page.wait_for_function("window.seen.drawn")
    seen = page.evaluate("window.seen")
    [newest] = dashboard.store.experiments.newest(1)
    page.close()
    dashboard.store.experiments.stop(newest.id)
    pressed = seen["pressed"]
    return Start(newest.created_at - pressed, seen["came"] - pressed, seen["drawn"] - pressed)


@contextmanager
def _training(dashboard: Dashboard, rates: tuple[float, ...], interval: int | None) -> Iterator[int]:
    config = replace(PRESETS["tutorial"], pace=None, learning_rates=rates, steps=100_000, record_interval=interval)
    number = dashboard.store.experiments.file(config)
    while dashboard.store.experiments.get(number).step < 500:
        time.sleep(0.1)
    yield number
    dashboard.store.experiments.stop(number)


def _watch(browser: Browser, url: str, repeats: int) -> tuple[list[float], float, bool, bool]:
    """Return redraws a second, the layout shift, and whether elements and zoom were kept."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, locale="en-US")
    page.goto(url)
    page.wait_for_selector(".st-key-accuracy_chart .js-plotly-plot")
    page.wait_for_function("+document.querySelector('.st-key-loss_chart [data-points]').dataset.points > 0")
    page.wait_for_timeout(1500)
    page.evaluate(COUNT)
    redraws = []
    for _ in range(repeats):
        before, started = page.evaluate("({...window.redraws})"), time.perf_counter()
        page.wait_for_timeout(1000 * WATCHED_SECONDS)
        after, elapsed = page.evaluate("({...window.redraws})"), time.perf_counter() - started
        redraws.append(min(after[key] - before[key] for key in after) / elapsed)
    shift = float(page.evaluate("window.shift"))
    zoomed = zoom(page)
    page.wait_for_timeout(2000)
    kept, zoom_kept = bool(page.evaluate(KEPT)), zoomed_to(page) == zoomed
    page.close()
    return redraws, shift, kept, zoom_kept
