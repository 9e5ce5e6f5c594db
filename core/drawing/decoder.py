"""Decodes one picture in a process of its own: `python -I decoder.py 1024 < picture > pixels`.

A picture of a hundred kilobytes may unpack to gigabytes, and decoders written in C have had their bugs. Here neither
reaches the process that serves everybody: this one may take so much memory and so long, and no more. It imports
Pillow and the standard library alone, so that it is there in 0.1 s.

It answers with a line of JSON, either {"mode": "L", "size": [640, 480]} with the pixels behind it, row after row, or
{"refused": "too_large", ...}, a reason of DrawingError with its facts.
"""

import contextlib
import io
import json
import sys
import warnings

from PIL import Image, ImageOps

LARGEST_PIXELS = 64_000_000
"""Photos of the largest phone cameras have 50 million."""

MEMORY = 1024 * 2**20
"""Bytes that decoding may take, of which 64 million pixels in colour are a quarter."""

SECONDS = 20
"""Of the processor's time; 50 million pixels take less than two."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF")

_ORIENTATION = 0x0112
"""The EXIF tag that says how the camera was held."""

_STRIP = 2**21
"""Pixels that are converted at a time."""

_THREADS = 2


class Refused(Exception):
    """A picture that is not decoded: a reason of DrawingError, and its facts."""

    def __init__(self, reason: str, **facts: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def decoded(data: bytes, side: int) -> Image.Image:
    """Return the picture in the file's content, upright, in mode L, RGB or RGBA, no side longer than `side` pixels.

    Of an animation it is the first frame. Raises Refused: "too_large" for more than `LARGEST_PIXELS`, "too_heavy" if
    there is not enough memory, "not_an_image" for anything that cannot be decoded.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of damaged metadata and of sizes that are checked below; neither concerns the caller.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_known(data)) as image:
                width, height = image.size
                if width * height > LARGEST_PIXELS:
                    raise Refused("too_large", width=width, height=height)
                return _upright(image, side)
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused("too_large") from error
    except MemoryError as error:
        raise Refused("too_heavy") from error
    except Exception as error:
        # Pillow's decoders raise nearly anything on damaged files: struct.error, KeyError, ...
        raise Refused("too_heavy" if "memory" in str(error).lower() else "not_an_image") from error


def _known(data: bytes) -> tuple[str, ...]:
    """Return the formats to try, once what reads them is there: HEIC takes a while, and few pictures need it."""
    if data[4:8] == b"ftyp":
        import pi_heif
        from PIL import AvifImagePlugin

        # Each thread takes memory, and a server has many processors.
        AvifImagePlugin.DEFAULT_MAX_THREADS = _THREADS
        pi_heif.options.DECODE_THREADS = _THREADS
        pi_heif.register_heif_opener()
        return ("AVIF", "HEIF")
    return tuple(name for name in _FORMATS if name not in ("AVIF", "HEIF"))


def _upright(image: Image.Image, side: int) -> Image.Image:
    width, height = image.size
    shrinking = min(1.0, side / max(width, height))
    # A JPEG can be decoded at a fraction of its size at once.
    image.draft(None, (max(1, int(width * shrinking)), max(1, int(height * shrinking))))
    # Of 16 bits a colour Pillow keeps the upper eight.
    is_deep = any(";16" in str(tile) for tile in getattr(image, "tile", ())) and not image.mode.startswith("I")
    image.load()
    orientation = image.getexif().get(_ORIENTATION, 1)
    small = _eight_bits(_reduced(image, side), is_deep)
    small.getexif()[_ORIENTATION] = orientation
    return ImageOps.exif_transpose(small)


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """Return the picture in mode L, RGB, RGBA, I or F, its pixels means of areas, as in everything that follows.

    A strip is converted at a time: a whole picture in another mode would take its memory once more.
    """
    mode = _mode_of(image)
    block = max(1, max(image.size) // side)
    if block == 1:
        small = image.convert(mode)
    else:
        width, height = image.size
        small = Image.new(mode, (-(-width // block), -(-height // block)))
        rows = max(1, _STRIP // (width * block))
        for top in range(0, small.height, rows):
            strip = image.crop((0, top * block, width, min((top + rows) * block, height)))
            small.paste(strip.convert(mode).reduce(block), (0, top))
    if max(small.size) > side:
        shrinking = side / max(small.size)
        size = (max(1, round(small.width * shrinking)), max(1, round(small.height * shrinking)))
        small = small.resize(size, Image.Resampling.BOX)
    return small


def _mode_of(image: Image.Image) -> str:
    if image.mode.startswith(("I", "F")):
        return image.mode[0]
    if image.has_transparency_data:
        return "RGBA"
    return "L" if image.mode in ("1", "L", "LA") else "RGB"


def _eight_bits(image: Image.Image, is_deep: bool) -> Image.Image:
    """Return grey levels of more than eight bits as bytes, the brightest white.

    Cameras and scanners write 10, 12 or 14 bits into 16, and files do not say how many. Floats run to 1 or to 255.
    """
    if image.mode in ("I", "F"):
        _, highest = image.getextrema()
        assert isinstance(highest, int | float)
        top = 1.0 if image.mode == "F" and highest <= 1 else min(max(highest, 255), 2**32)
        return image.point(lambda level: level * (255 / top) + 0.0).convert("L")
    if is_deep and image.mode == "RGB":
        highest = max(band[1] for band in image.getextrema() if isinstance(band, tuple))
        if 0 < highest < 64:
            return image.point([min(255, round(level * 255 / highest)) for level in range(256)] * 3)
    return image


def _limit() -> None:
    """Take no more memory and time than a picture may, where the operating system can be asked to see to that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # Not the address space: libraries reserve much of that and leave it unused.
        for limit, most in (
            (resource.RLIMIT_DATA, MEMORY),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(limit)
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main() -> None:
    """Answer for the picture on standard input."""
    _limit()
    pixels = b""
    try:
        image = decoded(sys.stdin.buffer.read(), int(sys.argv[1]))
        pixels = image.tobytes()
        answer: dict[str, object] = {"mode": image.mode, "size": image.size}
    except Refused as refused:
        answer = {"refused": refused.reason, **refused.facts}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + pixels)


if __name__ == "__main__":
    main()
