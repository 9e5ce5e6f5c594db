"""What was recorded of experiments while they trained: metrics, changes of the rate, snapshots of the weights."""

import math
from collections.abc import Collection
from typing import Any

import numpy as np
from sqlalchemy import Select, bindparam, func, select

from core.arrays import PIXELS, Floats
from core.classes import DIGITS, from_text
from core.errors import NotFound, Unreadable
from core.features.scaling import Scaling
from core.model.softmax import SoftmaxModel
from core.store import schema
from core.store.claims import Holder
from core.store.database import Database
from core.store.records import METRICS, Checkpoint, Experiment, Head, Metrics


def _reading() -> tuple[Select[Any], Select[Any], Select[Any]]:
    """Make what the stream asks dozens of times a second: metrics and number of runs of an `experiment`, the former
    `after` a step, and how far `experiments` are recorded."""
    columns, run, change = schema.metrics.c, schema.runs.c, schema.rate_changes.c
    metrics = (
        select(columns.step, columns.seconds, *(columns[metric] for metric in METRICS))
        .join(schema.runs)
        .where(run.experiment_id == bindparam("experiment"), columns.step > bindparam("after"))
        .order_by(run.position, columns.step)
    )
    count = select(func.count()).select_from(schema.runs).where(run.experiment_id == bindparam("experiment"))
    # The runs of an experiment advance in lock-step, so the first one tells for all.
    of_metrics, of_weights = (
        select(func.max(table.c.step)).where(table.c.run_id == run.id).scalar_subquery()
        for table in (schema.metrics, schema.snapshots)
    )
    changes = select(func.count()).where(change.experiment_id == run.experiment_id).scalar_subquery()
    wanted = run.experiment_id.in_(bindparam("experiments", expanding=True))
    heads = select(run.experiment_id, of_metrics, of_weights, changes).where(run.position == 0, wanted)
    return metrics, count, heads


_SELECT_METRICS, _COUNT_RUNS, _SELECT_HEADS = _reading()


class Recordings:
    """The recordings of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def metrics(self, experiment_id: int, after_step: int = -1) -> Metrics:
        """Return what was recorded of an experiment after `after_step`."""
        given = {"experiment": experiment_id, "after": after_step}
        with self._database.reading() as connection:
            runs = connection.execute(_COUNT_RUNS, given).scalar_one()
            rows = connection.execute(_SELECT_METRICS, given).all()
        # (NumPy takes twenty times as long over rows that are no plain tuples.)
        table = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, 2 + len(METRICS))
        # The runs of an experiment advance in lock-step, so every run has the same steps; where one lacks a step, as
        # in a damaged store, that step is left out.
        steps, present = np.unique(table[:, 0], return_counts=True)
        if (present != runs).any():
            table = table[np.isin(table[:, 0], steps[present == runs])]
        of_runs = table.reshape(max(runs, 1), -1, 2 + len(METRICS))
        metrics = {metric: of_runs[:, :, 2 + i].astype(np.float32) for i, metric in enumerate(METRICS)}
        return Metrics(of_runs[0, :, 0].astype(np.int64), of_runs[0, :, 1], **metrics)

    def heads(self, experiment_ids: Collection[int]) -> dict[int, Head]:
        """Return how far each of these experiments is recorded, by number, with one look at the store."""
        with self._database.reading() as connection:
            rows = connection.execute(_SELECT_HEADS, {"experiments": list(experiment_ids)})
            return {number: Head(_step(metrics), _step(weights), count) for number, metrics, weights, count in rows}

    def rate_changes(self, experiment_id: int) -> list[tuple[int, float]]:
        """Return (step, factor on the configured learning rates from there on) of every change, in order."""
        columns = schema.rate_changes.c
        query = select(columns.step, columns.rate_factor).where(columns.experiment_id == experiment_id)
        with self._database.reading() as connection:
            return [(step, factor) for step, factor in connection.execute(query.order_by(columns.step))]

    def snapshot_steps(self, run_id: int) -> list[int]:
        """Return the steps at which weights of the run are kept, ascending."""
        columns = schema.snapshots.c
        query = select(columns.step).where(columns.run_id == run_id).order_by(columns.step)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def snapshots(self, run_id: int) -> tuple[list[int], Floats]:
        """Return the steps at which weights of the run are kept, ascending, and those weights, (n, 785, classes).

        Raises Unreadable.
        """
        columns = schema.snapshots.c
        query = (
            select(columns.step, columns.weights, schema.experiments.c.classes)
            .join(schema.runs, schema.runs.c.id == columns.run_id)
            .join(schema.experiments, schema.experiments.c.id == schema.runs.c.experiment_id)
            .where(columns.run_id == run_id)
            .order_by(columns.step)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        try:
            weights = [_weights(row.weights, len(from_text(row.classes))) for row in rows]
        except ValueError as error:
            raise Unreadable(f"run {run_id} is unreadable: {error}") from error
        found = np.array(weights, np.float32) if rows else np.empty((0, PIXELS + 1, len(DIGITS)), np.float32)
        return [row.step for row in rows], found

    def model(self, run_id: int, step: int | None = None) -> tuple[int, SoftmaxModel]:
        """Return (step, the run's model at that step), by default its newest. Raises NotFound or Unreadable."""
        columns = schema.snapshots.c
        query = (
            select(columns.step, columns.weights, schema.experiments.c.scaling, schema.experiments.c.classes)
            .join(schema.runs, schema.runs.c.id == columns.run_id)
            .join(schema.experiments, schema.experiments.c.id == schema.runs.c.experiment_id)
            .where(columns.run_id == run_id)
            .order_by(columns.step.desc())
            .limit(1)
        )
        if step is not None:
            query = query.where(columns.step == step)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFound(f"run {run_id} has no snapshot" + ("" if step is None else f" at step {step}"))
        try:
            classes, scaling = from_text(row.classes), Scaling.from_bytes(row.scaling or b"")
            weights = _weights(row.weights, len(classes))
        except ValueError as error:
            raise Unreadable(f"run {run_id} is unreadable: {error}") from error
        return row.step, SoftmaxModel.from_snapshot(weights, scaling, classes)

    def holder(self, experiment: Experiment) -> Holder:
        """Return what records an experiment for as long as the claim under which it was read holds."""
        return Holder(self._database, experiment)

    def checkpoint(self, experiment: Experiment) -> Checkpoint | None:
        """Return where an experiment goes on, or None if it has not begun.

        It may lie behind the last metrics. Its `seconds` are the experiment's, as time that was shown stays spent.
        Raises Unreadable where a snapshot of it is missing or damaged.
        """
        columns, runs = schema.snapshots.c, schema.runs.c
        of_experiment = runs.experiment_id == experiment.id
        newest = select(func.max(columns.step)).join(schema.runs).where(of_experiment)
        query = (
            select(columns.step, columns.weights, runs.diverged_at, runs.recent_loss_sum)
            .join(schema.runs)
            .where(of_experiment, columns.step == newest.scalar_subquery())
            .order_by(runs.position)
        )
        changes = self.rate_changes(experiment.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        if not rows and experiment.step == 0:
            return None
        if len(rows) != len(experiment.config.runs):
            step = rows[0].step if rows else experiment.step
            missing = f"{len(rows)} of its {len(experiment.config.runs)} runs have weights at step {step}"
            raise Unreadable(f"experiment {experiment.id} is unreadable: {missing}")
        try:
            weights = np.stack([_weights(row.weights, len(experiment.classes)) for row in rows])
        except ValueError as error:
            raise Unreadable(f"experiment {experiment.id} is unreadable: {error}") from error
        return Checkpoint(
            rows[0].step,
            experiment.seconds,
            weights,
            changes[-1][1] if changes else 1.0,
            tuple(row.diverged_at for row in rows),
            tuple(math.nan if row.recent_loss_sum is None else row.recent_loss_sum for row in rows),
        )


def _step(step: int | None) -> int:
    return -1 if step is None else step


def _weights(blob: bytes, classes: int) -> Floats:
    """Return a snapshot's weights and bias, (785, classes). Raises ValueError for bytes of any other size."""
    size = 4 * (PIXELS + 1) * classes
    if len(blob) != size:
        raise ValueError(f"its weights are damaged: they have {len(blob)} bytes and must have {size}")
    return np.frombuffer(blob, dtype=np.float32).reshape(PIXELS + 1, classes)
