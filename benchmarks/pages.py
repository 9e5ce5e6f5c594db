"""How soon a page can be used, beside an empty page of Streamlit's in the same run.

A page can be used once what one does there first can be pressed, or drawn on, and nothing lies over it. The peer is a
script that says `st.write("x")`, on a server of its own that is as fresh or as warm as ours.
"""

import os
import signal
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from driving.server import Dashboard, end_dashboard, start_dashboard, start_server

PATHS = {"train": "", "compare": "compare", "draw": "draw", "learn": "learn"}
PAGES = tuple(PATHS)

USABLE = {
    "train": ".st-key-start button:enabled",
    "compare": ".st-key-start button:enabled",
    "draw": ".st-key-canvas",
    "learn": ".lesson__options",
    "": "[data-testid=stMarkdown] p",
}
"""By page, with the peer's under the empty name: what has to be there, and on top."""

CALM = 0.1
"""Seconds of the processor's time, in two seconds, up to which a server that nobody asks for anything is calm."""

WATCH = """
(selector) => {
  if (window.usable) return;
  const look = () => {
    const found = document.querySelector(selector);
    const box = found?.getBoundingClientRect();
    const top = box?.width && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const shown = top && (found.contains(top) || top.contains(found));
    // The canvas of Draw lies in a shadow root.
    const canvases = found?.matches(".st-key-canvas") ? [...found.querySelectorAll("*")] : null;
    const isThere = !canvases || canvases.some((node) => node.shadowRoot?.querySelector(".upper-canvas"));
    if (shown && isThere && !document.querySelector(".shell")) window.usable = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}
"""


def measure(
    browser: Browser, folder: Path, repeats: int, say: Callable[[str, Sequence[float], str, str], None]
) -> None:
    """Measure first visits, to servers just started, later ones, and going from page to page."""
    cold: dict[str, list[float]] = {name: [] for name in USABLE}
    for i in range(repeats):
        for name in PAGES:
            with _dashboard(folder / f"cold-{name}{i}") as dashboard:
                cold[name].append(_first_visit(browser, f"{dashboard.url}/{PATHS[name]}", USABLE[name]))
        with _peer(folder / f"cold-peer{i}") as url:
            cold[""].append(_first_visit(browser, url, USABLE[""]))
    _say_ratios("first visit after the server's start", cold, say)
    with _dashboard(folder / "warm") as dashboard, _peer(folder / "warm-peer") as peer:
        wait_until_calm(dashboard)
        later: dict[str, list[float]] = {name: [] for name in USABLE}
        urls = {"": peer, **{name: f"{dashboard.url}/{PATHS[name]}" for name in PAGES}}
        context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-US")
        for _ in range(repeats + 1):
            for name, url in urls.items():
                later[name].append(_visit(context, url, USABLE[name]))
        _say_ratios("later visit", {name: values[1:] for name, values in later.items()}, say)
        turns = _turns(context, dashboard, repeats)
        for name, values in turns.items():
            say(f"from page to {name} by its link, of an empty page's later visit", values, "s", "at most 1.5 x")
            _say_ratio(f"  the same as a ratio, {name}", values, later[""][1:], say)
        context.close()


def _say_ratios(
    what: str, seconds: Mapping[str, Sequence[float]], say: Callable[[str, Sequence[float], str, str], None]
) -> None:
    say(f"{what}: an empty page of Streamlit's", seconds[""], "s", "the reference")
    for name in PAGES:
        say(f"{what}: {name}", seconds[name], "s", "")
        _say_ratio(f"  the same as a ratio, {name}", seconds[name], seconds[""], say)


def _say_ratio(
    what: str,
    ours: Sequence[float],
    peers: Sequence[float],
    say: Callable[[str, Sequence[float], str, str], None],
) -> None:
    reference = statistics.median(peers)
    say(what, [value / reference for value in ours], "x", "at most 1.5")


def _first_visit(browser: Browser, url: str, selector: str) -> float:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-US")
    seconds = _visit(context, url, selector)
    context.close()
    return seconds


def _visit(context: BrowserContext, url: str, selector: str) -> float:
    """Return the seconds from asking for a page until it can be used."""
    page = context.new_page()
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', () => ({WATCH})({selector!r}))")
    page.goto(url, wait_until="commit")
    seconds = _usable_at(page)
    page.close()
    return seconds


def _usable_at(page: Page) -> float:
    page.wait_for_function("window.usable", timeout=30_000)
    return float(page.evaluate("window.usable")) / 1000


def _turns(context: BrowserContext, dashboard: Dashboard, repeats: int) -> dict[str, list[float]]:
    """Return the seconds from a click on a page's link until that page can be used."""
    page = context.new_page()
    page.goto(dashboard.url)
    page.wait_for_selector(USABLE["train"])
    turns: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(repeats + 1):
        for name in ("compare", "draw", "learn", "train"):
            page.wait_for_timeout(500)
            page.evaluate(
                "window.usable = 0; document.querySelector('h1').remove(); window.asked = performance.now();"
            )
            page.get_by_role("link", name=name.capitalize(), exact=True).first.click()
            page.wait_for_selector("h1")
            page.evaluate(f"({WATCH})({USABLE[name]!r})")
            page.wait_for_function("window.usable", timeout=30_000)
            turns[name].append(float(page.evaluate("window.usable - window.asked")) / 1000)
    page.close()
    return {name: values[1:] for name, values in turns.items()}


@contextmanager
def _dashboard(folder: Path) -> Iterator[Dashboard]:
    folder.mkdir(parents=True)
    dashboard = start_dashboard(folder)
    try:
        yield dashboard
    finally:
        end_dashboard(dashboard)


@contextmanager
def _peer(folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True)
    script = folder / "peer.py"
    script.write_text('import streamlit as st\nst.write("x")\n', encoding="utf-8")
    url, process = start_server(script, folder / "peer.log", os.environ)
    try:
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_until_calm(dashboard: Dashboard) -> None:
    """Wait until the worker is ready, and the dashboard has computed what it prepares for Learn after that."""
    while not any(process.state == "ready" for process in dashboard.store.processes.living("worker")):
        time.sleep(0.1)
    used = -CALM
    while (now := dashboard.processor_seconds()) - used >= CALM:
        used = now
        time.sleep(2)
