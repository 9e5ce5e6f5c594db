"""Undo, in a session that is a dictionary."""

import pytest
import streamlit as st

from dashboard.components import canvas
from dashboard.draw import board
from dashboard.shared.opening import DRAWN


@pytest.fixture(autouse=True)
def state(monkeypatch):
    found = {}
    monkeypatch.setattr(st, "session_state", found)
    return found


def test_undo_takes_away_a_stroke_that_the_page_was_not_drawn_with_yet(state):
    """The canvas's own value is newer than what the page drew; what was there before that stroke stays."""
    DRAWN.set({"objects": ["first"]})
    state[canvas.widget_of(0)] = {"drawing": {"raw": {"objects": ["first", "second"]}, "data": None}}
    board._undo()
    assert DRAWN.get() == {"objects": ["first"]}


def test_undo_takes_from_what_the_canvas_began_with_until_it_says_something(state):
    """A canvas that undo has made anew has said nothing yet."""
    DRAWN.set({"objects": ["first", "second"]})
    board._undo()
    board._undo()
    board._undo()
    assert DRAWN.get() == {"objects": []}
