"""Pictures whose folder or name says what they show: 7/0012.png, seven/a.png, A/b.png, 7_0012.png, 0012_7.png."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

import numpy as np
from PIL import Image

from core.arrays import SIDE, Bytes
from core.classes import FEWEST, MOST
from core.errors import DataError, shortened
from core.images.reading.naming import Part, part_in
from core.images.reading.pixels import resized
from core.images.reading.sources import MOST_IMAGES, Content
from core.images.reading.stored import Held, wrong_length

LARGEST_SIDE = 512
"""Pixels: a digit cut out of a page that was scanned finely."""

LARGEST_FILE = 4 * 2**20
"""Bytes."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

Place = Literal["folders", "starts", "ends"]


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures by part, brought to (n, 28, 28) uint8, with their labels (n,).

    `side` is the rows that they had, 0 where they differ; `place` where their labels stood.
    """

    parts: dict[Part | None, tuple[Held, Held]]
    side: int
    place: Place


def read_pictures(contents: Sequence[Content]) -> Pictures:
    """Return pictures with what their folders or names say of them. Raises DataError."""
    place, labels = _labels([PurePosixPath(content.name) for content in contents])
    by_part: dict[Part | None, list[int]] = {}
    for position, content in enumerate(contents):
        by_part.setdefault(part_in(str(PurePosixPath(content.name).parent)), []).append(position)
    sides: set[int] = set()
    parts = {}
    for part, positions in by_part.items():
        name = "the pictures" if part is None else f"the {part} pictures"
        if len(positions) > MOST_IMAGES:
            raise wrong_length(name, len(positions))
        images = np.empty((len(positions), SIDE, SIDE), np.uint8)
        for row, position in enumerate(positions):
            picture = _picture(contents[position])
            sides.add(len(picture))
            images[row] = picture if len(picture) == SIDE else np.rint(resized(picture.astype(np.float64)))
        parts[part] = Held(name, images), Held(name, np.array([labels[position] for position in positions]))
    return Pictures(parts, sides.pop() if len(sides) == 1 else 0, place)


def _labels(paths: Sequence[PurePosixPath]) -> tuple[Place, list[int] | list[str]]:
    """Return where the names of all pictures say their labels, and the labels: numbers or else names."""
    ways: dict[Place, Callable[[PurePosixPath], int | None]] = {
        "folders": lambda path: _in_folder(path.parent.name),
        "starts": lambda path: _number(re.match(r"\d{1,9}(?=\D|$)", path.stem)),
        "ends": lambda path: _number(re.search(r"(?<!\d)\d{1,9}$", path.stem)),
    }
    complete: dict[Place, list[int]] = {}
    for place, way in ways.items():
        found = [way(path) for path in paths]
        labels = [label for label in found if label is not None]
        # What counts the pictures is no label.
        if len(labels) == len(paths) and (place == "folders" or len(set(labels)) < len(paths)):
            complete[place] = labels
    if "folders" in complete:
        return "folders", complete["folders"]
    names = _names(paths)
    if names is not None:
        return names
    if complete:
        # Of a label and a number that counts the pictures of a class, there are fewer labels.
        place = min(complete, key=lambda place: len(set(complete[place])))
        return place, complete[place]
    example = shortened(str(paths[0]))
    sentence = f"neither folders nor names of the pictures say which class they show, as of {example}"
    raise DataError("picture_labels", sentence, example=example)


def _names(paths: Sequence[PurePosixPath]) -> tuple[Place, list[str]] | None:
    """Return the names of classes that all pictures have: those of their folders, or what stands before a number."""
    folders = [path.parent.name for path in paths]
    if len(set(folders)) > 1 and all(folder and part_in(folder) is None for folder in folders):
        return "folders", folders
    starts = [re.fullmatch(r"(\D*[^\W\d_])[\s_.()-]*\d*\)?", path.stem) for path in paths]
    found = [match[1] for match in starts if match]
    if len(found) == len(paths) and FEWEST <= len(set(found)) <= MOST:
        return "starts", found
    return None


def _in_folder(name: str) -> int | None:
    if name.lower() in _WORDS:
        return _WORDS.index(name.lower())
    return _number(re.fullmatch(r"\D*?(\d{1,9})\D*", name), 1)


def _number(match: re.Match[str] | None, group: int = 0) -> int | None:
    return int(match[group]) if match else None


def _picture(content: Content) -> Bytes:
    """Return a square picture in grey, (side, side). Its size is known before it is decoded. Raises DataError."""
    name = shortened(content.name)
    with content.open() as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        megabytes = LARGEST_FILE // 2**20
        raise DataError("picture_heavy", f"{name} has more than {megabytes} MB", array=name, megabytes=megabytes)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width != image.height or not 1 <= image.width <= LARGEST_SIDE:
                raise _wrong_size(name, image)
            return _grey(image)
    except (DataError, MemoryError):
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on damaged files
        raise DataError("picture", f"{name} cannot be read as a picture", array=name) from error


def _wrong_size(name: str, image: Image.Image) -> DataError:
    return DataError(
        "picture_size",
        f"{name} has {image.width} x {image.height} pixels; pictures must be square, at most {LARGEST_SIDE} a side",
        array=name,
        width=image.width,
        height=image.height,
        most=LARGEST_SIDE,
    )


def _grey(image: Image.Image) -> Bytes:
    if image.mode.startswith("I;16"):
        return np.rint(np.asarray(image, np.float64) / 257).astype(np.uint8)
    if image.has_transparency_data:
        # As a page shows it.
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return np.asarray(image.convert("L"), np.uint8)
