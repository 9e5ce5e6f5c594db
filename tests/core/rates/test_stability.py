import numpy as np
import pytest

from core.features.scaling import SCALINGS, fit_scaling, prepare
from core.images.dataset import load_mnist
from core.images.split import split
from core.rates.stability import largest_curvature, second_moment, stability_bound


@pytest.fixture(scope="module")
def images():
    return split(load_mnist(), 5000).x_train


@pytest.mark.parametrize("name", SCALINGS)
def test_the_curvature_is_half_the_largest_eigenvalue_of_the_scaled_inputs(images, name):
    """NumPy's singular values of the scaled inputs themselves, bias column included, say the same."""
    some = prepare(name, images[:200])
    scaling = fit_scaling(name, some)
    inputs = np.concatenate([scaling.transform(images[:200]), np.ones((len(some), 1))], axis=1)
    expected = 0.5 * np.linalg.svd(inputs, compute_uv=False)[0] ** 2 / len(some)
    assert largest_curvature(second_moment(some), scaling) == pytest.approx(expected, rel=1e-5)


def test_for_standardized_mnist_theory_lands_on_the_tutorials_rate(images):
    """lambda_max is 40.5 over the training images, so the bound is 0.0988, the tutorial's 0.1."""
    bound = stability_bound(images, fit_scaling("standardize", images))
    assert bound.stable_rate == pytest.approx(0.0988, rel=0.01)


def test_full_batch_descent_below_the_bound_goes_downhill_at_every_step(images):
    """On a thousand images, from zero weights, at 99 % of the bound."""
    labels = split(load_mnist(), 5000).y_train[:1000]
    scaling = fit_scaling("standardize", images[:1000])
    x = np.concatenate([scaling.transform(images[:1000]).astype(float), np.ones((1000, 1))], axis=1)
    rate = 0.99 * stability_bound(images[:1000], scaling).stable_rate
    one_hot = np.eye(10)[labels]
    weights, losses = np.zeros((785, 10)), []
    for _ in range(60):
        z = x @ weights
        log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
        losses.append(-np.mean((one_hot * log_p).sum(axis=1)))
        weights -= rate * x.T @ (np.exp(log_p) - one_hot) / len(x)
    assert (np.diff(losses) < 0).all()
