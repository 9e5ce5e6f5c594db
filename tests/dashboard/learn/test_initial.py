"""Step 3: what the browser shows of a model that has not yet learnt, beside NumPy and a model's own figures."""

import numpy as np
import pytest

from core.config import LIMITS, ExperimentConfig
from core.lessons import model
from core.model.softmax import softmax
from dashboard.learn.steps.initial import IMAGES, SCALES, STEP
from tests import node

NUMBERS = "stages/initial_numbers.js"


def test_scales_reach_from_nothing_to_the_largest_that_is_allowed():
    """The tutorial's own is one of them."""
    limit = LIMITS["initial_weight_scale"]
    assert (SCALES[0], SCALES[-1]) == (limit.lowest, limit.highest)
    assert np.all(np.diff(SCALES) > 0)
    assert SCALES[STEP.figures()["tutorial"]] == limit.default


@pytest.mark.parametrize("scale", [0.0, 0.001, 1.0, 10.0])
def test_the_browser_shows_what_a_model_of_that_scale_says(scale):
    """The ten probabilities of each image: those of the project's own weights of seed 0."""
    figures = STEP.figures()
    untrained = model.trained(0, ExperimentConfig(initial_weight_scale=scale))
    images = model.tutorial().split.x_train[: len(figures["labels"])]
    expected = untrained.probabilities(images.reshape(-1, 28, 28))
    for logits, probabilities in zip(figures["logits"], expected, strict=True):
        found = node.run(
            NUMBERS,
            "return module.probabilities(data.logits, data.bias, data.scale)",
            {"logits": logits, "bias": figures["bias"], "scale": scale},
        )
        np.testing.assert_allclose(found, probabilities, atol=2e-3)
        np.testing.assert_allclose(found, softmax(scale * np.array(logits) + figures["bias"]), atol=1e-5)


def test_the_loss_that_is_asked_for_is_what_the_answer_says():
    """That of a model with weights of scale 10, on the images that are named: over a hundred times ln 10."""
    figures = STEP.figures()
    losses = node.run("kit/numbers.js", "return [...module.numbers(data)]", figures["losses"])
    split = model.tutorial().split
    z = model.trained(0, ExperimentConfig(initial_weight_scale=10.0)).logits(split.x_train[:IMAGES]).astype(float)
    expected = np.logaddexp.reduce(z, axis=1) - z[np.arange(IMAGES), split.y_train[:IMAGES]]
    assert losses[-1] == pytest.approx(expected.mean(), rel=1e-4)
    assert losses[-1] > 100 * np.log(10)
    assert STEP.question.right == 3


def test_a_step_moves_the_weights_by_the_rate_times_the_gradient():
    """And the weights are so many such steps long."""
    found = node.run(NUMBERS, "return module.stride(data)", {"length": 90.0, "gradient": 3.0, "rate": 0.1})
    assert found == pytest.approx({"moved": 0.3, "steps": 300.0})
