"""What the process that has claimed an experiment writes about it, and what it may not write any more.

Every time that an experiment changes hands, the number of its claim grows. All that a holder writes carries the
number it was given; a process that was suspended for so long that another took its experiment over is refused when it
wakes (a fencing token: M. Kleppmann, "How to do distributed locking", 2016).
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

import numpy as np
from sqlalchemy import Connection, Update, bindparam, case, delete, func, insert, select, update

from core.arrays import Floats
from core.classes import DIGITS, to_text
from core.errors import ClaimLost, DataError, InvalidValue, NotFound
from core.features.scaling import Scaling
from core.schedule import snapshot_steps
from core.store import schema
from core.store.database import Database
from core.store.records import METRICS, Checkpoint, Experiment, Failure, MetricRow, Status


class Holder:
    """Writes about one experiment for as long as the claim under which it was read holds.

    Every method is one transaction. Raises ClaimLost once the experiment is in other hands, NotFound once it is
    deleted; then nothing was written.
    """

    def __init__(self, database: Database, experiment: Experiment) -> None:
        self._database = database
        self._experiment = experiment
        self._id = experiment.id
        self._runs: list[int] = []
        # While the claim holds, nobody else writes metrics.
        self._last_step: int | None = None

    def begin(self, scaling: Scaling, data_checksum: str, classes: tuple[str, ...] = DIGITS) -> None:
        """Note what the experiment's images look like, before its first snapshot."""
        looks = {"scaling": scaling.to_bytes(), "data_checksum": data_checksum, "classes": to_text(classes)}
        with self._holding(_UPDATE_HELD, **looks):
            pass

    def mark_running(self) -> None:
        """Note that a queued experiment is training now."""
        with self._holding(_MARK_RUNNING):
            pass

    def record(
        self,
        rows: Sequence[MetricRow],
        checkpoint: Checkpoint | None = None,
        snapshots: Mapping[int, Floats] = MappingProxyType({}),
    ) -> None:
        """Keep new metrics and, with them, the checkpoint they lead to; a step that is there already stays as it is.

        Metrics may be ahead of the last checkpoint: whoever goes on from there comes to the same ones again.
        `snapshots` holds the weights, (runs, 785, classes), of earlier steps to be kept for good; the weights of the
        checkpoint itself are kept until the next one.
        """
        reached = checkpoint or rows[-1]
        with self._holding(_UPDATE_HELD, step=reached.step, seconds=reached.seconds) as connection:
            run_ids = self._run_ids(connection)
            if checkpoint is not None:
                kept = snapshot_steps(self._experiment.config)
                _replace_snapshots(connection, kept, run_ids, {**snapshots, checkpoint.step: checkpoint.weights})
                connection.execute(
                    _UPDATE_RUN,
                    [
                        {"run": run_id, "diverged_at": diverged_at, "recent_loss_sum": _number(recent)}
                        for run_id, diverged_at, recent in zip(
                            run_ids, checkpoint.diverged_at, checkpoint.recent_loss_sum, strict=True
                        )
                    ],
                )
                _record_rate_change(connection, self._id, checkpoint)
            self._insert_metrics(connection, run_ids, rows)

    def hold(self) -> None:
        """Note that the experiment has reached its `hold_at` and stands still, unless a page has said otherwise."""
        with self._holding(_HOLD):
            pass

    def finish(self, test_loss: Floats, test_accuracy: Floats) -> None:
        """Note that the experiment has made its last step, with the test metrics, (runs,) each; give it away."""
        over = {"status": Status.FINISHED, "finished_at": time.time(), "hold_at": None}
        with self._holding(_GIVE_AWAY, **over) as connection:
            for run_id, loss, accuracy in zip(self._run_ids(connection), test_loss, test_accuracy, strict=True):
                connection.execute(
                    update(schema.runs)
                    .where(schema.runs.c.id == run_id)
                    .values(test_loss=_number(loss), test_accuracy=_number(accuracy))
                )

    def fail(self, error: Exception) -> None:
        """Note that the experiment cannot go on, and why; give it away."""
        over = {"status": Status.FAILED, "finished_at": time.time(), "error": _failure(error).to_text()}
        with self._holding(_GIVE_AWAY, **over):
            pass

    def release(self) -> None:
        """Let another process have the experiment."""
        with self._holding(_GIVE_AWAY):
            pass

    def _run_ids(self, connection: Connection) -> list[int]:
        """Return the numbers of the runs in the order of the configuration; they never change."""
        if not self._runs:
            columns = schema.runs.c
            query = select(columns.id).where(columns.experiment_id == self._id).order_by(columns.position)
            self._runs = list(connection.execute(query).scalars())
        return self._runs

    def _insert_metrics(self, connection: Connection, run_ids: Sequence[int], rows: Sequence[MetricRow]) -> None:
        if self._last_step is None:
            last = connection.execute(_LAST_METRICS, {"run": run_ids[0]}).scalar()
            self._last_step = -1 if last is None else last
        values = [
            {
                "run_id": run_id,
                "step": row.step,
                "seconds": row.seconds,
                **{metric: _number(getattr(row, metric)[position]) for metric in METRICS},
            }
            for row in rows
            if row.step > self._last_step
            for position, run_id in enumerate(run_ids)
        ]
        if values:
            connection.execute(insert(schema.metrics), values)
            self._last_step = rows[-1].step

    @contextmanager
    def _holding(self, change: Update, **values: Any) -> Iterator[Connection]:
        """Begin a transaction that sets `values` of the experiment besides what `change` sets, if the claim holds.

        The update comes first: it locks the row (SQLite: the store) until all that belongs to it is written.
        """
        columns = schema.experiments.c
        mine = {"held": self._id, "under": self._experiment.claim}
        with self._database.transaction() as connection:
            if connection.execute(change, {**mine, **values}).rowcount == 0:
                if connection.execute(select(columns.id).where(columns.id == self._id)).first() is None:
                    raise NotFound(f"there is no experiment {self._id}")
                raise ClaimLost(f"experiment {self._id} is in the hands of another process")
            yield connection


def _changes() -> tuple[Update, ...]:
    """Make what a holder says of the experiment `held` by it `under` a claim: anything, that it is training, that it
    stands still, that it is given away."""
    columns = schema.experiments.c
    held = update(schema.experiments).where(columns.id == bindparam("held"), columns.claim == bindparam("under"))
    is_training = columns.status.in_((Status.QUEUED, Status.RUNNING))
    return (
        held,
        held.values(status=case((columns.status == Status.QUEUED, Status.RUNNING), else_=columns.status)),
        held.values(
            status=case((is_training, Status.PAUSED), else_=columns.status),
            hold_at=case((is_training, None), else_=columns.hold_at),
        ),
        held.values(claimed_by=None, claim=columns.claim + 1),
    )


# Made once, as all that is said dozens of times a second: to make it takes longer than to say it.
_UPDATE_HELD, _MARK_RUNNING, _HOLD, _GIVE_AWAY = _changes()
_LAST_METRICS, _LAST_SNAPSHOT = (
    select(func.max(table.c.step)).where(table.c.run_id == bindparam("run"))
    for table in (schema.metrics, schema.snapshots)
)
_DELETE_SNAPSHOTS = delete(schema.snapshots).where(
    schema.snapshots.c.run_id.in_(bindparam("runs", expanding=True)),
    schema.snapshots.c.step.in_(bindparam("steps", expanding=True)),
)


def _replace_snapshots(
    connection: Connection, kept: Collection[int], run_ids: Sequence[int], weights_at: Mapping[int, Floats]
) -> None:
    """Keep `weights_at`, by step, and forget the checkpoint before them unless its step is one of `kept`."""
    newest = connection.execute(_LAST_SNAPSHOT, {"run": run_ids[0]}).scalar()
    outdated = set(weights_at)
    if newest is not None and newest not in kept:
        outdated.add(newest)
    connection.execute(_DELETE_SNAPSHOTS, {"runs": run_ids, "steps": list(outdated)})
    connection.execute(
        insert(schema.snapshots),
        [
            {"run_id": run_id, "step": step, "weights": of_run.tobytes()}
            for step, weights in weights_at.items()
            for run_id, of_run in zip(run_ids, weights, strict=True)
        ],
    )


_UPDATE_RUN = (
    update(schema.runs)
    .where(schema.runs.c.id == bindparam("run"))
    .values(diverged_at=bindparam("diverged_at"), recent_loss_sum=bindparam("recent_loss_sum"))
)


def _record_rate_change(connection: Connection, experiment_id: int, checkpoint: Checkpoint) -> None:
    """Keep at which step the factor on the learning rates became what it is."""
    columns = schema.rate_changes.c
    of_experiment = columns.experiment_id == experiment_id
    newest = select(columns.rate_factor).where(of_experiment).order_by(columns.step.desc()).limit(1)
    if checkpoint.rate_factor == (connection.execute(newest).scalar() or 1.0):
        return
    connection.execute(delete(schema.rate_changes).where(of_experiment, columns.step == checkpoint.step))
    connection.execute(
        insert(schema.rate_changes).values(
            experiment_id=experiment_id, step=checkpoint.step, rate_factor=checkpoint.rate_factor
        )
    )


def _failure(error: Exception) -> Failure:
    sentence = (str(error) or type(error).__name__)[:2000]
    if isinstance(error, DataError):
        return Failure(sentence, "data", error.reason, error.facts)
    if isinstance(error, InvalidValue):
        facts = {"field": error.field, "value": error.value, "allowed": dict(error.allowed)}
        return Failure(sentence, "value", error.rule, facts)
    return Failure(sentence)


def _number(value: float | np.floating[Any]) -> float | None:
    return None if np.isnan(value) else float(value)
