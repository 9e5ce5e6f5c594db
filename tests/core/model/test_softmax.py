import numpy as np
import pytest

from core.features.scaling import fit_scaling
from core.model.softmax import SoftmaxModel, cross_entropy, softmax


@pytest.fixture
def model() -> SoftmaxModel:
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (100, 784), dtype=np.uint8)
    weights = random.standard_normal((784, 10), np.float32)
    return SoftmaxModel(weights, random.standard_normal(10, np.float32), fit_scaling("standardize", images))


def test_probabilities_are_the_textbook_softmax() -> None:
    """For moderate logits, softmax is exp(z) over the sum of exp(z)."""
    z = np.random.default_rng(0).standard_normal((50, 10)).astype(np.float32)
    expected = np.exp(z.astype(np.float64))
    expected /= expected.sum(axis=1, keepdims=True)
    assert np.allclose(softmax(z), expected, rtol=1e-5)


def test_huge_logits_stay_finite() -> None:
    """Logits of a million give probabilities and a loss, not NaN."""
    z = np.array([[1e6, -1e6, *[0.0] * 8]], np.float32)
    assert softmax(z)[0].tolist() == [1.0, *[0.0] * 9]
    assert cross_entropy(z, np.array([1], np.uint8)) == 2e6


def test_cross_entropy_of_guessing_is_ln_10() -> None:
    """Equal logits cost ln 10, whatever the label."""
    assert cross_entropy(np.full((4, 10), 3, np.float32), np.arange(4, dtype=np.uint8)) == pytest.approx(np.log(10))


def test_cross_entropy_is_the_mean_of_minus_log_probability() -> None:
    """The loss computed from logits is the one of the formula with log softmax."""
    random = np.random.default_rng(0)
    z, labels = random.standard_normal((50, 10)).astype(np.float32), random.integers(0, 10, 50).astype(np.uint8)
    expected = -np.log(softmax(z)[np.arange(50), labels]).mean()
    assert cross_entropy(z, labels) == pytest.approx(expected, rel=1e-5)


def test_logits_are_weights_times_scaled_pixels(model: SoftmaxModel) -> None:
    """A logit is the sum of weight times scaled pixel, plus the bias."""
    image = np.random.default_rng(1).integers(0, 256, (1, 28, 28), dtype=np.uint8)
    x = model.scaling.transform(image)[0].astype(np.float64)
    expected = [(x * model.weights[:, digit]).sum() + model.bias[digit] for digit in range(10)]
    assert np.allclose(model.logits(image)[0], expected, rtol=1e-4, atol=1e-4)


def test_the_digit_read_is_the_most_probable(model: SoftmaxModel) -> None:
    """The prediction is the digit of the largest probability, one for each image."""
    images = np.random.default_rng(2).integers(0, 256, (20, 28, 28), dtype=np.uint8)
    assert model.predict(images).tolist() == model.probabilities(images).argmax(axis=1).tolist()
