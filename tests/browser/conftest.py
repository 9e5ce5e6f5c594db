"""A dashboard and Chromium for every test here. Waits are for what a user sees."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)

from core.config import PRESETS, ExperimentConfig
from core.store.records import Status
from driving import chromium
from driving.server import Dashboard, end_dashboard, start_dashboard
from tests.browser.axe import AXE
from tests.browser.slow import delayed

# A shared machine may be slow; a wait that succeeds takes no longer for it.
expect.set_options(timeout=60_000)

Launch = Callable[..., BrowserContext]

DESKTOP: ViewportSize = {"width": 1400, "height": 900}

DELAY_SECONDS = 0.3
"""Of everything that travels over the slow connection, in each direction."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that the others can be run without it."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = chromium.path()
    if path is None:
        if os.environ.get("SOFTMAX_LAB_REQUIRE_BROWSER"):
            pytest.fail("browser tests are required (SOFTMAX_LAB_REQUIRE_BROWSER) but there is no Chromium")
        pytest.skip("browser tests need Chromium (on Debian: apt install chromium), and there is none")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def launch(playwright: Playwright, chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Launch:
    """What starts one more Chromium, for English visitors of an address.

    Its profile is on disk, as people have it, where Chromium keeps scripts as it has compiled them. In a context that
    is thrown away it compiles Streamlit's and Plotly's anew for each page (measured: Train takes 2.6 s of the
    processor's time there, and 1.8 s here).
    """

    def launch(base_url: str, **options: Any) -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=chromium_path,
            args=chromium.OPTIONS,
            base_url=base_url,
            locale="en-US",
            **{"viewport": DESKTOP, **options},
        )

    return launch


@pytest.fixture(scope="session")
def dashboard(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """One dashboard for all tests of a session; its worker warms up while the first test opens its page."""
    dashboard = start_dashboard(tmp_path_factory.mktemp("dashboard"))
    yield dashboard
    end_dashboard(dashboard)


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        if os.environ.get("SOFTMAX_LAB_REQUIRE_BROWSER"):
            pytest.fail("browser tests are required (SOFTMAX_LAB_REQUIRE_BROWSER) but axe-core is not installed")
        pytest.skip("this test needs axe-core (make node_modules/installed, which needs npm)")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def address(dashboard: Dashboard) -> str:
    """Where tests go."""
    return dashboard.url


@pytest.fixture(scope="session")
def context(launch: Launch, dashboard: Dashboard) -> Iterator[BrowserContext]:
    """One Chromium for all visitors of the dashboard."""
    context = launch(dashboard.url)
    yield context
    context.close()


@pytest.fixture(scope="session")
def train(context: BrowserContext, dashboard: Dashboard) -> Callable[..., list[int]]:
    """What has experiments trained by the dashboard's own worker, which the first visitor starts."""
    visitor = context.new_page()
    visitor.goto("/")
    expect(visitor.locator(".st-key-start button")).to_be_visible()
    visitor.close()
    experiments = dashboard.store.experiments

    def train(*configs: ExperimentConfig) -> list[int]:
        """File them; return their numbers once all have finished."""
        numbers = [experiments.file(config) for config in configs]
        while any(experiments.get(number).status is not Status.FINISHED for number in numbers):
            assert all(experiments.get(number).status is not Status.FAILED for number in numbers)
            time.sleep(0.1)  # the processor is needed for the training
        return numbers

    return train


@pytest.fixture(scope="module")
def trained(train: Callable[..., list[int]]) -> int:
    """A training that has finished, the last one, with which the page Draw reads."""
    [number] = train(replace(PRESETS["tutorial"], pace=None))
    return number


@pytest.fixture(autouse=True)
def stopped_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """What still trains when a test has seen what it came for would take the processor from the next one."""
    yield
    if "dashboard" in request.fixturenames:
        experiments = request.getfixturevalue("dashboard").store.experiments
        for experiment in experiments.newest():
            if not experiment.status.is_over:
                experiments.stop(experiment.id)


@pytest.fixture
def browser(context: BrowserContext) -> Browser:
    """The same Chromium, for visitors with another language or another screen."""
    assert context.browser is not None
    return context.browser


@pytest.fixture(scope="session")
def slow_address(dashboard: Dashboard) -> Iterator[str]:
    """Where they go on a slow connection."""
    with delayed(int(dashboard.url.rpartition(":")[2]), DELAY_SECONDS) as url:
        yield url


@pytest.fixture(scope="session")
def slow_context(launch: Launch, slow_address: str) -> Iterator[BrowserContext]:
    """One Chromium for all who visit it on a slow connection."""
    context = launch(slow_address)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A new visitor's page. A test in which anything on the page failed has failed."""
    with _visit(context, address) as page:
        yield page


@pytest.fixture
def slow_page(slow_context: BrowserContext, slow_address: str) -> Iterator[Page]:
    """The same on a slow connection, where Streamlit asks for files for download that a later run has replaced."""
    with _visit(slow_context, slow_address, may_be_gone="/media/") as page:
        yield page


@contextmanager
def _visit(context: BrowserContext, address: str, may_be_gone: str | None = None) -> Iterator[Page]:
    page = context.new_page()
    page.set_default_timeout(60_000)
    foreign: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if _is_foreign(request.url, address) else None)

    def look(response: Response) -> None:
        is_expected = may_be_gone is not None and response.status == 404 and may_be_gone in response.url
        if response.status >= 400 and not is_expected:
            failed.append(response.url)

    page.on("response", look)
    page.on("pageerror", lambda error: failed.append(f"{error}\n{error.stack}") if _is_ours(error) else None)
    yield page
    went_wrong = page.get_by_text("Something went wrong").count()
    # The next visitor finds nothing of this one.
    if page.url.startswith("http"):  # a page that was never opened has no storage to clear
        page.evaluate("localStorage.clear()")
    page.close()
    context.clear_cookies()
    context.clear_permissions()
    assert went_wrong == 0
    assert foreign == [], "the page asked other hosts"
    assert failed == [], "a request was refused, or a script failed"


def _is_foreign(url: str, address: str) -> bool:
    asked = urlsplit(url)
    return asked.scheme.startswith(("http", "ws")) and asked.netloc != urlsplit(address).netloc


def _is_ours(error: Error) -> bool:
    """Whether it was no script of Streamlit's or the canvas's that failed, as far as the error's place tells."""
    place = next((line for line in (error.stack or "").splitlines() if line.lstrip().startswith("at ")), "")
    return not re.search(r"/static/js/|drawable.canvas", place) or "/assets/live_chart" in place
