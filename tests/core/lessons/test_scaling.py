"""Step 2: the loss over two weights, distributions and the leak, beside scikit-learn and finite differences."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler

from core.features.scaling import scaling_of, statistics
from core.lessons import model
from core.lessons.scaling import distribution, leak, losses, lowest, on_grey_paper, pairs, together, trained

PIXELS = (9 * 28 + 10, 26 * 28 + 7)
DIGIT = 7


@pytest.fixture(scope="module")
def split():
    return model.tutorial().split


@pytest.fixture(scope="module")
def seen(split):
    return pairs(split.x_train, split.y_train, PIXELS, DIGIT)


def test_every_image_is_one_of_the_pairs(split, seen):
    """Each pair once, with all images of the digit and all others that have it."""
    assert len(np.unique(seen.values, axis=0)) == len(seen.values)
    assert seen.positives.sum() == (split.y_train == DIGIT).sum()
    assert seen.negatives.sum() == (split.y_train != DIGIT).sum()
    place = len(seen.values) // 2
    has = (split.x_train[:, PIXELS] == seen.values[place]).all(axis=1)
    assert seen.positives[place] == (split.y_train[has] == DIGIT).sum()
    assert seen.negatives[place] == (split.y_train[has] != DIGIT).sum()


def test_the_lowest_loss_is_scikit_learns(split, seen):
    """Of a logistic regression without a penalty: its weights, and its loss over all images."""
    x, y = StandardScaler().fit_transform(split.x_train[:, PIXELS].astype(float)), split.y_train == DIGIT
    fitted = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x, y)
    best = lowest(seen)
    spread = split.x_train[:, PIXELS].astype(float).std(axis=0)
    np.testing.assert_allclose(best.weights * spread, fitted.coef_[0], rtol=1e-4)
    assert best.loss == pytest.approx(log_loss(y, fitted.predict_proba(x)[:, 1]), abs=1e-8)


def test_a_loss_has_the_best_bias(split):
    """No other one makes it lower, and the mean cross-entropy over all images is what it is."""
    weights = np.array([[0.004, 0.02], [0, 0], [-0.01, 0.005]])
    images, labels = split.x_train[:2000], split.y_train[:2000]
    x, y = images[:, PIXELS].astype(float), (labels == DIGIT)[:, np.newaxis]
    for row, found in zip(weights, losses(pairs(images, labels, PIXELS, DIGIT), weights), strict=True):
        logits = (x @ row)[:, np.newaxis] + np.linspace(-5, 0, 501)
        costs = (np.logaddexp(0, logits) - y * logits).mean(axis=0)
        assert found <= costs.min()
        assert found == pytest.approx(costs.min(), abs=1e-5)


def test_curvatures_are_what_finite_differences_say(seen):
    """At the lowest point and at the start."""
    best = lowest(seen)
    unit = np.array([1e-4, 1e-3])
    for at, curvature in ((best.weights, best.curvature), (np.zeros(2), best.curvature_at_start)):
        steps = np.array([[i, j] for i in (-1, 0, 1) for j in (-1, 0, 1)])
        around = losses(seen, at + steps * unit).reshape(3, 3)
        expected = [
            [
                around[2, 1] - 2 * around[1, 1] + around[0, 1],
                (around[2, 2] - around[2, 0] - around[0, 2] + around[0, 0]) / 4,
            ],
            [0, around[1, 2] - 2 * around[1, 1] + around[1, 0]],
        ]
        expected[1][0] = expected[0][1]
        scale = np.sqrt(np.outer(np.diag(curvature), np.diag(curvature)))
        np.testing.assert_allclose(np.array(expected) / np.outer(unit, unit) / scale, curvature / scale, atol=0.02)


def test_a_distribution_counts_every_image(split):
    """Pixel by pixel as NumPy's histogram does."""
    images = split.x_train[:500]
    found = distribution(images)
    assert found.shape == (784, 16)
    for pixel in (0, 406, PIXELS[0]):
        np.testing.assert_array_equal(found[pixel], np.histogram(images[:, pixel], bins=16, range=(0, 256))[0])


def test_statistics_of_two_sets_are_those_of_all_their_images(split):
    """As scikit-learn's scaler finds them in all of them."""
    first, second = split.x_train[:300], on_grey_paper(split.x_test[:100], 40)
    found = together(statistics(first), 300, statistics(second), 100)
    every = np.concatenate([first, second])
    fitted = StandardScaler().fit(every.astype(float))
    np.testing.assert_allclose(found.mean, fitted.mean_, atol=1e-9)
    np.testing.assert_allclose(found.deviation, np.sqrt(fitted.var_), atol=1e-6)
    np.testing.assert_array_equal(found.lowest, every.min(axis=0))
    np.testing.assert_array_equal(found.highest, every.max(axis=0))


def test_grey_paper_adds_the_same_to_every_pixel():
    """Up to full ink."""
    assert on_grey_paper(np.array([0, 100, 230, 255], np.uint8), 50).tolist() == [50, 150, 255, 255]


def test_without_a_leak_it_is_the_tutorials_model():
    """The same weights; and what the leak is worth is what both models read."""
    images = model.tutorial()
    own = trained(images, scaling_of("standardize", statistics(images.split.x_train)), 20)
    np.testing.assert_allclose(own.weights, model.trained(20).weights, atol=1e-6)
    found = leak(images, [60], 20, 500)
    grey = on_grey_paper(images.dataset.x_test.reshape(-1, 784), 60)
    labels = images.dataset.y_test[:500]
    assert found.honest == [np.mean(model.trained(20).predict(grey[:500]) == labels)]
    fitted = StandardScaler().fit(np.concatenate([images.split.x_train, grey]).astype(np.float32))
    with_grey = scaling_of(
        "standardize", together(statistics(images.split.x_train), 55_000, statistics(grey), 10_000)
    )
    np.testing.assert_allclose(1 / with_grey.scale, fitted.scale_, rtol=1e-3)
    assert found.leaking == [np.mean(trained(images, with_grey, 20).predict(grey[:500]) == labels)]
