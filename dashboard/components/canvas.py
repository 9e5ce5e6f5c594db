"""The canvas to draw a digit on: an adapter, so that pages and tests need not know the component behind it.

A component of our own: it is as large as its column, has the colours of the theme without losing the drawing when the
theme changes, can be drawn on with the keyboard, and tells the server of a stroke as soon as the pen is lifted.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import palette

SIDE = 280
"""Width and height of the board in its own units, ten for each of MNIST's 28; on screen it is as large as fits."""

BRUSH, THINNEST, THICKEST = 18, 8, 30
"""Width of the brush in these units, and its limits. For the eye only: strokes are redrawn with MNIST's pen."""

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "softmax_lab.canvas",
    css=(_HERE / "canvas.css").read_text(encoding="utf-8"),
    js=(_HERE / "canvas.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def canvas(
    *, drawing: Mapping[str, Any] | None, generation: int, brush: int, label: str, hint: str
) -> Mapping[str, Any] | None:
    """Draw the canvas and return its drawing, {"objects": Fabric.js paths}, or None before it has said anything.

    A new canvas, and one of a new `generation`, has `drawing` on it; what is drawn on an older one counts no more.
    New strokes are `brush` wide. `label` is for those who do not see the canvas, `hint` stands on an empty one.
    """
    data = {
        "objects": list((drawing or {}).get("objects", [])),
        "generation": generation,
        "brush": brush,
        "side": SIDE,
        "palette": palette.INK.both(),
        "label": label,
        "hint": hint,
    }
    # In a list for the reason given in live_chart.py.
    result = _component(key="drawing", data=[data], height="content", on_drawing_change=_heard)
    said = result.drawing
    if not isinstance(said, Mapping) or said.get("generation") != generation:
        return None
    return {"objects": said["objects"]} if isinstance(said.get("objects"), list) else None


def _heard() -> None:
    """Let Streamlit keep the component's state `drawing`; the run that follows reads it."""
