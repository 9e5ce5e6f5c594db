"""What lives as long as the server."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from core.store import schema
from dashboard.shared import services as services_module
from dashboard.shared.services import Services
from tests.holding import transaction


def test_a_dashboard_that_slept_is_attended_again(store, monkeypatch):
    """Another process's registration has struck it off the list; it registers anew and leaves as it came."""
    monkeypatch.setattr(services_module, "HEARTBEAT_SECONDS", 0.01)
    services = Services(store)
    [before] = store.processes.living("dashboard")
    with transaction(store) as connection:
        connection.execute(schema.processes.delete())
    deadline = time.monotonic() + 30
    while not (now := store.processes.living("dashboard")):
        if time.monotonic() > deadline:
            pytest.fail("it did not register anew")
        time.sleep(0.01)
    assert now[0].id > before.id
    services.close()


def _train() -> None:
    from dashboard.shared import frame, session
    from dashboard.text import LANGUAGES
    from dashboard.train import page

    session.choose_language()
    frame.guarded(page.page, "train", LANGUAGES["en"])()


def test_a_page_says_that_its_store_has_been_deleted(store_file):
    """What was pressed and the page itself; no new store takes its place, and the server can still be ended."""
    page = AppTest.from_function(_train, default_timeout=30).run()
    assert not page.error
    store_file.unlink()
    page.button(key="start").click().run()
    assert "has been deleted" in page.toast[0].value
    assert ["has been deleted" in error.value for error in page.error] == [True]
    assert not page.exception
    services_module.services().close()
    assert not store_file.exists()
