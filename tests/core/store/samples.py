"""Small experiments and what is recorded of them."""

import numpy as np
from sqlalchemy import create_engine, text

from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.store.records import Checkpoint, MetricRow
from tests.holding import holder

TWO_RATES = ExperimentConfig(learning_rates=(0.1, 1 / 3), steps=100, record_interval=10)


def scaling(name="standardize"):
    images = np.random.default_rng(0).integers(0, 256, (50, 28, 28), dtype=np.uint8)
    return fit_scaling(name, images)


def checkpoint(step, *, runs=2, rate_factor=1.0, diverged_at=None, seed=0, classes=10):
    weights = np.random.default_rng((seed, step)).normal(size=(runs, 785, classes)).astype(np.float32)
    return Checkpoint(step, step / 100, weights, rate_factor, diverged_at or (None,) * runs, (0.5,) * runs)


def row(step, *, runs=2, value=0.25):
    metric = np.full(runs, value, dtype=np.float32)
    return MetricRow(step, step / 100, metric, metric * 2, metric * 3, np.full(runs, np.nan, dtype=np.float32))


def begun(store, config=TWO_RATES):
    number = store.experiments.file(config)
    holder(store, number).begin(scaling(), "0123456789abcdef")
    return number


def changed(store_url, statement, **values):
    """Change the store as another program might."""
    with create_engine(store_url).begin() as connection:
        connection.execute(text(statement), values)
