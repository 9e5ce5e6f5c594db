"""What a model says before its first step, beside the same computed scale by scale."""

import numpy as np
import pytest

from core.lessons.initial import beginnings
from core.lessons.model import gradient

COUNT = 40


@pytest.fixture
def drawn():
    random = np.random.default_rng(7)
    x = (3 * random.standard_normal((COUNT, 784))).astype(np.float32)
    weights = random.standard_normal((785, 10)).astype(np.float32)
    return weights, x, random.integers(0, 10, COUNT)


@pytest.mark.parametrize("scale", [0.0, 0.001, 0.3, 10.0])
def test_it_is_what_each_scale_says_by_itself(drawn, scale):
    """Loss, gradient, sureness and accuracy, of weights that are multiplied first."""
    weights, x, labels = drawn
    found = beginnings((1.0, scale), weights, x, labels)
    scaled = weights * np.append(np.full(784, scale), 1).astype(np.float32)[:, None]
    z = x.astype(float) @ scaled[:-1].astype(float) + scaled[-1]
    logarithms = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    assert found.losses[1] == pytest.approx(-logarithms[np.arange(COUNT), labels].mean(), rel=1e-5)
    assert found.gradients[1] == pytest.approx(np.linalg.norm(gradient(scaled, x, labels)[:-1]), rel=1e-4)
    assert found.sureness[1] == pytest.approx(np.exp(logarithms).max(axis=1).mean(), rel=1e-5)
    assert found.accuracies[1] == (z.argmax(axis=1) == labels).mean()


def test_the_gradients_length_is_the_steepest_slope(drawn):
    """By finite differences: along the gradient, the loss rises by its length."""
    weights, x, labels = drawn
    weights[:-1] *= 0.01
    way = gradient(weights, x, labels)[:-1]
    way /= np.linalg.norm(way)

    def loss(by):
        z = x.astype(float) @ (weights[:-1].astype(float) + by * way) + weights[-1]
        return (np.logaddexp.reduce(z, axis=1) - z[np.arange(COUNT), labels]).mean()

    slope = (loss(1e-5) - loss(-1e-5)) / 2e-5
    assert beginnings((1.0,), weights, x, labels).gradients[0] == pytest.approx(slope, rel=1e-3)
