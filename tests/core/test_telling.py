"""What the command line says of people's own data."""

import numpy as np
import pytest

from core.images.dataset import load_mnist, read_dataset
from core.images.oddities import Oddity
from core.images.remarks import Remark, remarks
from core.telling import ODDITIES, REMARKS, oddity_sentence, remark_sentence
from tests.core.images.reading import forms


def test_data_are_said_back_with_what_was_done_to_them(tmp_path):
    """What they were read as, and each change on the way."""
    random = np.random.default_rng(0)
    images, labels = random.random((350, 20, 20)), np.arange(350) % 10 + 1
    files = forms.zipped(
        tmp_path / "own.zip",
        {"t.csv": forms.table(tmp_path / "t", images, labels, last=True).read_bytes(), "README": b"of digits"},
    )
    assert [remark_sentence(remark) for remark in remarks(read_dataset(files))] == [
        "Read as CSV with the label in the last column: 300 images for training, 50 for test.",
        "There was no test part: 50, a seventh of every class, were split off for it.",
        "Images of 20 × 20 pixels were brought to 28 × 28.",
        "Values from 0 to 1 became 0 to 255.",
        "Labels 1 to 10 became 0 to 9, each one less.",
        "Files left out: 1.",
    ]


def test_of_mnist_there_is_one_thing_to_say():
    """That it was read."""
    [remark] = remarks(load_mnist())
    assert remark_sentence(remark) == "Read as NumPy arrays: 60,000 images for training, 10,000 for test."


def test_pictures_of_other_sizes_are_said_to_be(tmp_path):
    """One size or several."""
    it = forms.given(14, 7)
    files = forms.pictures(it.x_train.repeat(2, axis=1).repeat(2, axis=2), it.y_train, "{}/{}.png".format)
    forms.folder(tmp_path / "own", files)
    assert Remark("resized", {"side": 56}) in remarks(read_dataset(tmp_path / "own"))
    forms.folder(tmp_path / "own", forms.pictures(it.x_train[:1], it.y_train[:1], "{}/small{}.png".format))
    assert Remark("resized_all") in remarks(read_dataset(tmp_path / "own"))


@pytest.mark.parametrize("sentence", [*REMARKS.values(), *ODDITIES.values()])
def test_a_sentence_is_one(sentence):
    """It begins and ends as sentences do, once its numbers are filled in."""
    assert sentence[0].isupper() or sentence[0] == "{"
    assert sentence[-1] in ".?"


def test_numbers_are_written_as_people_write_them():
    """Names one after the other, of many the first and the last, shares in percent, thousands grouped."""
    assert oddity_sentence(Oddity("missing", {"classes": ("3", "7")})).startswith("No training image shows: 3, 7.")
    many = remark_sentence(Remark("classes", {"count": 26, "names": tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}))
    assert many == "26 classes: A, B, C, D, E, F, G, H, I, J, …, Z."
    assert "1,200 of 3,000" in oddity_sentence(Oddity("constant", {"count": 1200, "total": 3000}))
    assert "88%" in oddity_sentence(Oddity("inverted", {"share": 0.876}))
