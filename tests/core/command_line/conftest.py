"""A store in which something was trained, images to read, and data of one's own."""

import io
import json
import sqlite3
from contextlib import closing, redirect_stdout

import numpy as np
import pytest
from PIL import Image

from core.__main__ import main
from core.images.dataset import load_mnist


@pytest.fixture(scope="session")
def quick_run(tmp_path_factory):
    """The file of a store with a quick run in it, and what training it printed."""
    path = tmp_path_factory.mktemp("trained") / "store.sqlite"
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as output:
        patch.setenv("SOFTMAX_LAB_STORE", f"sqlite:///{path}")
        assert main(["train", "--steps", "300", "--json"]) == 0
    return path, json.loads(output.getvalue().splitlines()[-1])


@pytest.fixture
def trained(quick_run, store_file):
    """The test's own store holds the quick run, also for who has opened it; what training it printed."""
    path, printed = quick_run
    with closing(sqlite3.connect(path)) as trained, closing(sqlite3.connect(store_file)) as own:
        trained.backup(own)
    return printed


@pytest.fixture
def digits(tmp_path):
    """Ten test images as PNG files, one a digit, and their labels."""
    mnist = load_mnist()
    paths = []
    for digit in range(10):
        image = mnist.x_test[np.flatnonzero(mnist.y_test == digit)[0]]
        paths.append(tmp_path / f"{digit}.png")
        Image.fromarray(image).resize((140, 140), Image.Resampling.NEAREST).save(paths[-1])
    return paths


@pytest.fixture
def own_data(tmp_path):
    """Write a data set of so many training images and return its path."""

    def write(images):
        mnist = load_mnist()
        path = tmp_path / "own.npz"
        train = {"x_train": mnist.x_train[:images], "y_train": mnist.y_train[:images]}
        np.savez(path, **train, x_test=mnist.x_test[:20], y_test=mnist.y_test[:20])
        return str(path)

    return write
