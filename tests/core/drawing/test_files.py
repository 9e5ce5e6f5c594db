import base64
import io
import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.drawing import decoder, files
from core.drawing.decoder import LARGEST_PIXELS, decoded
from core.drawing.files import read_drawing, read_image
from core.drawing.ink import WORKING_SIDE
from core.drawing.recipe import image_from_pixels, image_from_strokes
from core.errors import DrawingError
from tests.core.drawing.digits import SEVEN, canvas_pixels, strokes

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9j"
    "AAAAAERAAAEAAQAAAAABoQABAAAAAAAAACMAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/Wlw"
    "cnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AA"
    "AAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAA"
    "QAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWB"
    "AgMFhAAAACttZGF0AAAAHygBr1j4gy9B1kGZLpXX/y1YbDWQUc//6pzkw+amRGA="
)
"""64 x 48 pixels, bright in their upper left quarter, written by pillow-heif: what reads them here does not write."""


def encoded(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """A dark picture with a bright upper left quarter."""
    image = Image.new("L", size, 20)
    image.paste(220, (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and whose pixels are missing."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + b"\0\0\0\1IDAT"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_formats(kind, tmp_path):
    """Each format gives its pixels, from a path and from bytes."""
    data = encoded(picture("RGB"), kind)
    path = tmp_path / "drawing"
    path.write_bytes(data)
    for pixels in (read_image(data), read_image(path), read_image(str(path))):
        assert pixels.shape[:2] == (40, 60)
        assert pixels.dtype == np.uint8
        assert pixels[5, 5].max() == pytest.approx(220, abs=8)
        assert pixels[35, 50].min() == pytest.approx(20, abs=8)


@pytest.mark.parametrize(
    ("mode", "channels"), [("L", None), ("1", None), ("P", 3), ("RGB", 3), ("RGBA", 4), ("LA", 4)]
)
def test_modes(mode, channels):
    """Bilevel, grey, palette, with and without transparency: grey, RGB or RGBA comes back."""
    pixels = read_image(encoded(picture(mode)))
    assert pixels.shape == ((40, 60) if channels is None else (40, 60, channels))
    assert pixels[5, 5].max() > 200


def test_a_transparent_palette_is_transparent():
    """The transparent colour of a palette comes back as opacity 0."""
    image = picture("P")
    pixels = read_image(encoded(image, transparency=image.getpixel((50, 35))))
    assert pixels[35, 50, 3] == 0
    assert pixels[5, 5, 3] == 255


def test_cmyk_jpeg():
    """A printer's colours come back as RGB."""
    assert read_image(encoded(picture("CMYK"), "JPEG")).shape == (40, 60, 3)


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits(kind, bits):
    """Grey levels of 16 bits are brought to 8, however many of the bits are in use."""
    levels = np.zeros((40, 60), np.uint16)
    levels[:20, :30] = 2**bits - 1
    for array in (levels, np.kron(levels, np.ones((40, 40), np.uint16))):
        pixels = read_image(encoded(Image.fromarray(array), kind))
        assert pixels[5, 5] == 255
        assert pixels[-5, -5] == 0


def sixteen_bit_colours(levels: np.ndarray) -> bytes:
    """A PNG of (height, width, 3) uint16, which Pillow does not write."""
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in levels)

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    height, width, _ = levels.shape
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_sixteen_bits_a_colour(bits):
    """So are colours, whose upper eight bits may say next to nothing."""
    levels = np.zeros((40, 60, 3), np.uint16)
    levels[:20, :30] = (2**bits - 1, 0, 2**bits - 1)
    pixels = read_image(sixteen_bit_colours(levels))
    assert pixels[5, 5].tolist() == [255, 0, 255]
    assert pixels[35, 50].max() == 0


@pytest.mark.parametrize("top", [1.0, 255.0, 4000.0])
def test_floats(top):
    """They run to 1, to 255 or to whatever their brightest pixel has; what is no number is dark."""
    levels = np.zeros((40, 60), np.float32)
    levels[:20, :30] = top
    levels[-1, -1] = np.nan
    pixels = read_image(encoded(Image.fromarray(levels), "TIFF"))
    assert pixels[5, 5] == 255
    assert pixels[35, 50] == 0


def test_a_photo_of_an_iphone():
    """HEIC."""
    pixels = read_image(HEIC)
    assert pixels.shape == (48, 64, 3)
    assert pixels[8, 8].min() > 180
    assert pixels[-8, -8].max() < 60


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_camera_may_have_been_turned(mode):
    """EXIF orientation 6 stands for a picture to be turned by 90 degrees clockwise."""
    exif = Image.Exif()
    exif[0x0112] = 6
    for size in ((60, 40), (3000, 2000)):
        pixels = read_image(encoded(picture(mode, size), "JPEG", exif=exif))
        assert pixels.shape[0] > pixels.shape[1]
        assert pixels[5, -5].max() > 180
        assert pixels[5, 5].max() < 60
        assert pixels[-5, -5].max() < 60


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_the_first_frame_counts(kind):
    """Of an animation, the first frame is read."""
    frames = [Image.new("RGB", (30, 30), level) for level in ((250, 250, 250), (0, 0, 0))]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    assert read_image(data)[..., :3].min() > 240


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_largest_pictures_are_read(kind):
    """Sixty-four million pixels come back reduced, their parts where they were."""
    pixels = read_image(encoded(picture("L", (8000, 8000)), kind))
    assert pixels.shape == (WORKING_SIDE, WORKING_SIDE)
    assert pixels[10, 10] > 200
    assert pixels[-10, -10] < 60


def test_more_is_too_large():
    """Beyond that it is refused before it is decoded, with the size in the sentence."""
    with pytest.raises(DrawingError, match="8000 x 8001 pixels; at most 64 million") as refusal:
        read_image(png_header(8000, LARGEST_PIXELS // 8000 + 1))
    assert refusal.value.reason == "too_large"
    assert refusal.value.facts == {"width": 8000, "height": 8001, "megapixels": 64}


def decoded_within(memory: int, data: bytes) -> dict[str, object]:
    """What the decoder's process answers if it may take so many bytes."""
    program = f"import decoder, sys; decoder.MEMORY = {memory}; sys.argv[1:] = ['1024']; decoder.main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=data,
        capture_output=True,
        check=True,
        cwd=Path(decoder.__file__).parent,
    )
    return json.loads(done.stdout.partition(b"\n")[0])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_memory_is_bounded():
    """A small file of 64 million pixels of 16 bits is decoded in 300 MB, and refused where those are missing."""
    data = encoded(Image.new("I;16", (8000, 8000), 9000))
    assert len(data) < 200_000
    assert decoded_within(300 * 2**20, data) == {"mode": "L", "size": [1024, 1024]}
    assert decoded_within(100 * 2**20, data) == {"refused": "too_heavy"}


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import time; time.sleep(600)", "too_heavy"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "too_heavy"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "not_an_image"),
        ("raise SystemExit(1)", "not_an_image"),
        ("print('nonsense')", "not_an_image"),
        ('print(\'{"mode": "L", "size": [5, 5]}\')', "not_an_image"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_whatever_becomes_of_the_decoder_a_sentence_is_left(tmp_path, monkeypatch, program, reason):
    """It hangs, is killed, crashes, or says something else."""
    script = tmp_path / "decoder.py"
    script.write_text(program)
    monkeypatch.setattr(decoder, "__file__", str(script))
    monkeypatch.setattr(files, "DEADLINE", 2)
    with pytest.raises(DrawingError, match=r"^[A-Z].*\.$") as refusal:
        read_image(b"anything")
    assert refusal.value.reason == reason


def test_one_pixel_of_many_in_a_row():
    """A line of a million pixels is reduced like any other picture."""
    assert read_image(encoded(Image.new("L", (1_000_000, 2), 200))).shape == (1, WORKING_SIDE)


def test_decompression_bombs_are_refused():
    """An image that claims billions of pixels is refused without decoding one."""
    with pytest.raises(DrawingError) as refusal:
        read_image(png_header(100_000, 100_000))
    assert refusal.value.reason == "too_large"


def test_huge_files_are_refused(tmp_path):
    """A file beyond the limit is not even read."""
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(DrawingError) as refusal:
        read_image(path)
    assert refusal.value.reason == "too_large"


def test_a_missing_file_is_missing(tmp_path):
    """A path that does not exist is an OSError, which is not about the drawing."""
    with pytest.raises(FileNotFoundError):
        read_image(tmp_path / "none.png")


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"hello", b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"<svg/>", b"{}"]
)
def test_what_is_not_an_image_is_refused(data):
    """Empty files, text and other formats get a sentence."""
    with pytest.raises(DrawingError) as refusal:
        read_image(data)
    assert refusal.value.reason == "not_an_image"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF"])
def test_damaged_files_raise_nothing_else(kind):
    """A file cut short anywhere or with bytes changed gives a picture or a refusal."""
    noise = np.random.default_rng(0).integers(0, 255, (30, 30, 3), np.uint8)
    data = HEIC if kind == "HEIF" else encoded(Image.fromarray(noise), kind)
    rng = np.random.default_rng(1)
    with pytest.raises(DrawingError):
        read_image(data[: len(data) // 2])
    for _ in range(150):
        damaged = bytearray(data)
        damaged[rng.integers(min(len(data), 200))] = rng.integers(256)
        for sample in (bytes(damaged), data[: rng.integers(len(data))]):
            try:
                image = decoded(sample, WORKING_SIDE)
            except decoder.Refused:
                continue
            assert image.mode in ("L", "RGB", "RGBA")


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
        image, doubts = read_drawing(tmp_path / name)
        np.testing.assert_array_equal(image, image_from_strokes(strokes(SEVEN)))
        assert doubts == ()
    array = canvas_pixels(strokes(SEVEN, 1.5, (30, 30)))
    Image.fromarray(array).save(tmp_path / "seven.png")
    image, doubts = read_drawing(str(tmp_path / "seven.png"))
    np.testing.assert_array_equal(image, image_from_pixels(array))
    assert doubts == ()
    Image.fromarray(array[:200]).save(tmp_path / "cut.png")
    image, doubts = read_drawing(tmp_path / "cut.png")
    np.testing.assert_array_equal(image, image_from_pixels(array[:200]))
    assert doubts == ("cut",)


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
    with pytest.raises(DrawingError, match=r"^[A-Z].*\.$") as refusal:
        read_drawing(tmp_path / name)
    assert refusal.value.reason == reason


def test_a_missing_file_is_an_os_error(tmp_path):
    """A path that does not exist says so."""
    with pytest.raises(FileNotFoundError):
        read_drawing(tmp_path / "none.png")
