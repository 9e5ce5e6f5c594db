"""What is recorded for tests of the page Compare, without a worker."""

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load_mnist
from core.store.records import Checkpoint, MetricRow
from dashboard.shared import theory
from tests.dashboard.compare.races import RACE
from tests.holding import holder


@pytest.fixture(autouse=True)
def quick_theory(monkeypatch):
    """The bound of the whole data set takes a second; here it is told at once."""
    monkeypatch.setattr(theory, "_bound", lambda *_: theory.Bound(40.4, 20.2, 0.099))


@pytest.fixture
def raced(store):
    """File a race and record figures by which 0.1 wins and 1.0 diverges."""

    def race(config=RACE, *, finished=True, until=None, begun=True, number=None):
        if number is None:
            number = store.experiments.file(config)
        else:
            config = store.experiments.get(number).config
        if not begun:
            return number
        images = load_mnist().x_train[:200]
        holder(store, number).begin(fit_scaling(config.scaling, images), load_mnist().checksum)
        rates = np.array([rate for rate, _ in config.runs])
        step = config.steps if until is None else until
        rows = []
        for at in range(0, step + 1, config.record_interval):
            progress = at / config.steps
            loss = np.where(rates < 0.5, 2.3 - 2 * progress * (1 - abs(np.log10(rates * 10)) / 2), 2.3 + 9 * progress)
            accuracy = np.where(rates < 0.5, 0.1 + 0.85 * progress * (1 - abs(np.log10(rates * 10)) / 4), 0.1)
            figures = [values.astype(np.float32) for values in (loss, accuracy, loss + 0.1, accuracy)]
            rows.append(MetricRow(at, at / 100, *figures))
        weights = np.zeros((len(rates), 785, 10), np.float32)
        checkpoint = Checkpoint(step, step / 100, weights, 1.0, (None,) * len(rates), (50.0,) * len(rates))
        holder(store, number).record(rows, checkpoint)
        holder(store, number).mark_running()
        if finished:
            holder(store, number).finish(np.full(len(rates), 0.4, np.float32), np.full(len(rates), 0.8, np.float32))
        return number

    return race


@pytest.fixture
def tested(store):
    """Record a range test whose loss falls at 0.01 and explodes beyond 1."""

    def test(*, learns=True):
        config = ExperimentConfig(
            learning_rates=(1e-6,), raise_rate_to=100.0, steps=300, record_interval=1, pace=None
        )
        number = store.experiments.file(config)
        holder(store, number).begin(fit_scaling("standardize", load_mnist().x_train[:200]), load_mnist().checksum)
        rows = []
        for step in range(301):
            rate = 1e-6 * config.rate_multiplier(max(step, 1))
            loss = (2.3 - 2 / (1 + 0.01 / rate) + rate) if learns else 2.3
            rows.append(
                MetricRow(step, step / 100, *(np.full(1, value, np.float32) for value in (loss, 0.5, loss, 0.5)))
            )
        holder(store, number).record(
            rows, Checkpoint(300, 3.0, np.zeros((1, 785, 10), np.float32), 1.0, (None,), (0.0,))
        )
        holder(store, number).finish(np.zeros(1, np.float32), np.zeros(1, np.float32))
        return number

    return test
