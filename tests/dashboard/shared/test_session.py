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


class Address(dict):
    """The parameters of an address, as Streamlit has them, and how often the browser was told of others."""

    told = 0

    def from_dict(self, parameters):
        self.clear()
        self.update(parameters)
        self.told += 1

    def arrive(self, **parameters):
        """A browser asks for a run of the script, with these."""
        self.clear()
        self.update(parameters)


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


def test_parameters_change_together(own_session, monkeypatch):
    """Those that are not named stay; None takes one out; what changes nothing is not sent to the browser."""
    address = Address({"lang": "zh", "experiment": "3"})
    monkeypatch.setattr(st, "query_params", address)
    session.change_query({"experiment": None, "run": "5"})
    session.change_query({"run": "5", "image": None})
    assert (address, address.told) == ({"lang": "zh", "run": "5"}, 1)


def test_an_address_that_was_overtaken_is_not_listened_to(own_session, monkeypatch):
    """A browser sends it until it has heard of the new one; unless somebody went back to it."""
    address = Address(experiment="3")
    monkeypatch.setattr(st, "query_params", address)
    session.change_query({"experiment": "4"}, is_step=True)
    address.arrive(experiment="3")
    assert session.query() == address == {"experiment": "4"}
    address.arrive(experiment="3")
    monkeypatch.setattr(session, "came_back", lambda: True)
    assert session.query() == address == {"experiment": "3"}


def test_an_address_that_is_new_is_listened_to_and_answered(own_session, monkeypatch):
    """Once: at the end of a page its browser is told what it says by now."""
    address = Address(experiment="3")
    monkeypatch.setattr(st, "query_params", address)
    session.query()
    session.confirm_address()
    assert address.told == 1
    session.query()
    session.confirm_address()
    assert address.told == 1
    address.arrive(experiment="5")
    assert session.query() == {"experiment": "5"}
    session.confirm_address()
    assert address.told == 2


def test_who_goes_back_to_an_address_without_an_experiment_sees_none(own_session, monkeypatch):
    """By a link without one it is the experiment that the page showed before."""
    address = Address(experiment="3")
    monkeypatch.setattr(st, "query_params", address)
    assert session.shown_experiment() == 3
    session.forget_address()
    address.arrive()
    assert session.shown_experiment() == 3
    assert address == {"experiment": "3"}
    address.arrive()
    monkeypatch.setattr(session, "came_back", lambda: True)
    assert session.shown_experiment() is None
    monkeypatch.setattr(session, "came_back", lambda: False)
    assert session.shown_experiment() is None


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
