import numpy as np
import pytest

from core.features.scaling import SCALINGS, fit_scaling
from core.images.dataset import load_mnist
from core.model.evidence import evidence, probabilities_over_time, rather_than
from core.model.softmax import SoftmaxModel


@pytest.fixture(params=SCALINGS)
def model(request) -> SoftmaxModel:
    random = np.random.default_rng(0)
    scaling = fit_scaling(request.param, load_mnist().x_train[:1000])
    return SoftmaxModel(
        random.standard_normal((784, 10), np.float32), random.standard_normal(10, np.float32), scaling
    )


@pytest.fixture
def image():
    return load_mnist().x_test[0]


def logits_in_double_precision(model, image):
    inputs = model.scaling.transform(image[np.newaxis])[0].astype(np.float64)
    return inputs @ model.weights.astype(np.float64) + model.bias.astype(np.float64)


def test_the_evidence_for_a_digit_adds_up_to_its_logit(model, image) -> None:
    """Pixels and bias, to a billionth; and to the model's own logits as far as single precision goes."""
    expected = logits_in_double_precision(model, image)
    for digit in range(10):
        terms = evidence(model, image, digit)
        assert terms.total == pytest.approx(expected[digit], rel=1e-9)
        assert terms.ink + terms.missing_ink + terms.bias == pytest.approx(expected[digit], rel=1e-9)
        # Where large terms cancel, single precision keeps their digits and not the difference's.
        rounding = 1e-5 * float(np.abs(terms.pixels).sum())
        assert terms.total == pytest.approx(float(model.logits(image[np.newaxis])[0, digit]), abs=rounding)


def test_the_evidence_for_one_digit_rather_than_another_adds_up_to_the_difference(model, image) -> None:
    """And is the same with its sign changed the other way round."""
    expected = logits_in_double_precision(model, image)
    for digit, rival in ((7, 1), (0, 9), (3, 3)):
        terms = rather_than(model, image, digit, rival)
        assert terms.total == pytest.approx(expected[digit] - expected[rival], rel=1e-9)
        assert terms.pixels == pytest.approx(-rather_than(model, image, rival, digit).pixels)


def test_an_empty_page_has_no_ink_to_speak(model) -> None:
    """What is left is missing ink and bias."""
    terms = evidence(model, np.zeros((28, 28), np.uint8), 3)
    assert terms.ink == 0
    assert not terms.inked.any()


def test_all_snapshots_read_at_once_as_each_reads_alone(model, image) -> None:
    """Bias included."""
    weights = np.random.default_rng(1).normal(size=(4, 785, 10)).astype(np.float32)
    together = probabilities_over_time(model.scaling, image, weights)
    for each, row in zip(weights, together, strict=True):
        alone = SoftmaxModel(each[:784], each[784], model.scaling)
        assert row == pytest.approx(alone.probabilities(image[np.newaxis])[0], abs=2e-3)
        assert row.sum() == pytest.approx(1)
