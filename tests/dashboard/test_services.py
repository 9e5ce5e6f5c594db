"""What lives as long as the server."""

import time

import pytest

from core import schema
from dashboard import services as services_module
from dashboard.services import Services


def test_a_dashboard_that_slept_is_attended_again(store, monkeypatch):
    """Another process's registration has struck it off the list; it registers anew and leaves as it came."""
    monkeypatch.setattr(services_module, "HEARTBEAT_SECONDS", 0.01)
    services = Services(store)
    [before] = store.processes("dashboard")
    with store.transaction() as connection:
        connection.execute(schema.processes.delete())
    deadline = time.monotonic() + 30
    while not (now := store.processes("dashboard")):
        if time.monotonic() > deadline:
            pytest.fail("it did not register anew")
        time.sleep(0.01)
    assert now[0].id > before.id
    services.close()
