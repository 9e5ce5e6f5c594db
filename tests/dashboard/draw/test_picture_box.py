"""The box on a picture: where it is, what is read in it, and what is said where more than one thing may be meant."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from core.images.dataset import load_mnist
from dashboard.components import picture_box
from dashboard.components.picture_box import SIDE, shown, sides_in
from tests.dashboard.draw.drawings import picture, said
from tests.dashboard.sent import sent


@pytest.fixture
def boxes(monkeypatch):
    """What the component is asked to draw, newest last."""
    calls = []
    monkeypatch.setattr(
        picture_box,
        "picture_box",
        lambda address, box, others, **more: calls.append({"box": box, "others": others, **more}),
    )
    return calls


def numbers(*indices):
    """Test images side by side, 160 pixels each, dark on light."""
    data = load_mnist()
    row = np.hstack([np.kron(data.x_test[index], np.ones((6, 6), np.uint8)) for index in indices])
    return np.pad(255 - row, 30, constant_values=255)


def test_of_two_digits_the_page_says_that_it_is_unsure_and_reads_the_one_in_the_box(reading, boxes):
    """MNIST's first test image is a 7, its third a 1."""
    page = reading()
    page.file_uploader(key="upload").set_value(picture(numbers(0, 2))).run()
    assert not page.exception
    assert "Perhaps a" in said(page)
    assert "More than one thing in this picture may be meant" in said(page)
    first = boxes[-1]
    assert len(first["others"]) == 1
    for box in (first["box"], first["others"][0]):
        page.session_state["_picture_box"] = box
        page.run()
        digit = 7 if box[0] < 0.5 else 1
        assert f"a {digit}" in said(page)
        assert "More than one thing" not in said(page)
        assert boxes[-1]["box"] == box


def test_a_number_is_read_digit_by_digit(reading, boxes):
    """Its digits from left to right, whichever of them the box is around; a single digit is no number."""
    page = reading()
    page.file_uploader(key="upload").set_value(picture(numbers(0, 2, 3))).run()
    assert not page.exception
    assert "**710**" in said(page)
    [row] = [grid for grid in sent(page, "image_grid/grid.js") if "read as 710" in grid["alt"]]
    assert [caption["caption"][0] for caption in row["captions"]] == ["7", "1", "0"]
    page.session_state["_picture_box"] = boxes[-1]["others"][-1]
    page.run()
    assert "**710**" in said(page)
    page.file_uploader(key="upload").set_value(picture(numbers(0))).run()
    assert "Digit by digit" not in said(page)


def test_one_digit_alone_is_not_in_doubt(reading, boxes):
    """The box is around it."""
    page = reading()
    page.file_uploader(key="upload").set_value(picture(numbers(0))).run()
    assert "It is a 7" in said(page)
    left, top, right, bottom = boxes[-1]["box"]
    assert left < 0.5 < right
    assert top < 0.5 < bottom
    assert boxes[-1]["others"] == []


def test_an_empty_box_says_so_and_stays_where_it_was_put(reading, boxes):
    """It can be moved on."""
    page = reading()
    page.file_uploader(key="upload").set_value(picture(numbers(0))).run()
    nowhere = (0.0, 0.0, 0.1, 0.1)
    page.session_state["_picture_box"] = nowhere
    page.run()
    assert not page.exception
    assert "Put the box around it" in said(page)
    assert boxes[-1]["box"] == nowhere
    page.file_uploader(key="upload").set_value(picture(numbers(2))).run()
    assert boxes[-1]["box"] != nowhere, "another picture has its own"


@pytest.mark.parametrize(
    ("value", "sides"),
    [
        ([0.1, 0.2, 0.3, 0.4], (0.1, 0.2, 0.3, 0.4)),
        ([-1, 0, 2, 1], (0, 0, 1, 1)),
        ([0.3, 0.2, 0.1, 0.4], None),
        ([0.1, 0.2, 0.3], None),
        (["a", 0, 1, 1], None),
        ([float("nan"), 0, 1, 1], None),
        ("nonsense", None),
        (None, None),
        (5, None),
    ],
)
def test_only_a_box_comes_from_the_browser(value, sides):
    """Anything else is nothing."""
    assert sides_in(value) == sides


@pytest.mark.parametrize("shape", [(900, 300), (300, 900, 3), (50, 60, 4)])
def test_what_is_shown_is_the_picture(shape):
    """Reduced, in its own proportions."""
    content = base64.b64decode(shown(np.full(shape, 200, np.uint8)).partition(",")[2])
    image = Image.open(io.BytesIO(content))
    assert max(image.size) <= SIDE
    assert image.width / image.height == pytest.approx(shape[1] / shape[0], rel=0.02)
