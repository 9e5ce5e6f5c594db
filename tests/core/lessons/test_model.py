"""Models of lessons, beside those that TensorFlow trains."""

import numpy as np
import pytest

from core.config import PRESETS, ExperimentConfig
from core.images.split import prepared
from core.lessons.model import gradient, trained
from core.model.softmax import softmax
from core.training.state import initial_state
from core.training.trainer import Trainer


@pytest.mark.parametrize("config", [PRESETS["tutorial"], ExperimentConfig(seeds=(3,), scaling="normalize")])
def test_a_lesson_trains_what_the_trainer_trains(config):
    """The same weights after thirty steps, from the same start and batches."""
    images = prepared(config)
    trainer = Trainer(config, images.split, images.scaling)
    trainer.advance(30)
    model = trained(30, config)
    np.testing.assert_allclose(trainer.snapshot().weights[0][:-1], model.weights, atol=2e-5)
    np.testing.assert_allclose(trainer.snapshot().weights[0][-1], model.bias, atol=2e-5)


def test_before_the_first_step_a_model_is_its_start():
    """With nothing learnt."""
    np.testing.assert_array_equal(trained(0).weights, initial_state(PRESETS["tutorial"]).weights[0][:-1])


def test_the_gradient_is_what_finite_differences_say():
    """Of the mean cross-entropy, by every weight that is tried, in float64."""
    random = np.random.default_rng(1)
    x, labels = random.standard_normal((7, 784)).astype(np.float32), random.integers(0, 10, 7)
    weights = (0.1 * random.standard_normal((785, 10))).astype(np.float32)

    def loss(weights):
        p = softmax(x.astype(np.float64) @ weights[:-1] + weights[-1])
        return -np.log(p[np.arange(7), labels]).mean()

    derivatives = gradient(weights, x, labels)
    for row, column in [(0, 0), (300, 4), (783, 9), (784, 2)]:
        step = np.zeros((785, 10))
        step[row, column] = 1e-5
        slope = (loss(weights + step) - loss(weights - step)) / 2e-5
        assert derivatives[row, column] == pytest.approx(slope, abs=1e-5)
