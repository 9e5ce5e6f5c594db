"""Widgets that show a choice which somebody else may assign to, in a session that is a dictionary."""

import pytest
import streamlit as st

from dashboard.shared import session
from dashboard.shared.fields import choice, mirror
from dashboard.shared.session import Key

RATE = Key("rate", 0)


@pytest.fixture(autouse=True)
def state(monkeypatch):
    found = {}
    monkeypatch.setattr(st, "session_state", found)
    monkeypatch.setattr(session, "change_query", lambda changes: None)
    session.switch_language("zh")
    return found


def edit(state, widget, value):
    """What Streamlit does when a widget is edited."""
    state[widget["key"]] = value
    widget["on_change"]()


def test_what_a_browser_says_of_a_widget_that_was_made_anew_undoes_nothing(state):
    """Only an edit in the widget that shows the choice now is one."""
    RATE.set(1)
    before = choice(RATE)
    RATE.set(2)
    after = choice(RATE)
    edit(state, before, 1)
    assert RATE.get() == 2
    edit(state, after, 3)
    assert RATE.get() == 3
    assert choice(RATE)["key"] == after["key"], "an edit does not make its own widget anew"


def test_what_a_browser_says_again_is_no_edit(state):
    """Streamlit takes it for one where it has forgotten the widget; back to what was said at first is an edit."""
    asked = []
    nearest = {"shown": round, "meant": float}
    shown = mirror("rate", 1.2, asked.append, **nearest)
    edit(state, shown, 1)
    assert asked == []
    edit(state, shown, 3)
    edit(state, shown, 3)
    edit(state, shown, 1)
    assert asked == [3.0, 1.0]
    chosen = mirror("preset", "b", asked.append, default="index", shown=["a", "b"].index)
    edit(state, chosen, "b")
    edit(state, chosen, "a")
    assert asked == [3.0, 1.0, "a"]


def test_a_widget_that_says_nothing_changes_nothing(state):
    """Where Streamlit knows of it no more."""
    asked = []
    mirror("steps", 2000, asked.append)["on_change"]()
    assert asked == []


def test_no_widget_is_called_as_one_of_another_session(state):
    """A browser says what that showed, once the server was started anew."""
    before = choice(RATE)["key"]
    state.clear()
    session.switch_language("zh")
    assert choice(RATE)["key"] != before


def test_what_a_browser_says_in_another_language_is_not_taken(state):
    """It says an option by the words that it shows. An edit that comes together with the switch is one."""
    before = choice(RATE)
    session.switch_language("en")
    edit(state, before, 1)
    assert RATE.get() == 1
    after = choice(RATE)
    edit(state, before, "教程")
    assert RATE.get() == 1
    edit(state, after, 2)
    assert RATE.get() == 2


def test_a_choice_that_somebody_else_owns_is_shown_as_it_is(state):
    """An edit that its owner refuses makes the widget anew, and shows what holds."""
    asked = []
    shown = mirror("factor", 1.0, asked.append)
    edit(state, shown, 10.0)
    assert asked == [10.0]
    again = mirror("factor", 1.0, asked.append)
    assert (again["key"] != shown["key"], again["value"]) == (True, 1.0)


def test_a_widget_may_show_a_choice_in_its_own_way(state):
    """As the index of an option, say; and what it says is turned back."""
    asked = []
    kept = mirror("runs", frozenset({5, 3}), asked.append, default="default", shown=sorted, meant=frozenset)
    assert kept["default"] == [3, 5]
    edit(state, kept, [5])
    assert asked == [frozenset({5})]
    again = mirror("runs", frozenset({5}), asked.append, default="default", shown=sorted, meant=frozenset)
    assert again["key"] == kept["key"]
