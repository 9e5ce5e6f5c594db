"""Shapes, groups and erasers in a canvas's JSON: by hand, and beside what Fabric itself draws."""

import base64
import json
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.drawing.pen import drawn
from core.drawing.recipe import image_from_strokes
from core.drawing.strokes import CANVAS, Stroke, parse_strokes
from core.errors import DrawingError
from tests.core.drawing.digits import SEVEN, difference, strokes

RECORDED = json.loads((Path(__file__).with_name("fabric.json")).read_text())
"""Objects at random, as Fabric 4.6 and 7.4 wrote them in Chromium, and what was on the canvas, (56, 56) bytes."""


def on_canvas(drawing: tuple[Stroke, ...], side: int) -> np.ndarray:
    """The canvas with every stroke as thick as it is, (side, side), 0 to 255."""
    unit = 20 / CANVAS
    layers = [drawn([(stroke.points - CANVAS / 2) * unit], stroke.width * unit, CANVAS) for stroke in drawing]
    return np.max(layers, axis=0).reshape(side, CANVAS // side, side, CANVAS // side).mean(axis=(1, 3)) * 255


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda recorded: recorded["name"])
def test_shapes_lie_where_fabric_draws_them(recorded):
    """Shapes, groups and erasers, turned, stretched, skewed and mirrored, cover what they cover in the browser."""
    seen = np.frombuffer(zlib.decompress(base64.b64decode(recorded["seen"])), np.uint8).reshape(56, 56)
    assert difference(on_canvas(parse_strokes(recorded["canvas"]), 56), seen) < 0.16


def points(**item) -> np.ndarray:
    (stroke,) = parse_strokes({"objects": [item]})
    return stroke.points


def test_a_line():
    """Written by hand it lies where it says; as Fabric writes it, its coordinates are seen from its middle."""
    by_hand = points(type="line", x1=10, y1=20, x2=50, y2=80)
    np.testing.assert_allclose(by_hand, [[10, 20], [50, 80]])
    placed = {"left": 100, "top": 100, "width": 40, "height": 60, "originX": "center", "originY": "center"}
    np.testing.assert_allclose(points(type="Line", x1=-20, y1=-30, x2=20, y2=30, **placed), [[80, 70], [120, 130]])


def test_corners():
    """A polyline is open, a polygon closed; a rectangle and a triangle lie half a stroke within their own corner."""
    corners = [{"x": 0, "y": 0}, {"x": 30, "y": 0}, {"x": 30, "y": 40}]
    np.testing.assert_allclose(points(type="polyline", points=corners), [[0, 0], [30, 0], [30, 40]])
    np.testing.assert_allclose(points(type="polygon", points=corners)[-1], [0, 0])
    rect = points(type="rect", left=10, top=20, width=60, height=80, strokeWidth=10)
    np.testing.assert_allclose(rect, [[75, 25], [75, 105], [15, 105], [15, 25], [75, 25]])
    triangle = points(type="triangle", left=0, top=0, width=60, height=80, strokeWidth=0)
    np.testing.assert_allclose(triangle, [[30, 0], [60, 80], [0, 80], [30, 0]])


@pytest.mark.parametrize(("end", "expected"), [(360, 1.0), (2 * np.pi, 1.0), (180, 0.5), (np.pi, 0.5)])
def test_circles_and_arcs(end, expected):
    """Every point is a radius away from the middle; angles are degrees, in an older Fabric radians."""
    line = points(type="circle", left=100, top=50, originX="center", originY="center", radius=40, endAngle=end)
    np.testing.assert_allclose(np.hypot(*(line - [100, 50]).T), 40)
    assert np.hypot(*np.diff(line, axis=0).T).sum() == pytest.approx(expected * 2 * np.pi * 40, rel=0.01)
    assert line[:, 1].min() > (49.9 if expected == 0.5 else 0)


def test_members_of_a_group_follow_it():
    """A group doubled and turned by a right angle about its middle, in a group that is moved."""
    line = {"type": "line", "x1": 0, "y1": 0, "x2": 10, "y2": 0, "strokeWidth": 4}
    group = {"type": "group", "objects": [line], "scaleX": 2, "scaleY": 2, "angle": 90, "left": 30, "top": 0}
    outer = {"type": "group", "objects": [group], "left": 100, "top": 100}
    (stroke,) = parse_strokes({"objects": [outer]})
    np.testing.assert_allclose(stroke.points, [[130, 100], [130, 120]], atol=1e-9)
    assert stroke.width == pytest.approx(8)


def test_filled_bars_are_strokes_too():
    """What is filled and has no outline is a stroke along its longer side; what is neither is not there."""
    bar = {"type": "rect", "left": 0, "top": 0, "width": 100, "height": 10, "strokeWidth": 0, "fill": "#fff"}
    (stroke,) = parse_strokes({"objects": [bar | {"stroke": None}]})
    np.testing.assert_allclose(stroke.points, [[5, 5], [95, 5]])
    assert stroke.width == 10
    for nothing in (
        {"stroke": None, "fill": ""},
        {"stroke": "transparent", "fill": "rgba(255, 165, 0, 0)"},
        {"visible": False},
        {"opacity": 0},
    ):
        assert parse_strokes({"objects": [bar | nothing]}) == ()


def test_a_digit_of_shapes_is_the_digit():
    """A seven of a polyline and a line gives the image of the same seven drawn freehand."""
    lines = [[{"x": x, "y": y} for x, y in line] for line in SEVEN]
    document = {"objects": [{"type": "polyline", "points": line, "strokeWidth": 12} for line in lines]}
    np.testing.assert_array_equal(image_from_strokes(parse_strokes(document)), image_from_strokes(strokes(SEVEN)))


def pen(*corners, colour="#ffffff", width=14) -> dict:
    path = [["ML"[k > 0], *corner] for k, corner in enumerate(corners)]
    return {"type": "path", "path": path, "stroke": colour, "strokeWidth": width}


SNAKE = pen((40, 40), (240, 60), (60, 140), (230, 220))


@pytest.mark.parametrize("colour", ["#101820", "#101820ff", "rgb(16, 24, 32)", "rgba(16, 24, 32, 1)"])
@pytest.mark.parametrize(
    "eraser", [((140, 20), (150, 260)), ((60, 40), (140, 60)), ((20, 150), (90, 130)), ((240, 60), (240, 60))]
)
def test_an_eraser_takes_what_it_goes_over(colour, eraser):
    """What is left covers what Pillow shows after drawing both, one over the other."""
    document = {"background": "#101820", "objects": [SNAKE, pen(*eraser, colour=colour, width=40)]}
    fine = Image.new("L", (4 * CANVAS, 4 * CANVAS))
    draw = ImageDraw.Draw(fine)
    for item, level in zip(document["objects"], (255, 0), strict=True):
        corners = [(4 * x, 4 * y) for _, x, y in item["path"]]
        half = 2 * item["strokeWidth"]
        draw.line(corners, level, 2 * half)
        for x, y in corners:
            draw.ellipse((x - half, y - half, x + half, y + half), level)
    seen = np.asarray(fine.reduce(4))
    assert difference(on_canvas(parse_strokes(document), CANVAS), seen) < 0.055
    assert difference(on_canvas(parse_strokes({"objects": [SNAKE]}), CANVAS), seen) > 0.075


def test_erasers_come_in_their_turn():
    """What is drawn after an eraser stays, and so does all where no background is known to be erased with."""
    eraser = pen((0, 150), (280, 150), colour="black", width=300)
    assert len(parse_strokes({"background": "#000", "objects": [SNAKE, eraser]})) == 0
    (after,) = parse_strokes({"background": "#000", "objects": [eraser, SNAKE]})
    np.testing.assert_array_equal(after.points[[0, -1]], [[40, 40], [230, 220]])
    for background in (None, "", "#ffffff00", "nonsense", {"type": "linear"}):
        assert len(parse_strokes({"background": background, "objects": [SNAKE, eraser]})) == 2


def test_fabric_erases_by_composition_too():
    """An object that Fabric composes with "destination-out" is an eraser, whatever its colour."""
    eraser = pen((140, 0), (140, 280), width=30) | {"globalCompositeOperation": "destination-out"}
    assert len(parse_strokes({"objects": [SNAKE, eraser]})) == 4


SOMETHING = {"type": "line", "x1": 0, "y1": 0, "x2": 9, "y2": 9}


@pytest.mark.parametrize(
    "item",
    [
        {"type": "line", "x1": 0},
        {"type": "circle"},
        {"type": "circle", "radius": -1},
        {"type": "ellipse", "rx": 3},
        {"type": "rect", "width": "9", "height": 9},
        {"type": "rect", "width": 9, "height": 9, "rx": -1},
        {"type": "polyline", "points": [3]},
        {"type": "polygon", "points": [{"x": 1}]},
        {"type": "triangle", "width": float("nan"), "height": 9},
        {"type": "group"},
        {"type": "group", "objects": [{"type": "circle"}]},
        {"type": "group", "objects": [SOMETHING], "scaleX": 1e6, "left": 1e6},
        {"type": "polyline", "points": [{"x": 0, "y": 0}] * 60_000},
        {"type": "textbox", "text": "7"},
    ],
    ids=lambda item: str(item)[:60],
)
def test_refuses_what_are_no_shapes(item):
    """What lacks a size or a point is a sentence that says which object it is."""
    with pytest.raises(DrawingError, match=r"^This is not a drawing from the canvas: .+\.$") as refusal:
        parse_strokes({"objects": [SOMETHING, item]})
    assert refusal.value.reason == "bad_strokes"
    assert "object 2" in str(refusal.value) or "more than" in str(refusal.value)


def test_refuses_what_would_take_for_ever():
    """Groups within groups without end, and erasers over and over, are refused and not read."""
    nested: dict = SOMETHING
    for _ in range(60):
        nested = {"type": "group", "objects": [nested]}
    back_and_forth = {"background": "#000", "objects": [pen((0, 0), (9, 9)), pen((50, 50), colour="#000")] * 2000}
    for document in ({"objects": [nested]}, back_and_forth):
        with pytest.raises(DrawingError, match=r"^This is not a drawing from the canvas: .+ more than .+\.$"):
            parse_strokes(document)
