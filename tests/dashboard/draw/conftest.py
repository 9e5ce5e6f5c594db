"""The page Draw with something on its canvas."""

import pytest

from dashboard.components import canvas
from tests.dashboard.draw.drawings import SEVEN, strokes


@pytest.fixture
def drawn(monkeypatch):
    """Feed the canvas: what the returned list holds is what was drawn."""
    lines = []
    monkeypatch.setattr(canvas, "canvas", lambda *, drawing, **more: strokes(*lines) if lines else drawing)
    return lines


@pytest.fixture
def reading(draw_page, trained, drawn):
    """The page on which a 7 has been read, with one of its sections shown."""

    def show(section="evidence", config=None):
        trained(config)
        drawn.append(SEVEN)
        draw_page.session_state["explain"] = section
        page = draw_page.run()
        assert not page.exception
        assert not page.error
        return page

    return show
