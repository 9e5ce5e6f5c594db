"""What lives as long as the server."""

import time

import pytest

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
