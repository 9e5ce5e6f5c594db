"""Pictures as people take them, made of a digit's ink and of what else gets into a picture; with what was meant.

Every kind is a function of the digit's ink, (side, side) shares of pixels covered, and of a random generator. It puts
the ink somewhere into a picture of some size, and returns the picture as RGB and the ink as it lies there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter, rotate

from core.arrays import Bytes, Floats
from core.drawing.strokes import Points

Colour = tuple[float, float, float]

PAPER: Colour = (246, 244, 238)
BLACK: Colour = (30, 30, 34)
BLUE: Colour = (40, 62, 165)
RED: Colour = (196, 40, 48)
PENCIL: Colour = (112, 112, 116)
RULING: Colour = (150, 178, 222)
GREY_RULING: Colour = (178, 182, 190)
TABLE: Colour = (104, 72, 50)


@dataclass(frozen=True, eq=False)
class Made:
    """A picture, (height, width, 3) uint8, and the share of each pixel that the digit's ink covers."""

    picture: Bytes
    ink: Floats


def enlarged_ink(image: Bytes, side: int) -> Floats:
    """Return the ink of an MNIST image as if it had been written `side` pixels large, edges sharp again."""
    large = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    levels = np.asarray(large, dtype=np.float32) / 255
    return np.clip((levels - 0.35) / 0.3, 0, 1).astype(np.float32)


def written_ink(lines: Sequence[Points], side: int, pen: float) -> Floats:
    """Return the ink of lines in percent of a box, its longer side `side` pixels, and the pen `pen` of them."""
    everything = np.concatenate(lines)
    lowest, extent = everything.min(axis=0), np.ptp(everything, axis=0)
    scale, width = 2 * (side - pen) / extent.max(), 2 * pen
    fine = Image.new("L", (2 * side, 2 * side))
    draw = ImageDraw.Draw(fine)
    for line in lines:
        points = [(float(x), float(y)) for x, y in (line - lowest) * scale + width / 2]
        draw.line(points, fill=255, width=round(width))
        for x, y in points:
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    ink: Floats = np.asarray(fine.reduce(2), dtype=np.float32) / np.float32(255)
    return ink


class _Scene:
    """A picture in the making, in colours from 0 to 255."""

    def __init__(self, ink: Floats, rng: np.random.Generator, paper: Colour = PAPER, room: float = 0.4) -> None:
        """Put paper around the ink: `room` of its size at least on every side, and up to a size more on some."""
        self.rng = rng
        rows, columns = (np.flatnonzero(ink.max(axis=axis) > 0.2) for axis in (1, 0))
        ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        self.size = max(ink.shape)
        least = int(room * self.size)
        before, after = (least + rng.integers(0, self.size, 2) for _ in range(2))
        self.ink = np.pad(ink, (tuple(before), tuple(after)))
        self.height, self.width = self.ink.shape
        self.colours = np.ones((self.height, self.width, 3), np.float32) * np.array(paper, np.float32)

    def cover(self, share: Floats, colour: Colour) -> None:
        """Lay a colour over the picture, as opaque as `share` says of each pixel."""
        self.colours += share[:, :, np.newaxis] * (np.array(colour, np.float32) - self.colours)

    def write(self, colour: Colour) -> None:
        self.cover(0.94 * self.ink, colour)

    def drawn(self, paint: Callable[[ImageDraw.ImageDraw], object]) -> Floats:
        """Return the share of each pixel that something covers which `paint` draws in white."""
        sheet = Image.new("L", (self.width, self.height))
        paint(ImageDraw.Draw(sheet))
        share: Floats = gaussian_filter(np.asarray(sheet, np.float32) / np.float32(255), 0.5)
        return share

    def line(self, ends: Sequence[tuple[float, float]], thickness: float, colour: Colour) -> None:
        self.cover(self.drawn(lambda draw: draw.line(list(ends), 255, max(1, round(thickness)))), colour)

    def disc(self, x: float, y: float, radius: float) -> Floats:
        return self.drawn(lambda draw: draw.ellipse((x - radius, y - radius, x + radius, y + radius), 255))

    def left_of_digit(self) -> int:
        return int(np.flatnonzero(self.ink.max(axis=0) > 0.2)[0])

    def light(self, strength: float) -> None:
        """Light the paper from one side, with the soft shadow of a hand in a corner."""
        down, across = np.mgrid[0 : 1 : self.height * 1j, 0 : 1 : self.width * 1j]
        angle = self.rng.uniform(0, 2 * np.pi)
        slope = (across - 0.5) * np.cos(angle) + (down - 0.5) * np.sin(angle)
        corner = np.array([self.rng.choice([0, 1]), self.rng.choice([0, 1])])
        distance = np.hypot(across - corner[0], down - corner[1])
        shadow = 1 / (1 + np.exp((distance - 0.4) / 0.06))
        light = 1 + strength * (0.5 * slope - 0.1) - 0.5 * strength * shadow
        self.colours *= light[:, :, np.newaxis].astype(np.float32)

    def tilt(self, degrees: float) -> None:
        """Turn the whole picture a little, and cut off the corners that come of it."""
        planes = (*np.moveaxis(self.colours, 2, 0), self.ink)
        turned = [rotate(plane, degrees, reshape=False, order=1, mode="nearest") for plane in planes]
        self.colours, self.ink = np.stack(turned[:3], axis=2), turned[3]

    def done(self, noise: float = 3.0) -> Made:
        noisy = self.colours + self.rng.normal(0, noise, self.colours.shape) if noise else self.colours
        return Made(np.clip(np.rint(noisy), 0, 255).astype(np.uint8), self.ink)


def _rulings(scene: _Scene, colour: Colour, *, squared: bool) -> None:
    spacing = scene.size * scene.rng.uniform(0.3, 0.8) * (0.6 if squared else 1)
    thickness = max(1.0, spacing / scene.rng.uniform(22, 35))
    for y in np.arange(scene.rng.uniform(0, spacing), scene.height, spacing):
        scene.line([(0, y), (scene.width, y)], thickness, colour)
    if squared:
        for x in np.arange(scene.rng.uniform(0, spacing), scene.width, spacing):
            scene.line([(x, 0), (x, scene.height)], thickness, colour)


def plain(ink: Floats, rng: np.random.Generator) -> Made:
    """Dark on light paper, nothing else."""
    scene = _Scene(ink, rng)
    scene.write(BLACK)
    return scene.done()


def uneven_light(ink: Floats, rng: np.random.Generator) -> Made:
    """Light from one side and the shadow of a hand."""
    scene = _Scene(ink, rng)
    scene.write([BLACK, BLUE, PENCIL][rng.integers(3)])
    scene.light(0.6)
    return scene.done(4)


def margin_line(ink: Floats, rng: np.random.Generator) -> Made:
    """A line down the left."""
    scene = _Scene(ink, rng)
    x = scene.left_of_digit() * rng.uniform(0.2, 0.8)
    colour = [RED, BLACK, RULING][rng.integers(3)]
    scene.line([(x, 0), (x + rng.normal(0, 0.01) * scene.height, scene.height)], scene.size / 40, colour)
    scene.write([BLACK, BLUE][rng.integers(2)])
    return scene.done()


def table_edge(ink: Floats, rng: np.random.Generator) -> Made:
    """The table beside the paper."""
    scene = _Scene(ink, rng, room=0.5)
    x = scene.left_of_digit() * rng.uniform(0.3, 0.7)
    lean = rng.normal(0, 0.06) * scene.height
    corners = [(-9.0, -9.0), (x + lean, -9.0), (x - lean, scene.height + 9.0), (-9.0, scene.height + 9.0)]
    scene.cover(scene.drawn(lambda draw: draw.polygon(corners, 255)), TABLE)
    scene.write([BLACK, BLUE][rng.integers(2)])
    scene.light(0.3)
    return scene.done(4)


def sheet_on_table(ink: Floats, rng: np.random.Generator) -> Made:
    """The table all around the paper, which lies askew."""
    scene = _Scene(ink, rng, paper=TABLE, room=0.7)
    gap = 0.35 * scene.size
    edge = [(gap, gap), (scene.width - gap, gap), (scene.width - gap, scene.height - gap), (gap, scene.height - gap)]
    scene.cover(scene.drawn(lambda draw: draw.polygon(edge, 255)), PAPER)
    scene.write([BLACK, BLUE][rng.integers(2)])
    scene.tilt(rng.uniform(-7, 7))
    scene.light(0.3)
    return scene.done(4)


def punched_holes(ink: Floats, rng: np.random.Generator) -> Made:
    """Two holes."""
    scene = _Scene(ink, rng, room=0.5)
    radius, x = scene.size * rng.uniform(0.06, 0.11), scene.left_of_digit() * 0.4
    for y in (0.25 * scene.height, 0.75 * scene.height):
        scene.cover(scene.disc(x, y, radius), [TABLE, BLACK][rng.integers(2)])
    scene.write([BLACK, BLUE][rng.integers(2)])
    return scene.done()


def name_beside(ink: Floats, rng: np.random.Generator) -> Made:
    """Somebody's name in a corner."""
    scene = _Scene(ink, rng, room=0.5)
    name = ["Anna", "Li Wei", "Max", "Maria"][rng.integers(4)]
    font = ImageFont.load_default(size=scene.size * rng.uniform(0.16, 0.24))
    place = (scene.width * 0.05, scene.size * rng.uniform(0.05, 0.15))
    scene.cover(scene.drawn(lambda draw: draw.text(place, name, 255, font=font)), BLUE)
    scene.write([BLACK, BLUE][rng.integers(2)])
    return scene.done()


def dark_canvas_on_a_light_page(ink: Floats, rng: np.random.Generator) -> Made:
    """A screenshot of a canvas such as this one."""
    return _screenshot(ink, rng, (252, 252, 253), (14, 17, 23), (240, 240, 240))


def light_canvas_on_a_dark_page(ink: Floats, rng: np.random.Generator) -> Made:
    """The reverse."""
    return _screenshot(ink, rng, (14, 17, 23), (255, 255, 255), (20, 20, 20))


def _screenshot(ink: Floats, rng: np.random.Generator, page: Colour, canvas: Colour, pen: Colour) -> Made:
    scene = _Scene(ink, rng, paper=page, room=0.8)
    gap = 0.45 * scene.size
    corners = [gap, gap, scene.width - gap, scene.height - gap]
    scene.cover(scene.drawn(lambda draw: draw.rounded_rectangle(corners, gap / 10, 255)), canvas)
    font = ImageFont.load_default(size=scene.size * 0.09)
    words: Colour = (255 - page[0], 255 - page[1], 255 - page[2])
    scene.cover(scene.drawn(lambda draw: draw.text((gap, 0.15 * scene.size), "Draw a digit", 255, font=font)), words)
    scene.write(pen)
    return scene.done(0)


def red_on_blue_rules(ink: Floats, rng: np.random.Generator) -> Made:
    """Red ballpoint on ruled paper."""
    return _ruled(ink, rng, RED, RULING, squared=False)


def red_on_squares(ink: Floats, rng: np.random.Generator) -> Made:
    """Red ballpoint on squared paper."""
    return _ruled(ink, rng, RED, RULING, squared=True)


def pencil_on_blue_rules(ink: Floats, rng: np.random.Generator) -> Made:
    """Pencil on ruled paper."""
    return _ruled(ink, rng, PENCIL, RULING, squared=False)


def pencil_on_squares(ink: Floats, rng: np.random.Generator) -> Made:
    """Pencil on squared paper."""
    return _ruled(ink, rng, PENCIL, [RULING, GREY_RULING][rng.integers(2)], squared=True)


def blue_on_squares(ink: Floats, rng: np.random.Generator) -> Made:
    """Blue ballpoint on squared paper."""
    return _ruled(ink, rng, BLUE, [RULING, GREY_RULING][rng.integers(2)], squared=True)


def black_on_black_rules(ink: Floats, rng: np.random.Generator) -> Made:
    """Lines of the same colour as the ink."""
    return _ruled(ink, rng, BLACK, (70, 70, 70), squared=False)


def _ruled(ink: Floats, rng: np.random.Generator, pen: Colour, ruling: Colour, *, squared: bool) -> Made:
    scene = _Scene(ink, rng)
    _rulings(scene, ruling, squared=squared)
    scene.write(pen)
    scene.tilt(rng.uniform(-2, 2))
    scene.light(0.25)
    return scene.done(4)


def school_book(ink: Floats, rng: np.random.Generator) -> Made:
    """Squares, a red margin line, the table beside the page, and light from one side."""
    scene = _Scene(ink, rng, room=0.8)
    _rulings(scene, RULING, squared=True)
    x = scene.left_of_digit() * 0.75
    scene.line([(x, 0), (x, scene.height)], scene.size / 40, (220, 90, 90))
    edge = [(-9.0, -9.0), (x * 0.4, -9.0), (x * 0.4, scene.height + 9.0), (-9.0, scene.height + 9.0)]
    scene.cover(scene.drawn(lambda draw: draw.polygon(edge, 255)), TABLE)
    scene.write([BLUE, PENCIL, BLACK][rng.integers(3)])
    scene.tilt(rng.uniform(-3, 3))
    scene.light(0.4)
    return scene.done(5)


def faint_pencil(ink: Floats, rng: np.random.Generator) -> Made:
    """Hardly darker than the paper."""
    scene = _Scene(ink, rng)
    scene.write((205, 204, 202))
    return scene.done(4)


def cut_off(ink: Floats, rng: np.random.Generator) -> Made:
    """A part of the digit lies beyond the picture's edge."""
    made = plain(ink, rng)
    columns = np.flatnonzero(made.ink.max(axis=0) > 0.2)
    start = int(columns[0] + 0.2 * (columns[-1] - columns[0]))
    return Made(made.picture[:, start:], made.ink[:, start:])


KINDS: Mapping[str, Callable[[Floats, np.random.Generator], Made]] = {
    kind.__name__: kind
    for kind in (
        plain, uneven_light, margin_line, table_edge, sheet_on_table, punched_holes, name_beside,
        dark_canvas_on_a_light_page, light_canvas_on_a_dark_page, red_on_blue_rules, red_on_squares,
        pencil_on_blue_rules, pencil_on_squares, blue_on_squares, black_on_black_rules, school_book, faint_pencil,
        cut_off,
    )
}  # fmt: skip
"""By name."""
