import io
import json
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from core.drawing.files import LARGEST_SIDE, read_drawing, read_image
from core.drawing.ink import WORKING_SIDE
from core.drawing.recipe import image_from_pixels, image_from_strokes
from core.errors import DrawingError
from tests.core.drawing.digits import SEVEN, canvas_pixels, strokes


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


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
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


@pytest.mark.parametrize("top", [255, 65535])
def test_sixteen_bits(top):
    """Grey levels of 16 bits are brought to 8, whichever range they use."""
    levels = np.zeros((40, 60), np.uint16)
    levels[:20, :30] = top
    pixels = read_image(encoded(Image.fromarray(levels)))
    assert pixels[5, 5] == 255
    assert pixels[35, 50] == 0


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


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "L"), ("JPEG", "L")])
def test_eight_thousand_pixels_a_side_are_read(kind, mode):
    """The largest image allowed comes back reduced, its parts where they were."""
    pixels = read_image(encoded(picture(mode, (LARGEST_SIDE, LARGEST_SIDE)), kind))
    assert max(pixels.shape) <= WORKING_SIDE
    assert pixels[10, 10] > 200
    assert pixels[-10, -10] < 60


def test_one_pixel_more_is_too_large():
    """Beyond that it is refused before it is decoded, with the size in the sentence."""
    with pytest.raises(DrawingError, match="8001 x 20 pixels; at most 8000") as refusal:
        read_image(png_header(LARGEST_SIDE + 1, 20))
    assert refusal.value.reason == "too_large"
    assert refusal.value.facts == {"width": 8001, "height": 20, "most": 8000}


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


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_damaged_files_raise_nothing_else(kind):
    """A file cut short anywhere or with bytes changed gives pixels or a DrawingError."""
    noise = np.random.default_rng(0).integers(0, 255, (30, 30, 3), np.uint8)
    data = encoded(Image.fromarray(noise), kind)
    rng = np.random.default_rng(1)
    with pytest.raises(DrawingError):
        read_image(data[: len(data) // 2])
    for _ in range(150):
        damaged = bytearray(data)
        damaged[rng.integers(min(len(data), 200))] = rng.integers(256)
        for sample in (bytes(damaged), data[: rng.integers(len(data))]):
            try:
                pixels = read_image(sample)
            except DrawingError:
                continue
            assert pixels.dtype == np.uint8


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
    array = canvas_pixels(strokes(SEVEN, 1.5, (30, 30)))
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
    with pytest.raises(DrawingError, match=r"^[A-Z].*\.$") as refusal:
        read_drawing(tmp_path / name)
    assert refusal.value.reason == reason


def test_a_missing_file_is_an_os_error(tmp_path):
    """A path that does not exist says so."""
    with pytest.raises(FileNotFoundError):
        read_drawing(tmp_path / "none.png")
