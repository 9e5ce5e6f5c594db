"""Pictures that are uploaded or pasted instead of drawn."""

import base64

import numpy as np
import pytest

from core.drawing.decoder import LARGEST_PIXELS
from core.drawing.files import LARGEST_FILE
from core.drawing.ink import SMALLEST_SIDE
from core.errors import DrawingError
from dashboard.components import paste
from dashboard.draw.board import PICTURES
from dashboard.text import LANGUAGES, formats
from tests.dashboard.draw.drawings import ONE, SEVEN, photographed_seven, picture, said

MOST_PIXELS = {
    "en": f"{LARGEST_PIXELS // 10**6} million",
    "zh": f"{formats.count(LARGEST_PIXELS // 10**4)} 万",
}
"""Large numbers are counted in millions, and in Chinese in ten thousands."""


def test_an_uploaded_picture_is_read_until_the_canvas_changes(reading, drawn):
    """Dark ink on light paper."""
    page = reading()
    drawn[:] = [ONE]
    page.run()
    page.file_uploader(key="upload").set_value(picture(photographed_seven())).run()
    assert not page.exception
    assert "the reading of your picture" in said(page)
    assert "a 7" in said(page)
    drawn[:] = [ONE, SEVEN]
    page.run()
    assert "the reading of your picture" not in said(page)


def test_a_pasted_picture_is_read_until_the_canvas_changes(reading, drawn, monkeypatch):
    """What was pasted or uploaded last is read."""
    page = reading()
    pasted = [picture(photographed_seven())[1]]
    monkeypatch.setattr(paste, "paste", lambda hint, *, key: pasted.pop() if pasted else None)
    drawn[:] = [ONE]
    page.run()
    assert "the reading of your picture" in said(page)
    assert "a 7" in said(page)
    page.run()
    assert "a 7" in said(page), "it is sent only once"
    pasted.append(b"not a picture")
    page.run()
    assert not page.exception
    assert "cannot be read as a picture" in said(page)
    page.file_uploader(key="upload").set_value(picture(photographed_seven())).run()
    assert "a 7" in said(page)
    drawn[:] = [ONE, SEVEN]
    page.run()
    assert "the reading of your picture" not in said(page)


def test_what_was_pasted_is_decoded():
    """Only base64 comes from the page's own script; anything else is a broken file, not a traceback."""
    assert paste.decoded(None) is None
    assert paste.decoded(base64.b64encode(b"\x89PNG").decode()) == b"\x89PNG"
    assert paste.decoded("no base64!") == b""
    assert paste.decoded({"a": 1}) == b""


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("note.png", b"not a picture", "image/png"), "cannot be read as a picture"),
        (picture(np.zeros((60, 60), np.uint8)), "looks like a digit"),
        (picture(np.zeros((4, 4), np.uint8)), "too small"),
        (picture(np.zeros((8000, LARGEST_PIXELS // 8000 + 1), np.uint8)), "too large"),
    ],
)
def test_a_picture_that_is_no_digit_gets_a_sentence(reading, file, sentence):
    """Each in the page's own words."""
    page = reading()
    page.file_uploader(key="upload").set_value(file).run()
    assert not page.exception
    assert sentence in said(page)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "reason",
    ["blank", "dot", "filled", "several", "too_small", "too_large", "too_heavy", "not_an_image", "bad_strokes"],
)
def test_every_refusal_has_a_sentence_of_its_own(code, reason):
    """With nothing in it but facts that are always there, and the limits as they are."""
    sentence = LANGUAGES[code].unreadable(DrawingError(reason, "in English", digits=2))
    assert sentence != "in English"
    limits = {"too_small": [SMALLEST_SIDE], "too_large": [MOST_PIXELS[code], LARGEST_FILE // 2**20]}
    for limit in limits.get(reason, []):
        assert (limit if isinstance(limit, str) else formats.count(limit)) in sentence


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_can_be_uploaded_is_said(code):
    """Every kind of file, and the most pixels."""
    words = LANGUAGES[code]("upload_help").lower()
    assert all(kind in words for kind in PICTURES if kind not in ("jpg", "tif", "heif"))
    assert MOST_PIXELS[code] in words
