"""Who may touch the session and the address, and that neither grows for ever."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from core.store.records import Metrics
from dashboard.shared import fields, metrics, session
from dashboard.shared.session import Key

DASHBOARD = Path(__file__).parents[3] / "dashboard"


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for file in sorted(DASHBOARD.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            yield str(file.relative_to(DASHBOARD)), node


def test_one_module_touches_session_and_address():
    """And one more reads, in a component's callback, what the browser said of that component."""
    touching = {
        place
        for place, node in nodes()
        if isinstance(node, ast.Attribute)
        and node.attr in ("session_state", "query_params")
        and ast.unparse(node.value) == "st"
    }
    assert touching == {"shared/session.py", "components/declared.py"}


def test_every_key_is_declared_once():
    """A key that two modules name would have two owners."""
    names = [
        ast.literal_eval(node.args[0])
        for _, node in nodes()
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("Key", "session.Key")
        and isinstance(node.args[0], ast.Constant)
    ]
    assert len(names) > 20
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.fixture
def own_session(monkeypatch):
    """A session that is a dictionary."""
    state: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", state)
    return state


def test_a_key_is_its_default_until_it_is_set(own_session):
    """And again once it was taken out."""
    key = Key("steps_seen", 3)
    assert (key.get(), key.is_set()) == (3, False)
    key.set(5)
    assert (key.get(), key.is_set(), own_session) == (5, True, {"steps_seen": 5})
    assert (key.pop(), key.get(), own_session) == (5, 3, {})


def test_parameters_change_together(monkeypatch):
    """Those that are not named stay; None takes one out; what changes nothing is not sent to the browser."""

    class Address(dict):
        sent = 0

        def from_dict(self, parameters):
            self.clear()
            self.update(parameters)
            self.sent += 1

    address = Address({"lang": "zh", "experiment": "3"})
    monkeypatch.setattr(st, "query_params", address)
    session.change_query({"experiment": None, "run": "5"})
    session.change_query({"run": "5", "image": None})
    assert (address, address.sent) == ({"lang": "zh", "run": "5"}, 1)


def test_the_metrics_of_few_experiments_are_remembered(own_session):
    """Those asked for last: an experiment that is looked at again and again stays."""
    empty = Metrics(np.zeros(0, np.int64), np.zeros(0), *[np.zeros((1, 0), np.float32)] * 4)
    store = SimpleNamespace(recordings=SimpleNamespace(metrics=lambda *_, **__: empty))
    for number in range(1, 200):
        metrics.metrics_of(store, 0)
        metrics.metrics_of(store, number)
    [known] = own_session.values()
    assert len(known) == metrics.MOST_REMEMBERED
    assert {0, 199} <= set(known)


def test_few_widgets_are_remembered(own_session):
    """One that is drawn again and again keeps its key; opening another page makes all anew."""
    session.choose_language()
    key = fields.mirror("steps", 1, print)["key"]
    for number in range(1000):
        fields.mirror(f"added_{number}", (), print)
        assert fields.mirror("steps", 1, print)["key"] == key
    assert len(own_session["_mirrors"].by_name) == fields.MOST_MIRRORS
    session.enter("draw")
    assert fields.mirror("steps", 1, print)["key"] != key
    assert len(own_session["_mirrors"].by_name) == 1
