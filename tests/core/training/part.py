"""What the tests of the program and of its trainer have in common: a part of MNIST, and a field of six runs on it."""

import numpy as np
from scipy.special import log_softmax

from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import Dataset, load_mnist
from core.images.split import Split
from core.model.softmax import SoftmaxModel
from core.training.state import Record, TrainingState
from core.training.trainer import Trainer

CONFIG = ExperimentConfig(
    learning_rates=(0.1, 0.001, 0.5),
    seeds=(3, 4),
    steps=120,
    batch_size=50,
    validation_size=300,
    record_interval=25,
)
METRICS = ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy")


def part_of_mnist(train: int, test: int) -> Dataset:
    mnist = load_mnist()
    arrays = mnist.x_train[:train], mnist.y_train[:train], mnist.x_test[:test], mnist.y_test[:test]
    return Dataset("part", "", *arrays, mnist.classes, mnist.reading)


def trainer(config: ExperimentConfig, data: Split, state: TrainingState | None = None) -> Trainer:
    return Trainer(config, data, fit_scaling(config.scaling, data.x_train), state)


def bits(state: TrainingState) -> tuple[object, ...]:
    return tuple(value.tobytes() if isinstance(value, np.ndarray) else value for value in vars(state).values())


def same(first: list[Record], second: list[Record]) -> bool:
    return [record.step for record in first] == [record.step for record in second] and all(
        np.array_equal(getattr(a, metric), getattr(b, metric), equal_nan=True)
        for a, b in zip(first, second, strict=True)
        for metric in METRICS
    )


def model_of(state: TrainingState, run: int, data: Split, config: ExperimentConfig) -> SoftmaxModel:
    return SoftmaxModel.from_snapshot(state.weights[run], fit_scaling(config.scaling, data.x_train))


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> float:
    """SciPy's, in double precision: the mean of -log p_label."""
    return float(-log_softmax(logits.astype(np.float64), axis=1)[np.arange(len(labels)), labels].mean())
