import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from sklearn.datasets import load_digits

import core
from core.drawing.files import read_drawing
from core.drawing.recipe import (
    PEN,
    Recipe,
    image_from_pixels,
    image_from_strokes,
    stages_from_pixels,
    stages_from_strokes,
)
from core.drawing.strokes import Stroke
from core.errors import DrawingError
from core.features.deskewing import deskew

SEVEN = [[(20, 20), (90, 20), (60, 70), (45, 130)], [(35, 72), (80, 70)]]
FIVE = [[(30, 20), (25, 60), (60, 52), (82, 80), (62, 115), (20, 108)], [(36, 14), (85, 12)]]
FOUR = [[(30, 10), (15, 70), (70, 70)], [(84, 20), (80, 120)]]
ONE = [[(50, 10), (48, 120)]]
EIGHT = [[(70, 30), (45, 12), (25, 35), (72, 90), (48, 120), (22, 95), (70, 30)]]
DIGITS = {"7": SEVEN, "5": FIVE, "4": FOUR, "1": ONE, "8": EIGHT}


def strokes(lines, scale: float = 1.0, offset=(0.0, 0.0), brush: float = 12.0) -> list[Stroke]:
    return [Stroke(np.array(line, float) * scale + offset, brush) for line in lines]


def canvas(drawing: list[Stroke], side: int = 280) -> np.ndarray:
    """Share of each canvas pixel that the brush covers, 0 to 1, drawn at four times the resolution."""
    fine = Image.new("L", (4 * side, 4 * side))
    draw = ImageDraw.Draw(fine)
    for stroke in drawing:
        points = [(float(x), float(y)) for x, y in stroke.points * 4]
        radius = stroke.width * 2
        draw.line(points, fill=255, width=round(2 * radius))
        for x, y in points:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(fine.reduce(4)) / 255


def coloured(ink: np.ndarray, background: tuple[int, ...], colour: tuple[int, ...]) -> np.ndarray:
    share = ink[:, :, np.newaxis]
    return np.rint(np.array(background) * (1 - share) + np.array(colour) * share).astype(np.uint8)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean difference as a share of the mean ink."""
    return float(np.abs(one.astype(float) - other).mean() / other.mean())


# Independent and slow: the recipe word for word.


def centred_by_hand(small: np.ndarray) -> np.ndarray:
    mass = sum(float(v) for v in small.ravel())
    row = sum(r * float(small[r, c]) for r in range(20) for c in range(20)) / mass
    column = sum(c * float(small[r, c]) for r in range(20) for c in range(20)) / mass
    image = np.zeros((28, 28), np.uint8)
    down, right = round(14 - row), round(14 - column)
    image[down : down + 20, right : right + 20] = small
    return image


def shrunk_by_hand(ink: np.ndarray) -> np.ndarray:
    """Tight box, padded to a square, each of 20x20 pixels the mean of the area it covers."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    longer = max(box.shape)
    square = np.zeros((longer, longer))
    top, left = ((longer - length) // 2 for length in box.shape)
    square[top : top + box.shape[0], left : left + box.shape[1]] = box
    # 20 times finer, every new pixel is a whole block of fine ones, whatever the size of the box.
    small = np.kron(square, np.ones((20, 20))).reshape(20, longer, 20, longer).mean(axis=(1, 3))
    return np.rint(small * 255 / small.max()).astype(np.uint8)


def drawn_by_hand(lines) -> np.ndarray:
    """Lines scaled so that with a pen of `PEN` they take 20 pixels; each pixel's share from 15 x 15 points in it."""
    points = np.concatenate([np.array(line, float) for line in lines])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (20 - PEN) / (high - low).max()
    grid = (np.arange(300) + 0.5) / 15 - 10
    x, y = np.meshgrid(grid, grid)
    covered = np.zeros((300, 300), bool)
    for line in lines:
        scaled = (np.array(line, float) - (low + high) / 2) * scale
        for (x0, y0), (x1, y1) in pairwise(scaled):
            length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-12)
            t = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0, 1)
            covered |= np.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)) <= PEN / 2
    small = covered.reshape(20, 15, 20, 15).mean(axis=(1, 3))
    return np.rint(small * 255 / small.max()).astype(np.uint8)


@pytest.mark.parametrize("digit", DIGITS)
def test_strokes_follow_the_recipe(digit):
    """The image is that of the lines drawn exactly, to the few grey levels by which a curved edge is not straight."""
    image = image_from_strokes(strokes(DIGITS[digit]))
    by_hand = centred_by_hand(drawn_by_hand(DIGITS[digit]))
    assert difference(image, by_hand) < 0.04


@pytest.mark.parametrize("digit", DIGITS)
def test_pixels_follow_the_recipe(digit):
    """A bilevel drawing of MNIST's thickness gives the image that the recipe gives, level by level."""
    ink = canvas(strokes(DIGITS[digit], 1.5, (30, 30), brush=22)) > 0.5
    image = image_from_pixels(ink.astype(np.uint8) * 255)
    by_hand = centred_by_hand(shrunk_by_hand(ink.astype(float)))
    np.testing.assert_allclose(image, by_hand, atol=1)


@pytest.mark.parametrize("digit", DIGITS)
def test_neither_size_nor_place_nor_brush_matters_to_strokes(digit):
    """However large, wherever and with whatever brush it is drawn, a drawing gives the same image."""
    reference = image_from_strokes(strokes(DIGITS[digit]))
    for scale, offset, brush in ((0.5, (3, 140), 8), (2.1, (-30, 7), 30), (1, (1000.5, -0.25), 20)):
        same = image_from_strokes(strokes(DIGITS[digit], scale, offset, brush))
        assert np.abs(same.astype(int) - reference).max() <= 2


@pytest.mark.parametrize("digit", DIGITS)
def test_neither_place_nor_brush_matters_much_to_pixels(digit):
    """Thin and thick brushes give nearly the image that the strokes give."""
    reference = image_from_strokes(strokes(DIGITS[digit]))
    for brush in (6, 8, 20, 26):
        array = np.rint(canvas(strokes(DIGITS[digit], 1.6, (40, 35), brush)) * 255).astype(np.uint8)
        image = image_from_pixels(array)
        assert abs(float(image.mean()) - reference.mean()) < 0.5 * reference.mean()
        assert (np.minimum(image, reference).sum() / np.maximum(image, reference).sum()) > 0.45
        moved = image_from_pixels(np.roll(array, (-20, 15), axis=(0, 1)))
        np.testing.assert_array_equal(moved, image)


def test_strokes_are_as_thick_as_those_of_mnist(mnist):
    """A stroke's pen and a redrawn 8 px brush cover a line with as much ink as MNIST's median stroke has."""
    drawn = image_from_strokes(strokes(ONE))
    redrawn = image_from_pixels(np.rint(canvas(strokes(ONE, 1.8, (40, 30), 8)) * 255).astype(np.uint8))
    ones = mnist[0][mnist[1] == 1]
    # Ink in the middle row of the upright ones, in pixels.
    across = [image[14].sum() / 255 for image in deskew(ones)]
    for image in (drawn, redrawn):
        assert image[14].sum() / 255 == pytest.approx(np.median(across), abs=0.6)
        assert image[14].sum() / 255 == pytest.approx(PEN, abs=0.3)


@pytest.mark.parametrize(
    ("background", "colour"),
    [
        ((0, 0, 0), (255, 255, 255)),
        ((255, 255, 255), (0, 0, 0)),
        ((255, 255, 255), (30, 80, 220)),
        ((128, 128, 128), (10, 10, 10)),
        ((128, 128, 128), (250, 250, 240)),
        ((250, 240, 120), (200, 30, 30)),
        ((0, 0, 0, 0), (0, 0, 0, 255)),
        ((255, 255, 255, 0), (255, 255, 255, 255)),
        ((255, 255, 255, 255), (0, 0, 0, 255)),
    ],
)
def test_colours_do_not_matter(background, colour):
    """White on black, black on white, coloured, on grey or on a transparent canvas: the same image."""
    ink = canvas(strokes(SEVEN, 1.5, (30, 30), 14))
    reference = image_from_pixels(np.rint(ink * 255).astype(np.uint8))
    image = image_from_pixels(coloured(ink, background, colour))
    assert difference(image, reference) < 0.03


@pytest.mark.parametrize("noise", [0, 6, 12])
def test_photos_in_uneven_light(noise):
    """Dark ink on a sheet that is bright on one side, noisy and specked gives nearly the image of the drawing."""
    ink = canvas(strokes(SEVEN, 1.5, (30, 30), 14))
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:1:280j, 0:1:280j]
    paper = 215 - 70 * x - 30 * y**2
    photo = np.clip((paper - 100 * ink)[:, :, np.newaxis] + rng.normal(0, noise, (280, 280, 3)), 0, 255)
    photo[10:12, 250:252] = 20
    image = image_from_pixels(photo.astype(np.uint8))
    assert difference(image, image_from_strokes(strokes(SEVEN))) < 0.35


def test_specks_do_not_stretch_the_box():
    """Dust far from the digit changes nothing."""
    ink = np.rint(canvas(strokes(SEVEN, 1.2, (60, 60), 14)) * 255).astype(np.uint8)
    reference = image_from_pixels(ink)
    ink[5, 5] = ink[270:272, 9] = ink[20, 260:263] = 255
    np.testing.assert_array_equal(image_from_pixels(ink), reference)


@pytest.fixture(scope="module")
def mnist() -> tuple[np.ndarray, np.ndarray]:
    with np.load(Path(core.__file__).with_name("images") / "mnist.npz") as archive:
        return archive["x_test"][:1500], archive["y_test"][:1500]


@pytest.fixture(scope="module")
def readers() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """A plain linear model and one for deskewed images, by ridge regression: as sensitive as softmax, and quick."""
    with np.load(Path(core.__file__).with_name("images") / "mnist.npz") as archive:
        images, labels = archive["x_train"][:30_000], archive["y_train"][:30_000]
    models = {}
    for name, shown in (("plain", images), ("deskewed", deskew(images))):
        inputs = np.hstack([shown.reshape(-1, 784) / np.float32(255), np.ones((len(shown), 1), np.float32)])
        gram = inputs.T @ inputs + 10 * np.eye(785, dtype=np.float32)
        models[name] = np.linalg.solve(gram, inputs.T @ np.eye(10, dtype=np.float32)[labels])
    return models


def accuracy(weights: np.ndarray, images: np.ndarray, labels: np.ndarray) -> float:
    inputs = np.hstack([images.reshape(-1, 784) / np.float32(255), np.ones((len(images), 1), np.float32)])
    return float(((inputs @ weights).argmax(axis=1) == labels).mean())


@pytest.mark.parametrize("method", [Image.Resampling.NEAREST, Image.Resampling.BICUBIC])
def test_mnist_comes_back(mnist, readers, method):
    """MNIST images enlarged to a canvas and read back are read as the originals are, within half a point."""
    images, labels = mnist
    back = np.array(
        [image_from_pixels(np.asarray(Image.fromarray(image).resize((280, 280), method))) for image in images]
    )
    assert accuracy(readers["plain"], back, labels) > accuracy(readers["plain"], images, labels) - 0.005
    upright = accuracy(readers["deskewed"], deskew(images), labels)
    assert accuracy(readers["deskewed"], deskew(back), labels) > upright - 0.005


def test_digits_of_other_people_are_read(readers):
    """scikit-learn's digits (UCI optdigits, 8x8), enlarged to a canvas: blurred as they are, none is refused."""
    digits, labels = load_digits().images[:600], load_digits().target[:600]
    shown = [Image.fromarray(np.uint8(image * 15.9)).resize((224, 224), Image.Resampling.BICUBIC) for image in digits]
    back = np.array([image_from_pixels(np.pad(np.asarray(image), 28)) for image in shown])
    assert accuracy(readers["plain"], back, labels) > 0.6
    assert accuracy(readers["deskewed"], deskew(back), labels) > 0.72


def test_mnist_as_it_is_comes_back(mnist):
    """A 28x28 image of MNIST comes back as it was, to the half pixel by which its box may lie off the grid."""
    images, _ = mnist
    back = np.array([image_from_pixels(image) for image in images[:500]])
    assert difference(back, images[:500]) < 0.1


def test_what_comes_out_is_an_mnist_image():
    """28x28 bytes, brightest 255, at most 20 wide and high, centre of mass within half a pixel of (14, 14)."""
    for lines in DIGITS.values():
        ink = np.rint(canvas(strokes(lines, 1.5, (30, 30), 16)) * 255).astype(np.uint8)
        for image in (image_from_strokes(strokes(lines)), image_from_pixels(ink)):
            assert image.shape == (28, 28)
            assert image.dtype == np.uint8
            assert image.max() == 255
            rows, columns = np.nonzero(image)
            assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
            mass = image / image.sum()
            assert abs(float(mass.sum(axis=1) @ np.arange(28)) - 14) <= 0.5001
            assert abs(float(mass.sum(axis=0) @ np.arange(28)) - 14) <= 0.5001


# Steps


def test_the_last_stage_is_the_image():
    """The strip of steps ends with what the model gets, whatever steps are left out."""
    drawing = strokes(SEVEN, 1.2, (100, 60))
    ink = np.rint(canvas(drawing) * 255).astype(np.uint8)
    for recipe in (Recipe(), Recipe(box=False), Recipe(pen=False), Recipe(centre=False)):
        of_strokes = stages_from_strokes(drawing, recipe)
        of_pixels = stages_from_pixels(ink, recipe)
        assert [stage.name for stage in of_strokes] == ["canvas", "box", "small", "centred"]
        assert [stage.name for stage in of_pixels] == ["canvas", "box", "small", "centred"]
        np.testing.assert_array_equal(of_strokes[-1].image, image_from_strokes(drawing, recipe))
        np.testing.assert_array_equal(of_pixels[-1].image, image_from_pixels(ink, recipe))
        # Both ways show the same canvas.
        assert difference(of_strokes[0].image, of_pixels[0].image) < 0.1


def test_each_step_does_what_it_says():
    """Without the box the digit stays small, without the pen thin, without centring in the middle 20x20."""
    drawing = strokes(SEVEN, 1.0, (150, 100), brush=3)
    full = image_from_strokes(drawing)
    assert np.ptp(np.nonzero(image_from_strokes(drawing, Recipe(box=False)))[0]) < 12
    assert image_from_strokes(drawing, Recipe(pen=False)).mean() < 0.5 * full.mean()
    rows, columns = np.nonzero(image_from_strokes(drawing, Recipe(centre=False)))
    assert (rows.min(), rows.max()) == (4, 23)
    assert 8 <= columns.min() + columns.max() - 19 <= 9


# Refusals


def refusal(make, *arguments) -> DrawingError:
    with pytest.raises(DrawingError, match=r"^[A-Z].*\.$") as caught:
        make(*arguments)
    return caught.value


def dot(brush: float = 20.0) -> list[Stroke]:
    return [Stroke(np.array([[100.0, 100.0], [100.02, 100.0]]), brush)]


def scribble() -> list[Stroke]:
    rows = np.arange(20, 260, 8.0)
    points = [(x, y) for k, y in enumerate(rows) for x in ((20, 260) if k % 2 else (260, 20))]
    return [Stroke(np.array(points, float), 14)]


def side_by_side(*digits, gap: float = 30.0, brush: float = 10.0) -> list[Stroke]:
    drawing: list[Stroke] = []
    right = 10.0
    for lines in digits:
        placed = strokes(lines, 0.7, (0, 60), brush)
        left = min(stroke.points[:, 0].min() for stroke in placed)
        placed = [Stroke(stroke.points + np.array([right - left, 0]), brush) for stroke in placed]
        right = max(stroke.points[:, 0].max() for stroke in placed) + gap
        drawing += placed
    return drawing


def test_blank_drawings():
    """Nothing drawn is said to be nothing."""
    assert refusal(image_from_strokes, []).reason == "blank"
    for level in (0, 128, 255):
        assert refusal(image_from_pixels, np.full((280, 280, 4), level, np.uint8)).reason == "blank"
        assert refusal(image_from_pixels, np.full((50, 30), level, np.uint8)).reason == "blank"


def test_noise_and_shade_are_blank():
    """Neither the noise of a camera nor a shadow is a digit."""
    rng = np.random.default_rng(0)
    noise = rng.normal(128, 15, (200, 200)).clip(0, 255).astype(np.uint8)
    shade = np.tile(np.linspace(60, 220, 200), (200, 1)).astype(np.uint8)
    for array in (noise, shade):
        assert refusal(image_from_pixels, array).reason in ("blank", "filled", "several")


@pytest.mark.parametrize("brush", [8.0, 20.0, 30.0])
def test_dots(brush):
    """A click is a dot, as strokes and as pixels; two dots are no digit either."""
    assert refusal(image_from_strokes, dot(brush)).reason == "dot"
    array = np.rint(canvas(dot(brush)) * 255).astype(np.uint8)
    assert refusal(image_from_pixels, array).reason == "dot"
    pair = dot(brush) + [Stroke(stroke.points + 80, brush) for stroke in dot(brush)]
    assert refusal(image_from_strokes, pair).reason == "dot"


def test_a_single_lit_pixel():
    """One pixel in a canvas is a dot."""
    array = np.zeros((280, 280), np.uint8)
    array[100, 100] = 255
    assert refusal(image_from_pixels, array).reason == "dot"


def test_filled_canvases():
    """A canvas painted over is not a digit, as strokes and as pixels."""
    assert refusal(image_from_strokes, scribble()).reason == "filled"
    assert refusal(image_from_pixels, np.rint(canvas(scribble()) * 255).astype(np.uint8)).reason == "filled"
    array = np.zeros((280, 280), np.uint8)
    array[20:260, 20:260] = 255
    assert refusal(image_from_pixels, array).reason == "filled"


@pytest.mark.parametrize("digits", ["71", "47", "88", "55", "11", "748"])
def test_several_digits_side_by_side(digits):
    """Two digits or three are counted, not read as one."""
    drawing = side_by_side(*(DIGITS[digit] for digit in digits))
    for error in (
        refusal(image_from_strokes, drawing),
        refusal(image_from_pixels, np.rint(canvas(drawing) * 255).astype(np.uint8)),
    ):
        assert error.reason == "several"
        assert error.facts["digits"] == len(digits)
        assert str(len(digits)) in str(error)


@pytest.mark.parametrize("lines", [FIVE, FOUR, SEVEN])
def test_one_digit_in_two_strokes_is_one(lines):
    """The bar of a 5 that floats above its body and the two halves of a 4 are one digit."""
    drawing = strokes(lines, 1.5, (30, 40), 10)
    assert image_from_strokes(drawing).any()
    assert image_from_pixels(np.rint(canvas(drawing) * 255).astype(np.uint8)).any()


def test_a_broken_pen_line_is_one_digit():
    """A line in which the pen failed here and there is read as the line."""
    pieces = [[(20 + 5 * k, 20), (23 + 5 * k, 20)] for k in range(14)]
    broken = strokes([*pieces, SEVEN[0][1:], SEVEN[1]], 1.5, (30, 30), 6)
    assert difference(image_from_strokes(broken), image_from_strokes(strokes(SEVEN))) < 0.15
    assert image_from_pixels(np.rint(canvas(broken) * 255).astype(np.uint8)).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 1, 3), (1, 280), (7, 7, 4), (0, 0), (0, 9, 3)])
def test_tiny_pictures(shape):
    """An image of one pixel, or none, is too small, and the sentence says how large it is."""
    error = refusal(image_from_pixels, np.full(shape, 255, np.uint8))
    assert error.reason == "too_small"
    assert error.facts["width"] == shape[1]


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((28, 28)),
        np.zeros(784, np.uint8),
        np.zeros((28, 28, 2), np.uint8),
        np.zeros((2, 28, 28, 3), np.uint8),
    ],
)
def test_arrays_that_are_not_images(array):
    """Another type or shape is named."""
    error = refusal(image_from_pixels, array)
    assert error.reason == "not_an_image"
    assert str(array.shape) in str(error)


def test_any_strokes_give_an_image_or_a_sentence():
    """Random strokes of any size, number and width raise nothing but DrawingError."""
    rng = np.random.default_rng(0)
    for _ in range(300):
        size = 10 ** rng.uniform(-3, 6)
        drawing = [
            Stroke(rng.normal(0, size, (rng.integers(1, 30), 2)), float(rng.choice([0, 1, 20, 1e5])))
            for _ in range(rng.integers(1, 6))
        ]
        try:
            image = image_from_strokes(drawing)
        except DrawingError:
            continue
        assert image.max() == 255


def test_any_pixels_give_an_image_or_a_sentence():
    """Random pictures of any shape, blotches, gradients and noise raise nothing but DrawingError."""
    rng = np.random.default_rng(0)
    for number in range(150):
        height, width = rng.integers(1, 60, 2)
        shape = (height, width) if number % 3 == 0 else (height, width, int(rng.integers(3, 5)))
        array = rng.integers(0, 256, shape).astype(np.uint8)
        if number % 2:
            array[: rng.integers(0, height + 1), : rng.integers(0, width + 1)] = rng.integers(256)
        if number % 5 == 0:
            array[rng.random(shape[:2]) < rng.uniform(0.5, 1)] = rng.integers(256)
        try:
            image = image_from_pixels(array)
        except DrawingError:
            continue
        assert image.max() == 255


# Files


def fabric_json(lines) -> str:
    objects = [
        {"type": "path", "path": [["M", *line[0]], *(["L", *point] for point in line[1:])], "strokeWidth": 12}
        for line in lines
    ]
    return json.dumps({"version": "7.4.0", "objects": objects})


def test_reads_strokes_and_pictures_from_files(tmp_path):
    """A canvas's JSON gives what its strokes give, under any name; a picture what its pixels give."""
    for name in ("seven.json", "seven", "SEVEN.TXT"):
        (tmp_path / name).write_text("\n " + fabric_json(SEVEN))
        np.testing.assert_array_equal(read_drawing(tmp_path / name), image_from_strokes(strokes(SEVEN)))
    array = np.rint(canvas(strokes(SEVEN, 1.5, (30, 30))) * 255).astype(np.uint8)
    Image.fromarray(array).save(tmp_path / "seven.png")
    np.testing.assert_array_equal(read_drawing(str(tmp_path / "seven.png")), image_from_pixels(array))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", b"", "bad_strokes"),
        ("a.json", b'{"objects": []}', "blank"),
        ("a.json", b'{"objects": [', "bad_strokes"),
        ("a.png", b"", "not_an_image"),
        ("a.png", b"not a picture", "not_an_image"),
        ("a", b"\x89PNG\r\n\x1a\n", "not_an_image"),
    ],
)
def test_refuses_other_files(tmp_path, name, content, reason):
    """Empty, cut and foreign files get a sentence."""
    (tmp_path / name).write_bytes(content)
    assert refusal(read_drawing, tmp_path / name).reason == reason


def test_a_missing_file_is_an_os_error(tmp_path):
    """A path that does not exist says so."""
    with pytest.raises(FileNotFoundError):
        read_drawing(tmp_path / "none.png")


def test_facts_are_in_the_sentence():
    """An error's numbers can be put into another language's sentence."""
    error = DrawingError("several", "There seem to be 2 digits.", digits=2)
    assert (error.reason, dict(error.facts), str(error)) == ("several", {"digits": 2}, "There seem to be 2 digits.")
    assert isinstance(error, ValueError)
    assert math.isfinite(error.facts["digits"])
