import json
import math

import numpy as np
import pytest

from core.drawing.strokes import parse_strokes
from core.errors import DrawingError

ZIGZAG = [["M", 20.0, 30.0], ["L", 60.0, 30.0], ["L", 60.0, 110.0]]


def fabric(path=ZIGZAG, **properties) -> dict:
    """A freehand stroke as Fabric 7.4 writes it: left and top are the middle of the path."""
    points = np.array([command[-2:] for command in path if len(command) > 1], dtype=float)
    low, high = points.min(axis=0), points.max(axis=0)
    stroke = {
        "type": "Path",
        "version": "7.4.0",
        "originX": "center",
        "originY": "center",
        "left": (low[0] + high[0]) / 2,
        "top": (low[1] + high[1]) / 2,
        "width": high[0] - low[0],
        "height": high[1] - low[1],
        "strokeWidth": 12,
        "scaleX": 1,
        "scaleY": 1,
        "angle": 0,
        "flipX": False,
        "flipY": False,
        "skewX": 0,
        "skewY": 0,
        "path": path,
    }
    return {"version": "7.4.0", "objects": [stroke | properties]}


def ends(document: dict) -> np.ndarray:
    (stroke,) = parse_strokes(document)
    return stroke.points[[0, -1]]


def test_a_stroke_lies_where_it_was_drawn():
    """An untouched stroke has the coordinates of its path and the width of the brush."""
    (stroke,) = parse_strokes(fabric())
    np.testing.assert_allclose(stroke.points[[0, 8, 16]], [[20, 30], [60, 30], [60, 110]])
    assert stroke.width == 12


def test_json_text_is_as_good():
    """Text, bytes and the decoded object give the same strokes."""
    for text in (json.dumps(fabric()), json.dumps(fabric()).encode()):
        np.testing.assert_array_equal(ends(text), ends(fabric()))


def test_curves_go_where_their_formula_says():
    """A quadratic curve's samples satisfy (1-t)^2 a + 2t(1-t) b + t^2 c, a cubic one's its own."""
    a, b, c, d = (np.array(p, float) for p in ((0, 0), (40, 80), (90, 10), (120, 60)))
    (quadratic,) = parse_strokes(fabric([["M", *a], ["Q", *b, *c]]))
    (cubic,) = parse_strokes(fabric([["M", *a], ["C", *b, *c, *d]]))
    for k in range(9):
        t = k / 8
        np.testing.assert_allclose(quadratic.points[k], (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c)
        expected = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
        np.testing.assert_allclose(cubic.points[k], expected, atol=1e-12)


def test_closed_and_lifted():
    """Z returns to the start; a second M is a second stroke; a lone M is a point."""
    closed = ends(fabric([["M", 0, 0], ["L", 50, 0], ["L", 50, 50], ["Z"]]))
    np.testing.assert_allclose(closed, [[0, 0], [0, 0]])
    strokes = parse_strokes(fabric([["M", 0, 0], ["L", 50, 0], ["M", 9, 80]]))
    assert [len(stroke.points) for stroke in strokes] == [9, 1]


def test_an_older_fabric_measures_from_the_corner():
    """With its origin at the left and top, half a stroke width outside the path, it lies where it was drawn."""
    old = fabric(originX="left", originY="top", left=20 - 6, top=30 - 6)
    np.testing.assert_allclose(ends(old), [[20, 30], [60, 110]])


def test_edited_strokes_are_read_where_they_are_now():
    """Moved, stretched, turned and mirrored strokes are read as the canvas shows them."""
    np.testing.assert_allclose(ends(fabric(left=140, top=170)), np.array([[20, 30], [60, 110]]) + 100)
    doubled = fabric(scaleX=2, scaleY=0.5)
    np.testing.assert_allclose(ends(doubled), [[0, 50], [80, 90]])
    np.testing.assert_allclose(ends(fabric(angle=90)), [[80, 50], [0, 90]], atol=1e-9)
    np.testing.assert_allclose(ends(fabric(flipX=True)), [[60, 30], [20, 110]])
    np.testing.assert_allclose(ends(fabric(skewX=45)), [[-20, 30], [100, 110]])


def test_a_turned_stroke_keeps_its_corner():
    """Turning about a left and top corner leaves that corner in place, as in Fabric."""
    turned = fabric(originX="left", originY="top", left=14, top=24, angle=90, strokeWidth=0)
    first, _ = ends(turned)
    np.testing.assert_allclose(first, [14, 24], atol=1e-9)


def test_scaled_brushes():
    """A stroke that was enlarged has an enlarged brush, which its area says."""
    (stroke,) = parse_strokes(fabric(scaleX=2, scaleY=0.5))
    assert stroke.width == pytest.approx(12)
    (stroke,) = parse_strokes(fabric(scaleX=3, scaleY=3))
    assert stroke.width == pytest.approx(36)


@pytest.mark.parametrize("missing", ["left", "width", "originX"])
def test_paths_without_placement_lie_where_they_say(missing):
    """Strokes written by hand need type and path alone."""
    document = fabric(left=500, top=500)
    del document["objects"][0][missing]
    np.testing.assert_allclose(ends(document), [[20, 30], [60, 110]])
    np.testing.assert_allclose(ends(fabric(left=0, top=0, width=0, height=0)), [[20, 30], [60, 110]])


def test_an_empty_canvas_has_no_strokes():
    """Neither a canvas without objects nor one not yet shown is an error."""
    assert parse_strokes({"objects": []}) == ()
    assert parse_strokes(None) == ()


NOT_DRAWINGS = [
    "",
    "{",
    "[" * 100_000,
    b"\xff\xfe\x00",
    "null",
    "3",
    [],
    {},
    {"objects": None},
    {"objects": [3]},
    {"objects": [{"type": "rect"}]},
    {"objects": [{"type": None, "path": ZIGZAG}]},
    {"objects": [{"type": "path", "path": "M 0 0 L 9 9"}]},
    {"objects": [{"type": "path", "path": [["M", 0, 0]] * 60_000}]},
    fabric(strokeWidth="12"),
    fabric(strokeWidth=-1),
    fabric(strokeWidth=math.nan),
    fabric(left=math.inf),
    fabric(left=10**400),
    fabric(left=1e7),
    fabric(scaleX=1e300, scaleY=1e300),
    fabric(angle="90"),
    fabric(originX="middle"),
    fabric(originX=[]),
] + [
    fabric() | {"objects": [{"type": "path", "path": path}]}
    for path in (
        [["L", 0, 0]],
        [["M", 0]],
        [["M", 0, 0, 0]],
        [["M", "0", "0"]],
        [["M", None, 0]],
        [["M", math.nan, 0]],
        [["M", 0, 0], ["L", math.inf, 0]],
        [["M", 0, 0], ["L", 10**400, 0]],
        [["M", 0, 0], ["L", 1e308, -1e308]],
        [["M", 0, 0], ["A", 1, 2]],
        [["M", 0, 0], []],
        [["M", 0, 0], None],
        [["M", 0, 0], [3, 4, 5]],
        [["M", [0], 0]],
    )
]


@pytest.mark.parametrize("document", NOT_DRAWINGS, ids=lambda document: str(document)[-60:])
def test_refuses_what_is_not_a_drawing(document):
    """Anything but a canvas's JSON is a DrawingError with a sentence, never another exception."""
    with pytest.raises(DrawingError, match=r"^This is not a drawing from the canvas: .+\.$") as refusal:
        parse_strokes(document)
    assert refusal.value.reason == "bad_strokes"
    assert refusal.value.facts["what"] in str(refusal.value)


def test_damaged_json_raises_nothing_else():
    """Values swapped for nonsense and text cut or changed anywhere give strokes or a DrawingError."""
    rng = np.random.default_rng(0)
    nonsense = [None, True, -1, 1e300, 10**400, math.nan, math.inf, "x", [], {}, [[]], "center", 0]
    text = json.dumps(fabric())
    for _ in range(2000):
        document = json.loads(text)
        place = [document, document["objects"][0], document["objects"][0]["path"], document["objects"][0]["path"][1]]
        target = place[rng.integers(len(place))]
        keys = list(target) if isinstance(target, dict) else range(len(target))
        target[keys[rng.integers(len(keys))]] = nonsense[rng.integers(len(nonsense))]
        cut = bytearray(text.encode())
        cut[rng.integers(len(cut))] = rng.integers(256)
        for damaged in (document, bytes(cut), text[: rng.integers(len(text))]):
            try:
                strokes = parse_strokes(damaged)
            except DrawingError:
                continue
            assert all(np.isfinite(stroke.points).all() for stroke in strokes)
