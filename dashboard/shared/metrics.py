"""The metrics of experiments as a session knows them: what was fetched once is not fetched again."""

import numpy as np

from core.store import Store
from core.store.records import METRICS, Metrics
from dashboard.shared.session import Key, remember

MOST_REMEMBERED = 34
"""Experiments whose metrics a session keeps: a race, a range test, and as many added runs as a chart may hold."""

_FETCHED: Key[dict[int, Metrics] | None] = Key("_metrics", None)


def metrics_of(store: Store, experiment_id: int) -> Metrics:
    """Return all metrics of an experiment; only those not fetched before in this session are asked of the store."""
    fetched = _FETCHED.get()
    if fetched is None:
        fetched = {}
        _FETCHED.set(fetched)
    known = fetched.get(experiment_id)
    if known is None or not len(known.steps):
        known = store.recordings.metrics(experiment_id)
    else:
        new = store.recordings.metrics(experiment_id, after_step=int(known.steps[-1]))
        if len(new.steps):
            known = _joined(known, new)
    return remember(fetched, experiment_id, known, MOST_REMEMBERED)


def _joined(known: Metrics, new: Metrics) -> Metrics:
    along = {name: np.concatenate([getattr(known, name), getattr(new, name)]) for name in ("steps", "seconds")}
    return Metrics(**along, **{name: np.hstack([getattr(known, name), getattr(new, name)]) for name in METRICS})
