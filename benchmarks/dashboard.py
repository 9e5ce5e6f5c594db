"""How long the dashboard lets one wait: python -m benchmarks.dashboard [--repeats N].

Measured in real Chromium, in seconds as a user has them: from asking for the page to a Start that can be pressed,
from Start to the first point, from lifting the pen to the reading and to the last change of the page, alone and
beside a race at full speed; and updates a second of both charts while one model trains, and while 24 do. The peer is
the same two charts drawn with `st.plotly_chart`, in the same run.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import strokes
from core.config import PRESETS
from driving import chromium
from driving.server import Dashboard, end_dashboard, free_port, start_dashboard

PEER = """
import numpy as np
import plotly.graph_objects as go
import streamlit as st

@st.fragment(run_every=0.1)
def charts():
    n = st.session_state["n"] = st.session_state.get("n", 0) + 1
    for column, key in zip(st.columns(2), ("loss", "accuracy")):
        x = np.arange(n)
        with column:
            st.plotly_chart(go.Figure([go.Scatter(x=x, y=np.exp(-x / 50), name=name) for name in "ab"]), key=key)

charts()
"""

COUNT_CHANGES = """
() => {
  window.changes = {};
  for (const key of ["loss_chart", "accuracy_chart"]) {
    window.changes[key] = 0;
    const chart = document.querySelector(`.st-key-${key} [data-points]`);
    new MutationObserver(() => window.changes[key]++).observe(chart, {attributeFilter: ["data-points"]});
    document.querySelector(`.st-key-${key} .js-plotly-plot`).marked = true;
  }
}
"""

COUNT_NODES = """
() => {
  window.nodes = 0;
  new MutationObserver((records) => {
    for (const record of records) for (const node of record.addedNodes)
      if (node.querySelector && (node.matches(".main-svg") || node.querySelector(".main-svg"))) window.nodes++;
  }).observe(document.body, {childList: true, subtree: true});
}
"""


def main() -> None:
    """Measure everything and print it, one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    path = chromium.path()
    if path is None:
        sys.exit("this benchmark needs Chromium (on Debian: apt install chromium)")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.OPTIONS)
        cold = [_cold_page(browser, Path(folder) / f"cold{i}") for i in range(repeats)]
        _say("page asked for -> Start can be pressed, server and worker new", cold, "s", "at most 2")
        dashboard = start_dashboard(_made(Path(folder) / "warm"))
        try:
            _measure_warm(browser, dashboard, repeats)
        finally:
            end_dashboard(dashboard)
        _measure_peer(browser, Path(folder))
        browser.close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _say(what: str, values: Sequence[float], unit: str, target: str) -> None:
    print(f"{what:66} {statistics.median(values):6.2f} {unit:10} (of {len(values)}; {target})", flush=True)


def _cold_page(browser: Browser, folder: Path) -> float:
    dashboard = start_dashboard(_made(folder))
    try:
        page = browser.new_page()
        seconds = _seconds(lambda: _open_train(page, dashboard))
        page.close()
    finally:
        end_dashboard(dashboard)
    return seconds


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _open_train(page: Page, dashboard: Dashboard) -> None:
    page.goto(dashboard.url)
    page.wait_for_selector(".st-key-start button:enabled")


def _measure_warm(browser: Browser, dashboard: Dashboard, repeats: int) -> None:
    # Somebody has to open a page before the dashboard starts a worker.
    visitor = browser.new_page()
    _open_train(visitor, dashboard)
    while not any(process.state == "ready" for process in dashboard.store.processes.living("worker")):
        time.sleep(0.1)
    visitor.close()
    figures = [_watch_training(browser, dashboard) for _ in range(repeats)]
    first_points, updates, kept, zoomed = (
        [getattr(one, name) for one in figures] for name in Watched.__annotations__
    )
    _say("Start pressed -> first point on the chart, worker warm", first_points, "s", "at most 0.6")
    _say("updates of both charts while training", updates, "a second", "at least 6, aiming at 10")
    _say("charts' elements never replaced", kept, "(1: yes)", "1")
    _say("zoom still there 2 s later", zoomed, "(1: yes)", "1")
    strokes.measure(browser, dashboard, repeats, _say)
    _measure_crowd(browser, dashboard, repeats)


@dataclass(frozen=True)
class Watched:
    """One training as seen in the browser: seconds to its first point, updates a second, two yeses (1) or noes."""

    first_point: float
    updates: float
    elements_kept: float
    zoom_kept: float


def _watch_training(browser: Browser, dashboard: Dashboard) -> Watched:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    _open_train(page, dashboard)
    page.wait_for_selector(".st-key-accuracy_chart .js-plotly-plot")
    page.click(".st-key-start button")
    first_point = _seconds(lambda: _wait_for_point(page))
    page.evaluate(COUNT_CHANGES)
    elapsed = _seconds(lambda: page.wait_for_timeout(3000))
    updates = min(page.evaluate("window.changes").values()) / elapsed
    zoomed = _zoom(page)
    page.wait_for_timeout(2000)
    zoom_kept = page.evaluate(ZOOMED) == zoomed
    kept = page.evaluate("[...document.querySelectorAll('.js-plotly-plot')].every((node) => node.marked)")
    page.close()
    return Watched(first_point, updates, float(kept), float(zoom_kept))


def _wait_for_point(page: Page) -> None:
    page.wait_for_function("+document.querySelector('.st-key-loss_chart [data-points]').dataset.points > 0")


ZOOMED = "document.querySelector('.st-key-loss_chart .js-plotly-plot')._fullLayout.xaxis.range"


def _zoom(page: Page) -> object:
    box = page.locator(".st-key-loss_chart .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8, steps=5)
    page.mouse.up()
    page.wait_for_timeout(300)
    return page.evaluate(ZOOMED)


def _start_race(dashboard: Dashboard, rates: int, record_interval: int) -> int:
    learning_rates = tuple(0.001 * 1.3**i for i in range(rates))
    race = dashboard.store.experiments.file(
        replace(
            PRESETS["tutorial"],
            learning_rates=learning_rates,
            steps=20_000,
            record_interval=record_interval,
            pace=None,
        )
    )
    while dashboard.store.experiments.get(race).step < 500:
        time.sleep(0.1)
    return race


def _measure_crowd(browser: Browser, dashboard: Dashboard, repeats: int) -> None:
    # Recorded so often that the training is not what limits the updates.
    race = _start_race(dashboard, 24, 5)
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(f"{dashboard.url}/compare?experiment={race}")
    page.wait_for_selector(".st-key-accuracy_chart .js-plotly-plot")
    _wait_for_point(page)
    page.evaluate(COUNT_CHANGES)
    updates = []
    for _ in range(repeats):
        before = page.evaluate("window.changes")
        elapsed = _seconds(lambda: page.wait_for_timeout(3000))
        after = page.evaluate("window.changes")
        updates.append(min(after[key] - before[key] for key in after) / elapsed)
    page.close()
    dashboard.store.experiments.stop(race)
    _say("updates of both charts on Compare while 24 runs race", updates, "a second", "at least 4")


def _measure_peer(browser: Browser, folder: Path) -> None:
    script = folder / "peer.py"
    script.write_text(PEER, encoding="utf-8")
    port = free_port()
    command = ["streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    )
    try:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        for _ in range(100):
            try:
                page.goto(f"http://localhost:{port}")
                break
            except Exception:
                time.sleep(0.1)
        page.wait_for_selector(".js-plotly-plot .main-svg")
        page.evaluate(COUNT_NODES)
        elapsed = _seconds(lambda: page.wait_for_timeout(4000))
        # Each chart's own SVGs count once an update; two charts share the count.
        replaced = page.evaluate("window.nodes") / 2 / elapsed
        page.close()
    finally:
        process.terminate()
        process.wait()
    _say("peer: st.plotly_chart replaces each chart's element", [replaced], "a second", "0 would be right")


if __name__ == "__main__":
    main()
