"""The same labelled images in every form that people have them in: each function writes one and returns its path."""

import csv
import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.arrays import Bytes
from core.images.dataset import load_mnist


@dataclass(frozen=True)
class Given:
    """Images (n, 28, 28) uint8 and labels (n,) of two parts, sorted by label, as folders sort them."""

    x_train: Bytes
    y_train: Bytes
    x_test: Bytes
    y_test: Bytes


def given(train: int = 80, test: int = 30) -> Given:
    mnist = load_mnist()
    order, test_order = np.argsort(mnist.y_train[:train]), np.argsort(mnist.y_test[:test])
    return Given(mnist.x_train[order], mnist.y_train[order], mnist.x_test[test_order], mnist.y_test[test_order])


def npz(path: Path, **arrays: Any) -> Path:
    np.savez_compressed(path, **arrays)
    return path


def four(
    given: Given,
    names: Sequence[str],
    images: Callable[[Bytes], Any] = np.asarray,
    labels: Callable[[Bytes], Any] = np.asarray,
) -> dict[str, Any]:
    """Return the arrays of both parts by the names of x_train, y_train, x_test and y_test, made of them as told."""
    arrays = images(given.x_train), labels(given.y_train), images(given.x_test), labels(given.y_test)
    return dict(zip(names, arrays, strict=True))


def one_hot(labels: Bytes) -> Any:
    return np.eye(10)[labels]


IDX = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def idx(array: Any) -> bytes:
    """Return an array in MNIST's format, as its page describes it."""
    code = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}[array.dtype.str[1:]]
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, code, array.ndim, *array.shape)
    return head + array.astype(array.dtype.newbyteorder(">")).tobytes()


def folder(path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def idx_files(given: Given, *, packed: bool = False) -> dict[str, bytes]:
    contents = map(idx, four(given, IDX).values())
    return (
        {f"{name}.gz": gzip.compress(c) for name, c in zip(IDX, contents, strict=True)}
        if packed
        else dict(zip(IDX, contents, strict=True))
    )


def table(
    path: Path, images: Any, labels: Bytes, *, last: bool = False, header: bool = False, delimiter: str = ","
) -> Path:
    """Write a table as courses hand it out."""
    pixels = images.reshape(len(images), -1)
    column = labels[:, None]
    names = [f"pixel{place}" for place in range(pixels.shape[1])]
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        if header:
            writer.writerow([*names, "label"] if last else ["label", *names])
        for image, label in zip(pixels.tolist(), column.tolist(), strict=True):
            writer.writerow(image + label if last else label + image)
    return path


def pictures(images: Bytes, labels: Bytes, name: Callable[[int, int], str], kind: str = "PNG") -> dict[str, bytes]:
    """Return files of one picture each, named by what `name` makes of label and position."""
    files = {}
    for position, (image, label) in enumerate(zip(images, labels.tolist(), strict=True)):
        buffer = io.BytesIO()
        Image.fromarray(image).save(buffer, kind)
        files[name(label, position)] = buffer.getvalue()
    return files
