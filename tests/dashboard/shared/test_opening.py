"""How other pages open Draw with an image."""

from types import SimpleNamespace

import pytest
import streamlit as st

from dashboard.shared import opening


class SwitchedError(Exception):
    """Raised instead of another page being opened."""


@pytest.fixture
def switched(monkeypatch):
    """Where other pages were sent."""
    places = []

    def switch(page, *, query_params):
        places.append((page, query_params))
        raise SwitchedError

    monkeypatch.setattr(st, "switch_page", switch)
    monkeypatch.setattr(opening.pages, "page", lambda name, text: SimpleNamespace(url_path=name))
    return places


def test_other_pages_open_an_image_here(trained, store, switched, monkeypatch):
    """A test image, an own drawing, or the evidence for a digit: with an example of it if nothing is drawn."""
    [run] = store.experiments.runs(trained())
    state = {"_language": "zh"}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "query_params", {"lang": "zh"})
    for show, *arguments in (
        (opening.show_image, run.id, 5),
        (opening.show_drawing, run.id, 3),
        (opening.show_class, run.id, 5),
    ):
        state.pop("_given_image", None)
        with pytest.raises(SwitchedError):
            show(*arguments)
        assert state["explain"] == "evidence"
    assert state["evidence_digit"] == 5
    # The first 5 among the test images is number 8.
    assert [query for _, query in switched] == [
        {"history": "draw.step", "run": str(run.id), "image": "5", "lang": "zh"},
        {"history": "draw.step", "run": str(run.id), "drawing": "3", "lang": "zh"},
        {"history": "draw.step", "run": str(run.id), "image": "8", "lang": "zh"},
    ]
    assert {place.url_path for place, _ in switched} == {"draw"}
    state["_drawing"], state["_given_image"] = {"objects": [{}]}, None
    with pytest.raises(SwitchedError):
        opening.show_class(run.id, 5)
    assert "image" not in switched[-1][1], "what is on the canvas stays"
