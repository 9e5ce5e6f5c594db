"""How pictures are read as people take them, and what decoding costs: `python -m benchmarks.pictures`.

Every kind of `benchmarks.picture_kinds` is made of MNIST test images and of the pen stand-in of `benchmarks.drawing`,
in turn, of several sizes and pens, and read by a model of moments trained here. A picture is in doubt if more than
one thing in it may be meant, its ink is faint, or it is cut off or crossed by lines. Beside it: how much of the
same ink is read right with nothing else in the picture, and how much is read wrong without a doubt though the model,
not calibrated here, gives it 95 %. Then the time and the memory of decoding, beside Pillow's bare decoding.
"""

import argparse
import io
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

import core
from benchmarks.drawing import HANDWRITING, trained, written
from benchmarks.picture_kinds import KINDS, enlarged_ink, written_ink
from core.arrays import Bytes, Floats
from core.drawing import decoder
from core.drawing.finding import find_digit
from core.drawing.ink import WORKING_SIDE
from core.drawing.recipe import stages_from_ink
from core.errors import DrawingError

_BARE = """
import io, sys
from PIL import Image
Image.MAX_IMAGE_PIXELS = None
Image.open(io.BytesIO(sys.stdin.buffer.read())).load()
"""
_HERE = f"""
import sys
sys.path.insert(0, {str(Path(decoder.__file__).parent)!r})
sys.argv = ["decoder", "{WORKING_SIDE}"]
import decoder
decoder.main()
"""
_PEAK = """
import re
print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def ink_of(number: int, rng: np.random.Generator, images: Bytes, labels: Bytes) -> tuple[int, Floats]:
    """Return a digit and its ink: of MNIST for odd numbers, of a pen for even ones."""
    digit = number // 2 % 10
    side = int(rng.choice([90, 160, 260, 400]))
    if number % 2:
        return digit, enlarged_ink(images[rng.choice(np.flatnonzero(labels == digit))], int(1.4 * side))
    styles = HANDWRITING[digit]
    return digit, written_ink(written(styles[rng.integers(len(styles))], rng), side, side * rng.uniform(0.03, 0.1))


def reduced(picture: Bytes) -> Bytes:
    """Return the picture as reading its file would."""
    image = Image.fromarray(picture)
    image.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
    return np.asarray(image)


def decoding(title: str, data: bytes) -> None:
    """Print seconds and megabytes of the process that decodes, and of one that does it with Pillow alone."""
    for name, program in (("here", _HERE), ("Pillow alone", _BARE)):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", program + _PEAK], input=data, capture_output=True, check=True)
        seconds = time.perf_counter() - start
        print(f"{title:36} {name:14} {seconds:6.2f} s {int(done.stderr) / 1024:6.0f} MB")


def main() -> None:
    """Print what is read right, in doubt, refused and wrong of each kind, and what decoding takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=100, help="pictures of each kind (default 100)")
    count = parser.parse_args().pictures
    with np.load(Path(core.__file__).with_name("images") / "mnist.npz") as archive:
        mnist = {name: archive[name] for name in archive.files}
    model = trained("moments", mnist["x_train"], mnist["y_train"])
    print(f"{'':30} {'right':>6} {'doubt':>6} {'refused':>8} {'wrong, 95 % sure':>16} {'ink alone':>10} {'ms':>6}")
    for name, kind in KINDS.items():
        right = doubted = refused = wrong = alone = 0
        seconds = 0.0
        for number in range(count):
            rng = np.random.default_rng([number, 3])
            digit, ink = ink_of(number, rng, mnist["x_test"], mnist["y_test"])
            picture = reduced(kind(ink, rng).picture)
            clean = stages_from_ink(ink)[-1].image
            alone += int(model.predict(clean[np.newaxis])[0] == digit)
            start = time.process_time()
            try:
                found = find_digit(picture)
                image = stages_from_ink(found.ink)[-1].image
            except DrawingError:
                refused += 1
                continue
            finally:
                seconds += time.process_time() - start
            probabilities = model.probabilities(image[np.newaxis])[0]
            is_right = probabilities.argmax() == digit
            right += int(is_right)
            doubted += bool(found.doubts)
            wrong += not is_right and not found.doubts and probabilities.max() >= 0.95
        shares = [f"{part / count:6.0%}" for part in (right, doubted)]
        print(
            f"{name:30} {' '.join(shares)} {refused / count:8.0%} {wrong / count:16.0%} {alone / count:10.0%}"
            f" {1000 * seconds / count:6.0f}"
        )
    print()
    deep = np.zeros((8000, 8000), np.uint16)
    deep[2000:6000, 3900:4300] = 60000
    file = io.BytesIO()
    Image.fromarray(deep).save(file, "PNG")
    decoding("16-bit PNG of 8,000 x 8,000", file.getvalue())
    coarse = np.random.default_rng(0).integers(0, 255, (722, 1083, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(coarse).resize((8660, 5773)).save(file, "JPEG", quality=90)
    decoding("JPEG of 50 million pixels", file.getvalue())


if __name__ == "__main__":
    main()
