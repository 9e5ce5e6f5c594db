"""Pages without a browser: Streamlit's AppTest, on the test's own store, with no worker but the one a test plays."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from core.arrays import Floats
from core.config import ExperimentConfig
from core.features.scaling import Scaling, fit_scaling
from core.images.dataset import load_mnist
from core.schedule import record_steps
from core.store import Store
from core.store.records import Checkpoint, MetricRow
from core.training.supervision import Supervisor
from dashboard.components import view_options
from dashboard.shared import services, theory
from tests.holding import holder


@pytest.fixture(scope="session", autouse=True)
def components_found_once() -> Iterator[None]:
    """Streamlit searches every installed package for components whenever a test opens a page; once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def no_worker(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server's own services are made anew for every test, and start no process; what is read of images stays."""
    monkeypatch.setattr(Supervisor, "keep", lambda self: None)
    yield
    services.services.clear()
    theory.theory.clear()


def _train() -> None:
    from dashboard.shared import session
    from dashboard.train import page

    session.choose_language()
    page.page()


def _draw() -> None:
    from dashboard.draw import page
    from dashboard.shared import session

    session.choose_language()
    page.page()


def _compare() -> None:
    from dashboard.compare import page
    from dashboard.shared import session

    session.choose_language()
    page.page()


def _learn() -> None:
    from dashboard.learn import page
    from dashboard.shared import session

    session.choose_language()
    page.page()


@pytest.fixture
def learn_page() -> AppTest:
    return AppTest.from_function(_learn, default_timeout=30)


@pytest.fixture
def train_page() -> AppTest:
    return AppTest.from_function(_train, default_timeout=30)


@pytest.fixture
def draw_page() -> AppTest:
    return AppTest.from_function(_draw, default_timeout=30)


@pytest.fixture
def compare_page() -> AppTest:
    return AppTest.from_function(_compare, default_timeout=30)


@pytest.fixture
def charts() -> Callable[[AppTest], dict[str, Any]]:
    """What the charts of a page were given, by key."""

    def collect(page: AppTest) -> dict[str, Any]:
        return dict(_charts_in(page.main))

    return collect


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """What a visitor chooses above the charts, by its names in the browser; the page runs again and is returned."""
    told: dict[str, Any] = {}
    shown: dict[str, Any] = {}

    def draw(data: Any, **_: Any) -> SimpleNamespace:
        shown.update(data["view"])
        return SimpleNamespace(view=dict(told))

    def choose(page: AppTest, **changes: Any) -> AppTest:
        told.update(value=shown["value"] | changes, serial=shown["serial"] + 1)
        page.run()
        told.clear()
        return page.run()  # what was chosen is told to the browser

    monkeypatch.setattr(view_options, "_draw", draw)
    return choose


def _charts_in(block: Any) -> Iterator[tuple[str, Any]]:
    for child in getattr(block, "children", {}).values():
        yield from _charts_in(child)
        content = getattr(getattr(child, "proto", None), "json", None)
        payload = json.loads(content) if content else None
        if isinstance(payload, list) and payload and payload[0].keys() & {"traces", "curves", "shares"}:
            yield payload[0]["key"], payload[0]


@cache
def _nearest_means(name: str) -> tuple[Scaling, Floats]:
    """Return a scaling and weights (785, 10) that know the mean image of every digit."""
    mnist = load_mnist()
    scaling = fit_scaling(name, mnist.x_train[:5000])
    inputs = scaling.transform(mnist.x_train[:5000])
    means = np.stack([inputs[mnist.y_train[:5000] == digit].mean(axis=0) for digit in range(10)], axis=1)
    # The nearest mean is a linear classifier: x m_c - |m_c|^2 / 2 is largest for it.
    weights = np.concatenate([means, -0.5 * (means**2).sum(axis=0, keepdims=True)]).astype(np.float32) / 30
    weights.setflags(write=False)
    return scaling, weights


@pytest.fixture
def trained(store: Store) -> Callable[..., int]:
    """File an experiment and record what a worker would have: a model that knows the mean image of every digit."""

    def train(
        config: ExperimentConfig | None = None, *, finished: bool = True, validation_loss: ArrayLike = 0.45
    ) -> int:
        config = config or ExperimentConfig()
        scaling, weights = _nearest_means(config.scaling)
        runs = len(config.runs)
        number = store.experiments.file(config)
        holder(store, number).begin(scaling, load_mnist().checksum)
        step = config.steps if finished else config.steps // 2
        first_loss = np.maximum(np.log(10), validation_loss)  # where all models begin, and learn from
        rows = [
            MetricRow(
                at,
                at / 1000,
                *(
                    np.full(runs, figure, np.float32)
                    for figure in (0.4, 0.9, validation_loss if at else first_loss, 0.88)
                ),
            )
            for at in record_steps(config)
            if at <= step
        ]
        checkpoint = Checkpoint(step, step / 1000, np.stack([weights] * runs), 1.0, (None,) * runs, (0.0,) * runs)
        holder(store, number).record(rows, checkpoint)
        if finished:
            holder(store, number).finish(np.full(runs, 0.5, np.float32), np.full(runs, 0.8, np.float32))
        else:
            holder(store, number).mark_running()
        return number

    return train
