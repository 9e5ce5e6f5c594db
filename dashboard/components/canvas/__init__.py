"""The canvas to draw a digit on: an adapter, so that pages and tests need not know the component behind it.

That is streamlit-drawable-canvas in a frame of ours: the frame lets it be as large as its column and have the colours
of the theme, takes away its second Undo and Clear, and has a hint, a label and a pen for the keyboard.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Streamlit searches what the canvas is sent for data frames and imports pandas for it: half a second, which is better
# spent before anybody waits; and two sessions that import pandas at the same moment find half of it.
import pandas  # noqa: F401
import streamlit as st

from core.drawing.strokes import CANVAS
from dashboard.components.declared import declared
from dashboard.figures import palette

BRUSH, THINNEST, THICKEST = 18, 8, 30
"""Width of the brush in canvas pixels, and its limits. For the eye only: strokes are redrawn with MNIST's pen."""

_draw_frame = declared(__file__)

_PACKAGE = "streamlit_drawable_canvas"


def scripts() -> list[str]:
    """Return the address of the canvas's own script, relative to any page, unless its package keeps it elsewhere."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return []
    name = f"{_PACKAGE.replace('_', '-')}.{_PACKAGE}"
    found = Path(spec.origin).parent.glob("frontend/build/index-*.js")
    return [f"_stcore/bidi-components/{name}/{script.name}" for script in found]


def widget_of(generation: int) -> str:
    """Return the key under which Streamlit keeps the value of a canvas for as long as it is on the page."""
    return f"canvas_{generation}"


def drawing_in(value: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the drawing in what Streamlit keeps of a canvas; None before anything was drawn or changed on it."""
    drawing: Mapping[str, Any] | None = ((value or {}).get("drawing") or {}).get("raw")
    return drawing


def canvas(
    *, drawing: Mapping[str, Any] | None, generation: int, brush: int, label: str, hint: str
) -> Mapping[str, Any] | None:
    """Draw the canvas, in a container with the key "canvas", and return its drawing, {"objects": Fabric.js paths}.

    A canvas that comes onto the page, and one of a new `generation`, has `drawing` on it, which must stay the same
    while it lives. New strokes are `brush` wide. `label` is for those who do not see it, `hint` stands on an empty
    one.
    """
    # Imported here because the package registers its component on import, which needs a running app.
    from streamlit_drawable_canvas import st_canvas

    with st.container(key="canvas"):
        result = st_canvas(
            stroke_width=brush,
            # White on nothing: the frame makes the colours of the theme of it. Another background wipes the drawing.
            stroke_color="#ffffff",
            background_color="",
            width=CANVAS,
            height=CANVAS,
            drawing_mode="freedraw",
            initial_drawing=None if drawing is None else dict(drawing),
            key=widget_of(generation),
        )
        drawn: Mapping[str, Any] | None = result.json_data
        data = {
            "generation": generation,
            "empty": not (drawn or {}).get("objects"),
            "paper": palette.INK.at(0).both(),
            "label": label,
            "hint": hint,
        }
        _draw_frame(data, key="canvas_frame")
    return drawn
