"""Which curves are hidden: the rule, in a session that is a dictionary."""

import pytest
import streamlit as st

from dashboard.compare import selection
from dashboard.components.live_chart import Hidden


@pytest.fixture(autouse=True)
def _own_session(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})


def test_at_first_nothing_is_hidden():
    """And no click was heard of."""
    assert selection.hidden() == Hidden((), 0)


def test_a_click_wins_over_what_an_address_said_before_it():
    """And is acknowledged, so that the browser need not keep it any longer."""
    selection.hide(["b", "a", "b"])
    assert selection.hidden() == Hidden(("a", "b"), 0)
    selection.hear(Hidden(("b",), 1))
    assert selection.hidden() == Hidden(("b",), 1)


def test_of_several_clicks_the_latest_counts():
    """Charts of one link each remember the last click on themselves, and Streamlit hands them over in any order."""
    selection.hear(Hidden(("b",), 3))
    selection.hear(Hidden(("a",), 2))
    assert selection.hidden() == Hidden(("b",), 3)


def test_address_and_new_race_win_over_an_earlier_click():
    """They leave the serial number alone: the browser takes over whatever it is told with the newest one."""
    selection.hear(Hidden(("a",), 4))
    selection.hide(["c"])
    assert selection.hidden() == Hidden(("c",), 4)
    selection.show_all()
    assert selection.hidden() == Hidden((), 4)
