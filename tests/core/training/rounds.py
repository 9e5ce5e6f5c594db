"""What the tests of a worker have in common."""

import pytest

from core.features.scaling import fit_scaling
from core.images.dataset import load
from core.images.split import split
from core.training.trainer import Trainer
from tests.holding import checkpoint_of


def rounds(worker, until, most=2000):
    """Give rounds until `until()`; a worker that does not get there fails the test."""
    for _ in range(most):
        worker.round()
        if until():
            return
    pytest.fail("the worker did not get there")


def status(store, number):
    return store.experiments.get(number).status


def trained_alone(config):
    """The weights that the trainer itself ends with, without store or worker."""
    images = split(load(config.data), config.validation_size)
    trainer = Trainer(config, images, fit_scaling(config.scaling, images.x_train))
    trainer.advance(config.steps)
    return trainer.snapshot().weights


def weights(store, number):
    return checkpoint_of(store, number).weights
