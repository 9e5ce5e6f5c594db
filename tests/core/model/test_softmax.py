import numpy as np
import pytest
from scipy import special

from core.features.scaling import fit_scaling
from core.model.softmax import SoftmaxModel, softmax, softmax_steps


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
    """Logits of a million give probabilities, not NaN."""
    z = np.array([[1e6, -1e6, *[0.0] * 8]], np.float32)
    assert softmax(z)[0].tolist() == [1.0, *[0.0] * 9]


@pytest.mark.parametrize(("dtype", "rounding"), [(np.float32, 1e-6), (np.float64, 1e-14)])
def test_probabilities_are_as_precise_as_the_logits(dtype, rounding) -> None:
    """Against SciPy in double precision."""
    z = np.random.default_rng(1).standard_normal((50, 10)) * 5
    probabilities = softmax(z.astype(dtype))
    assert probabilities.dtype == dtype
    assert np.abs(probabilities - special.softmax(z.astype(dtype).astype(np.float64), axis=1)).max() < rounding


def test_the_steps_of_softmax_lead_to_the_probabilities() -> None:
    """At temperature 1 they are the model's; hotter, they draw near each other, colder, one takes all."""
    logits = np.random.default_rng(0).standard_normal(10) * 5
    steps = softmax_steps(logits, 2)
    assert steps.divided == pytest.approx(logits / 2)
    assert steps.exponentials == pytest.approx(np.exp((logits - logits.max()) / 2))
    assert steps.probabilities == pytest.approx(special.softmax(logits / 2))
    assert softmax_steps(logits, 1).probabilities == pytest.approx(softmax(logits), rel=1e-12)
    assert np.ptp(softmax_steps(logits, 1e6).probabilities) < 1e-4
    assert softmax_steps(logits, 0.01).probabilities.max() == pytest.approx(1)
    assert softmax_steps(logits * 1e5, 0.1).probabilities.sum() == pytest.approx(1)


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
