"""Drawings from files that a stranger may have made: pixels, strokes, or a sentence that says why not."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import Bytes
from core.drawing import decoder
from core.drawing.finding import Doubt
from core.drawing.ink import WORKING_SIDE
from core.drawing.recipe import image_and_doubts, image_from_strokes
from core.drawing.strokes import parse_strokes
from core.errors import DrawingError

LARGEST_FILE = 64 * 2**20
"""Bytes."""

DEADLINE = 30.0
"""Seconds after which a picture is given up; 50 million pixels take one, on a busy machine some more."""

_DECODING = threading.Semaphore(2)
"""So many pictures are decoded at a time, whoever sent them: that bounds what all of them take together."""

_CHANNELS: Mapping[str, tuple[int, ...]] = {"L": (), "RGB": (3,), "RGBA": (4,)}

_KILLS = tuple(getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name))
"""With which an operating system ends what takes more time or memory than it may."""


def read_image(source: str | PathLike[str] | bytes) -> Bytes:
    """Return the pixels of an image, upright and no larger than `WORKING_SIDE`: grey, RGB or RGBA.

    The shape is (height, width), (height, width, 3) or (height, width, 4), uint8, turned the way the camera was held
    (EXIF). `source` is the path of a PNG, JPEG, HEIC, AVIF, WebP, TIFF, GIF (its first frame) or BMP file, or its
    bytes. Another process decodes it, whose time and memory are limited.

    Raises DrawingError: "not_an_image" for anything that cannot be decoded, "too_large" for more than
    `decoder.LARGEST_PIXELS` or `LARGEST_FILE` bytes, "too_heavy" for what takes more memory than `decoder.MEMORY` or
    longer than `DEADLINE`; OSError if the file cannot be opened.
    """
    data = source if isinstance(source, bytes) else _contents(Path(source))
    _refuse_heavy(len(data))
    if not data:
        raise DrawingError("not_an_image", "The file is empty; it should be a PNG or JPEG image.")
    header, _, pixels = _decoders_answer(data).partition(b"\n")
    try:
        answer = json.loads(header)
        if "refused" not in answer:
            width, height = answer["size"]
            return np.frombuffer(pixels, np.uint8).reshape(height, width, *_CHANNELS[answer["mode"]]).copy()
    except (ValueError, KeyError, TypeError):
        # A damaged file has made a decoder crash before it had answered.
        answer = {"refused": "not_an_image"}
    raise _refusal(**answer)


def read_drawing(path: str | PathLike[str], *, is_digit: bool = True) -> tuple[Bytes, tuple[Doubt, ...]]:
    """Return the 28x28 image, uint8, made of a file: a picture, or a canvas's strokes as JSON.

    Second comes why what was found in a picture may not be what was meant.

    Raises DrawingError if the file is neither, or does not show one digit, as far as it has to be one; OSError if it
    cannot be opened.
    """
    file = Path(path)
    with file.open("rb") as opened:
        start = opened.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")) or file.suffix.lower() == ".json":
        if file.stat().st_size > _LARGEST_JSON:
            raise DrawingError("bad_strokes", "This is not a drawing from the canvas: the file is too large.")
        return image_from_strokes(parse_strokes(file.read_bytes()), is_digit=is_digit), ()
    return image_and_doubts(read_image(file), is_digit=is_digit)


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


def _decoders_answer(data: bytes) -> bytes:
    """Return what the decoder says of a file's content; nothing, if it ended without a word."""
    with _DECODING:
        try:
            # What is out of time is killed and waited for.
            done = subprocess.run(
                [sys.executable, "-I", decoder.__file__, str(WORKING_SIDE)],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=DEADLINE,
                check=False,
                # Windows would open a window for it.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired:
            return _TOO_HEAVY
    return _TOO_HEAVY if -done.returncode in _KILLS else done.stdout


_TOO_HEAVY = b'{"refused": "too_heavy"}'


def _refusal(refused: str, **facts: Any) -> DrawingError:
    """Return what the decoder refused, with a sentence."""
    if refused == "too_large":
        megapixels = decoder.LARGEST_PIXELS // 10**6
        size = f"{facts['width']} x {facts['height']}" if facts else "too many"
        sentence = f"The image has {size} pixels; at most {megapixels} million can be read."
        return DrawingError("too_large", sentence, megapixels=megapixels, **facts)
    if refused == "too_heavy":
        return DrawingError("too_heavy", "The image takes more time or memory to decode than any photo does.")
    return DrawingError(
        "not_an_image", "The file cannot be read as an image; it should be a PNG or JPEG image that is complete."
    )
