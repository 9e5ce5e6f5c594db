"""Data files that were damaged anywhere: each is refused in a sentence or read, and nothing else ever happens."""

import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from core.errors import DataError
from core.images.dataset import read_dataset
from core.store.test_set_file import from_npz

Random = np.random.Generator


def members() -> dict[str, bytes]:
    """Return the .npy files of a data set of five training and three test images, by name."""
    random = np.random.default_rng(0)
    arrays = {
        "x_train": random.integers(0, 256, (5, 28, 28), dtype=np.uint8),
        "y_train": np.arange(5, dtype=np.uint8),
        "x_test": random.integers(0, 256, (3, 28, 28), dtype=np.uint8),
        "y_test": np.arange(3),
    }
    content = {}
    for name, array in arrays.items():
        file = io.BytesIO()
        np.save(file, array)
        content[f"{name}.npy"] = file.getvalue()
    return content


def archive(content: dict[str, bytes], compression: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as opened:
        for name, member in content.items():
            opened.writestr(name, member)
    return file.getvalue()


def flipped(content: bytes, random: Random, among: int | None = None) -> bytes:
    """Change one to three bytes, all of them among the first or, of a negative number, the last so many."""
    damaged = bytearray(content)
    count = min(abs(among or len(damaged)), len(damaged))
    first = len(damaged) - count if (among or 0) < 0 else 0
    for place in random.integers(first, first + count, random.integers(1, 4)):
        damaged[place] = random.integers(256)
    return bytes(damaged)


def anywhere(random: Random, compression: int) -> bytes:
    return flipped(archive(members(), compression), random)


def in_the_directory(random: Random, compression: int) -> bytes:
    """Where an archive says what is in it."""
    return flipped(archive(members(), compression), random, among=-300)


def cut(random: Random, compression: int) -> bytes:
    content = archive(members(), compression)
    return content[: random.integers(len(content))]


def in_a_header(random: Random, compression: int) -> bytes:
    """Before it was packed, so that the archive's checksums are right and NumPy meets it."""
    content = members()
    name = random.choice(list(content))
    content[name] = flipped(content[name], random, among=128)
    return archive(content, compression)


def in_the_text_of_a_header(random: Random, compression: int) -> bytes:
    """A piece of it given another meaning: brackets, quotes, other types, numbers of any size."""
    content = members()
    name = random.choice(list(content))
    pieces = [b"'", b"(", b")", b"{", b"}", b",", b"28", b"5", b"|u1", b"<i8", b"False", b"descr", b"shape"]
    others = [
        *pieces,
        b"",
        b"-1",
        b"1e9",
        b"9" * 400,
        b"\xff",
        b"\0",
        b"L",
        b"|O",
        b"V0",
        b"('a', '<f4')",
        b"[[[",
        b"\n",
    ]
    piece, other = random.choice(np.array(pieces, object)), random.choice(np.array(others, object))
    content[name] = content[name][:10] + content[name][10:128].replace(piece, other, 1) + content[name][128:]
    return archive(content, compression)


@pytest.mark.filterwarnings("ignore")  # of headers that NumPy takes for Python 2's, or Python for odd
@pytest.mark.parametrize(
    "compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@pytest.mark.parametrize("damage", [anywhere, in_the_directory, cut, in_a_header, in_the_text_of_a_header])
def test_a_damaged_file_is_refused_or_read(
    tmp_path: Path, damage: Callable[[Random, int], bytes], compression: int
) -> None:
    """Forty of each kind, as a data set and as an uploaded test set; most are refused, in a sentence of one line."""
    random = np.random.default_rng(compression)
    path = tmp_path / "own.npz"
    refused = 0
    for _ in range(40):
        content = damage(random, compression)
        path.write_bytes(content)
        readers = {str(path): partial(read_dataset, path), "the uploaded file": partial(from_npz, content)}
        for name, read in readers.items():
            try:
                read()
            except DataError as error:
                refused += 1
                sentence = str(error)
                assert sentence.startswith(name)
                assert "expected" in sentence or "must lie between" in sentence
                assert sentence.isprintable()
                assert len(sentence) < 600
    assert refused > 10
