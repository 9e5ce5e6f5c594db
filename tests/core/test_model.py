import numpy as np
import pytest

from core.model import SoftmaxModel, cross_entropy, diverged_at, softmax
from core.scaling import fit_scaling


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


def curve(*losses: float) -> tuple[list[int], np.ndarray]:
    return list(range(0, 20 * len(losses), 20)), np.array(losses, np.float32)


def test_a_falling_loss_has_not_diverged() -> None:
    """A run whose loss falls is fine, as is one of which nothing or only the start is known."""
    assert diverged_at(*curve(2.3, 1.0, 0.5, 0.4, 0.3, 0.3, 0.3)) is None
    assert diverged_at(*curve(2.3)) is None
    assert diverged_at(*curve()) is None


def test_a_loss_that_stays_above_its_start_has_diverged() -> None:
    """A loss well above where it began is marked from the first mean that shows it."""
    assert diverged_at(*curve(2.5, 9, 8, 9, 8, 9, 8, 9)) == 100


def test_one_bad_batch_is_no_divergence() -> None:
    """A single high loss, or a rise that was overcome, marks nothing."""
    assert diverged_at(*curve(2.3, 0.5, 0.5, 0.5, 0.5, 0.5, 7, 0.5)) is None
    assert diverged_at(*curve(2.3, 9, 9, 9, 9, 9, 9, 1, 0.5, 0.5, 0.5, 0.5, 0.5)) is None


def test_a_lucky_start_is_not_held_against_a_run() -> None:
    """A loss between a start better than guessing and ln 10 is no divergence."""
    assert diverged_at(*curve(0.2, *[1.5] * 8)) is None


def test_a_loss_that_is_no_number_has_diverged_there() -> None:
    """NaN and infinity are divergence from where they appear."""
    assert diverged_at(*curve(2.3, 1.0, np.nan, np.nan)) == 40
    assert diverged_at(*curve(2.3, 1.0, 0.9, 0.8, 0.8, 0.8, 0.8, np.inf, np.inf)) == 140
    assert diverged_at(*curve(np.nan, np.nan)) == 0
