"""Step 6: what the browser computes of probabilities and of logits, beside NumPy and scikit-learn."""

import warnings

import numpy as np
import pytest
from sklearn.metrics import log_loss

from core.images.dataset import load_mnist
from core.lessons import model
from core.model.softmax import softmax
from dashboard.learn.steps.cross_entropy import STEP
from tests import node

NUMBERS = "stages/cross_entropy_numbers.js"


def test_a_moved_probability_leaves_the_sum_and_the_others_proportions():
    """Also where one had all, and where one takes all."""
    start = np.random.default_rng(1).dirichlet(np.ones(10))
    moved = np.array(node.run(NUMBERS, "return module.moved(data, 4, 0.35)", start.tolist()))
    assert moved[4] == 0.35
    assert moved.sum() == pytest.approx(1)
    others = np.arange(10) != 4
    np.testing.assert_allclose(moved[others] / moved[others].sum(), start[others] / start[others].sum())
    certain = node.run(NUMBERS, "return module.moved(module.moved(data, 2, 1), 2, 0.1)", start.tolist())
    np.testing.assert_allclose(certain, 0.1)


def test_the_loss_is_the_one_of_scikit_learn():
    """Of one image; of probability 0 it is infinite."""
    for probability in (1.0, 0.9, 0.1, 3e-4):
        found = node.run(NUMBERS, "return module.loss(data)", probability)
        expected = log_loss([1], [[1 - probability, probability]], labels=[0, 1])
        assert found == pytest.approx(expected, abs=1e-12)
    assert node.run(NUMBERS, "return module.loss(0) === Infinity && Object.is(module.loss(1), 0)", None)


@pytest.mark.parametrize("gap", [0, 5, 20, 80, 95, 102, 104, 150])
def test_both_ways_are_those_of_float32(gap):
    """As NumPy has them: by the probability it becomes infinite, from the logits it never does."""
    logits = np.append(np.random.default_rng(2).uniform(-5, 5, 9), 0.0)
    logits[9] = logits.max() - gap
    found = node.run(
        NUMBERS,
        """
        const { byProbability, byLogits } = module.inFloat32(data, 9);
        return { byProbability: byProbability === Infinity ? "inf" : byProbability, byLogits };
        """,
        logits.tolist(),
    )
    z = logits.astype(np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        by_probability = -np.log(softmax(z)[9])
    by_logits = np.logaddexp.reduce(logits) - logits[9]
    assert found["byLogits"] == pytest.approx(by_logits, rel=1e-5, abs=1e-6)
    # Near its end float32 holds a handful of numbers only, and which one it takes is the matter of each library.
    assert float(found["byProbability"]) == pytest.approx(by_probability, rel=1e-2 if gap > 87 else 1e-5, abs=1e-6)


def test_the_end_is_found_and_the_answer_says_it():
    """One step before it, float32 still has a number; of what the question asks, none."""
    wrong = STEP.figures()["predictions"]["wrong"]
    logits, digit = wrong["logits"], wrong["digit"]
    end = node.run(NUMBERS, "return module.vanishing(data.logits, data.digit)", wrong)
    largest = max(logit for place, logit in enumerate(logits) if place != digit)
    for gap, is_there in ((end - 1, True), (end, False), (120, False)):
        z = np.array(logits, np.float32)
        z[digit] = largest - gap
        assert (softmax(z)[digit] > 0) == is_there


def test_the_predictions_are_those_of_test_images():
    """One is right and sure, one right and hesitant, one sure and wrong."""
    figures = STEP.figures()
    reader = model.trained(figures["steps"])
    of_the_right = {}
    for name, prediction in figures["predictions"].items():
        image = load_mnist().x_test[prediction["number"]]
        np.testing.assert_array_equal(np.reshape(prediction["image"], (28, 28)), image)
        assert load_mnist().y_test[prediction["number"]] == prediction["digit"]
        np.testing.assert_allclose(prediction["logits"], reader.logits(image[np.newaxis])[0], atol=1e-3)
        probabilities = softmax(np.array(prediction["logits"]))
        of_the_right[name] = probabilities[prediction["digit"]]
        assert (probabilities.argmax() == prediction["digit"]) == (name != "wrong")
        if name == "wrong":
            assert probabilities.max() > 0.9
    assert of_the_right["sure"] > 0.99 > 0.5 > of_the_right["unsure"] > of_the_right["wrong"]
