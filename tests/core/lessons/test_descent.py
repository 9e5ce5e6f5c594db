"""Gradient descent to look at, beside what NumPy makes of it by longer ways in float64."""

import numpy as np
import pytest

from core.images.split import batch_indices
from core.lessons import descent, model

RATES, STEPS, BATCH_SIZE = (0.01, 0.3), 8, 32


@pytest.fixture(scope="module")
def along():
    return descent.paths(RATES, STEPS, BATCH_SIZE)


@pytest.fixture(scope="module")
def judged():
    images = model.tutorial()
    return images.scaling.transform(images.split.x_validation[:40]), images.split.y_validation[:40].astype(np.int64)


def loss(weights, x, labels):
    """The mean of -log p, by the definition."""
    z = x.astype(float) @ weights[:-1].astype(float) + weights[-1]
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(labels)), labels]).mean()


def test_a_step_goes_against_the_slope(along):
    """Which is measured by finite differences of the loss of the step's batch, at some of the weights."""
    images = model.tutorial()
    batches = list(batch_indices(len(images.split.x_train), BATCH_SIZE, 0, 0, STEPS))
    rng = np.random.default_rng(5)
    for run, rate in enumerate(RATES):
        for step in (0, STEPS - 1):
            before = along[run, step].astype(float)
            x = images.scaling.transform(images.split.x_train[batches[step]])
            labels = images.split.y_train[batches[step]].astype(int)
            moved = along[run, step + 1].astype(float) - before
            busiest = np.argwhere(np.abs(moved) > np.quantile(np.abs(moved), 0.9))
            for row, column in [(784, 3), *rng.permutation(busiest)[:6]]:
                aside = np.zeros_like(before)
                aside[row, column] = 1e-4
                slope = (loss(before + aside, x, labels) - loss(before - aside, x, labels)) / 2e-4
                assert moved[row, column] == pytest.approx(-rate * slope, rel=2e-3, abs=1e-6)


def test_the_landscape_is_the_loss_in_the_plane_of_the_main_directions(along, judged):
    """As the singular value decomposition of the whole paths has them, each shrunk to end at a distance of 1."""
    found = descent.landscape(along, *judged, columns=7, rows=5, shape=1.5)
    away = (along - along[:, :1]).astype(float).reshape(len(RATES), STEPS + 1, -1)
    shrunk = away / np.linalg.norm(away[:, -1], axis=1)[:, np.newaxis, np.newaxis]
    _, _, directions = np.linalg.svd(shrunk[:, ::4].reshape(-1, away.shape[2]), full_matrices=False)
    # A direction and its opposite are the same one; here both paths end on the side of larger numbers.
    first, second = (each * np.sign(each @ shrunk[-1, -1]) for each in directions[:2])
    np.testing.assert_allclose(found.places[..., 0], away @ first, atol=1e-4)
    np.testing.assert_allclose(found.places[..., 1], away @ second, atol=1e-4)
    start = along[0, 0].astype(float).ravel()
    expected = [
        [loss((start + a * first + b * second).reshape(785, 10), *judged) for a in found.across] for b in found.up
    ]
    np.testing.assert_allclose(found.heights, expected, rtol=1e-4)
    of_paths = [[loss(weights, *judged) for weights in path] for path in along]
    np.testing.assert_allclose(found.losses, of_paths, rtol=1e-4)
    in_plane = (away @ first) ** 2 + (away @ second) ** 2
    assert found.share == pytest.approx(in_plane.sum() / (away**2).sum(), rel=1e-4)


def test_the_landscape_holds_all_paths(along, judged):
    """With a margin around them, in the shape wanted."""
    found = descent.landscape(along, *judged, columns=7, rows=5, shape=1.5)
    width, height = np.ptp(found.across), np.ptp(found.up)
    assert width / height == pytest.approx(1.5)
    for axis, span in ((0, found.across), (1, found.up)):
        assert span[0] < found.places[..., axis].min() <= found.places[..., axis].max() < span[-1]


def test_what_is_kept_of_one_image_gives_every_logit_after_any_step():
    """Of the image, and of others: moved by hand, the weights say the same."""
    one = descent.one_image(others=30)
    images = model.tutorial()
    assert images.split.y_train[one.place] == one.digit
    np.testing.assert_array_equal(images.scaling.transform(images.split.x_train[one.place][np.newaxis])[0], one.x)
    np.testing.assert_array_equal(one.other_digits, images.split.y_validation[:30])
    sums = np.random.default_rng(6).normal(size=10)
    moved = one.start.astype(float)
    moved[:-1] -= np.outer(one.x, sums)
    moved[-1] -= sums
    u = images.scaling.transform(images.split.x_validation[:30]).astype(float)
    np.testing.assert_allclose(
        one.other_logits - np.outer(one.other_products, sums), u @ moved[:-1] + moved[-1], rtol=1e-3, atol=1e-2
    )
