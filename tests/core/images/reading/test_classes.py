"""Data of other classes than ten digits: how many there are and what they are called, in every form."""

import io
from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pytest

from core.arrays import Bytes
from core.images.dataset import Dataset, load_mnist, read_dataset
from core.images.reading.recognition import read_test_part
from tests.core.images.reading import forms

LETTERS = tuple(ascii_uppercase)


def some(classes: int, first: int = 0) -> tuple[Bytes, np.ndarray]:
    """Return images (n, 28, 28) and labels (n,) from `first` on, four of each class."""
    labels = np.arange(4 * classes) % classes + first
    return load_mnist().x_train[: len(labels)], labels


def own(path: Path, labels: np.ndarray, images: Bytes, **arrays) -> Dataset:
    return read_dataset(forms.npz(path / "own.npz", X=images, y=labels, **arrays))


@pytest.mark.parametrize(
    ("labels", "classes", "named_by"),
    [
        (np.arange(40) % 2, "0 1", "labels"),
        (np.arange(40) % 5, "0 1 2 3 4", "labels"),
        (np.arange(40) % 5 + 1, "1 2 3 4 5", "labels"),
        (np.arange(40) % 2 * 5 + 3, "3 8", "labels"),
        (np.arange(40) % 2 * 2 - 1, "-1 1", "labels"),
        (np.arange(40) % 4 * 2, "0 1 2 3 4 5 6", "labels"),
        (np.arange(40) % 4 * 1000, "0 1000 2000 3000", "labels"),
        (np.arange(40) % 10 + 1, "0 1 2 3 4 5 6 7 8 9", "labels"),
        (np.eye(3)[np.arange(40) % 3], "0 1 2", "labels"),
        (np.array(["cat", "dog"] * 20), "cat dog", "labels"),
        (np.array(["う", "あ", "い", "あ"] * 10), "あ い う", "labels"),
        (np.array([b"B", b"A"] * 20), "A B", "labels"),
        (np.arange(78) % 26, " ".join(LETTERS), "letters"),
        (np.arange(78) % 26 + 1, " ".join(LETTERS), "letters"),
        (
            np.arange(188) % 62,
            "0 1 2 3 4 5 6 7 8 9 " + " ".join(LETTERS + tuple("abcdefghijklmnopqrstuvwxyz")),
            "emnist",
        ),
        (np.arange(141) % 47, "0 1 2 3 4 5 6 7 8 9 " + " ".join(LETTERS) + " a b d e f g h n q r t", "emnist"),
    ],
)
def test_labels_say_how_many_classes_there_are(tmp_path, labels, classes, named_by):
    """And each label finds its own: those of images counted by hand."""
    images = load_mnist().x_train[: len(labels)]
    read = own(tmp_path, labels, images)
    assert read.classes == tuple(classes.split())
    assert read.reading.named_by == named_by
    number = labels.argmax(axis=1) if labels.ndim > 1 else labels
    order = {value: place for place, value in enumerate(np.unique(number).tolist())}
    is_gapless = len(order) == len(read.classes)
    by_image = {image.tobytes(): value for image, value in zip(images, number.tolist(), strict=True)}
    for x, y in ((read.x_train, read.y_train), (read.x_test, read.y_test)):
        for image, label in zip(x, y.tolist(), strict=True):
            value = by_image[image.tobytes()]
            assert label == (order[value] if is_gapless else value)


NAMES = ("T-shirt", "あ", "A b")


@pytest.mark.parametrize(
    "write",
    [
        lambda at, x, y: forms.npz(at / "a.npz", X=x, y=y, class_names=np.array(NAMES)),
        lambda at, x, y: forms.npz(at / "a.npz", X=x, y=y + 1, label_names=np.array(NAMES)),
        lambda at, x, y: forms.npz(at / "a.npz", X=x, y=y, classes=np.array(NAMES)),
        lambda at, x, y: forms.zipped(
            at / "a.zip",
            {"images": forms.idx(x), "labels": forms.idx(y.astype("u1")), "classes.txt": "\r\n".join(NAMES).encode()},
        ),
        lambda at, x, y: forms.npz(at / "a.npz", X=x, y=np.array(NAMES)[y]),
        lambda at, x, y: forms.folder(at / "own", forms.pictures(x, y, lambda label, n: f"{NAMES[label]}/{n}.png")),
        lambda at, x, y: forms.zipped(
            at / "own.zip", forms.pictures(x, y, lambda label, n: f"all/train/{NAMES[label]}/{n}.png")
        ),
        lambda at, x, y: forms.folder(
            at / "own", forms.pictures(x, y, lambda label, n: f"{NAMES[label]}_{n:04}.png")
        ),
        lambda at, x, y: forms.folder(at / "own", forms.pictures(x, y, lambda label, n: f"{NAMES[label]} ({n}).png")),
        lambda at, x, y: _table(at, x, y),
        lambda at, x, y: _table(at, x, y, last=True),
        lambda at, x, y: _table(at, x, y, header=True),
        lambda at, x, y: _table(at, x, y, header=True, last=True),
        lambda at, x, y: _table(at, x, y, delimiter=";"),
    ],
)
def test_names_of_classes_are_found_wherever_they_stand(tmp_path, write: Callable):
    """Beside the labels, as labels, as folders, before a number, in a column."""
    images, labels = some(3)
    read = read_dataset(write(tmp_path, images, labels))
    named = {image.tobytes(): NAMES[label] for image, label in zip(images, labels, strict=True)}
    assert sorted(read.classes) == sorted(NAMES)
    for x, y in ((read.x_train, read.y_train), (read.x_test, read.y_test)):
        assert [read.classes[label] for label in y] == [named[image.tobytes()] for image in x]


def _table(at: Path, images: Bytes, labels: np.ndarray, **how) -> Path:
    return forms.table(at / "own.csv", images, np.array(NAMES)[labels], **how)


def test_emnists_own_mapping_is_understood(tmp_path):
    """Lines of a label and the code of its character."""
    images, labels = some(11)
    mapping = "".join(f"{label} {ord(name)}\n" for label, name in enumerate("0123456789A"))
    path = forms.zipped(
        tmp_path / "a.zip",
        {
            "images": forms.idx(images),
            "labels": forms.idx(labels.astype("u1")),
            "emnist-mapping.txt": mapping.encode(),
        },
    )
    read = read_dataset(path)
    assert (read.classes, read.reading.named_by) == (tuple("0123456789A"), "given")


@pytest.mark.parametrize(
    ("called", "classes", "first", "last"),
    [
        ("fashion-mnist", 10, "T-shirt", "Ankle boot"),
        ("kmnist", 10, "お", "を"),
        ("k49", 49, "あ", "ゝ"),
        ("x", 10, "0", "9"),
    ],
)
def test_known_data_sets_are_named_as_their_makers_do(tmp_path, called, classes, first, last):
    """By what their files are called."""
    images, labels = some(classes)
    read = read_dataset(forms.npz(tmp_path / f"{called}.npz", X=images, y=labels))
    assert (len(read.classes), read.classes[0], read.classes[-1]) == (classes, first, last)


@pytest.mark.parametrize("names", [["a", "b"], ["a", "a", "b"], ["a", "", "b"], ["a", "x" * 41, "b"], []])
def test_names_that_do_not_fit_are_left_aside_and_said(tmp_path, names):
    """Too few, twice, empty, too long."""
    images, labels = some(3)
    read = own(tmp_path, labels, images, class_names=np.array(names))
    assert read.classes == ("0", "1", "2")
    assert read.reading.named_by == ("misfit" if names else "labels")


def test_names_beyond_the_labels_are_classes_that_are_missing(tmp_path):
    """Whoever names three classes has three."""
    images, labels = some(2)
    assert own(tmp_path, labels, images, class_names=np.array(["a", "b", "c"])).classes == ("a", "b", "c")


def test_the_checksum_knows_names(tmp_path):
    """Other names are another data set."""
    images, labels = some(2)
    first, second = (own(tmp_path, labels, images, class_names=np.array(names)) for names in (["a", "b"], ["a", "c"]))
    assert first.checksum != second.checksum


@pytest.mark.parametrize(("is_lying", "inverted"), [(True, False), (False, False), (True, True)])
def test_emnists_letters_are_turned_upright(tmp_path, is_lying, inverted):
    """Letters that look like digits tell how they lie. (MNIST's 0, 1, 2, 5 and 8 stand for O, I, Z, S and B.)"""
    mnist = load_mnist()
    letters = {0: "O", 1: "I", 2: "Z", 5: "S", 8: "B"}
    chosen = np.flatnonzero(np.isin(mnist.y_train[:2000], list(letters)))
    images = mnist.x_train[chosen]
    given = images.swapaxes(1, 2) if is_lying else images
    names = np.array([letters[label] for label in mnist.y_train[chosen].tolist()])
    read = read_dataset(forms.npz(tmp_path / "own.npz", X=255 - given if inverted else given, y=names))
    assert read.reading.turned is is_lying
    found = np.concatenate([read.x_train, read.x_test]).reshape(-1, 784)
    expected = (255 - images if inverted else images).reshape(-1, 784)
    assert sorted(map(bytes, found)) == sorted(map(bytes, expected))


def test_the_test_part_of_a_file_brings_its_names():
    """For who keeps drawings of letters."""
    images, labels = some(2)
    buffer = io.BytesIO()
    np.savez(buffer, x_test=images, y_test=labels, class_names=np.array(["A", "B"]))
    assert read_test_part(buffer.getvalue(), "it", "images")[2] == ("A", "B")
