"""Files that were damaged or made to harm: each is refused in a sentence, soon and in little memory, or read."""

import gzip
import io
import pickle
import struct
import tracemalloc
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import DataError
from core.images.dataset import read_dataset
from core.images.reading import tables
from tests.core.images.reading import forms
from tests.core.images.reading.forms import IDX

LITTLE = 64 * 2**20
"""Bytes: what refusing may take; what the files below promise or unpack to is a multiple of it."""


def refusal(path: Path) -> DataError:
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as caught:
            read_dataset(path)
        assert tracemalloc.get_traced_memory()[1] < LITTLE
    finally:
        tracemalloc.stop()
    sentence = str(caught.value)
    assert sentence.startswith(str(path))
    assert "expected" in sentence
    assert sentence.isprintable()
    assert len(sentence) < 600
    return caught.value


def idx_header(*shape: int, kind: int = 0x08) -> bytes:
    return struct.pack(f">BBBB{len(shape)}I", 0, 0, kind, len(shape), *shape)


@lru_cache
def zeros(size: int) -> bytes:
    """Return so many zeros as gzip packs them."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(size // 2**20):
            file.write(bytes(2**20))
    return packed.getvalue()


PAIR = {IDX[1]: forms.idx(np.zeros(300, np.uint8))}


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({IDX[0]: idx_header(300, 28, 28)} | PAIR, "size"),
        ({IDX[0]: idx_header(300, 28, 28) + bytes(300 * 784 + 1)} | PAIR, "size"),
        ({IDX[0]: idx_header(2**32 - 1, 28, 28)} | PAIR, "length"),
        ({IDX[0]: idx_header(300, 2**32 - 1, 2**32 - 1)} | PAIR, "shape"),
        ({IDX[0]: idx_header(300, 0, 28)} | PAIR, "shape"),
        ({IDX[0]: idx_header(300, 28, 28, kind=0x0A)} | PAIR, "header_idx"),
        ({IDX[0]: idx_header(300, 28, 28)[:9]} | PAIR, "header_idx"),
        ({IDX[0]: gzip.compress(idx_header(300, 28, 28) + bytes(300 * 784))[:-9]} | PAIR, "unreadable"),
        ({IDX[0]: idx_header(300, 28, 28) + bytes(300 * 784)}, "unlabelled"),
        (PAIR, "array_missing"),
    ],
)
@pytest.mark.parametrize("packing", [forms.folder, forms.zipped])
def test_damaged_idx_files_are_refused(tmp_path, packing, files, reason):
    """By what their headers say, or by the first byte that is missing or too many."""
    assert refusal(packing(tmp_path / "own", files)).reason == reason


def test_an_idx_bomb_is_read_no_further_than_its_header_says(tmp_path):
    """Many zeros behind 300 images."""
    packed = gzip.compress(idx_header(300, 28, 28)) + zeros(2**28)
    assert refusal(forms.folder(tmp_path / "own", {f"{IDX[0]}.gz": packed} | PAIR)).reason == "size"


ROW = ",".join(["7"] * 785)
OTHER = "3" + ROW[1:]


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        (ROW + "\n" + ROW[2:], "columns", "line 2 of own.csv has 784 columns where the first has 785"),
        ("\n\n" + ROW + "\n\n" + ROW + ",7", "columns", "line 5"),
        (ROW + "\n" + ROW[:-1] + "x", "not_numbers", "line 2"),
        (ROW + "\n" + ROW[:-1], "not_numbers", "line 2"),
        (ROW + "\n" + ROW[2:] + ",7 7", "not_numbers", "line 2"),
        (OTHER + "\n" + ROW[:20] + "nan" + ROW[21:], "not_finite", "no finite numbers"),
        (OTHER + "\n" + ROW[:20] + "1e999" + ROW[21:], "not_finite", "no finite numbers"),
        (OTHER + "\n" + ROW[:20] + "-1" + ROW[21:], "values", "values from -1 to 7"),
        (ROW + ",7,7,7", "table", "788 columns"),
        ("\n".join([ROW[2:]] * 5), "unlabelled", "without labels"),
        (",".join(["pixel"] * 785), "length", "length 0"),
        ("a letter, to somebody\n", "nothing", "nothing in it is recognized"),
        ("label\n" + "7\n" * 300, "nothing", "nothing in it is recognized"),
        (ROW + "\n" + "7," * 200_000, "columns", "line 2"),
    ],
)
def test_damaged_tables_are_refused_with_the_line(tmp_path, text, reason, said):
    """Counted as an editor counts them."""
    path = tmp_path / "own.csv"
    path.write_text(text)
    found = refusal(path)
    assert found.reason == reason
    assert said in str(found)


def test_a_table_bomb_is_read_no_further_than_its_line(tmp_path):
    """A line without an end."""
    path = tmp_path / "own.csv"
    path.write_bytes(gzip.compress((ROW + "\n").encode() * 10) + zeros(2**28))
    assert refusal(path).reason in ("columns", "not_numbers")


def test_empty_lines_are_counted(tmp_path, monkeypatch):
    """Twice as many as images are allowed are enough, where only a thousand are."""
    monkeypatch.setattr(tables, "MOST_IMAGES", 1000)
    path = tmp_path / "own.csv"
    path.write_bytes(gzip.compress(ROW.encode() + b"\n" * 2**24))
    found = refusal(path)
    assert found.reason == "length"
    assert found.facts["length"] == 2001


@lru_cache
def picture(width: int, height: int) -> bytes:
    """Return a PNG of 28 x 28 pixels that says it has so many."""
    buffer = io.BytesIO()
    Image.new("1", (28, 28)).save(buffer, "PNG")
    small = buffer.getvalue()
    header = b"IHDR" + struct.pack(">II", width, height) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"7/a.png": picture(28, 28)[:40]}, "picture"),
        ({"7/a.png": b"\x89PNG\r\n\x1a\n"}, "picture"),
        ({"7/a.png": picture(28, 27)}, "picture_size"),
        ({"7/a.png": picture(9_000, 9_000)}, "picture_size"),
        ({"7/a.png": picture(30_000, 30_000)}, "picture"),
        ({"7/a.png": picture(28, 28) + bytes(5 * 2**20)}, "picture_heavy"),
        ({"cat/a.png": picture(28, 28), "dog/b.png": picture(28, 28)}, "too_few_to_split"),
        ({f"{chr(0x4E00 + n)}/x.png": picture(28, 28) for n in range(63)}, "classes"),
        ({f"{n}/x.png": picture(28, 28) for n in range(63)}, "classes"),
        ({f"{n}.png": picture(28, 28) for n in range(60)}, "picture_labels"),
        ({"a.png": picture(28, 28), "b.png": picture(28, 28)}, "too_few_to_split"),
        ({"7/a.png": picture(28, 28), "7/b.png": picture(28, 28)}, "classes"),
    ],
)
@pytest.mark.parametrize("packing", [forms.folder, forms.zipped])
def test_damaged_pictures_are_refused(tmp_path, packing, files, reason):
    """By their size before they are decoded."""
    assert refusal(packing(tmp_path / "own", files)).reason == reason


def test_names_in_an_archive_lead_nowhere(tmp_path):
    """Nothing is written to the disk, whatever the members are called; that they climb is only a name."""
    it = forms.given(14, 7)
    files = forms.pictures(it.x_train, it.y_train, lambda label, at: f"../../{label}/{at}.png")
    read = read_dataset(forms.zipped(tmp_path / "own.zip", files | {"/etc/passwd": b"root"}))
    assert len(read.x_train) + len(read.x_test) == 14
    assert [path.name for path in tmp_path.iterdir()] == ["own.zip"]


def test_links_that_lead_round_are_not_followed(tmp_path):
    """A folder that holds itself has an end."""
    it = forms.given(14, 7)
    path = forms.folder(
        tmp_path / "own", forms.pictures(it.x_train, it.y_train, lambda label, at: f"{label}/{at}.png")
    )
    (path / "0" / "again").symlink_to(path)
    assert len(read_dataset(path).x_train) == 12


def test_archives_in_archives_and_secrets_are_refused(tmp_path):
    """What is packed twice is not unpacked; nor is what somebody has locked."""
    inner = forms.zipped(tmp_path / "inner", forms.idx_files(forms.given(14, 7))).read_bytes()
    assert refusal(forms.zipped(tmp_path / "own.zip", {"inner.zip": inner})).reason == "nothing"
    path = tmp_path / "own"
    locked = bytearray(forms.zipped(path, {"a.npy": b"\x93NUMPY"}).read_bytes())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(locked)
    assert refusal(path).reason == "unreadable"


def test_an_empty_folder_and_an_empty_archive_hold_nothing(tmp_path):
    """They are told so, and what is expected."""
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty").reason == "nothing"
    assert refusal(forms.zipped(tmp_path / "empty.zip", {})).reason == "nothing"


def test_too_many_files_are_refused_before_they_are_opened(tmp_path, monkeypatch):
    """Of any kind, and far fewer of those that hold many images each."""
    monkeypatch.setattr("core.images.reading.sources.MOST_FILES", 50)
    files = {f"{n}.txt": b"" for n in range(51)}
    assert refusal(forms.folder(tmp_path / "own", files)).reason == "many_files"
    monkeypatch.undo()
    files = {f"{n}": forms.idx(np.zeros(3, np.uint8)) for n in range(65)}
    assert refusal(forms.zipped(tmp_path / "own.zip", files)).reason == "many_files"


class Trap:
    sprung = False

    def __reduce__(self):
        return setattr, (Trap, "sprung", True)


def test_pickled_objects_are_left_alone_in_every_form(tmp_path):
    """As an array, a pickle, and beside arrays that are needed."""
    objects = np.array([Trap()] * 14, object)
    it = forms.given(14, 7)
    np.save(tmp_path / "a.npy", objects, allow_pickle=True)
    assert refusal(tmp_path / "a.npy").reason == "unlabelled"
    np.savez(tmp_path / "own.npz", X=it.x_train, y=objects, allow_pickle=True)
    assert refusal(tmp_path / "own.npz").reason == "pickled"
    (tmp_path / "own").write_bytes(pickle.dumps(Trap()))
    assert refusal(tmp_path / "own").reason == "nothing"
    np.savez(tmp_path / "own.npz", X=it.x_train, y=it.y_train, feature_names=objects, allow_pickle=True)
    assert len(read_dataset(tmp_path / "own.npz").x_train) == 12
    assert not Trap.sprung


@pytest.mark.parametrize(
    ("labels", "reason", "said"),
    [
        (np.arange(70) % 63, "classes", "63 classes"),
        (np.arange(70) * 1000, "classes", "70 classes"),
        (np.eye(64)[np.arange(70) % 64], "classes", "64 classes"),
        (np.zeros(70, int), "classes", "1 classes"),
        (np.array(["a", "a"] * 35), "classes", "1 classes"),
        (np.array(["a", "b" * 41] * 35), "label_text", "1 to 40 characters"),
        (np.array(["a", ""] * 35), "label_text", "1 to 40 characters"),
        (np.array(["a", "b\0c"] * 35), "label_text", "1 to 40 characters"),
        (np.array([["a", "b"]] * 70), "shape", "(70, 2)"),
        (-(np.arange(70) % 2), "labels", "labels from -1 to 0"),
        (np.full(70, 2**63, np.uint64), "classes", "1 classes"),
        (np.full(70, 1e300), "classes", "1 classes"),
        (np.ones((70, 10)), "shape", "(70, 10)"),
        (np.zeros((70, 7, 2)), "shape", "(70, 7, 2)"),
    ],
)
def test_labels_that_name_no_classes_are_refused(tmp_path, labels, reason, said):
    """Of too many or too few it is said how many there are."""
    path = forms.npz(tmp_path / "own.npz", X=forms.given(70).x_train, y=labels)
    found = refusal(path)
    assert found.reason == reason
    assert said in str(found)


@pytest.mark.parametrize("form", ["idx", "table", "pictures"])
def test_files_damaged_anywhere_are_refused_or_read(tmp_path, form):
    """Forty times one to three bytes, in a zip without checksums that would notice first."""
    random = np.random.default_rng(0)
    it = forms.given(14, 7)
    files = {
        "idx": lambda: forms.idx_files(it, packed=True),
        "table": lambda: {"t.csv": forms.table(tmp_path / "t", it.x_train, it.y_train, header=True).read_bytes()},
        "pictures": lambda: forms.pictures(it.x_train, it.y_train, lambda label, at: f"{label}/{at}.png"),
    }[form]()
    refused: list[str] = []
    for turn in range(40):
        name = random.choice(list(files))
        damaged = bytearray(files[name])
        for _ in range(random.integers(1, 4)):
            damaged[random.integers(min(len(damaged), 5000))] = random.integers(256)
        path = forms.zipped(tmp_path / f"{turn}.zip", files | {name: bytes(damaged)})
        try:
            read_dataset(path)
        except DataError as error:
            refused.append(str(error))
    assert len(refused) > 5
    assert all("expected" in sentence and sentence.isprintable() for sentence in refused)


def test_a_member_that_inflates_to_more_than_the_archive_says_is_noticed(tmp_path):
    """The directory of an archive may lie about sizes."""
    path = forms.zipped(tmp_path / "own.zip", {IDX[0]: idx_header(300, 28, 28) + bytes(2**24)} | PAIR)
    content = path.read_bytes().replace(struct.pack("<I", 2**24 + 16), struct.pack("<I", 300 * 784 + 16))
    path.write_bytes(content)
    assert refusal(path).reason in ("size", "unreadable")
    assert zipfile.is_zipfile(path)
