import json
from dataclasses import replace

import numpy as np

from core.config import ExperimentConfig
from core.store import Store
from core.store.records import METRICS, Metrics
from dashboard.shared.standing import READY, Trainer
from dashboard.stream import messages
from tests.dashboard.stream.decoding import decoded

RACE = ExperimentConfig(learning_rates=tuple(0.001 * 1.3**i for i in range(24)))


def metrics(runs: int, steps: list[int]) -> Metrics:
    random = np.random.default_rng(1)
    figures = {name: random.random((runs, len(steps)), np.float32) for name in METRICS}
    return Metrics(np.array(steps), np.array(steps) / 7, **figures)


def test_records_come_back_as_they_were():
    """To the bit, run by run, and what is no number as what is no number."""
    sent = metrics(3, [0, 1, 25, 2_000_000])
    sent.train_loss[1, 2] = np.nan
    sent.train_loss[2, 3] = np.inf
    rows = decoded(messages.message(4, 12, {"rows": messages.rows(sent)}))["rows"]
    np.testing.assert_array_equal(rows["steps"], sent.steps)
    np.testing.assert_array_equal(rows["seconds"], sent.seconds.astype(np.float32))
    for name in METRICS:
        np.testing.assert_array_equal(rows[name], getattr(sent, name))


def test_an_update_of_24_runs_stays_below_4_kb(store: Store):
    """With how all of them stand; and another one, which has only what is new, below 1 kB."""
    number = store.experiments.file(RACE)
    experiment, runs = store.experiments.get(number), store.experiments.runs(number)
    state = messages.state(experiment, READY, runs, [(300, 0.5)], [None, 1999] * 12)
    rows = messages.rows(metrics(24, [1725]))
    assert len(messages.message(999, number, {"state": state, "rows": rows})) < 4000
    assert len(messages.message(999, number, {"rows": rows})) < 1000


def test_a_state_says_how_every_run_stands(store: Store):
    number = store.experiments.file(ExperimentConfig(learning_rates=(0.1, 30.0)), name='长 "name"')
    experiment, runs = store.experiments.get(number), store.experiments.runs(number)
    state = json.loads(messages.state(experiment, Trainer("loading"), runs, [(5, 2.0)], [None, 17]))
    assert state["status"] == "queued"
    assert state["shown"]["phase"] == "running"
    assert state["shown"]["trainer"] == "loading"
    assert state["name"] == '长 "name"'
    assert state["rate_changes"] == [[5, 2.0]]
    assert [run["diverged_at"] for run in state["runs"]] == [None, 17]
    assert [run["id"] for run in state["runs"]] == [run.id for run in runs]


def test_who_trains_matters_only_as_long_as_nothing_is_trained(store: Store):
    """A page that shows a training need not be drawn anew because its worker is busy starting others."""
    experiment = store.experiments.get(store.experiments.file(RACE))
    loading = Trainer("loading")
    assert messages.standing(experiment, loading) != messages.standing(experiment, READY)
    running = replace(experiment, status=type(experiment.status).RUNNING)
    assert messages.standing(running, loading) == messages.standing(running, READY)
    assert messages.standing(running, READY) == messages.standing(experiment, READY)


def test_parts_are_put_together_as_json():
    sent = messages.message(1, 2, {"state": '{"status":"running"}', "gone": "true"})
    assert json.loads(sent) == {"serial": 1, "experiment": 2, "state": {"status": "running"}, "gone": True}
