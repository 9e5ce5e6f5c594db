"""Step 8: what the browser counts and judges, beside SciPy and scikit-learn."""

import base64

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, log_loss

from core.images.dataset import load_mnist
from core.lessons import model
from core.model.softmax import softmax
from dashboard.learn.steps.accuracy import SHOWN, STEP
from tests import node

NUMBERS = "stages/accuracy_numbers.js"


def array(sent, dtype):
    return np.frombuffer(base64.b64decode(sent["bdata"]), dtype)


@pytest.mark.parametrize(("right", "n"), [(0, 1), (1, 1), (18, 20), (230, 256), (4600, 5000), (10_000, 10_000)])
def test_the_interval_is_wilsons(right, n):
    """As SciPy has it."""
    expected = binomtest(right, n).proportion_ci(method="wilson")
    found = node.run(NUMBERS, "return module.wilson(data[0], data[1])", [right, n])
    np.testing.assert_allclose(found, [expected.low, expected.high], atol=1e-9)


def test_the_count_is_of_what_the_model_reads_in_all_test_images():
    """From the first one that is shown, once around."""
    figures = STEP.figures()
    dataset = load_mnist()
    right = model.trained(figures["steps"]).predict(dataset.x_test) == dataset.y_test
    counted = node.run(
        NUMBERS,
        "return [...module.counted(module.unpacked(data.bytes, data.count))]",
        {"bytes": array(figures["right"], "u1").tolist(), "count": figures["count"]},
    )
    np.testing.assert_array_equal(np.diff(counted), np.roll(right, -figures["first"]))
    shown = np.arange(figures["first"], figures["first"] + SHOWN)
    np.testing.assert_array_equal(array(figures["images"], "u1").reshape(-1, 28, 28), dataset.x_test[shown])
    np.testing.assert_array_equal(array(figures["digits"], "u1")[:SHOWN], dataset.y_test[shown])
    np.testing.assert_array_equal(array(figures["read"], "u1") == dataset.y_test[shown], right[shown])
    assert right[shown].sum() == SHOWN - 2


@pytest.mark.parametrize("factor", [0.1, 1.0, 6.0])
def test_loss_and_accuracy_are_those_of_scikit_learn(factor):
    """Of logits that are multiplied: the accuracy is the same for all."""
    figures = STEP.figures()
    logits, digits = array(figures["logits"], "<f4").reshape(-1, 10)[:200], array(figures["digits"], "u1")[:200]
    data = {"logits": logits.ravel().tolist(), "digits": digits.tolist(), "factor": factor}
    found = node.run(NUMBERS, "return module.judged(data.logits, data.digits, data.factor)", data)
    probabilities = softmax(factor * logits.astype(float))
    # It looks at probabilities, and takes one below 2e-16 for that.
    assert found["loss"] == pytest.approx(log_loss(digits, probabilities, labels=range(10)), rel=1e-6)
    assert found["certainty"] == pytest.approx(probabilities.max(axis=1).mean())
    assert found["accuracy"] == accuracy_score(digits, logits.argmax(axis=1))


def test_batches_scatter_as_chance_has_it():
    """By the standard deviation of a share, sqrt(a (1 - a) / n), around the accuracy on all."""
    right = (np.arange(10_000) % 10 > 0).astype(int)
    for n in (16, 256, 5000):
        accuracies = node.run(
            NUMBERS,
            "return module.drawn(Uint8Array.from(data.right), { n: data.n, batches: 400, seed: data.n })",
            {"right": right.tolist(), "n": n},
        )
        deviation = np.sqrt(0.9 * 0.1 / n)
        assert np.mean(accuracies) == pytest.approx(0.9, abs=4 * deviation / 20)
        assert np.std(accuracies) == pytest.approx(deviation, rel=0.15)


def test_images_are_counted_one_by_one_at_first_and_all_in_the_end():
    """Each number once, in order."""
    sizes = node.run("stages/accuracy.js", "return module.sizesTo(10000, 20)", None)
    assert sizes[:20] == list(range(1, 21))
    assert sizes[-1] == 10_000
    assert sizes == sorted(set(sizes))
