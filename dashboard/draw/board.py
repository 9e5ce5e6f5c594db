"""What is read: what is on the canvas, a picture that was uploaded or pasted, or an image that was opened here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.arrays import Bytes
from core.classes import DIGITS
from core.drawing.candidates import Box
from core.drawing.files import LARGEST_FILE, read_image
from core.drawing.finding import Doubt, Found, digit_in, find_digit
from core.drawing.recipe import (
    MNIST_RECIPE,
    Recipe,
    Stage,
    image_from_strokes,
    stages_from_ink,
    stages_from_strokes,
)
from core.drawing.row import row_of
from core.drawing.strokes import parse_strokes
from core.errors import DrawingError
from core.telling import abridged
from dashboard.components import canvas as board
from dashboard.components import paste, picture_box
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.components.picture_box import Sides
from dashboard.draw import given_image, steps
from dashboard.draw.given_image import GivenImage
from dashboard.shared.frame import callback
from dashboard.shared.opening import DRAWN
from dashboard.shared.session import Key
from dashboard.text import Text, formats
from dashboard.text.names import short

PICTURES = ["png", "jpg", "jpeg", "heic", "heif", "avif", "webp", "tif", "tiff", "gif", "bmp"]
"""Endings of the files that can be uploaded."""

_LONGEST_HINTED = 24
"""Letters of a name that the hint on the canvas has room for."""

_LARGEST = 520
"""Width of an image that stands in the canvas's place, in pixels."""

_GENERATION = Key("_canvas", 0)
"""Canvases that were put away so far, one with every Clear and Undo."""

_START: Key[Mapping[str, Any] | None] = Key("_canvas_start", None)
"""What is on the canvas when it comes onto the page."""

_BRUSH = Key("brush", board.BRUSH)

_UPLOAD: Key[UploadedFile | None] = Key("upload", None)

_PICTURE: Key[tuple[bytes | None, list[Any]]] = Key("_picture", (None, []))
"""The content of an image file to be read instead of the canvas, and the objects that were on that when it came."""


_BOX: Key[Sides | None] = Key("_picture_box", None)
"""Where the user put the box on that picture; None as long as it is where the digit was found."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """What was drawn: how its image came about, and what is kept of it.

    `stages`: the steps of the recipe that was asked for; of an image that was given there is only the last one.
    `image`: (28, 28) uint8, made by all steps. `strokes`: the canvas's JSON, None for what was not drawn on it.
    `doubts`: why it may not be what was meant in a picture. `row`: of a number in a picture the images, (28, 28)
    uint8, of all its digits from left to right.
    """

    stages: tuple[Stage, ...]
    image: Bytes
    strokes: str | None
    doubts: tuple[Doubt, ...] = ()
    row: tuple[Bytes, ...] = ()


def draw_board(
    text: Text, recipe: Recipe, classes: tuple[str, ...], above: DeltaGenerator
) -> tuple[Drawn | None, str]:
    """Draw the canvas and what belongs to it; return what is drawn, or None and the sentence why there is nothing.

    A picture that is read instead of it stands in the container `above`.
    Of the ten `classes` that are digits it is known what one looks like: several, or a filled area, are refused.
    """
    drawing = _canvas(text, classes)
    objects = list((drawing or {}).get("objects", []))
    with st.container(horizontal=True, key="board_buttons"):
        st.button(
            text("undo"),
            key="undo",
            icon=":material/undo:",
            disabled=not objects,
            on_click=callback(_undo),
        )
        picture = _picture(objects)
        st.button(
            text("clear"),
            key="clear",
            icon=":material/delete:",
            disabled=not objects and picture is None,
            on_click=callback(clear),
        )
        _more(text, objects)
    pasted = paste.paste(text("paste_hint"), key="paste")
    if pasted is not None:
        _take(pasted, objects)
        picture = pasted
    try:
        is_digit = classes == DIGITS
        if picture is None:
            return _from_canvas(drawing, recipe, is_digit), ""
        with above:
            return _from_picture(text, picture, recipe, is_digit), ""
    except DrawingError as error:
        if picture is not None and error.reason == "blank":
            return None, text("picture_blank")
        return None, text.unreadable(error)


def show_given(text: Text, given: GivenImage) -> Drawn:
    """Draw an image that was opened here, in the canvas's place, with the way back; return it as what was drawn."""
    image_grid(
        given.image[np.newaxis],
        [GridImage(alt=given.title)],
        key="given",
        alt=given.title,
        columns=1,
        columns_on_phone=1,
        largest=_LARGEST,
    )
    st.markdown(formats.as_markdown(given.title))
    st.button(
        text("back_to_canvas"),
        key="back_to_canvas",
        icon=":material/arrow_back:",
        on_click=callback(given_image.put_away),
    )
    return Drawn((Stage("centred", given.image),), given.image, None)


def clear() -> None:
    """Let an empty canvas take the place of what is read, whatever that is, and take all steps again."""
    given_image.put_away()
    steps.take_all()
    _take(None, [])
    _start_canvas([])


def _canvas(text: Text, classes: tuple[str, ...]) -> Mapping[str, Any] | None:
    """Draw the canvas, and return the drawing."""
    names = text.listed(abridged([short(name, _LONGEST_HINTED) for name in classes]))
    # What was drawn before another page was opened is drawn again, and so is what undoing left.
    before, generation = DRAWN.get(), _GENERATION.get()
    # What a canvas starts with must not change while it lives, or it would draw itself anew.
    if not Key(board.widget_of(generation), None).is_set():
        _START.set(before)
    drawn = (
        board.canvas(
            drawing=_START.get(),
            generation=generation,
            brush=_BRUSH.get(),
            label=text("canvas_label"),
            hint=text("canvas_hint", names=names),
        )
        or before
    )
    DRAWN.set(drawn)
    return drawn


def _start_canvas(objects: list[Any]) -> None:
    """Let these objects take the place of what is on the canvas."""
    _GENERATION.set(_GENERATION.get() + 1)
    DRAWN.set({"objects": objects})


def _undo() -> None:
    """Take the last stroke away: of what is on the canvas now, which the page may not have been drawn with yet."""
    value = Key[Mapping[str, Any] | None](board.widget_of(_GENERATION.get()), None).get()
    drawing = board.drawing_in(value) or DRAWN.get() or {}
    _start_canvas(list(drawing.get("objects", []))[:-1])


def _more(text: Text, objects: list[Any]) -> None:
    """Draw the brush's width and the upload."""
    with st.popover(text("more_drawing"), icon=":material/tune:"):
        st.slider(
            text("brush"),
            board.THINNEST,
            board.THICKEST,
            board.BRUSH,
            key=_BRUSH.name,
            help=text("brush_help"),
            persist_state="session",
        )
        st.file_uploader(
            text("upload"),
            PICTURES,
            key=_UPLOAD.name,
            help=text("upload_help"),
            max_upload_size=LARGEST_FILE // 2**20,
            on_change=callback(lambda: _take(_uploaded(), objects)),
        )


def _uploaded() -> bytes | None:
    file = _UPLOAD.get()
    return None if file is None else file.getvalue()


def _take(picture: bytes | None, objects: list[Any]) -> None:
    """Let the content of an image file be read instead of the canvas while these objects are all that is on it."""
    _PICTURE.set((picture, objects))
    _BOX.set(None)


def _picture(objects: list[Any]) -> bytes | None:
    """Return the content of the image file to read instead of the canvas, if any: what came last is read."""
    picture, below = _PICTURE.get()
    return picture if below == objects else None


def _from_canvas(drawing: Mapping[str, Any] | None, recipe: Recipe, is_digit: bool) -> Drawn:
    strokes = parse_strokes(drawing)
    stages = stages_from_strokes(strokes, recipe, is_digit=is_digit)
    image = stages[-1].image if recipe == MNIST_RECIPE else image_from_strokes(strokes, is_digit=is_digit)
    return Drawn(stages, image, json.dumps(drawing))


def _from_picture(text: Text, content: bytes, recipe: Recipe, is_digit: bool) -> Drawn:
    """Draw the picture with a box around what is read of it, and return that."""
    st.caption(text("reading_picture"))
    address = _shown(content)
    try:
        found = _found(content, _BOX.get(), is_digit)
    except DrawingError:
        # The box stays on the picture, to be put around the digit.
        _show_picture(text, address, _BOX.get() or _MIDDLE)
        raise
    place = found.box
    _show_picture(
        text,
        address,
        (place.left, place.top, place.right, place.bottom),
        [(other.left, other.top, other.right, other.bottom) for other in found.others],
        found.doubts,
    )
    stages = stages_from_ink(found.ink, recipe, is_digit=is_digit)
    whole = stages if recipe == MNIST_RECIPE else stages_from_ink(found.ink, is_digit=is_digit)
    return Drawn(stages, whole[-1].image, None, found.doubts, _row(content) if is_digit else ())


_MIDDLE: Sides = (0.25, 0.25, 0.75, 0.75)
"""Where the box is while no digit has been found."""


def _show_picture(
    text: Text, address: str, box: Sides, others: Sequence[Sides] = (), doubts: Sequence[Doubt] = ()
) -> None:
    picture_box.picture_box(
        address,
        box,
        others,
        key="picture_box",
        label=text("picture_box"),
        other=text("picture_box_other"),
        alt=text("picture_alt"),
        moved=callback(_BOX.set),
    )
    said = [text(f"picture_{doubt}") for doubt in doubts]
    st.caption(text.paragraph([*said, text("picture_move_box")]))


# The page runs again at every touch of a slider.
@lru_cache(maxsize=4)
def _pixels(content: bytes) -> Bytes:
    return read_image(content)


@lru_cache(maxsize=4)
def _shown(content: bytes) -> str:
    return picture_box.shown(_pixels(content))


@lru_cache(maxsize=4)
def _row(content: bytes) -> tuple[Bytes, ...]:
    """Return the images of a number's digits, none where a picture shows no number or one of them cannot be read."""
    pixels = _pixels(content)
    try:
        boxes = row_of(_found(content, None, True), pixels.shape)
        return tuple(stages_from_ink(digit_in(pixels, box).ink)[-1].image for box in boxes)
    except DrawingError:
        return ()


@lru_cache(maxsize=8)
def _found(content: bytes, box: Sides | None, is_digit: bool) -> Found:
    pixels = _pixels(content)
    return find_digit(pixels, is_digit=is_digit) if box is None else digit_in(pixels, Box(*box))
