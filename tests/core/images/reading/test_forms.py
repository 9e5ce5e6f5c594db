"""Every form of the same images is the same data set, to the byte, and is known for what it is."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.images.dataset import Dataset, file_version, load, load_mnist, read_dataset
from core.images.reading.recognition import Reading
from tests.core.images.reading import forms
from tests.core.images.reading.forms import IDX, Given

KERAS = ("x_train", "y_train", "x_test", "y_test")
CASES: dict[str, Callable[[Path, Given], Path]] = {
    "keras": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS)),
    "any name": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS)).rename(at / "own data"),
    "images": lambda at, it: forms.npz(
        at / "a.npz", **forms.four(it, ("train_images", "train_labels", "test_images", "test_labels"))
    ),
    "capitals": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, ("X_train", "Y_train", "X_test", "Y_test"))),
    "joined": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, ("trainX", "trainy", "testX", "testy"))),
    "data": lambda at, it: forms.npz(
        at / "a.npz", **forms.four(it, ("train_data", "train_target", "test_data", "test_target"))
    ),
    "nameless": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, ("arr_0", "arr_1", "arr_2", "arr_3"))),
    "flat": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, lambda x: x.reshape(-1, 784))),
    "channel last": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, lambda x: x[..., None])),
    "channel first": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, lambda x: x[:, None])),
    "unit": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, lambda x: x / 255)),
    "unit of 32 bits": lambda at, it: forms.npz(
        at / "a.npz", **forms.four(it, KERAS, lambda x: x.astype(np.float32) / 255)
    ),
    "unit of 16 bits": lambda at, it: forms.npz(
        at / "a.npz", **forms.four(it, KERAS, lambda x: (x / 255).astype(np.float16))
    ),
    "floats": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, lambda x: x.astype(float))),
    "16 bits": lambda at, it: forms.npz(
        at / "a.npz", **forms.four(it, KERAS, lambda x: x.astype(np.uint16) * np.uint16(257))
    ),
    "big-endian": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, lambda x: x.astype(">i8"))),
    "columns": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, np.asfortranarray)),
    "one scale a part": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS) | {"x_test": it.x_test / 255}),
    "float labels": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, labels=lambda y: y.astype(float))),
    "column labels": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, labels=lambda y: y[:, None])),
    "one-hot": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, labels=forms.one_hot)),
    "one-hot booleans": lambda at, it: forms.npz(
        at / "a.npz", **forms.four(it, KERAS, labels=lambda y: forms.one_hot(y).astype(bool))
    ),
    "from 1": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, labels=lambda y: y + 1)),
    "with names of classes": lambda at, it: forms.npz(
        at / "a.npz", target_names=np.array(list("0123456789")), **forms.four(it, KERAS)
    ),
    "labels as text": lambda at, it: forms.npz(at / "a.npz", **forms.four(it, KERAS, labels=lambda y: y.astype(str))),
    "labels as bytes": lambda at, it: forms.npz(
        at / "a.npz", **forms.four(it, KERAS, labels=lambda y: y.astype("S"))
    ),
    "lying on their side": lambda at, it: forms.npz(
        at / "a.npz", **forms.four(it, KERAS, lambda x: x.swapaxes(1, 2))
    ),
    "validation apart": lambda at, it: forms.npz(
        at / "a.npz",
        train_images=it.x_train[:60],
        train_labels=it.y_train[:60],
        val_images=it.x_train[60:],
        val_labels=it.y_train[60:],
        test_images=it.x_test,
        test_labels=it.y_test,
    ),
    "npy in a folder": lambda at, it: _saved(at / "own", forms.four(it, KERAS)),
    "npy in folders": lambda at, it: _saved(
        at / "own", forms.four(it, ("train/images", "train/labels", "test/images", "test/labels"))
    ),
    "idx": lambda at, it: forms.folder(at / "own", forms.idx_files(it)),
    "idx packed": lambda at, it: forms.folder(at / "own", forms.idx_files(it, packed=True)),
    "idx zipped": lambda at, it: forms.zipped(at / "own.zip", forms.idx_files(it)),
    "idx packed and zipped": lambda at, it: forms.zipped(at / "own.zip", forms.idx_files(it, packed=True)),
    "idx in a folder of a zip, with others": lambda at, it: forms.zipped(
        at / "own.zip",
        {f"mnist/{name}": content for name, content in forms.idx_files(it).items()}
        | {"mnist/README.md": b"The MNIST database.\n", "__MACOSX/mnist/._README.md": b"\0\0"},
    ),
    "idx of integers": lambda at, it: forms.folder(
        at / "own", {name: forms.idx(array.astype("i4")) for name, array in forms.four(it, IDX).items()}
    ),
    "tables": lambda at, it: _tables(at, it),
    "tables with headers": lambda at, it: _tables(at, it, header=True),
    "tables, label last": lambda at, it: _tables(at, it, last=True),
    "tables, label last, with headers": lambda at, it: _tables(at, it, last=True, header=True),
    "tables with semicolons": lambda at, it: _tables(at, it, delimiter=";"),
    "tables with tabs": lambda at, it: _tables(at, it, delimiter="\t"),
    "tables with spaces": lambda at, it: _tables(at, it, delimiter=" "),
    "tables of a competition": lambda at, it: _with(
        _tables(at, it, header=True),
        {"sample_submission.csv": b"ImageId,Label\n1,0\n", "unlabelled.csv": b",".join([b"0"] * 784)},
    ),
    "pictures in folders": lambda at, it: forms.folder(at / "own", _pictures(it, "{part}ing/{label}/{at}.png")),
    "pictures in folders of a zip": lambda at, it: forms.zipped(
        at / "own.zip", _pictures(it, "mnist/{part}/{label}/{at}.png")
    ),
    "pictures in words": lambda at, it: forms.folder(
        at / "own", _pictures(it, "{part}/digit {label}/{at}.bmp", "BMP")
    ),
    "pictures by name": lambda at, it: forms.folder(at / "own", _pictures(it, "{part}/{label}_{at:04}.png")),
    "pictures by the end of names": lambda at, it: forms.folder(
        at / "own", _pictures(it, "{part}/image{at:04}-label{label}.png")
    ),
}


def _saved(path: Path, arrays: dict[str, np.ndarray]) -> Path:
    for name, array in arrays.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        np.save(path / f"{name}.npy", array)
    return path


def _tables(at: Path, it: Given, **how) -> Path:
    (at / "own").mkdir()
    forms.table(at / "own" / "mnist_train.csv", it.x_train, it.y_train, **how)
    forms.table(at / "own" / "mnist_test.csv", it.x_test, it.y_test, **how)
    return at / "own"


def _with(path: Path, files: dict[str, bytes]) -> Path:
    return forms.folder(path, files)


def _pictures(it: Given, name: str, kind: str = "PNG") -> dict[str, bytes]:
    def naming(part: str) -> Callable[[int, int], str]:
        return lambda label, at: name.format(part=part, label=label, at=at)

    return forms.pictures(it.x_train, it.y_train, naming("train"), kind) | forms.pictures(
        it.x_test, it.y_test, naming("test"), kind
    )


def arrays(dataset: Dataset) -> list[np.ndarray]:
    return [dataset.x_train, dataset.y_train, dataset.x_test, dataset.y_test]


@pytest.mark.parametrize("form", CASES)
def test_every_form_gives_the_same_bytes(tmp_path, form):
    """And hence trains to the same bits."""
    it = forms.given()
    read = read_dataset(CASES[form](tmp_path, it), name="own")
    for found, expected in zip(arrays(read), (it.x_train, it.y_train, it.x_test, it.y_test), strict=True):
        assert found.dtype == np.uint8
        assert not found.flags.writeable
        np.testing.assert_array_equal(found, expected)
    assert read.checksum == read_dataset(forms.npz(tmp_path / "same.npz", **forms.four(it, KERAS)), "own").checksum


SINGLE: dict[str, Callable[[Path, Given], Path]] = {
    "X and y": lambda at, it: forms.npz(at / "a.npz", X=it.x_train, y=it.y_train),
    "data and target": lambda at, it: forms.npz(at / "a.npz", data=it.x_train.reshape(-1, 784), target=it.y_train),
    "images and labels": lambda at, it: forms.npz(at / "a.npz", images=it.x_train, labels=it.y_train),
    "a training part": lambda at, it: forms.npz(at / "a.npz", x_train=it.x_train, y_train=it.y_train),
    "a test part": lambda at, it: forms.npz(at / "a.npz", x_test=it.x_train, y_test=it.y_train),
    "anything": lambda at, it: forms.npz(at / "a.npz", a=it.y_train, b=it.x_train),
    "an array with labels first": lambda at, it: _array(at, np.c_[it.y_train, it.x_train.reshape(-1, 784)]),
    "an array with labels last": lambda at, it: _array(at, np.c_[it.x_train.reshape(-1, 784) / 255, it.y_train]),
    "idx, a pair": lambda at, it: forms.folder(at / "own", dict(list(forms.idx_files(it).items())[:2])),
    "idx without names": lambda at, it: forms.zipped(
        at / "own.zip", {"a": forms.idx(it.x_train), "b": forms.idx(it.y_train)}
    ),
    "a table": lambda at, it: forms.table(at / "own.csv", it.x_train, it.y_train),
    "a table in a zip": lambda at, it: forms.zipped(
        at / "own.zip", {"t": forms.table(at / "t", it.x_train, it.y_train).read_bytes()}
    ),
    "a packed table": lambda at, it: _packed(forms.table(at / "own", it.x_train, it.y_train, last=True, header=True)),
    "a table as Excel writes it": lambda at, it: _edited(
        forms.table(at / "own.csv", it.x_train, it.y_train, header=True, delimiter=";"),
        lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n\r\n"),
    ),
    "a table in quotes": lambda at, it: _edited(
        forms.table(at / "own.csv", it.x_train, it.y_train),
        lambda text: b'"' + text.replace(b",", b'","').replace(b"\r\n", b'"\n"')[:-1],
    ),
    "a table with numbers of rows": lambda at, it: _edited(
        forms.table(at / "own.csv", it.x_train, it.y_train, header=True),
        lambda text: b"".join(
            b"%s,%s\n" % (str(n - 1).encode() if n else b"", line) for n, line in enumerate(text.splitlines())
        ),
    ),
    "a table of shares": lambda at, it: forms.table(at / "own.csv", it.x_train / 255, it.y_train),
    "pictures": lambda at, it: forms.folder(
        at / "own", forms.pictures(it.x_train, it.y_train, lambda label, at: f"{label}/{at}.png")
    ),
    "pictures in a zip": lambda at, it: forms.zipped(
        at / "own.zip", forms.pictures(it.x_train, it.y_train, lambda label, at: f"{label} ({at}).png")
    ),
}


def _array(at: Path, array: np.ndarray) -> Path:
    np.save(at / "own.npy", array)
    return at / "own.npy"


def _packed(path: Path) -> Path:
    return _edited(path, gzip.compress)


def _edited(path: Path, edit: Callable[[bytes], bytes]) -> Path:
    path.write_bytes(edit(path.read_bytes()))
    return path


@pytest.mark.parametrize("form", SINGLE)
def test_without_a_test_part_the_same_images_are_split_off(tmp_path, form):
    """Of whatever form: a seventh of every class, and nothing is lost."""
    it = forms.given(350)
    read = read_dataset(SINGLE[form](tmp_path, it))
    assert (len(read.x_train), len(read.x_test), read.reading.split_off) == (300, 50, 50)
    both = np.concatenate([read.x_train, read.x_test]).reshape(350, -1)
    np.testing.assert_array_equal(np.sort(both.sum(axis=1)), np.sort(it.x_train.reshape(350, -1).sum(axis=1)))
    shares = np.bincount(read.y_test) - np.bincount(it.y_train) / 7
    assert abs(shares).max() < 1
    expected = read_dataset(forms.npz(tmp_path / "same.npz", X=it.x_train, y=it.y_train))
    assert read.checksum == expected.checksum


@pytest.mark.parametrize("scale", [16, 20, 32, 64])
def test_other_sizes_are_brought_to_28_weighted_by_area(tmp_path, scale):
    """Enlarged by whole pixels and reduced again they are the same; of any size the mean stays."""
    it = forms.given(20, 10)
    fine = forms.four(it, KERAS, lambda x: x.repeat(2, axis=1).repeat(2, axis=2))
    read = read_dataset(forms.npz(tmp_path / "fine.npz", **fine))
    np.testing.assert_array_equal(read.x_train, it.x_train)
    assert read.reading.side == 56
    random = np.random.default_rng(0).integers(0, 256, (20, scale, scale))
    read = read_dataset(forms.npz(tmp_path / "other.npz", X=random, y=np.arange(20) % 10))
    means = np.concatenate([read.x_train, read.x_test]).mean(axis=(1, 2))
    np.testing.assert_allclose(np.sort(means), np.sort(random.mean(axis=(1, 2))), atol=0.1)


@pytest.mark.parametrize(
    ("images", "scale"),
    [
        (lambda x: x > 127, "binary"),
        (lambda x: (x > 127).astype(np.int64), "binary"),
        (lambda x: (x > 127).astype(float), "unit"),
        (lambda x: np.rint(x / 255 * 16), "sixteenths"),
        (lambda x: x * 257.0, None),
    ],
)
def test_grey_scales_are_told_apart(tmp_path, images, scale):
    """By their largest number; white becomes 255."""
    it = forms.given()
    path = forms.npz(tmp_path / "own.npz", **forms.four(it, KERAS, images))
    if scale is None:
        with pytest.raises(ValueError, match=r"values from 0 to 65535, not 0 to 1 or 0 to 255"):
            read_dataset(path)
        return
    read = read_dataset(path)
    assert read.reading.scale == scale
    assert (read.x_train.min(), read.x_train.max()) == (0, 255)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("keras", Reading("npy", "zip", "arrays", 28, "bytes", 0, 0, 0, 0)),
        ("from 1", Reading("npy", "zip", "arrays", 28, "bytes", 1, 0, 0, 0)),
        ("unit", Reading("npy", "zip", "arrays", 28, "unit", 0, 0, 0, 0)),
        ("validation apart", Reading("npy", "zip", "arrays", 28, "bytes", 0, 0, 20, 0)),
        ("idx packed", Reading("idx", "folder", "arrays", 28, "bytes", 0, 0, 0, 0)),
        ("idx in a folder of a zip, with others", Reading("idx", "zip", "arrays", 28, "bytes", 0, 0, 0, 1)),
        ("tables, label last", Reading("table", "folder", "last", 28, "bytes", 0, 0, 0, 0)),
        ("tables of a competition", Reading("table", "folder", "first", 28, "bytes", 0, 0, 0, 2)),
        ("pictures by name", Reading("picture", "folder", "starts", 28, "bytes", 0, 0, 0, 0)),
        ("pictures by the end of names", Reading("picture", "folder", "ends", 28, "bytes", 0, 0, 0, 0)),
        ("pictures in folders of a zip", Reading("picture", "zip", "folders", 28, "bytes", 0, 0, 0, 0)),
    ],
)
def test_how_data_were_understood_is_known(tmp_path, form, expected):
    """For the sentence that says so."""
    assert read_dataset(CASES[form](tmp_path, forms.given())).reading == expected


def test_mnist_is_read_like_any_other(tmp_path):
    """The program's own file is no special case."""
    assert load_mnist().reading == Reading("npy", "zip", "arrays", 28, "bytes", 0, 0, 0, 0)


@pytest.mark.parametrize("form", ["idx", "pictures in folders"])
def test_a_changed_folder_is_read_again(tmp_path, form):
    """A picture or a file that was put in the place of another is noticed."""
    path = CASES[form](tmp_path, forms.given())
    first, version = load(str(path)), file_version(str(path))
    assert load(str(path)) is first
    if form == "idx":
        other = forms.given(81)
        forms.folder(path, {IDX[0]: forms.idx(other.x_train), IDX[1]: forms.idx(other.y_train)})
    else:
        forms.folder(path, {"training/7/new.png": (path / "training" / "0" / "1.png").read_bytes()})
    assert file_version(str(path)) != version
    assert len(load(str(path)).x_train) == len(first.x_train) + 1
