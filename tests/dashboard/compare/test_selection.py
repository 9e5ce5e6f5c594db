"""Which curves are hidden: the rule, in a session that is a dictionary."""

import pytest
import streamlit as st

from dashboard.compare import selection
from dashboard.components.agreed import Agreed


@pytest.fixture(autouse=True)
def _own_session(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})


def click(hidden, serial):
    """What a browser says of a click on a legend."""
    return {"value": hidden, "serial": serial}


def test_at_first_nothing_is_hidden():
    """And no click was heard of."""
    assert selection.hidden() == Agreed((), 0)


def test_a_click_wins_over_what_an_address_said_before_it():
    """And is acknowledged, so that the browser need not keep it any longer."""
    selection.hide(["b", "a", "b"])
    assert selection.hidden() == Agreed(("a", "b"), 0)
    selection.hear(click(["b"], 1))
    assert selection.hidden() == Agreed(("b",), 1)


def test_of_several_clicks_the_latest_counts():
    """Charts of one link each remember the last click on themselves, and Streamlit hands them over in any order."""
    selection.hear(click(["b"], 3))
    selection.hear(click(["a"], 2))
    assert selection.hidden() == Agreed(("b",), 3)


def test_what_a_browser_says_of_a_click_is_put_in_order():
    """Names sorted, each once."""
    selection.hear(click(["b", "a", "b"], 3))
    assert selection.hidden() == Agreed(("a", "b"), 3)


def test_address_and_new_race_win_over_an_earlier_click():
    """They leave the serial number alone: the browser takes over whatever it is told with the newest one."""
    selection.hear(click(["a"], 4))
    selection.hide(["c"])
    assert selection.hidden() == Agreed(("c",), 4)
    selection.show_all()
    assert selection.hidden() == Agreed((), 4)
