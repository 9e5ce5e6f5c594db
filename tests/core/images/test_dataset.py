import io
import pickle
import threading
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.errors import DataError, InvalidValue
from core.images import dataset
from core.images.dataset import load, load_mnist, read_dataset
from core.images.split import batch_indices, check_fits, epoch_order, fitting_validation_size, split


def arrays(train: int = 300, test: int = 50) -> dict[str, Any]:
    """Return a small data set of noise in the layout of MNIST."""
    random = np.random.default_rng(0)
    return {
        "x_train": random.integers(0, 256, (train, 28, 28), dtype=np.uint8),
        "y_train": random.integers(0, 10, train).astype(np.uint8),
        "x_test": random.integers(0, 256, (test, 28, 28), dtype=np.uint8),
        "y_test": random.integers(0, 10, test).astype(np.uint8),
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.npz"


def refusal(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_dataset(path)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "expected" in sentence
    assert "\n" not in sentence
    return sentence


def test_mnist_is_whole_and_shared() -> None:
    """The embedded database has its 60,000 and 10,000 images, and every caller gets the same one."""
    mnist = load_mnist()
    assert (mnist.name, mnist.x_train.shape, mnist.x_test.shape) == ("mnist", (60000, 28, 28), (10000, 28, 28))
    assert (mnist.y_train[:5].tolist(), mnist.y_test[:5].tolist()) == ([5, 0, 4, 1, 9], [7, 2, 1, 0, 4])
    assert load("mnist") is mnist


def test_threads_that_ask_together_get_one_mnist() -> None:
    """MNIST is read once even if many threads ask for it first at the same moment."""
    dataset._read_mnist.cache_clear()
    found: list[dataset.Dataset] = []
    threads = [threading.Thread(target=lambda: found.append(load_mnist())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(dataset) for dataset in found}) == 1


def test_a_damaged_mnist_is_noticed(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """A shipped file with other images than MNIST's is refused by its checksum."""
    np.savez(path, **arrays())
    monkeypatch.setattr(dataset, "_MNIST_FILE", path)
    dataset._read_mnist.cache_clear()
    with pytest.raises(DataError, match="not the MNIST database"):
        load_mnist()
    dataset._read_mnist.cache_clear()


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_own_file_is_read(path: Path, save: Any) -> None:
    """A user's file in MNIST's layout gives its arrays, none of which can be written to."""
    given = arrays()
    save(path, **given)
    dataset = load(str(path))
    assert dataset.name == str(path)
    for name, array in given.items():
        read = getattr(dataset, name)
        assert np.array_equal(read, array)
        assert not read.flags.writeable


def test_labels_of_any_whole_dtype_are_taken(path: Path) -> None:
    """Labels come as int64 from most programs; they are kept as bytes."""
    np.savez(path, **{**arrays(), "y_train": np.arange(300, dtype=">i8") % 10})
    assert read_dataset(path).y_train.dtype == np.uint8


def test_images_in_column_order_are_read_the_right_way_round(path: Path) -> None:
    """An array that was saved in Fortran's order holds the same images."""
    given = arrays()
    np.savez(path, **{**given, "x_train": np.asfortranarray(given["x_train"])})
    assert np.array_equal(read_dataset(path).x_train, given["x_train"])


def test_the_checksum_tells_data_sets_apart(path: Path) -> None:
    """One changed pixel changes the checksum; saving the same arrays again does not."""
    given = arrays()
    np.savez(path, **given)
    first = read_dataset(path).checksum
    np.savez_compressed(path, **given)
    assert read_dataset(path).checksum == first
    given["x_test"][3, 4, 5] ^= 1
    np.savez(path, **given)
    assert read_dataset(path).checksum != first


@pytest.mark.parametrize(
    ("name", "array", "said"),
    [
        ("x_train", np.full((300, 28, 28), -0.5), "values from -0.5 to "),
        ("x_train", np.full((300, 28, 28), np.nan), "no finite numbers"),
        ("x_train", np.zeros((300, 28, 28), complex), "complex128"),
        ("x_train", np.zeros((300, 783), np.uint8), "(300, 783)"),
        ("x_train", np.zeros((300, 65, 65), np.uint8), "(300, 65, 65)"),
        ("x_train", np.zeros((300, 28, 28, 3), np.uint8), "(300, 28, 28, 3)"),
        ("x_train", np.full((300, 28, 28), 65536), "values from 65536 to 65536"),
        ("x_test", np.zeros((0, 28, 28), np.uint8), "length 0"),
        ("x_test", np.uint8(3), "shape ()"),
        ("y_train", np.full(300, 0.5), "no whole numbers"),
        ("y_train", np.full(300, np.inf), "no whole numbers"),
        ("y_train", np.zeros(300, bool), "bool"),
        ("y_train", np.zeros((300, 10), np.uint8), "(300, 10)"),
        ("y_train", np.zeros(299, np.uint8), "299 labels"),
        ("y_test", np.array([["7", "8"]] * 50), "<U1"),
        ("y_test", np.array([7] * 50, object), "pickled"),
        ("y_test", None, "missing"),
    ],
)
def test_an_array_of_the_wrong_kind_is_refused_by_name(path: Path, name: str, array: Any, said: str) -> None:
    """A wrong shape, dtype, label or a missing array is refused in a sentence that names it."""
    given = {**arrays(), name: array}
    np.savez(path, **{key: value for key, value in given.items() if value is not None})
    sentence = refusal(path)
    assert name in sentence
    assert said in sentence


class Trap:
    """Unpickling it would be noticed."""

    sprung = False

    def __reduce__(self) -> Any:
        return setattr, (Trap, "sprung", True)


def test_nothing_is_ever_unpickled(path: Path) -> None:
    """An array of objects is refused before the code it carries could run."""
    np.savez(path, allow_pickle=True, **{**arrays(), "y_test": np.array([Trap()] * 50, object)})
    refusal(path)
    path.write_bytes(pickle.dumps(Trap()))
    refusal(path)
    assert not Trap.sprung


@pytest.mark.parametrize("keep", [0, 10, 0.3, 0.9, 0.999])
def test_a_truncated_file_is_refused(path: Path, keep: float) -> None:
    """A file cut off anywhere is refused."""
    np.savez_compressed(path, **arrays())
    content = path.read_bytes()
    path.write_bytes(content[: int(keep if keep > 1 else keep * len(content))])
    refusal(path)


def test_damage_inside_a_file_is_refused(path: Path) -> None:
    """Bytes that changed on disk are noticed by the archive's own checksums, wherever they are."""
    np.savez_compressed(path, **arrays())
    content = path.read_bytes()
    for place in (200, len(content) // 2, len(content) * 3 // 4):
        path.write_bytes(
            content[:place] + bytes(byte ^ 0x55 for byte in content[place : place + 8]) + content[place + 8 :]
        )
        refusal(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """A path that leads nowhere or to a folder is said to do so."""
    assert "does not exist" in refusal(tmp_path / "nowhere.npz")
    assert "folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["a\0b.npz", "\ud800.npz", "a" * 5000, "a\nb.npz"], ids=range(4))
def test_what_is_no_path_is_refused(name: str) -> None:
    """In a sentence that can be printed."""
    with pytest.raises(DataError, match="expected") as caught:
        load(name)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 600


def test_a_text_file_is_refused(path: Path) -> None:
    """Something else than an .npz file is refused."""
    path.write_text("digit,pixels\n7,0\n")
    refusal(path)


def bomb(header: dict[str, Any], content: bytes) -> bytes:
    """Return an .npy member whose header says `header`, whatever follows."""
    member = io.BytesIO()
    np.lib.format.write_array_header_1_0(member, header)
    return member.getvalue() + content


@pytest.mark.parametrize("content", [b"", b"\0" * 10_000_000], ids=["promised", "inflating"])
def test_a_decompression_bomb_is_refused_by_its_header(path: Path, content: bytes) -> None:
    """A member that claims, or inflates to, far more than it may is refused without being read."""
    np.savez(path, **{name: array for name, array in arrays().items() if name != "x_train"})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        header = {"descr": "|u1", "fortran_order": False, "shape": (10**12, 28, 28)}
        archive.writestr("x_train.npy", bomb(header, content))
    assert "1000000000000" in refusal(path)


def test_a_member_longer_than_its_header_says_is_refused(path: Path) -> None:
    """A header that hides how much a member inflates to does not get it read."""
    np.savez(path, **{name: array for name, array in arrays().items() if name != "x_train"})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        header = {"descr": "|u1", "fortran_order": False, "shape": (300, 28, 28)}
        archive.writestr("x_train.npy", bomb(header, b"\0" * 10_000_000))
    assert "not as large as its header says" in refusal(path)


def test_splitting_sets_images_apart_once() -> None:
    """Training and validation images together are the training images of the data set, each once."""
    mnist = load_mnist()
    parts = split(mnist, 5000)
    assert (len(parts.x_train), len(parts.x_validation), len(parts.x_test)) == (55000, 5000, 10000)
    both = np.concatenate([parts.x_train, parts.x_validation]).astype(np.uint64).sum(axis=0)
    assert np.array_equal(both, mnist.x_train.reshape(-1, 784).astype(np.uint64).sum(axis=0))
    labels = np.concatenate([parts.y_train, parts.y_validation])
    assert np.array_equal(np.bincount(labels), np.bincount(mnist.y_train))


def test_validation_images_are_always_the_same() -> None:
    """Which images validate depends on the data set and their number alone."""
    mnist = load_mnist()
    first = split(mnist, 1000).x_validation
    split.cache_clear()
    assert np.array_equal(split(mnist, 1000).x_validation, first)


def test_validation_must_leave_images_to_train_on(path: Path) -> None:
    """Setting apart as many images as there are is refused with the number that would do."""
    np.savez(path, **arrays(train=300))
    dataset = read_dataset(path)
    with pytest.raises(InvalidValue, match="between 1 and 299") as caught:
        split(dataset, 300)
    assert caught.value.field == "validation_size"
    assert len(split(dataset, 299).x_train) == 1


@pytest.mark.parametrize(
    ("images", "validation_size", "batch_size", "field"),
    [
        (2, 1, 1, None),
        (2, 2, 1, "validation_size"),
        (2, 1, 2, "batch_size"),
        (10, 9, 1, None),
        (110, 10, 100, None),
        (110, 10, 101, "batch_size"),
        (3000, 5000, 256, "validation_size"),
        (5000, 5000, 256, "validation_size"),
        (5001, 5000, 256, "batch_size"),
        (5001, 5000, 1, None),
    ],
)
def test_what_does_not_fit_the_images_is_refused(path: Path, images, validation_size, batch_size, field) -> None:
    """Naming the field, its value and what is allowed of so many images."""
    np.savez(path, **arrays(train=images))
    config = ExperimentConfig(validation_size=validation_size, batch_size=batch_size)
    if field is None:
        check_fits(config, read_dataset(path))
        return
    with pytest.raises(InvalidValue) as caught:
        check_fits(config, read_dataset(path))
    highest = images - 1 if field == "validation_size" else images - validation_size
    assert (caught.value.field, caught.value.allowed["highest"]) == (field, highest)
    assert f"{field} is {getattr(config, field)}" in str(caught.value)


def test_one_image_is_too_few(path: Path) -> None:
    """Whatever the settings: nothing could be divided."""
    np.savez(path, **arrays(train=1))
    with pytest.raises(DataError, match="expected at least 2") as caught:
        check_fits(ExperimentConfig(validation_size=1, batch_size=1), read_dataset(path))
    assert caught.value.reason == "too_few"


@pytest.mark.parametrize(("images", "share"), [(2, 1), (10, 1), (110, 10), (3000, 250), (5000, 417), (60_000, 5000)])
def test_who_names_no_validation_size_gets_one_that_fits(path: Path, images, share) -> None:
    """The share of MNIST's, and its 5,000 at the most."""
    np.savez(path, **arrays(train=images))
    assert fitting_validation_size(read_dataset(path)) == share


def test_an_epoch_meets_every_image_once() -> None:
    """However batches are cut, an epoch's worth of positions holds each image exactly once."""
    stream = batch_indices(1000, 96, seed=3, first_step=0, steps=125).ravel()
    for epoch in range(12):
        assert np.array_equal(np.sort(stream[epoch * 1000 : (epoch + 1) * 1000]), np.arange(1000))


def test_every_epoch_and_seed_shuffles_afresh() -> None:
    """The order changes from epoch to epoch and from seed to seed, and comes again for the same two."""
    orders = {(seed, epoch): epoch_order(1000, seed, epoch) for seed in range(3) for epoch in range(3)}
    assert len({order.tobytes() for order in orders.values()}) == 9
    epoch_order.cache_clear()
    assert np.array_equal(epoch_order(1000, 2, 1), orders[2, 1])


def test_batches_do_not_depend_on_how_they_are_asked_for() -> None:
    """Batches asked for in any portions, from any step on, are the same."""
    whole = batch_indices(300, 256, seed=0, first_step=0, steps=20)
    pieces = [batch_indices(300, 256, 0, first, steps) for first, steps in ((0, 1), (1, 7), (8, 12))]
    assert np.array_equal(np.concatenate(pieces), whole)
