"""The data sets that pages may read."""

import io
import os
from pathlib import Path

import pytest

from core.config import ExperimentConfig
from core.errors import DataError
from core.store import Store


def uploaded(**files: bytes) -> list[tuple[str, io.BytesIO]]:
    return [(name.replace("_", "."), io.BytesIO(content)) for name, content in files.items()]


def test_uploads_lie_beside_the_store_once_each(store):
    """The same files are the same data set; others are another."""
    first = store.data_sets.keep(uploaded(a_npz=b"1"))
    assert (first.name, first.read_bytes()) == ("a.npz", b"1")
    assert first.is_relative_to(Path(f"{store.url.removeprefix('sqlite:///')}.data"))
    assert store.data_sets.keep(uploaded(a_npz=b"1")) == first
    assert store.data_sets.keep(uploaded(a_npz=b"2")) != first
    assert store.data_sets.keep(uploaded(b_npz=b"1")) != first
    several = store.data_sets.keep(uploaded(images_gz=b"1", labels_gz=b"2"))
    assert several.name == "images +1"
    assert sorted(path.name for path in several.iterdir()) == ["images.gz", "labels.gz"]
    assert len(list(first.parents[1].iterdir())) == 4


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../evil.npz", "evil.npz"),
        ("C:\\own\\data.npz", "data.npz"),
        ("..", "data"),
        ("", "data"),
        (".hidden", "hidden"),
        ("a\0b\n.npz", "a_b_.npz"),
        ("图像.zip", "图像.zip"),
        ("x" * 300 + ".npz", "x" * 76 + ".npz"),
    ],
)
def test_a_name_leads_nowhere(store, name, kept):
    """Whatever a browser says that a file is called."""
    path = store.data_sets.keep([(name, io.BytesIO(b"1"))])
    assert path.name == kept
    assert path.resolve().is_relative_to(store.data_sets.folder.resolve())
    both = store.data_sets.keep([(name, io.BytesIO(b"1")), (name, io.BytesIO(b"2"))])
    assert sorted(file.read_bytes() for file in both.iterdir()) == [b"1", b"2"]


def test_pages_read_below_one_folder_and_nothing_else(store, tmp_path, monkeypatch):
    """Links and dots do not lead out of it."""
    folder, secret = tmp_path / "offered", tmp_path / "secret.npz"
    folder.mkdir()
    secret.write_bytes(b"1")
    (folder / "link.npz").symlink_to(secret)
    (folder / "own.npz").write_bytes(b"1")
    (folder / ".hidden").write_bytes(b"1")
    assert not store.data_sets.allows(str(folder / "own.npz"))
    assert store.data_sets.offered() == []
    monkeypatch.setenv("SOFTMAX_LAB_DATA", str(folder))
    assert store.data_sets.offered() == [folder / "link.npz", folder / "own.npz"]
    assert store.data_sets.allows("mnist")
    assert store.data_sets.allows(str(folder / "own.npz"))
    for name in (secret, folder / "link.npz", folder / ".." / "secret.npz", "/etc/passwd", "a\0b", "x" * 5000, ""):
        assert not store.data_sets.allows(str(name))
    upload = store.data_sets.keep(uploaded(a_npz=b"1"))
    assert upload.is_relative_to(folder)
    assert store.data_sets.allows(str(upload))
    assert upload.parents[1] not in store.data_sets.offered()


@pytest.mark.parametrize("name", ["theirs.npz", 'a "quoted" 100%_name\\é.npz'])
def test_what_was_trained_on_may_be_read_again(store, tmp_path, name):
    """By the very name that an experiment has, whatever characters are in it."""
    path = str(tmp_path / name)
    assert not store.data_sets.allows(path)
    store.experiments.file(ExperimentConfig(data=path))
    assert store.data_sets.allows(path)
    assert not store.data_sets.allows(path + "x")
    assert not store.data_sets.allows(path[1:])


def test_what_nobody_used_for_a_week_is_forgotten(store):
    """What was trained on stays for good."""
    old, used, new = (store.data_sets.keep(uploaded(a_npz=content)) for content in (b"1", b"2", b"3"))
    store.experiments.file(ExperimentConfig(data=str(used)))
    for path in (old, used):
        os.utime(path.parent, (0, 0))
    store.data_sets.forget_unused()
    assert (old.exists(), used.exists(), new.exists()) == (False, True, True)
    store.data_sets.forget(used)
    store.data_sets.forget(new)
    assert (used.exists(), new.exists()) == (True, False)


def test_a_folder_that_cannot_be_written_to_is_said(store, tmp_path, monkeypatch):
    """By its name."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("SOFTMAX_LAB_DATA", str(tmp_path / "file"))
    with pytest.raises(DataError, match=r"cannot be kept in .*file"):
        store.data_sets.keep(uploaded(a_npz=b"1"))
    assert store.data_sets.offered() == []
    store.data_sets.forget_unused()


def test_a_postgresql_store_keeps_uploads_in_the_users_folder(postgresql_url, tmp_path, monkeypatch):
    """It has no file for them to lie beside, and finds what was trained on."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = Store(postgresql_url)
    path = store.data_sets.keep(uploaded(a_npz=b"1"))
    assert path.is_relative_to(tmp_path)
    store.experiments.file(ExperimentConfig(data="/some/100%_of_it.npz"))
    assert store.data_sets.allows("/some/100%_of_it.npz")
    assert not store.data_sets.allows("/some/100xyof_it.npz")
    store.close()
