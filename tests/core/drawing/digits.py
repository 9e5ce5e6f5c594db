"""Digits drawn by hand in a few lines, as strokes and as pixels; what the tests of drawings share."""

import numpy as np
from PIL import Image, ImageDraw

from core.drawing.strokes import CANVAS, Stroke

SEVEN = [[(20, 20), (90, 20), (60, 70), (45, 130)], [(35, 72), (80, 70)]]
FIVE = [[(30, 20), (25, 60), (60, 52), (82, 80), (62, 115), (20, 108)], [(36, 14), (85, 12)]]
FOUR = [[(30, 10), (15, 70), (70, 70)], [(84, 20), (80, 120)]]
ONE = [[(50, 10), (48, 120)]]
EIGHT = [[(70, 30), (45, 12), (25, 35), (72, 90), (48, 120), (22, 95), (70, 30)]]
DIGITS = {"7": SEVEN, "5": FIVE, "4": FOUR, "1": ONE, "8": EIGHT}


def strokes(lines, scale: float = 1.0, offset=(0.0, 0.0), brush: float = 12.0) -> list[Stroke]:
    """Return the lines drawn with a brush, after scaling and moving them."""
    return [Stroke(np.array(line, float) * scale + offset, brush) for line in lines]


def canvas(drawing: list[Stroke]) -> np.ndarray:
    """Return the share of each canvas pixel that the brush covers, 0 to 1, drawn at four times the resolution."""
    fine = Image.new("L", (4 * CANVAS, 4 * CANVAS))
    draw = ImageDraw.Draw(fine)
    for stroke in drawing:
        points = [(float(x), float(y)) for x, y in stroke.points * 4]
        radius = stroke.width * 2
        draw.line(points, fill=255, width=round(2 * radius))
        for x, y in points:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(fine.reduce(4)) / 255


def canvas_pixels(drawing: list[Stroke]) -> np.ndarray:
    """Return the canvas as grey levels, (280, 280) uint8."""
    return np.rint(canvas(drawing) * 255).astype(np.uint8)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Return the mean difference as a share of the mean ink."""
    return float(np.abs(one.astype(float) - other).mean() / other.mean())
