"""A dashboard and Chromium for every test here. Waits are for what a user sees."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from driving import chromium
from driving.server import Dashboard, end_dashboard, start_dashboard
from tests.browser.axe import AXE
from tests.browser.slow import delayed

# A shared machine may be slow; a wait that succeeds takes no longer for it.
expect.set_options(timeout=60_000)

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
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=chromium.OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def dashboard(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
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


@pytest.fixture(scope="module")
def address(dashboard: Dashboard) -> str:
    """Where the tests of a module go."""
    return dashboard.url


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """One browser for all visitors of a module: a new one would load Streamlit's and Plotly's scripts once more.

    Desktop, English.
    """
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-US", base_url=address)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A new visitor's page. A test in which anything on the page failed has failed."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    foreign: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if _is_foreign(request.url, address) else None)
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
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


@pytest.fixture
def slow_page(page: Page, dashboard: Dashboard) -> Iterator[Page]:
    """A page on a slow connection."""
    with delayed(int(dashboard.url.rpartition(":")[2]), DELAY_SECONDS) as url:
        slow = page.context.browser.new_context(base_url=url, locale="en-US", viewport={"width": 1400, "height": 900})
        slow_page = slow.new_page()
        slow_page.set_default_timeout(60_000)
        yield slow_page
        slow.close()


def _is_foreign(url: str, address: str) -> bool:
    asked = urlsplit(url)
    return asked.scheme.startswith(("http", "ws")) and asked.netloc != urlsplit(address).netloc


def _is_ours(error: Error) -> bool:
    """Whether it was no script of Streamlit's or the canvas's that failed, as far as the error's place tells."""
    place = next((line for line in (error.stack or "").splitlines() if line.lstrip().startswith("at ")), "")
    return not re.search(r"/static/js/|drawable.canvas", place) or "/assets/live_chart" in place
