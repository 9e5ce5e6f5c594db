"""The images: MNIST as shipped, or what a user has."""

import hashlib
import io
import os
import stat
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.arrays import Bytes
from core.classes import to_text
from core.config import EMBEDDED_DATA
from core.errors import DataError, shortened
from core.images.likeness import Means, is_lying
from core.images.reading.recognition import LAYOUT, Reading, read, unreadable

_LONGEST_TITLE = 300
"""Characters of a path that a sentence repeats."""

_MNIST_FILE = Path(__file__).with_name("mnist.npz")
_MNIST_CHECKSUM = "31ca189320ce511d"
_mnist_lock = threading.Lock()
_file_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled images; no array can be written to.

    `name` is "mnist" or the file's path, `checksum` 16 hex digits over all of them. Equal are those of one name
    and one content.
    `x_train` (n, 28, 28) and `x_test` (m, 28, 28) are uint8, 0 black to 255 white ink; `y_train` (n,) and
    `y_test` (m,) are uint8 labels, which count `classes` from 0. `reading` tells how they were understood.
    """

    name: str
    checksum: str
    x_train: Bytes
    y_train: Bytes
    x_test: Bytes
    y_test: Bytes
    classes: tuple[str, ...]
    reading: Reading

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and (self.name, self.checksum) == (other.name, other.checksum)

    def __hash__(self) -> int:
        return hash((self.name, self.checksum))

    def to_npz(self) -> bytes:
        """Return the four arrays, and the names of the classes, as an .npz: the data as they were understood."""
        arrays = {name: getattr(self, name) for name in ("x_train", "y_train", "x_test", "y_test")}
        file = io.BytesIO()
        np.savez_compressed(file, **arrays, class_names=np.array(self.classes))
        return file.getvalue()


def load(name_or_path: str) -> Dataset:
    """Return MNIST for "mnist", else the data set in the file or folder of that path, read anew once it has changed.

    Raises DataError.
    """
    if name_or_path == EMBEDDED_DATA:
        return load_mnist()
    with _file_lock:
        found = _read_file(name_or_path, file_version(name_or_path))
    if isinstance(found, DataError):
        raise DataError(found.reason, str(found), **found.facts)  # anew: one that was raised already grows with each
    return found


def file_version(name_or_path: str) -> tuple[int, int]:
    """Return what tells one content of a data file from another: time of change in ns, and size in bytes.

    Of a folder they are those of what lies in it: the latest time and the sum of the sizes. Zeros for MNIST as
    shipped, and for what cannot be looked at.
    """
    if name_or_path == EMBEDDED_DATA:
        return (0, 0)
    try:
        found = Path(name_or_path).stat()
        if not stat.S_ISDIR(found.st_mode):
            return found.st_mtime_ns, found.st_size
        return _folder_version(name_or_path)
    except (OSError, ValueError):  # ValueError: no path at all
        return (0, 0)


_FILES_LOOKED_AT = 200
"""Of one folder. Looking at all of 70,000 pictures would cost every page a second; that there are more or fewer of
them, or that one was put in the place of another, is seen by the folder's own time of change."""


def _folder_version(folder: str) -> tuple[int, int]:
    latest, size = 0, 0
    for root, _, names in os.walk(folder):
        looked_at = [Path(root), *(Path(root, name) for name in names[:_FILES_LOOKED_AT])]
        for found in (path.lstat() for path in looked_at):
            latest, size = max(latest, found.st_mtime_ns), size + found.st_size
        size += len(names)
    return latest, size


@lru_cache(maxsize=3)
def _read_file(path: str, version: tuple[int, int]) -> Dataset | DataError:
    """Return the data set, or why its content is none, which takes as long to find out; both are remembered."""
    del version  # part of the key: a file that was changed is read again
    try:
        return read_dataset(path)
    except DataError as error:
        if error.reason in ("missing", "unreadable"):
            raise  # which may change while the file does not
        return error


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
    dataset = read_dataset(_MNIST_FILE, name=EMBEDDED_DATA)
    if dataset.checksum != _MNIST_CHECKSUM:
        sentence = f"{_MNIST_FILE} is not the MNIST database shipped with this project; install it again"
        raise DataError("not_mnist", sentence, title=str(_MNIST_FILE))
    return dataset


@lru_cache(maxsize=1)
def mean_digits() -> Means:
    """Return what MNIST's digits look like: the mean of each."""
    mnist = load_mnist()
    return Means(mnist.x_train, mnist.y_train)


def read_dataset(path: str | Path, name: str | None = None) -> Dataset:
    """Return the data set in the file, folder or archive at `path`, called `name` or by default the path.

    Raises DataError, with a sentence that says what is expected, for what is missing, unreadable, truncated, hostile,
    or no labelled images in a form that is known.
    """
    path, title = Path(path), shortened(str(path), _LONGEST_TITLE)
    try:
        exists = path.is_file() or path.is_dir()
    except OSError as error:  # a folder on the way that may not be entered, a name that is too long
        raise unreadable(error, title) from error
    if not exists:
        sentence = f"{title} does not exist; expected {LAYOUT}"
        raise DataError("missing", sentence, title=title, parts="train_test")
    found = read(path, title)
    if name != EMBEDDED_DATA and is_lying(found.x_train, found.y_train, found.classes, mean_digits()):
        found = found.turned()
    arrays = (found.x_train, found.y_train, found.x_test, found.y_test)
    for array in arrays:
        array.setflags(write=False)
    return Dataset(name or str(path), _checksum(arrays, found.classes), *arrays, found.classes, found.reading)


def _checksum(arrays: tuple[Bytes, ...], classes: tuple[str, ...]) -> str:
    digests = b"".join(hashlib.sha256(array.data).digest() for array in arrays)
    digests += (to_text(classes) or "").encode()
    return hashlib.sha256(digests).hexdigest()[:16]
