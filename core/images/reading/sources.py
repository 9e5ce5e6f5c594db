"""Where data lie: one file, the files of a folder, or what a zip archive packs, each recognized by its content."""

import gzip
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Literal, cast

from core.errors import DataError

MOST_IMAGES = 1_200_000
"""Images that one part of a user's data may hold. EMNIST's 814,255 fit, a decompression bomb does not."""

MOST_FILES = 2 * MOST_IMAGES
"""Files that a folder or an archive may hold: a picture an image, in two parts."""

MOST_FOLDERS = 500
"""Folders below one that somebody names: three parts of a hundred classes, and not a whole disk."""

Form = Literal["npy", "idx", "table", "picture"]
Container = Literal["file", "folder", "zip"]
Opening = Callable[[], IO[bytes]]

_File = tuple[str, int, Opening]
"""Its name, its size in bytes and what opens it."""

_HEAD = 4096
"""Bytes by which a file is recognized."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")

_FEWEST_DELIMITERS = 15
"""In a line of a table: what has fewer columns holds no images, but is a list or a text."""


@dataclass(frozen=True)
class Content:
    """One file. `name` is its path within the source, with slashes; `form` is None for no form of ours.

    `open` gives its bytes, unpacked where gzip has packed them; `size` is their number, None where that is not known
    before they are read.
    """

    name: str
    form: Form | None
    size: int | None
    open: Opening


@dataclass(frozen=True)
class Source:
    """All files of what somebody named, in the order of their names as people count them: 2 before 10."""

    container: Container
    contents: tuple[Content, ...]


@contextmanager
def opened(place: Path | IO[bytes]) -> Iterator[Source]:
    """Open a file, a folder, an archive, or the bytes of an archive or a file, for as long as its contents are read.

    Raises DataError for too many files, and whatever readers of files and archives raise.
    """
    if isinstance(place, Path) and place.is_dir():
        yield Source("folder", _looked_at(_files(place)))
        return
    if not zipfile.is_zipfile(place):
        yield Source("file", _looked_at([_file(place)]))
        return
    with zipfile.ZipFile(place) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and _is_in_sight(member.filename)]
        yield Source(
            "zip",
            _looked_at((member.filename, member.file_size, partial(archive.open, member)) for member in members),
        )


def _file(place: Path | IO[bytes]) -> _File:
    if isinstance(place, Path):
        return place.name, place.stat().st_size, _opening(place)
    place.seek(0)
    content = place.read()
    return "", len(content), lambda: io.BytesIO(content)


def _opening(path: Path) -> Opening:
    return lambda: path.open("rb")


def _files(folder: Path) -> Iterator[_File]:
    """Yield the regular files below a folder; links to folders, which may lead in a circle, are not followed."""
    for number, (root, folders, names) in enumerate(os.walk(folder)):
        if number == MOST_FOLDERS:
            raise DataError("many_folders", f"it holds more than {MOST_FOLDERS} folders", most=MOST_FOLDERS)
        folders[:] = [name for name in folders if _is_in_sight(name)]
        for name in names:
            path = Path(root, name)
            if _is_in_sight(name) and path.is_file():
                yield path.relative_to(folder).as_posix(), path.stat().st_size, _opening(path)


def _is_in_sight(name: str) -> bool:
    """Return whether a file is the user's own, and not one that a system has put beside it."""
    pieces = set(name.replace("\\", "/").split("/")) - {".", ".."}
    return not any(piece.startswith((".", "__MACOSX")) for piece in pieces)


def _looked_at(files: Iterable[_File]) -> tuple[Content, ...]:
    # All are counted before the first is opened.
    some = list(islice(files, MOST_FILES + 1))
    if len(some) > MOST_FILES:
        raise DataError("many_files", f"it holds more than {MOST_FILES} files", most=MOST_FILES)
    found = [_recognized(name.replace("\\", "/"), size, opening) for name, size, opening in some]
    return tuple(sorted(found, key=lambda content: _counted(content.name)))


def _counted(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts names as people count: a2 before a10, folder by folder."""
    pieces = re.findall(r"\d{1,18}|[^\d/]+|/", name)
    return tuple((0, 0, "") if p == "/" else (1, int(p), p) if p.isdecimal() else (2, 0, p) for p in pieces)


def _recognized(name: str, size: int, opening: Opening) -> Content:
    with opening() as file:
        head = file.read(_HEAD)
    if not head.startswith(b"\x1f\x8b"):
        return Content(name, _form(head), size, opening)
    unpacking = partial(_unpacked, opening)
    with unpacking() as file:
        return Content(name, _form(file.read(_HEAD)), None, unpacking)


def _unpacked(opening: Opening) -> IO[bytes]:
    return cast(IO[bytes], _Unpacked(opening()))


class _Unpacked(gzip.GzipFile):
    """What gzip has packed. Closes what it reads from with itself."""

    def __init__(self, packed: IO[bytes]) -> None:
        super().__init__(fileobj=packed)
        self._packed = packed

    def close(self) -> None:
        """Close both."""
        super().close()
        self._packed.close()


def _form(head: bytes) -> Form | None:
    """Return which form a file has that begins so."""
    if head.startswith(b"\x93NUMPY"):
        return "npy"
    if head[:2] == b"\0\0" and len(head) > 4 and head[2] in range(0x08, 0x0F) and 1 <= head[3] <= 4:
        return "idx"
    if head.startswith(_PICTURES):
        return "picture"
    lines = head.removeprefix(b"\xef\xbb\xbf").lstrip().splitlines()
    if lines and b"\0" not in head and max(map(lines[0].count, (b",", b";", b"\t", b" "))) >= _FEWEST_DELIMITERS:
        return "table"
    return None
