"""A server with two charts, instead of the dashboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from driving.server import ROOT, start_server


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """It has the project's configuration, and is below a path of its host."""
    url, server = start_server(
        Path(__file__).parent / "served" / "app.py",
        tmp_path_factory.mktemp("app") / "app.log",
        {"PYTHONPATH": str(ROOT), "STREAMLIT_SERVER_BASE_URL_PATH": "lab"},
    )
    yield f"{url}/lab/"
    server.terminate()
    server.wait()


@pytest.fixture(scope="package")
def context(launch: Callable[..., BrowserContext], address: str) -> Iterator[BrowserContext]:
    """A smaller window than that of the dashboard's visitors, in the light theme."""
    context = launch(address, viewport={"width": 1200, "height": 900}, color_scheme="light")
    yield context
    context.close()
