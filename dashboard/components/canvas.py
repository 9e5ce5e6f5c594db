"""The canvas to draw a digit on: an adapter, so that pages and tests need not know the component behind it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

SIDE = 280
"""Width and height of the canvas in pixels: ten for each of MNIST's 28, and it fits the narrowest phone."""

BRUSH, THINNEST, THICKEST = 18, 8, 30
"""Width of the brush in pixels, and its limits. It matters to the eye only; strokes are redrawn with MNIST's pen."""

# The same in both themes, white ink on black as in MNIST: another background would wipe the drawing.
INK, BOARD = "#ffffff", "#10141a"


def canvas(*, key: str, drawing: Mapping[str, Any] | None = None, brush: int = BRUSH) -> Mapping[str, Any] | None:
    """Draw the canvas and return its drawing as Fabric.js objects, or None before it has said anything.

    It starts with `drawing` on it; a new `key` makes a new canvas. New strokes are `brush` pixels wide.
    """
    # Imported here because the package registers its component on import, which needs a running app.
    from streamlit_drawable_canvas import st_canvas

    result = st_canvas(
        stroke_width=brush,
        stroke_color=INK,
        background_color=BOARD,
        width=SIDE,
        height=SIDE,
        drawing_mode="freedraw",
        initial_drawing=None if drawing is None else dict(drawing),
        key=key,
    )
    strokes: Mapping[str, Any] | None = result.json_data
    return strokes


def cleared(key: str) -> str:
    """Return the key of the canvas that follows the one under `key`, and forget that one's drawing."""
    st.session_state.pop(key, None)
    name, _, generation = key.rpartition("_")
    return f"{name}_{int(generation) + 1}"
