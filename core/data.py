"""The images: MNIST as shipped or a user's own file, their split, and the order in which training meets them.

Own files are taken as hostile: sizes are checked before anything is allocated, and nothing is ever unpickled.
"""

import hashlib
import threading
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from core.config import EMBEDDED_DATA, LIMITS, ExperimentConfig, InvalidValue
from core.refusals import DataError
from core.scaling import PIXELS, SCALINGS, Bytes, prepare

MOST_IMAGES = 300_000
"""Images that one array of a user's file may hold. EMNIST's 240,000 fit, a decompression bomb does not."""

LAYOUT = "x_train (n, 28, 28) and x_test (m, 28, 28) of uint8, y_train (n,) and y_test (m,) of whole numbers 0 to 9"
"""What every data set holds, as error messages say it."""

SPLITTING, SHUFFLING, INITIALIZING = range(3)
"""First word of every random generator's seed, so that no two purposes ever share a stream of numbers."""

_MNIST_FILE = Path(__file__).with_name("mnist.npz")
_MNIST_CHECKSUM = "31ca189320ce511d"
_mnist_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled images; no array can be written to.

    `name` is "mnist" or the file's path, `checksum` 16 hex digits over all four arrays.
    `x_train` (n, 28, 28) and `x_test` (m, 28, 28) are uint8, 0 black to 255 white ink; `y_train` (n,) and
    `y_test` (m,) are uint8 labels 0 to 9.
    """

    name: str
    checksum: str
    x_train: Bytes
    y_train: Bytes
    x_test: Bytes
    y_test: Bytes


@dataclass(frozen=True, eq=False)
class Split:
    """A data set as training uses it: every x is (images, 784) uint8, every y (images,) uint8, none writable.

    Training images teach, validation images choose between runs, test images are reported once.
    """

    x_train: Bytes
    y_train: Bytes
    x_validation: Bytes
    y_validation: Bytes
    x_test: Bytes
    y_test: Bytes

    def prepared(self, scaling: str) -> "Split":
        """Return the same images after the image step of a scaling; where it has none, this very split."""
        if SCALINGS[scaling].image_step is None:
            return self
        images = {
            f"x_{part}": prepare(scaling, getattr(self, f"x_{part}")) for part in ("train", "validation", "test")
        }
        return replace(self, **images)


def load(name_or_path: str) -> Dataset:
    """Return MNIST for "mnist", else the data set in the .npz file of that path. Raises DataError."""
    return load_mnist() if name_or_path == EMBEDDED_DATA else load_npz(name_or_path)


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
    path = Path(path)
    if not path.is_file():
        reason, problem = ("folder", "is a folder") if path.is_dir() else ("missing", "does not exist")
        sentence = f"{path} {problem}; expected an .npz file that holds {LAYOUT}"
        raise DataError(reason, sentence, title=str(path), parts="train_test")
    (x_train, y_train), (x_test, y_test) = read_labelled_images(path, str(path), ("train", "test"), LAYOUT)
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
    # RuntimeError: encrypted members; NotImplementedError: an unknown compression.
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        sentence = f"{title} cannot be read ({error}); expected an undamaged .npz file with {layout}"
        raise DataError("unreadable", sentence, problem=str(error), title=title, parts="_".join(parts)) from error
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
        sentence = f"{key} has shape {shape} and dtype {dtype}"
        raise DataError("shape", sentence, array=key, shape=str(shape), dtype=str(dtype))
    if not 1 <= shape[0] <= MOST_IMAGES:
        sentence = f"{key} has length {shape[0]}, which must lie between 1 and {MOST_IMAGES}"
        raise DataError("length", sentence, array=key, length=shape[0], most=MOST_IMAGES)
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
    except (ValueError, KeyError) as error:
        raise DataError("header", f"{key} is not an array in NumPy's .npy format", array=key) from error
    return shape, dtype


def _checksum(arrays: tuple[Bytes, ...]) -> str:
    digests = b"".join(hashlib.sha256(array.data).digest() for array in arrays)
    return hashlib.sha256(digests).hexdigest()[:16]


def check_fits(config: ExperimentConfig, dataset: Dataset) -> None:
    """See to it that a configuration can be trained on a data set, before anything is filed or imported for it.

    Raises InvalidValue for a validation size that leaves no image to train on and for a batch larger than what it
    leaves; DataError for a data set of one image, which cannot be divided at all.
    """
    check_validation_size(config.validation_size, dataset)
    check_batch_size(config.batch_size, len(dataset.x_train) - config.validation_size)


def check_validation_size(size: int, dataset: Dataset) -> None:
    """Raise InvalidValue, or DataError of one image alone, unless `size` images set apart leave one to train on."""
    count = len(dataset.x_train)
    if count < 2:
        sentence = (
            f"{dataset.name} holds {count} training image; expected at least 2, one to train on and one to judge by"
        )
        raise DataError("too_few", sentence, title=dataset.name, count=count)
    if size >= count:
        raise InvalidValue(
            "validation_size",
            size,
            "images",
            {"lowest": 1, "highest": count - 1, "count": count},
            f"validation_size is {size}; {dataset.name} holds {count} training images, "
            f"so it must lie between 1 and {count - 1}",
        )


def check_batch_size(size: int, images: int) -> None:
    """Raise InvalidValue unless a batch of that size can be taken from so many images to train on."""
    if size > images:
        raise InvalidValue(
            "batch_size",
            size,
            "images",
            {"lowest": 1, "highest": images, "count": images},
            f"batch_size is {size}; there are {images} images to train on, so it must lie between 1 and {images}",
        )


def fitting_validation_size(dataset: Dataset) -> int:
    """Return how many images to set apart for who names no number: the default or, of few images, a twelfth.

    That is the share of MNIST's. At least 1, so that a single image remains what it is: too few.
    """
    return min(int(LIMITS["validation_size"].default), -(-len(dataset.x_train) // 12))


@lru_cache(maxsize=2)
def split(dataset: Dataset, validation_size: int) -> Split:
    """Set `validation_size` training images apart for validation. The last two answers are kept.

    Which ones is chosen by a generator of its own, so that runs of all seeds are scored on the same images.
    Raises InvalidValue when no training image would be left.
    """
    check_validation_size(validation_size, dataset)
    count = len(dataset.x_train)
    order = np.random.default_rng(SPLITTING).permutation(count)
    chosen, kept = np.sort(order[:validation_size]), np.sort(order[validation_size:])
    images = dataset.x_train.reshape(-1, PIXELS)
    parts = Split(
        images[kept],
        dataset.y_train[kept],
        images[chosen],
        dataset.y_train[chosen],
        dataset.x_test.reshape(-1, PIXELS),
        dataset.y_test,
    )
    for array in vars(parts).values():
        array.setflags(write=False)
    return parts


@lru_cache(maxsize=32)
def epoch_order(training_images: int, seed: int, epoch: int) -> NDArray[np.int32]:
    """Return the order, (training_images,) int32, in which runs of `seed` meet the images in `epoch`, from 0."""
    order = np.arange(training_images, dtype=np.int32)
    np.random.default_rng((SHUFFLING, seed, epoch)).shuffle(order)
    order.setflags(write=False)
    return order


def batch_indices(training_images: int, batch_size: int, seed: int, first_step: int, steps: int) -> NDArray[np.int32]:
    """Return which images the batches of `steps` steps hold, (steps, batch_size) int32; steps count from 0.

    Batches are cut from the endless sequence of epochs, so one may hold the end of an epoch and the start of the
    next. A pure function: what came before, and in which portions it was asked for, changes nothing.
    """
    start, stop = first_step * batch_size, (first_step + steps) * batch_size
    first_epoch, last_epoch = start // training_images, (stop - 1) // training_images
    epochs = [epoch_order(training_images, seed, epoch) for epoch in range(first_epoch, last_epoch + 1)]
    offset = first_epoch * training_images
    return np.concatenate(epochs)[start - offset : stop - offset].reshape(steps, batch_size)
