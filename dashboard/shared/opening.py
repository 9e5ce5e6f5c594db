"""Opening Draw from another page, with an image of which it is to tell how it is read, and why."""

from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np

from core.errors import DataError, NotFound
from dashboard.shared import pages, session
from dashboard.shared.services import images_of, services
from dashboard.shared.session import Key

GIVEN_IMAGE: Key[tuple[str, int] | None] = Key("_given_image", None)
"""(parameter of the address, number) of the image that Draw reads, or None for the canvas."""

DRAWN: Key[Mapping[str, Any] | None] = Key("_drawing", None)
"""What is on Draw's canvas, {"objects": Fabric.js paths}."""

SECTION = Key("explain", "evidence")
"""What Draw shows below its reading: a name of `dashboard.draw.page.SECTIONS`."""

READ = -1
"""In the place of a class whose evidence is shown: the one that is read."""

EVIDENCE_CLASS = Key("evidence_digit", READ)
"""The class whose evidence Draw shows, as labels count it."""

PROMPTING = Key("prompt_mode", False)
"""Whether Draw asks for drawings."""


def show_image(run_id: int, index: int) -> NoReturn:
    """Open Draw with test image `index` of the data that the run was trained on, read by that run.

    Call it where a page is drawn, not in a callback, with what `image_grid(..., open_hint=...)` returned:

        opened = image_grid(images, captions, key="examples", alt=alt, open_hint=text("open_on_draw"))
        if opened is not None:
            opening.show_image(run.id, first + opened)
    """
    _open(run_id, (session.IMAGE, index))


def show_drawing(run_id: int, drawing_id: int) -> NoReturn:
    """Open Draw with a drawing of the user's own test set; in the order of `store.drawings.newest()`."""
    _open(run_id, (session.DRAWING, drawing_id))


def show_class(run_id: int, label: int) -> NoReturn:
    """Open Draw with the evidence for a class: in what is on the canvas or, if nothing is, in a test image of it."""
    EVIDENCE_CLASS.set(label)
    given = GIVEN_IMAGE.get()
    if given is None and not (DRAWN.get() or {}).get("objects"):
        # The data may be gone; then Draw opens on its canvas and says what to do.
        given = _first_of(run_id, label)
    _open(run_id, given)


def _first_of(run_id: int, label: int) -> tuple[str, int] | None:
    store = services().store
    try:
        labels = images_of(store.experiments.get(store.experiments.run(run_id).experiment_id)).y_test
    except (DataError, NotFound):
        return None
    places = np.flatnonzero(labels == label)
    return (session.IMAGE, int(places[0])) if len(places) else None


def _open(run_id: int, given: tuple[str, int] | None) -> NoReturn:
    SECTION.set("evidence")
    PROMPTING.set(False)
    GIVEN_IMAGE.set(given)
    address: dict[str, object] = {session.RUN: run_id}
    if given is not None:
        address[given[0]] = given[1]
    if language := session.query().get(session.LANGUAGE):
        address[session.LANGUAGE] = language
    pages.switch(session.language(), "draw", **address)
