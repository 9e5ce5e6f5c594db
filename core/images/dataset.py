"""The images: MNIST as shipped or a user's own file, their split, and the order in which training meets them.

Own files are taken as hostile: sizes are checked before anything is allocated, and nothing is ever unpickled.
"""

import hashlib
import threading
import tokenize
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

import numpy as np

from core.arrays import Bytes
from core.config import EMBEDDED_DATA
from core.errors import DataError, shortened, written

MOST_IMAGES = 300_000
"""Images that one array of a user's file may hold. EMNIST's 240,000 fit, a decompression bomb does not."""

LAYOUT = "x_train (n, 28, 28) and x_test (m, 28, 28) of uint8, y_train (n,) and y_test (m,) of whole numbers 0 to 9"
"""What every data set holds, as error messages say it."""

_LONGEST_TITLE = 300
"""Characters of a path that a sentence repeats."""

_MNIST_FILE = Path(__file__).with_name("mnist.npz")
_MNIST_CHECKSUM = "31ca189320ce511d"
_mnist_lock = threading.Lock()
_file_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled images; no array can be written to.

    `name` is "mnist" or the file's path, `checksum` 16 hex digits over all four arrays. Equal are those of one name
    and one content.
    `x_train` (n, 28, 28) and `x_test` (m, 28, 28) are uint8, 0 black to 255 white ink; `y_train` (n,) and
    `y_test` (m,) are uint8 labels 0 to 9.
    """

    name: str
    checksum: str
    x_train: Bytes
    y_train: Bytes
    x_test: Bytes
    y_test: Bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and (self.name, self.checksum) == (other.name, other.checksum)

    def __hash__(self) -> int:
        return hash((self.name, self.checksum))


def load(name_or_path: str) -> Dataset:
    """Return MNIST for "mnist", else the data set in the .npz file of that path, read anew once it has changed.

    Raises DataError.
    """
    if name_or_path == EMBEDDED_DATA:
        return load_mnist()
    with _file_lock:
        return _read_file(name_or_path, file_version(name_or_path))


def file_version(name_or_path: str) -> tuple[int, int]:
    """Return what tells one content of a data file from another: time of change in ns, and size in bytes.

    Zeros for MNIST as shipped, and for a file that cannot be looked at.
    """
    if name_or_path == EMBEDDED_DATA:
        return (0, 0)
    try:
        found = Path(name_or_path).stat()
    except (OSError, ValueError):  # ValueError: no path at all
        return (0, 0)
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=3)
def _read_file(path: str, version: tuple[int, int]) -> Dataset:
    del version  # part of the key: a file that was changed is read again
    return load_npz(path)


def check_unchanged(dataset: Dataset, checksum: str | None) -> Dataset:
    """Return the data set if it is the one with which something began, whose checksum, if it had one, is given.

    Raises DataError where it is another one by now.
    """
    if checksum not in (None, dataset.checksum):
        sentence = f"{dataset.name} is no longer the file that this experiment began with"
        raise DataError("changed", sentence, title=dataset.name)
    return dataset


def load_mnist() -> Dataset:
    """Return the MNIST database shipped with the project, one for the whole process, from any thread.

    Raises DataError if the shipped file is not what it was when it was shipped.
    """
    # lru_cache alone would let two threads that ask first at the same time read the file twice.
    with _mnist_lock:
        return _read_mnist()


@lru_cache(maxsize=1)
def _read_mnist() -> Dataset:
    dataset = load_npz(_MNIST_FILE, name=EMBEDDED_DATA)
    if dataset.checksum != _MNIST_CHECKSUM:
        sentence = f"{_MNIST_FILE} is not the MNIST database shipped with this project; install it again"
        raise DataError("not_mnist", sentence, title=str(_MNIST_FILE))
    return dataset


def load_npz(path: str | Path, name: str | None = None) -> Dataset:
    """Return the data set in the .npz file at `path`, called `name` or by default the path.

    Raises DataError, with a sentence that says what is expected, for a file that is missing, unreadable,
    truncated or not an .npz, and for arrays that are missing, pickled, too large or not as `LAYOUT` says.
    """
    path, title = Path(path), shortened(str(path), _LONGEST_TITLE)
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError as error:  # a folder on the way that may not be entered, a name that is too long
        raise _unreadable(error, title, "train_test", LAYOUT) from error
    if not is_file:
        reason, problem = ("folder", "is a folder") if is_folder else ("missing", "does not exist")
        sentence = f"{title} {problem}; expected an .npz file that holds {LAYOUT}"
        raise DataError(reason, sentence, title=title, parts="train_test")
    (x_train, y_train), (x_test, y_test) = read_labelled_images(path, title, ("train", "test"), LAYOUT)
    arrays = (x_train, y_train, x_test, y_test)
    for array in arrays:
        array.setflags(write=False)
    return Dataset(name or str(path), _checksum(arrays), *arrays)


def read_labelled_images(
    file: Path | IO[bytes], title: str, parts: Sequence[str], layout: str
) -> list[tuple[Bytes, Bytes]]:
    """Return (x_PART, y_PART), images (n, 28, 28) uint8 and labels (n,) uint8, for each of `parts` of an .npz.

    Raises DataError, whose sentence begins with `title` and ends with the `layout` that is expected.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            found = [
                (
                    _read_array(archive, f"x_{part}", is_images=True),
                    _read_array(archive, f"y_{part}", is_images=False),
                )
                for part in parts
            ]
    except DataError as error:
        sentence = f"{title}: {error}; expected {layout}"
        raise DataError(error.reason, sentence, **error.facts, title=title, parts="_".join(parts)) from error
    except Exception as error:  # the readers of archives, of five compressions and of headers raise what theirs do
        raise _unreadable(error, title, "_".join(parts), layout) from error
    for part, (images, labels) in zip(parts, found, strict=True):
        if len(images) != len(labels):
            raise DataError(
                "labels_missing",
                f"{title}: x_{part} holds {len(images)} images but y_{part} {len(labels)} labels; "
                "expected one label for each image",
                title=title,
                part=part,
                images=len(images),
                labels=len(labels),
            )
    return found


def _unreadable(error: Exception, title: str, parts: str, layout: str) -> DataError:
    problem = shortened((isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__)
    sentence = f"{title} cannot be read ({problem}); expected an undamaged .npz file with {layout}"
    return DataError("unreadable", sentence, problem=problem, title=title, parts=parts)


def _read_array(archive: zipfile.ZipFile, key: str, *, is_images: bool) -> Bytes:
    """Return the checked array `key`; raises DataError with half a sentence that `load_npz` completes."""
    try:
        member = archive.getinfo(f"{key}.npy")
    except KeyError as error:
        raise DataError("array_missing", f"the array {key} is missing", array=key) from error
    with archive.open(member) as file:
        shape, dtype = _read_header(file, key)
        header_size = file.tell()
    # Only what the header declares decides from here on; pickled arrays (dtype object) end here as well.
    if dtype.hasobject:
        raise DataError("pickled", f"{key} holds pickled objects, which are never loaded", array=key)
    is_bad_images = is_images and (shape[1:] != (28, 28) or dtype != np.uint8)
    if is_bad_images or (not is_images and (len(shape) != 1 or not np.issubdtype(dtype, np.integer))):
        found = {"shape": written(shape), "dtype": shortened(str(dtype))}
        raise DataError("shape", f"{key} has shape {found['shape']} and dtype {found['dtype']}", array=key, **found)
    if not 1 <= shape[0] <= MOST_IMAGES:
        length = shape[0] if abs(shape[0]) < 10**15 else written(shape[0])
        sentence = f"{key} has length {length}, which must lie between 1 and {MOST_IMAGES}"
        raise DataError("length", sentence, array=key, length=length, most=MOST_IMAGES)
    if member.file_size != header_size + int(np.prod(shape)) * dtype.itemsize:
        raise DataError("size", f"{key} is not as large as its header says", array=key)
    with archive.open(member) as file:
        array = np.lib.format.read_array(file, allow_pickle=False)
    if not is_images and (array.min() < 0 or array.max() > 9):
        lowest, highest = int(array.min()), int(array.max())
        sentence = f"{key} holds labels from {lowest} to {highest}"
        raise DataError("labels", sentence, array=key, lowest=lowest, highest=highest)
    return np.ascontiguousarray(array, dtype=np.uint8)


def _read_header(file: IO[bytes], key: str) -> tuple[tuple[int, ...], np.dtype[np.generic]]:
    readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    try:
        shape, _, dtype = readers[np.lib.format.read_magic(file)](file)
    except (ValueError, KeyError, TypeError, SyntaxError, tokenize.TokenError) as error:
        raise DataError("header", f"{key} is not an array in NumPy's .npy format", array=key) from error
    return shape, dtype


def _checksum(arrays: tuple[Bytes, ...]) -> str:
    digests = b"".join(hashlib.sha256(array.data).digest() for array in arrays)
    return hashlib.sha256(digests).hexdigest()[:16]
