"""Where digits come from: the canvas, an uploaded picture, and the digits that the page asks for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st

from core.drawing import (
    MNIST_RECIPE,
    Recipe,
    Stage,
    image_from_pixels,
    image_from_strokes,
    parse_strokes,
    stages_from_pixels,
    stages_from_strokes,
)
from core.images import LARGEST_FILE, read_image
from core.refusals import DrawingError
from core.scaling import Bytes
from core.store import Store
from dashboard.components import canvas as board
from dashboard.components import paste
from dashboard.text import Text

PICTURES = ["png", "jpg", "jpeg", "webp", "gif", "bmp"]
"""Endings of the files that can be uploaded."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """One digit: how its image came about, and what is kept of it.

    `stages`: the steps of the recipe that was asked for. `image`: (28, 28) uint8, made by all steps. `strokes`: the
    canvas's JSON, None for a picture.
    """

    stages: tuple[Stage, ...]
    image: Bytes
    strokes: str | None


def asked_digit() -> int | None:
    """Return the digit that the page asks for at present, or None if it asks for none."""
    return st.session_state.get("_asked", 0) if st.session_state.get("prompt_mode") else None


def draw_board(text: Text, recipe: Recipe) -> tuple[Drawn | None, str]:
    """Draw the canvas and what belongs to it; return the digit, or None and the sentence why there is none."""
    asked = asked_digit()
    title = text("canvas_title") if asked is None else text("asked_title", digit=asked)
    st.header(title, anchor=False, help=text("draw_help"))
    drawing = _canvas()
    objects = list((drawing or {}).get("objects", []))
    pasted = paste.paste(text("paste_hint"), key="paste")
    if pasted is not None:
        _take(pasted, objects)
    with st.container(horizontal=True):
        st.button(
            text("undo"),
            key="undo",
            icon=":material/undo:",
            disabled=not objects,
            on_click=_start_canvas,
            args=(objects[:-1],),
        )
        _more(text, objects)
        picture = _picture(objects)
        st.button(
            text("clear"),
            key="clear",
            icon=":material/delete:",
            disabled=not objects and picture is None,
            on_click=clear,
        )
    if picture is not None:
        st.caption(text("reading_picture"))
    try:
        return (_from_canvas(drawing, recipe) if picture is None else _from_picture(picture, recipe)), ""
    except DrawingError as error:
        if picture is not None and error.reason == "blank":
            return None, text("picture_blank")
        return None, text.unreadable(error)


def keep_controls(text: Text, store: Store, drawn: Drawn | None) -> None:
    """Draw what names the digit and keeps it."""
    asked = asked_digit()
    is_kept = drawn is not None and st.session_state.get("_kept") == drawn.image.tobytes()
    if asked is None:
        label = st.pills(
            text("name_digit"),
            range(10),
            key="label",
            disabled=drawn is None,
            help=text("name_digit_help"),
        )
    else:
        label = asked
    st.button(
        text("keep" if asked is None else "keep_and_next"),
        key="keep",
        type="secondary" if asked is None else "primary",
        icon=":material/bookmark_add:",
        disabled=drawn is None or label is None or is_kept,
        on_click=_keep,
        args=(store, label, drawn, asked is not None),
    )
    if is_kept:
        st.caption(text("kept"))


def clear() -> None:
    """Let an empty canvas take the place of what is read, be it strokes or a picture."""
    _take(None, [])
    _start_canvas([])


def _keep(store: Store, label: int, drawn: Drawn, go_on: bool) -> None:
    store.keep_drawing(label, drawn.image, drawn.strokes)
    if go_on:
        st.session_state["_asked"] = (label + 1) % 10
        clear()
    else:
        st.session_state["_kept"] = drawn.image.tobytes()
        st.session_state["label"] = None


def _canvas() -> Mapping[str, Any] | None:
    """Draw the canvas, and return the drawing."""
    key = st.session_state.setdefault("_canvas", "canvas_0")
    with st.container(key="canvas"):
        # A new canvas starts with what was drawn before another page was opened, or with what undoing left of it.
        # That must not change while the canvas lives, or it would draw itself anew.
        start = f"_start_of_{key}"
        if key not in st.session_state:
            st.session_state[start] = st.session_state.get("_drawing")
        brush = st.session_state.get("brush", board.BRUSH)
        drawn = board.canvas(key=key, drawing=st.session_state[start], brush=brush) or st.session_state[start]
    st.session_state["_drawing"] = drawn
    return drawn


def _start_canvas(objects: list[Any]) -> None:
    """Let a new canvas with these objects on it take the place of the one shown."""
    key = board.cleared(st.session_state["_canvas"])
    drawing = {"version": "6", "objects": objects}
    st.session_state.update({"_canvas": key, "_drawing": drawing})


def _more(text: Text, objects: list[Any]) -> None:
    """Draw the brush's width and the upload."""
    with st.popover(text("more_drawing"), icon=":material/tune:"):
        st.slider(
            text("brush"),
            board.THINNEST,
            board.THICKEST,
            board.BRUSH,
            key="brush",
            help=text("brush_help"),
            persist_state="session",
        )
        st.file_uploader(
            text("upload"),
            PICTURES,
            key="upload",
            help=text("upload_help"),
            max_upload_size=LARGEST_FILE // 2**20,
            on_change=lambda: _take(st.session_state["upload"] and st.session_state["upload"].getvalue(), objects),
        )


def _take(picture: bytes | None, objects: list[Any]) -> None:
    """Let the content of an image file be read instead of the canvas while these objects are all that is on it."""
    st.session_state.update(_picture=picture, _below_picture=objects)


def _picture(objects: list[Any]) -> bytes | None:
    """Return the content of the image file to read instead of the canvas, if any: what came last is read."""
    if st.session_state.get("_below_picture") != objects:
        return None
    picture: bytes | None = st.session_state.get("_picture")
    return picture


def _from_canvas(drawing: Mapping[str, Any] | None, recipe: Recipe) -> Drawn:
    strokes = parse_strokes(drawing)
    stages = stages_from_strokes(strokes, recipe)
    image = stages[-1].image if recipe == MNIST_RECIPE else image_from_strokes(strokes)
    return Drawn(stages, image, json.dumps(drawing))


# The page runs again at every touch of a slider; a large photo takes a second to decode.
@lru_cache(maxsize=8)
def _from_picture(content: bytes, recipe: Recipe) -> Drawn:
    pixels = read_image(content)
    stages = stages_from_pixels(pixels, recipe)
    return Drawn(stages, stages[-1].image if recipe == MNIST_RECIPE else image_from_pixels(pixels), None)
