"""What is odd is found, and of a healthy data set nothing is said."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.metrics import cohen_kappa_score

from core.images.dataset import Dataset, load_mnist, read_dataset
from core.images.likeness import Means, Readings
from core.images.oddities import Oddity, oddities
from tests.core.images.reading import forms

_NUMBERS = count()
"""What tells data sets apart, as the checksum of their arrays does."""


def own(train: int = 3000, test: int = 500, **changes) -> Dataset:
    """Return MNIST's first images as a data set of one's own, with some arrays changed."""
    mnist = load_mnist()
    arrays = {
        "x_train": mnist.x_train[:train],
        "y_train": mnist.y_train[:train],
        "x_test": mnist.x_test[:test],
        "y_test": mnist.y_test[:test],
    }
    return replace(mnist, name="own", checksum=str(next(_NUMBERS)), **arrays | changes)


def changed(name: str, change: Callable) -> Dataset:
    return own(**{name: change(getattr(own(), name))})


def shuffled(array, seed: int = 0):
    return np.random.default_rng(seed).permutation(array)


def kinds(dataset: Dataset) -> list[str]:
    return [oddity.kind for oddity in oddities(dataset)]


@pytest.mark.parametrize(("train", "test"), [(60_000, 10_000), (3000, 500), (300, 100), (300, 20)])
def test_healthy_digits_are_not_odd(train, test):
    """All of MNIST and a part of it."""
    assert oddities(own(train, test)) == ()


def test_other_digits_are_not_odd_either(tmp_path):
    """Scikit-learn's, from other hands and of 8 x 8 pixels with sixteen levels of grey."""
    digits = load_digits()
    dataset = read_dataset(forms.npz(tmp_path / "own.npz", data=digits.data, target=digits.target))
    assert dataset.reading.scale == "sixteenths"
    assert oddities(dataset) == ()


def without(digit: int) -> Dataset:
    it = own()
    kept = it.y_train != digit
    return own(x_train=it.x_train[kept], y_train=it.y_train[kept])


def test_a_missing_class_is_named():
    """By its digit."""
    assert oddities(without(7)) == (Oddity("missing", {"classes": ("7",)}),)


def test_one_class_nine_times_as_frequent_is_named_with_the_rarest():
    """With how often each occurs; eight times is still usual."""
    it = own(60_000)
    ones, sevens = np.flatnonzero(it.y_train == 1), np.flatnonzero(it.y_train == 7)
    rest = np.flatnonzero((it.y_train != 7) & (it.y_train != 1))[:8000]
    for sevens_kept, expected in ((100, True), (850, False)):
        chosen = np.concatenate([rest, ones, sevens[:sevens_kept]])
        found = oddities(own(x_train=it.x_train[chosen], y_train=it.y_train[chosen]))
        assert [oddity.kind for oddity in found] == (["rare"] if expected else [])
        if expected:
            facts = {"often": "1", "often_count": len(ones), "rare": "7", "rare_count": 100}
            assert found[0].facts == facts


def test_dark_ink_on_light_paper_is_noticed():
    """Of all images or of some, with their share; upright digits are recognized all the same."""
    it = own()
    [oddity] = oddities(own(x_train=255 - it.x_train, x_test=255 - it.x_test))
    assert (oddity.kind, oddity.facts["share"]) == ("inverted", pytest.approx(1, abs=0.01))
    some = it.x_train.copy()
    some[:600] = 255 - some[:600]
    assert ("inverted", pytest.approx(0.2, abs=0.01)) in [
        (oddity.kind, oddity.facts.get("share")) for oddity in oddities(own(x_train=some))
    ]


def test_images_on_which_nothing_is_to_be_seen_are_counted():
    """Some, or all, of whatever grey."""
    some = own().x_train.copy()
    some[:3] = np.array([0, 128, 255], np.uint8)[:, None, None]
    assert oddities(own(x_train=some)) == (Oddity("constant", {"count": 3, "total": 3500}),)
    it = own()
    found = oddities(own(x_train=np.zeros_like(it.x_train), x_test=np.zeros_like(it.x_test)))
    assert {oddity.kind: oddity.facts for oddity in found}["constant"] == {"count": 3500, "total": 3500}


def test_training_images_among_the_test_images_are_counted():
    """From one in a hundred on."""
    it = own()
    for leaks, expected in ((50, True), (4, False)):
        leaked = np.concatenate([it.x_train[:leaks], it.x_test[leaks:]])
        labels = np.concatenate([it.y_train[:leaks], it.y_test[leaks:]])
        found = oddities(own(x_test=leaked, y_test=labels))
        assert found == ((Oddity("repeated", {"count": 50, "total": 500}),) if expected else ())


def test_parts_of_different_brightness_are_noticed():
    """As where one was divided by 255 and the other was not."""
    assert kinds(changed("x_test", lambda images: images // 128))[0] == "brightness"


@pytest.mark.parametrize(
    ("arrays", "kind", "facts"),
    [
        (lambda it: {"y_train": shuffled(it.y_train), "y_test": shuffled(it.y_test)}, "shuffled", {}),
        (lambda it: {"y_train": shuffled(it.y_train)}, "shuffled", {}),
        (lambda it: {"y_test": shuffled(it.y_test)}, "test_shuffled", {}),
        (lambda it: {"x_test": shuffled(it.x_test)}, "test_shuffled", {}),
        (lambda it: {"y_test": (it.y_test + 1) % 10}, "test_renamed", {"by": 9}),
        (lambda it: {"y_train": (it.y_train + 9) % 10, "y_test": (it.y_test + 9) % 10}, "renamed", {"by": 1}),
        (lambda it: {"y_train": np.roll(it.y_train, 1), "y_test": np.roll(it.y_test, 1)}, "moved_later", {}),
        (lambda it: {"y_train": np.roll(it.y_train, -1), "y_test": np.roll(it.y_test, -1)}, "moved_earlier", {}),
    ],
)
def test_labels_that_do_not_belong_to_their_images_are_noticed(arrays, kind, facts):
    """And it is said what would make them belong."""
    [oddity] = oddities(own(**arrays(own())))
    assert oddity.kind == kind
    assert facts.items() <= oddity.facts.items()
    assert 0 <= oddity.facts["share"] <= 1


@pytest.mark.parametrize("seed", range(20))
def test_chance_alone_is_not_mistaken(seed):
    """Sixty images of each part, drawn anew: whole ones are never called shuffled, shuffled ones always something."""
    random = np.random.default_rng(seed)
    mnist = load_mnist()
    train, test = random.choice(60_000, 120, replace=False), random.choice(10_000, 60, replace=False)
    arrays = {
        "x_train": mnist.x_train[train],
        "y_train": mnist.y_train[train],
        "x_test": mnist.x_test[test],
        "y_test": mnist.y_test[test],
    }
    healthy = set(kinds(own(**arrays)))
    assert not healthy & {
        "shuffled",
        "test_shuffled",
        "renamed",
        "test_renamed",
        "moved_later",
        "moved_earlier",
    }


def test_readings_agree_with_an_independent_count():
    """Nearest means by plain distances; kappa by scikit-learn."""
    it = own(500, 200)
    read = Means(it.x_train, it.y_train)(it.x_test)
    means = np.array([it.x_train[it.y_train == digit].mean(axis=0) for digit in range(10)])
    distances = ((it.x_test[:, None] - means[None]) ** 2).sum(axis=(2, 3))
    np.testing.assert_array_equal(read, distances.argmin(axis=1))
    readings = Readings(read, it.y_test, 10)
    for raised in range(10):
        expected = cohen_kappa_score(read, (it.y_test.astype(int) + raised) % 10)
        assert readings.kappas[raised] == pytest.approx(expected)


@pytest.mark.parametrize(("train", "test"), [(1, 1), (2, 1), (11, 3)])
def test_of_very_few_images_what_can_be_said_is_said(train, test):
    """And nothing fails."""
    found = kinds(own(train, test))
    assert set(found) <= {"missing", "rare", "brightness"}


def test_a_data_set_that_counts_zero_as_ten_is_noticed(tmp_path: Path):
    """Labels 1 to 10 become 0 to 9, each one less; whoever wrote 10 for the digit 0 is told that it is not so."""
    mnist = load_mnist()
    labels = np.where(mnist.y_train == 0, 10, mnist.y_train)[:3000]
    dataset = read_dataset(forms.npz(tmp_path / "own.npz", X=mnist.x_train[:3000], y=labels))
    assert dataset.reading.first == 1
    [oddity] = oddities(dataset)
    assert (oddity.kind, oddity.facts["by"]) == ("renamed", 1)
