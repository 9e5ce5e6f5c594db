"""The route that serves the images by digit, asked as a server asks it."""

import gzip

import numpy as np
import pytest
import streamlit as st

from core.images.dataset import load_mnist
from dashboard.learn import images
from tests.dashboard import served

DATA = load_mnist()


def get(path, **headers):
    """Status, headers and body of what is at a path below the server's root."""
    return served.get(images.routes(), f"/{path}", **headers)


@pytest.mark.parametrize(
    ("part", "digit", "number"), [("train", 5, 0), ("train", 7, 3), ("test", 0, 9), ("train", 1, 67)]
)
def test_an_address_holds_a_hundred_images_of_its_digit(part, digit, number):
    """In the order of the database, 784 bytes each; the last one holds what remains."""
    status, headers, content = get(f"{images.address()}/{part}/{digit}/{number}")
    assert status == 200
    assert "immutable" in headers["cache-control"]
    pixels, labels = (DATA.x_train, DATA.y_train) if part == "train" else (DATA.x_test, DATA.y_test)
    expected = pixels[labels == digit][100 * number : 100 * number + 100]
    assert 1 <= len(expected) <= 100
    np.testing.assert_array_equal(np.frombuffer(content, np.uint8).reshape(-1, 28, 28), expected)


def test_every_image_has_an_address():
    """As many as the counts say, which are those of the labels."""
    for part, labels in (("train", DATA.y_train), ("test", DATA.y_test)):
        assert images.counts()[part] == np.bincount(labels, minlength=10).tolist()
    last = images.counts()["test"][3] - 1
    assert len(get(f"{images.address()}/test/3/{last // 100}")[2]) == 784 * (last % 100 + 1)
    assert get(f"{images.address()}/test/3/{last // 100 + 1}")[0] == 404


def test_who_can_unpack_gets_them_packed():
    """The same bytes, and fewer on the way."""
    _, _, plain = get(f"{images.address()}/train/2/0")
    _, headers, packed = get(f"{images.address()}/train/2/0", accept_encoding="gzip, br")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 3


@pytest.mark.parametrize(
    "rest",
    [
        *("train/10/0", "train/-1/0", "train/7/00", "train/7/9999", "train/7/x", "validation/7/0", "train/٣/0"),
        *("train/7", f"train/7/{'9' * 5000}"),
    ],
)
def test_nonsense_is_not_there(rest):
    """A digit, a part or a number that there is none of, in any writing."""
    assert get(f"{images.address()}/{rest}")[0] == 404


def test_other_data_have_other_addresses():
    """What was kept of them is not taken for these."""
    assert get("images/0123456789abcdef/train/7/3")[0] == 404


def test_a_server_may_lie_below_a_path_of_its_host(monkeypatch):
    """As pages do, from which the address is relative."""
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/lab/"}.get)
    assert get(f"lab/{images.address()}/test/7/3")[0] == 200
    assert get(f"{images.address()}/test/7/3")[0] == 404
