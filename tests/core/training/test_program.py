"""The formula, against what others say of it: finite differences, NumPy in double precision, scikit-learn."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.split import Split, batch_indices, split
from core.model.softmax import SoftmaxModel
from core.training.program import loss_and_gradients
from core.training.state import initial_state
from core.training.trainer import Trainer
from tests.core.training.part import CONFIG, cross_entropy, model_of, part_of_mnist, trainer


def test_gradients_agree_with_finite_differences() -> None:
    """Every derivative that descends is the slope of the loss, measured by moving one parameter a little."""
    random = np.random.default_rng(0)
    # In float64, where central differences of width 1e-5 are good to about 1e-9.
    weights, bias = random.standard_normal((2, 3, 10, 784)) * 0.05, random.standard_normal((2, 3, 10))
    x, labels = (
        tf.constant(random.standard_normal((2, 20, 784))),
        tf.constant(random.integers(0, 10, (2, 20)), tf.int32),
    )

    def loss_at(weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
        return loss_and_gradients(tf.constant(weights), tf.constant(bias), x, labels)[0].numpy()

    _, by_weights, by_bias = loss_and_gradients(tf.constant(weights), tf.constant(bias), x, labels)
    for _ in range(20):
        seed, rate, digit, pixel = (random.integers(size) for size in weights.shape)
        for parameter, place, slope in (
            (weights, (seed, rate, digit, pixel), by_weights),
            (bias, (seed, rate, digit), by_bias),
        ):
            step = np.zeros_like(parameter)
            step[place] = 1e-5
            moved = [
                loss_at(weights + sign * step, bias) if parameter is weights else loss_at(weights, bias + sign * step)
                for sign in (1, -1)
            ]
            difference = (moved[0] - moved[1]) / 2e-5
            assert difference[seed, rate] == pytest.approx(slope.numpy()[place], rel=1e-6, abs=1e-9)
            # No other run's loss moves with this run's parameter.
            difference[seed, rate] = 0
            assert not difference.any()


def test_one_step_goes_down_the_gradient(data: Split) -> None:
    """One step is W - rate * X^T (p - y) / B over the first batch, as NumPy works it out in float64."""
    config = replace(CONFIG, learning_rates=(0.1,), seeds=(0,), batch_size=len(data.x_train))
    one = trainer(config, data)
    start = model_of(one.snapshot(), 0, data, config)
    one.advance(1)
    x = start.scaling.transform(data.x_train).astype(np.float64)
    error = (start.probabilities(data.x_train) - np.eye(10)[data.y_train]) / len(x)
    weights = one.snapshot().weights[0]
    assert np.allclose(weights[:784], start.weights - 0.1 * x.T @ error, atol=1e-6)
    assert np.allclose(weights[784], start.bias - 0.1 * error.sum(axis=0), atol=1e-6)


@pytest.mark.parametrize("classes", [2, 26, 62])
def test_any_number_of_classes_is_descended_alike(classes: int) -> None:
    """Twenty steps of two rates in lock-step, on labels that say nothing, against NumPy in double precision."""
    part = part_of_mnist(1000, 400)
    labels = np.random.default_rng(classes).integers(classes, size=1400).astype(np.uint8)
    names = tuple(f"class {c}" for c in range(classes))
    own = replace(part, checksum=str(classes), y_train=labels[:1000], y_test=labels[1000:], classes=names)
    config = replace(CONFIG, learning_rates=(0.01, 0.1), seeds=(0,), steps=20)
    images = split(own, config.validation_size)
    scaling = fit_scaling(config.scaling, images.x_train)
    one = Trainer(config, images, scaling)
    records = one.advance(20)
    for run, rate in enumerate(config.learning_rates):
        weights = initial_state(config, classes).weights[run].astype(np.float64)
        for [batch] in (batch_indices(len(images.x_train), config.batch_size, 0, step, 1) for step in range(20)):
            x = np.c_[scaling.transform(images.x_train[batch]), np.ones(len(batch))].astype(np.float64)
            errors = softmax(x @ weights, axis=1) - np.eye(classes)[images.y_train[batch]]
            weights -= rate * x.T @ errors / len(batch)
        np.testing.assert_allclose(one.snapshot().weights[run], weights, rtol=2e-4, atol=2e-5)
        model = SoftmaxModel(weights[:-1].astype(np.float32), weights[-1].astype(np.float32), scaling)
        expected = cross_entropy(model.logits(images.x_validation), images.y_validation)
        assert records[-1].validation_loss[run] == pytest.approx(expected, rel=1e-4)
    assert records[0].validation_loss.shape == (2,)


def test_training_reads_as_well_as_scikit_learn() -> None:
    """After enough steps, test accuracy is within half a point of scikit-learn's fit of the same model."""
    # Of the pixels every fourth of every fourth row: few enough for both to come close to the one best fit.
    mnist = part_of_mnist(5000, 5000)
    rare = [np.zeros_like(images) for images in (mnist.x_train, mnist.x_test)]
    for sparse, images in zip(rare, (mnist.x_train, mnist.x_test), strict=True):
        sparse[:, 2::4, 2::4] = images[:, 2::4, 2::4]
    config = ExperimentConfig(
        learning_rates=(0.1,), steps=2000, batch_size=500, validation_size=1000, record_interval=2000
    )
    data = split(replace(mnist, x_train=rare[0], x_test=rare[1]), config.validation_size)
    ours = trainer(config, data)
    ours.advance(config.steps)
    scaling = fit_scaling(config.scaling, data.x_train)
    # The pixels that are always black take part in nothing, except in how long theirs takes.
    drawn = data.x_train.any(axis=0)
    theirs = LogisticRegression(C=np.inf, max_iter=2000).fit(scaling.transform(data.x_train)[:, drawn], data.y_train)
    accuracy = theirs.score(scaling.transform(data.x_test)[:, drawn], data.y_test)
    assert abs(ours.test_metrics()[1][0] - accuracy) < 0.005


def test_importing_says_nothing_and_leaves_the_environment_alone() -> None:
    """The trainer's module prints nothing, brings no Keras, and lets a later import of Keras be as always."""
    program = (
        "import core.training.trainer, core.training.program, sys, os; assert 'keras' not in sys.modules;"
        "assert 'TF_USE_LEGACY_KERAS' not in os.environ; print(core.training.program.tf.keras.__version__)"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.startswith("3.")
    assert run.stderr == ""
