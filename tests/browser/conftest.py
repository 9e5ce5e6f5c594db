"""A dashboard and Chromium for every test here. Waits are for what a user sees."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.browser.running import CHROMIUM_OPTIONS, Dashboard, chromium, end_dashboard, start_dashboard

# A shared machine may be slow; a wait that succeeds takes no longer for it.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = chromium()
    if path is None:
        if os.environ.get("SOFTMAX_LAB_REQUIRE_BROWSER"):
            pytest.fail("browser tests are required (SOFTMAX_LAB_REQUIRE_BROWSER) but there is no Chromium")
        pytest.skip("browser tests need Chromium (on Debian: apt install chromium), and there is none")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def dashboard(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """One dashboard for all tests of a session; its worker warms up while the first test opens its page."""
    dashboard = start_dashboard(tmp_path_factory.mktemp("dashboard"))
    yield dashboard
    end_dashboard(dashboard)


@pytest.fixture
def page(browser: Browser, dashboard: Dashboard) -> Iterator[Page]:
    """A new visitor's page: desktop, English. A test in which anything on the page failed has failed."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-US", base_url=dashboard.url)
    page = context.new_page()
    page.set_default_timeout(60_000)
    foreign: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if _is_foreign(request.url, dashboard) else None)
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.on("pageerror", lambda error: failed.append(f"{error}\n{error.stack}") if _is_ours(error) else None)
    yield page
    assert page.get_by_text("Something went wrong").count() == 0
    assert foreign == [], "the page asked other hosts"
    assert failed == [], "a request was refused, or a script failed"
    context.close()


def _is_foreign(url: str, dashboard: Dashboard) -> bool:
    return (
        url.startswith(("http", "ws")) and url.partition("://")[2].split("/")[0] != dashboard.url.partition("://")[2]
    )


def _is_ours(error: Error) -> bool:
    """Whether it was not one of Streamlit's scripts, or the canvas's, that failed, as far as the error's place tells.

    "Cannot read properties of null (reading 'map')" came once in a run of all tests, its place not recorded and its
    cause not known. From a script of the project it still fails the test.
    """
    place = next((line for line in (error.stack or "").splitlines() if line.lstrip().startswith("at ")), "")
    return not re.search(r"/static/js/|drawable.canvas", place) or "/assets/live_chart" in place
