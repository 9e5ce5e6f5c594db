"""Drawings from files that a stranger may have made: pixels, strokes, or a sentence that says why not."""

import io
import warnings
from os import PathLike
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from core.arrays import Bytes, Doubles
from core.drawing.ink import WORKING_SIDE
from core.drawing.recipe import image_from_pixels, image_from_strokes
from core.drawing.strokes import parse_strokes
from core.errors import DrawingError

LARGEST_SIDE = 8000
"""Pixels. A photo of the largest phone cameras fits; decoding more than 64 million pixels would take seconds."""

LARGEST_FILE = 64 * 2**20
"""Bytes."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")


def read_image(source: str | PathLike[str] | bytes) -> Bytes:
    """Return the pixels of an image, upright and no larger than `WORKING_SIDE`: grey, RGB or RGBA.

    The shape is (height, width), (height, width, 3) or (height, width, 4), uint8, turned the way the camera was held
    (EXIF). `source` is the path of a PNG, JPEG, WebP, GIF (its first frame) or BMP file, or its bytes.

    Raises DrawingError: "not_an_image" for anything that cannot be decoded, "too_large" for more than `LARGEST_SIDE`
    pixels a side or `LARGEST_FILE` bytes; OSError if the file cannot be opened.
    """
    data = source if isinstance(source, bytes) else _contents(Path(source))
    _refuse_heavy(len(data))
    if not data:
        raise DrawingError("not_an_image", "The file is empty; it should be a PNG or JPEG image.")
    try:
        with warnings.catch_warnings():
            # Pillow warns of damaged metadata and of sizes that are checked below; neither concerns the caller.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                _refuse_large(image.width, image.height)
                return _pixels(image)
    except DrawingError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except MemoryError:
        raise
    except Exception as error:
        # Pillow's decoders raise nearly anything on damaged files: struct.error, KeyError, ...
        raise DrawingError(
            "not_an_image", "The file cannot be read as an image; it should be a PNG or JPEG image that is complete."
        ) from error


def read_drawing(path: str | PathLike[str]) -> Bytes:
    """Return the 28x28 image, uint8, made of a file: a picture, or a canvas's strokes as JSON.

    Raises DrawingError if the file is neither, or does not show one digit; OSError if it cannot be opened.
    """
    file = Path(path)
    with file.open("rb") as opened:
        start = opened.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")) or file.suffix.lower() == ".json":
        if file.stat().st_size > _LARGEST_JSON:
            raise DrawingError("bad_strokes", "This is not a drawing from the canvas: the file is too large.")
        return image_from_strokes(parse_strokes(file.read_bytes()))
    return image_from_pixels(read_image(file))


_LARGEST_JSON = 16 * 2**20
"""Bytes; a drawing has some ten thousand."""


def _contents(path: Path) -> bytes:
    _refuse_heavy(path.stat().st_size)
    return path.read_bytes()


def _refuse_heavy(size: int) -> None:
    if size > LARGEST_FILE:
        megabytes = LARGEST_FILE // 2**20
        raise DrawingError(
            "too_large", f"The file is too large; an image may have {megabytes} MB.", megabytes=megabytes
        )


def _refuse_large(width: int, height: int) -> None:
    if max(width, height) > LARGEST_SIDE:
        raise DrawingError(
            "too_large",
            f"The image is {width} x {height} pixels; at most {LARGEST_SIDE} a side can be read.",
            width=width,
            height=height,
            most=LARGEST_SIDE,
        )


def _too_many_pixels() -> DrawingError:
    return DrawingError(
        "too_large", f"The image has too many pixels; at most {LARGEST_SIDE} a side can be read.", most=LARGEST_SIDE
    )


def _pixels(image: Image.Image) -> Bytes:
    """Return the pixels, reduced, turned upright, and in one of the three layouts that `read_image` returns."""
    # A JPEG can be decoded at a fraction of its size at once.
    image.draft(None, (WORKING_SIDE, WORKING_SIDE))
    image.load()
    if image.mode.startswith(("I", "F")):
        image = Image.fromarray(_eight_bits(np.asarray(image, dtype=np.float64)))
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB"):
        image = image.convert("L" if image.mode in ("1", "LA") else "RGB")
    if max(image.size) > WORKING_SIDE:
        # Whole blocks of pixels averaged: area-weighted, as everything that follows.
        image = image.reduce(-(-max(image.size) // WORKING_SIDE))
    return np.array(ImageOps.exif_transpose(image), dtype=np.uint8)


def _eight_bits(levels: Doubles) -> Bytes:
    """Return grey levels of 16 or 32 bits, or floats, as bytes; 16-bit files use the range up to 65535."""
    levels = np.nan_to_num(levels, nan=0.0, posinf=65535.0, neginf=0.0)
    top = 255.0 if levels.max() <= 255 else 65535.0
    return np.rint(np.clip(levels / top, 0, 1) * 255).astype(np.uint8)
