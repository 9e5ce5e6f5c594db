"""How well drawings are read: `python -m benchmarks.drawing`.

A stand-in for digits that people write with a pen: strokes written down here by hand, in several styles a digit
(continental 1 and 7, open and closed 4, 5 and 7 in two strokes), each varied like handwriting: control points
shaken, the plane warped, narrowed, slanted and turned. They are drawn with brushes of several widths, small and
large, anywhere on a canvas of 280 pixels, and given to the pipeline as strokes and as pixels, and to the peer: the
whole canvas resized to 28x28, as most demos do. Beside them, enlarged to a canvas: MNIST test images, which should be
read as the originals are, and scikit-learn's digits of other writers (UCI optdigits). All are read by the same three
softmax models, trained here by minibatch gradient descent in NumPy on MNIST, on MNIST deskewed, and on MNIST brought
to one height and width by its moments. Of each the share read right is printed, the probability stated for what is
read, in the mean, and how far the two are apart over bins of that probability (expected calibration error).
"""

import argparse
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from sklearn.datasets import load_digits

from core.arrays import Bytes, Floats
from core.drawing.recipe import image_from_pixels, image_from_strokes
from core.drawing.strokes import CANVAS, Points, Stroke
from core.errors import DrawingError
from core.features.moments import deskew, normalize_moments
from core.features.scaling import fit_scaling, prepare
from core.images.dataset import load_mnist
from core.images.split import split
from core.model.calibration import calibration_images, of_drawing, temperature
from core.model.novelty import NoveltyIndex
from core.model.softmax import SoftmaxModel, softmax

Drawing = Sequence[Stroke]

HANDWRITING: dict[int, list[str]] = {
    # Points "x,y" in percent of the digit's box, y downwards, strokes parted by ";". Corners get rounded.
    0: [
        "50,0 22,12 8,40 10,70 30,97 55,100 80,85 90,50 80,15 50,0",
        "40,2 10,30 5,65 25,95 55,95 70,65 68,30 45,5 30,8",
        "60,5 40,0 15,20 10,60 30,95 60,98 85,70 88,30 70,8 52,3 45,15",
        "50,0 30,20 25,60 40,98 60,98 72,60 68,20 50,0",
    ],
    1: [
        "50,0 50,100",
        "60,0 45,100",
        "25,25 55,0 55,100",
        "30,30 55,0 50,100;25,100 78,100",
        "45,22 58,0 50,50 45,100",
        "20,40 60,0 60,100",
    ],
    2: [
        "10,25 25,5 55,0 78,18 70,45 40,75 10,98 40,95 90,98",
        "12,30 30,3 65,3 75,30 45,70 8,95 25,82 45,92 90,96",
        "15,15 45,0 75,12 72,40 12,100 85,100",
        "20,20 50,2 70,25 55,55 20,85 15,100 35,90 60,98 88,90",
    ],
    3: [
        "12,12 45,0 75,15 65,40 38,48 70,58 80,80 50,100 10,90",
        "15,5 78,5 40,42 72,55 75,85 45,100 12,88",
        "20,15 50,0 70,20 40,45 75,65 65,95 15,92",
        "10,20 40,2 68,15 60,38 30,50 62,50 82,70 60,98 25,98 8,82",
    ],
    4: [
        "40,0 8,62 85,62;62,30 60,100",
        "15,5 12,50 75,50;70,5 70,100",
        "55,0 10,60 90,60;60,0 60,100",
        "18,5 15,45 35,52 70,45 72,5 70,60 66,100",
        "20,0 20,45 65,45;65,0 62,100",
        "65,100 65,0 5,65 90,68",
    ],
    5: [
        "75,2 25,2 20,42 50,36 78,55 75,82 45,100 12,90",
        "22,5 18,45 50,38 78,58 70,90 35,100 10,88;22,5 80,3",
        "70,0 30,5 25,40 60,42 72,68 55,95 15,95",
        "30,5 28,40 55,40 72,60 62,88 25,98;32,5 75,8",
    ],
    6: [
        "65,0 35,20 14,60 22,92 50,100 75,82 68,58 40,55 18,72",
        "55,0 25,40 15,75 35,100 65,90 65,65 40,58 20,75",
        "75,5 40,10 12,50 15,88 45,100 78,88 80,60 50,50 20,65",
        "50,0 30,50 28,85 48,100 65,85 58,65 32,72",
    ],
    7: [
        "10,5 85,5 55,50 40,100",
        "12,15 12,2 80,4 50,60 45,100",
        "10,5 80,5 40,100;20,50 75,48",
        "15,8 50,12 80,2 60,45 45,100;35,55 80,50",
        "8,10 75,10 65,50 60,100",
    ],
    8: [
        "70,15 45,0 22,15 35,42 68,60 75,85 48,100 20,85 30,58 65,38 70,15",
        "50,48 25,25 45,0 70,20 50,48 20,75 45,100 75,80 50,48",
        "80,8 50,0 25,20 45,45 75,75 50,100 22,82 55,42 80,8",
        "50,45 22,30 30,5 62,3 72,28 50,45;50,45 18,65 25,95 65,98 80,72 50,45",
    ],
    9: [
        "75,20 50,0 20,15 20,42 50,50 75,25 75,10 72,60 65,100",
        "70,25 45,2 18,25 35,48 70,25 70,5 68,55 50,95 25,98",
        "78,10 45,0 22,30 45,50 75,20 65,100",
        "72,15 40,5 25,32 50,45 72,15 74,50 60,90 30,100 12,90",
    ],
}


def trained(scaling: str, images: Bytes, labels: Bytes) -> SoftmaxModel:
    """A model trained with the tutorial's setting but for its scaling: 2000 steps of 256 images, rate 0.1."""
    rng = np.random.default_rng(0)
    prepared = prepare(scaling, images)
    fitted = fit_scaling(scaling, prepared)
    inputs = prepared * fitted.scale + fitted.offset
    weights, bias = np.zeros((inputs.shape[1], 10), np.float32), np.zeros(10, np.float32)
    wanted = np.eye(10, dtype=np.float32)[labels]
    for _ in range(2000):
        batch = rng.integers(0, len(inputs), 256)
        x = inputs[batch]
        gradient = (softmax(x @ weights + bias) - wanted[batch]) / np.float32(len(batch))
        weights -= np.float32(0.1) * (x.T @ gradient)
        bias -= np.float32(0.1) * gradient.sum(axis=0)
    return SoftmaxModel(weights, bias, fitted)


def calibration_error(probabilities: Floats, labels: Bytes) -> float:
    """Over ten bins of certainty, how far the probability stated is from the share read right, in the mean."""
    certainty, is_right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    bins = np.minimum((certainty * 10).astype(int), 9)
    parts = [(bins == k) for k in np.unique(bins)]
    return float(sum(part.mean() * abs(certainty[part].mean() - is_right[part].mean()) for part in parts))


def rounded(line: Points) -> Points:
    """The line with its corners cut three times (Chaikin), then sampled every 3 percent as a pen is."""
    for _ in range(3):
        quarter, three_quarters = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
        cut = np.stack([quarter, three_quarters], axis=1).reshape(-1, 2)[1:-1]
        line = np.concatenate([line[:1], cut, line[-1:]])
    travelled = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    wanted = np.linspace(0, travelled[-1], max(2, int(travelled[-1] / 3)))
    return np.stack([np.interp(wanted, travelled, line[:, 0]), np.interp(wanted, travelled, line[:, 1])], axis=1)


def written(style: str, rng: np.random.Generator) -> list[Points]:
    """One person's version of a style, in percent of a box."""
    lean, narrowness, turn = rng.normal(-0.12, 0.2), np.exp(rng.normal(-0.05, 0.2)), rng.normal(0, 0.09)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = rotation @ np.array([[1, lean], [0, 1]]) @ np.diag([narrowness, 1])
    strength, phase = rng.normal(0, 4, (3, 2)), rng.uniform(0, 2 * np.pi, (3, 2))
    frequency = rng.normal(0, 0.035, (2, 3, 2))
    lines = []
    for stroke in style.split(";"):
        corners = np.array([[float(number) for number in point.split(",")] for point in stroke.split()])
        line = rounded(corners + rng.normal(0, 4, corners.shape))
        line = line + (strength * np.sin(np.einsum("nk,kwd->nwd", line, frequency) + phase)).sum(axis=1)
        lines.append(line @ matrix.T + rng.normal(0, 0.4, line.shape))
    return lines


def on_canvas(lines: Sequence[Points], brush: float, size: float, rng: np.random.Generator) -> list[Stroke]:
    """The lines somewhere on the canvas, the longer side of their ink `size` pixels."""
    everything = np.concatenate(lines)
    lowest, extent = everything.min(axis=0), np.ptp(everything, axis=0)
    scale = max(size - brush, 10) / extent.max()
    corner = brush / 2 + rng.uniform(0, 1, 2) * np.maximum(CANVAS - extent * scale - brush, 0)
    return [Stroke((line - lowest) * scale + corner, brush) for line in lines]


def pixels(drawing: Drawing) -> Bytes:
    """The canvas as the browser shows it: RGBA, white ink on black, antialiased."""
    fine = Image.new("L", (2 * CANVAS, 2 * CANVAS))
    draw = ImageDraw.Draw(fine)
    for stroke in drawing:
        points = [(float(x), float(y)) for x, y in stroke.points * 2]
        draw.line(points, fill=255, width=round(stroke.width * 2))
        for x, y in points:
            draw.ellipse((x - stroke.width, y - stroke.width, x + stroke.width, y + stroke.width), fill=255)
    return np.array(fine.reduce(2).convert("RGBA"))


def enlarged(image: Bytes, method: Image.Resampling, side: int = 224) -> Bytes:
    """The image, `side` pixels high and wide."""
    return np.array(Image.fromarray(image).resize((side, side), method))


def whole_canvas_resized(array: Bytes) -> Bytes:
    """The peer: no box, no centring, no thickness."""
    return np.array(Image.fromarray(array).convert("L").resize((28, 28)))


def images_of(make: Callable[[Any], Bytes], drawings: Sequence[Any]) -> tuple[Bytes, int, float]:
    """Their images, how many were refused (those stay empty), and milliseconds of processor time a drawing."""
    images = np.zeros((len(drawings), 28, 28), np.uint8)
    refused = 0
    start = time.process_time()
    for image, drawing in zip(images, drawings, strict=True):
        try:
            image[:] = make(drawing)
        except DrawingError:
            refused += 1
    return images, refused, (time.process_time() - start) / len(drawings) * 1000


def main() -> None:
    """Print accuracy and time of both ways of giving a drawing, and of the peer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drawings", type=int, default=500, help="drawings for each row (default 500)")
    count = parser.parse_args().drawings

    mnist = load_mnist()
    parts = split(mnist, 5000)
    for step in (deskew, normalize_moments):
        start = time.perf_counter()
        step(mnist.x_train)
        print(f"{step.__name__}: {time.perf_counter() - start:.1f} s for {len(mnist.x_train)} images")
    readers = [trained(scaling, parts.x_train, parts.y_train) for scaling in ("standardize", "deskew", "moments")]
    index = NoveltyIndex(mnist.x_train, mnist.y_train, mnist.x_test)
    temperatures = [
        temperature(reader, calibration_images(reader.scaling.name, parts.x_validation, parts.y_validation))
        for reader in readers
    ]

    def row(title: str, result: tuple[Bytes, int, float], labels: Bytes) -> None:
        images, refused, milliseconds = result
        shares = [
            novelty.share
            for start in range(0, len(images), 500)
            for novelty in index.novelties(images[start : start + 500])
        ]
        figures = ""
        for reader, fitted in zip(readers, temperatures, strict=True):
            stated = softmax(reader.logits(images) / np.array([[of_drawing(fitted, share)] for share in shares]))
            is_right = stated.argmax(axis=1) == labels
            figures += (
                f"{is_right.mean():9.1%} {stated.max(axis=1).mean():6.1%} {calibration_error(stated, labels):6.3f}"
            )
        print(f"{title:52} {figures} {refused:8} {milliseconds:8.2f}")

    heads = "".join(f"{name:>9} stated  error" for name in ("plain", "deskewed", "moments"))
    print(f"\n{'':52} {heads} {'refused':>8} {'ms':>8}")
    row("MNIST test images", (mnist.x_test, 0, 0.0), mnist.y_test)
    some = np.random.default_rng(1).permutation(len(mnist.x_test))[: 4 * count]
    labels = mnist.y_test[some]
    row(f"{len(some)} of them", (mnist.x_test[some], 0, 0.0), labels)
    for name, method in (("nearest", Image.Resampling.NEAREST), ("bicubic", Image.Resampling.BICUBIC)):
        shown = [enlarged(mnist.x_test[i], method, CANVAS) for i in some]
        row(f"  enlarged to {CANVAS} px ({name}), read back", images_of(image_from_pixels, shown), labels)

    digits = load_digits()
    shown = [
        np.pad(enlarged((image * 15.9).astype(np.uint8), Image.Resampling.BICUBIC), 28) for image in digits.images
    ]
    row(f"scikit-learn's {len(shown)} digits, 8x8 enlarged", images_of(image_from_pixels, shown), digits.target)

    labels = np.array([number % 10 for number in range(count)], np.uint8)
    for brush in (8, 12, 20, 30):
        for share in (0.3, 0.6, 1.0):
            rng = np.random.default_rng(2)
            drawings = []
            for digit in labels:
                styles = HANDWRITING[int(digit)]
                lines = written(styles[rng.integers(len(styles))], rng)
                drawings.append(on_canvas(lines, brush, share * CANVAS, rng))
            arrays = [pixels(drawing) for drawing in drawings]
            title = f"handwriting, {brush} px brush, {share:.0%} of the canvas"
            row(f"{title}: strokes", images_of(image_from_strokes, drawings), labels)
            row("  pixels", images_of(image_from_pixels, arrays), labels)
            row("  the whole canvas resized", images_of(whole_canvas_resized, arrays), labels)


if __name__ == "__main__":
    main()
