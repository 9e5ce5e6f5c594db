"""The experiments that were filed, and what should become of them.

Pages file an experiment and say what should become of it (pause, resume, stop, ...) by setting its status. The
process that has claimed it makes it so at its next turn.

Several experiments may be filed together, at one moment that no other experiment has: by that they are known again.
Whoever commands one of them commands all: they pause, resume, stop, change their pace and are deleted as one.
"""

import math
import time
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, Update, bindparam, delete, insert, or_, select, update

from core.classes import from_text
from core.config import LIMITS, ExperimentConfig, check_number, is_storable
from core.errors import InvalidValue, NotFound, shortened, written
from core.store import schema
from core.store.database import Database, new_id
from core.store.records import PRESUMED_DEAD_SECONDS, Experiment, Failure, Run, Status

LONGEST_NAME = 200
"""Characters of an experiment's name."""


class Experiments:
    """The experiments of one database, and the runs that each of them consists of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # What pages and the command line ask for -----------------------------------------------------------------

    def file(
        self,
        config: ExperimentConfig,
        *,
        name: str | None = None,
        hold_at: int | None = None,
        claimed_by: int | None = None,
    ) -> int:
        """File an experiment for training and return its number; with `claimed_by`, for that process alone.

        Raises InvalidValue for a name that cannot be kept.
        """
        with self._database.transaction() as connection:
            moment = _free_moment(connection)
            values = {"name": _checked_name(name), "hold_at": hold_at, "claimed_by": claimed_by}
            return _filed(connection, config, moment, **values)

    def file_together(self, configs: Sequence[ExperimentConfig]) -> tuple[int, ...]:
        """File several experiments as one thing, all or none, and return their numbers in the order of `configs`."""
        with self._database.transaction() as connection:
            moment = _free_moment(connection)
            return tuple(_filed(connection, config, moment) for config in configs)

    def get(self, experiment_id: int) -> Experiment:
        """Return one experiment. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(_SELECT_EXPERIMENT.where(schema.experiments.c.id == experiment_id)).first()
        if row is None:
            raise NotFound(f"there is no experiment {experiment_id}")
        return _experiment(row)

    def together(self, experiment_id: int) -> list[Experiment]:
        """Return an experiment and those that were filed together with it, by number. Raises NotFound."""
        with self._database.reading() as connection:
            rows = connection.execute(_SELECT_TOGETHER, {"experiment": experiment_id}).all()
        if not rows:
            raise NotFound(f"there is no experiment {experiment_id}")
        return [_experiment(row) for row in rows]

    def some(self, experiment_ids: Collection[int]) -> list[Experiment]:
        """Return those of these experiments that there are, by number."""
        with self._database.reading() as connection:
            rows = connection.execute(_SELECT_SOME, {"experiments": list(experiment_ids)})
            return [_experiment(row) for row in rows]

    def newest(self, limit: int | None = None) -> list[Experiment]:
        """Return the experiments, or the first `limit` of them, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(_SELECT_EXPERIMENT.order_by(schema.experiments.c.id.desc()).limit(limit))
            return [_experiment(row) for row in rows]

    def runs(self, experiment_id: int) -> list[Run]:
        """Return the runs of an experiment in the order of its configuration; none if there is no such experiment."""
        with self._database.reading() as connection:
            rows = connection.execute(_SELECT_RUNS, {"experiment": experiment_id})
            return [Run(**row._mapping) for row in rows]

    def run(self, run_id: int) -> Run:
        """Return one run. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(_SELECT_RUN.where(schema.runs.c.id == run_id)).first()
        if row is None:
            raise NotFound(f"there is no run {run_id}")
        return Run(**row._mapping)

    def trained_runs(self, limit: int = 50) -> list[Run]:
        """Return the runs that have a snapshot to predict with: finished ones first, newest first.

        Those of experiments that are unreadable are left out.
        """
        columns = schema.experiments.c
        query = (
            _SELECT_RUN.add_columns(columns.config, columns.status)
            .join(schema.experiments)
            .where(columns.step > 0)
            .order_by((columns.status == Status.FINISHED).desc(), columns.id.desc(), schema.runs.c.position)
        )
        with self._database.reading() as connection:
            rows = (row._asdict() for row in connection.execute(query))
            readable = (row for row in rows if _is_readable(row.pop("config"), row.pop("status")))
            return [Run(**row) for row in islice(readable, limit)]

    def rename(self, experiment_id: int, name: str | None) -> None:
        """Give an experiment a name of its own, or with None or blanks take it away. Raises InvalidValue."""
        checked = _checked_name(name)
        with self._database.transaction() as connection:
            _update(connection, experiment_id, name=checked)

    def delete(self, experiment_id: int) -> None:
        """Forget an experiment and all that belongs to it; if it is training, it ends."""
        with self._database.transaction() as connection:
            connection.execute(delete(schema.experiments).where(_IS_TOGETHER), {"experiment": experiment_id})

    # What should become of an experiment: the worker makes it so at its next turn ------------------------------

    def pause(self, experiment_id: int) -> None:
        """Let a queued or running experiment stand still where it is."""
        self._move(experiment_id, Status.PAUSED, since=(Status.QUEUED, Status.RUNNING))

    def resume(self, experiment_id: int) -> None:
        """Let a paused experiment go on, or one that makes a single step go on after it."""
        unfinished = (Status.QUEUED, Status.RUNNING, Status.PAUSED)
        self._move(experiment_id, Status.QUEUED, since=unfinished, hold_at=None)

    def single_step(self, experiment_id: int) -> None:
        """Let a paused experiment make one step and pause again."""
        self._move(experiment_id, Status.QUEUED, since=(Status.PAUSED,), hold_at=schema.experiments.c.step + 1)

    def stop(self, experiment_id: int) -> None:
        """End an experiment where it is. What it has learnt stays."""
        self._move(
            experiment_id,
            Status.STOPPED,
            since=(Status.QUEUED, Status.RUNNING, Status.PAUSED),
            finished_at=time.time(),
        )

    def set_pace(self, experiment_id: int, pace: float | None) -> None:
        """Let an experiment make `pace` steps a second, or with None as many as it can. Raises InvalidValue.

        Of several filed together those that have more steps to make are as much faster, so that all end together.
        """
        checked = None if pace is None else check_number("pace", pace)
        members = self._together_if_any(experiment_id)
        fewest = min((member.config.steps for member in members), default=1)
        with self._database.transaction() as connection:
            for member in members:
                own = None if checked is None else min(checked * member.config.steps / fewest, LIMITS["pace"].highest)
                _update(connection, member.id, pace=own)

    def set_rate_factor(self, experiment_id: int, factor: float) -> None:
        """Let all learning rates of an experiment be `factor` times the configured ones. Raises InvalidValue."""
        self.get(experiment_id)
        members = self._together_if_any(experiment_id)
        for member in members:
            for rate, _ in member.config.runs:
                check_number("learning_rate", rate * factor)
        with self._database.transaction() as connection:
            for member in members:
                _update(connection, member.id, rate_factor=factor)

    # What a training process reports ---------------------------------------------------------------------------

    def claim(self, process_id: int, only: int | None = None) -> list[Experiment]:
        """Take every experiment that wants training and that no living process has, or of these `only` that one.

        What is taken has a new claim, under which alone its holder may write (`core.store.claims`).

        Returns all unfinished experiments that are the process's now, in the order in which they were filed.
        """
        given = {
            "process": process_id,
            "only": only,
            "alive_since": time.time() - PRESUMED_DEAD_SECONDS,
        }
        # Reading first: an idle worker looks dozens of times a second and should not lock the store each time.
        with self._database.reading() as connection:
            found = connection.execute(_SELECT_CLAIMABLE, given).all()
        if any(row.claimed_by != process_id for row in found):
            with self._database.transaction() as connection:
                connection.execute(_CLAIM, given)
                found = connection.execute(_SELECT_CLAIMED, given).all()
        experiments = [_experiment(row) for row in found]
        return [experiment for experiment in experiments if experiment.status is not Status.UNREADABLE]

    # Inside ----------------------------------------------------------------------------------------------------

    def _together_if_any(self, experiment_id: int) -> list[Experiment]:
        try:
            return self.together(experiment_id)
        except NotFound:
            return []

    def _move(self, experiment_id: int, to: Status, *, since: tuple[Status, ...], **values: object) -> None:
        """Change the status if it still is what the caller believes; a click that comes too late does nothing."""
        with self._database.transaction() as connection:
            connection.execute(
                update(schema.experiments)
                .where(_IS_TOGETHER, schema.experiments.c.status.in_(since))
                .values(status=to, **values),
                {"experiment": experiment_id},
            )


def _free_moment(connection: Connection) -> float:
    """Return the time, or the first moment after it at which nothing was filed: clocks may stand or go back."""
    moment = time.time()
    while connection.execute(_SELECT_AT, {"moment": moment}).first() is not None:
        moment = math.nextafter(moment, math.inf)
    return moment


def _filed(connection: Connection, config: ExperimentConfig, moment: float, **values: object) -> int:
    experiment_id = new_id(
        connection.execute(
            insert(schema.experiments).values(
                config=config.to_json(),
                status=Status.QUEUED,
                step=0,
                seconds=0.0,
                pace=config.pace,
                rate_factor=1.0,
                claim=0,
                created_at=moment,
                **values,
            )
        )
    )
    rows = [
        {
            "experiment_id": experiment_id,
            "position": position,
            "learning_rate": rate,
            "seed": seed,
            "recent_loss_sum": 0.0,
        }
        for position, (rate, seed) in enumerate(config.runs)
    ]
    connection.execute(insert(schema.runs), rows)
    return experiment_id


def _update(connection: Connection, experiment_id: int, **values: object) -> None:
    connection.execute(update(schema.experiments).where(schema.experiments.c.id == experiment_id).values(**values))


_SELECT_EXPERIMENT = select(*(column for column in schema.experiments.c if column.name != "scaling"))
_SELECT_RUN = select(*(column for column in schema.runs.c if column.name != "position"))
# Made once, for they are asked dozens of times a second.
_SELECT_SOME = _SELECT_EXPERIMENT.where(
    schema.experiments.c.id.in_(bindparam("experiments", expanding=True))
).order_by(schema.experiments.c.id)
_SELECT_AT = select(schema.experiments.c.id).where(schema.experiments.c.created_at == bindparam("moment")).limit(1)
_MOMENT = schema.experiments.alias("filed")
_IS_TOGETHER = schema.experiments.c.created_at == (
    select(_MOMENT.c.created_at).where(_MOMENT.c.id == bindparam("experiment")).scalar_subquery()
)
"""Whether an experiment is the one that the parameter `experiment` names, or was filed together with it."""
_SELECT_TOGETHER = _SELECT_EXPERIMENT.where(_IS_TOGETHER).order_by(schema.experiments.c.id)
_SELECT_RUNS = _SELECT_RUN.where(schema.runs.c.experiment_id == bindparam("experiment")).order_by(
    schema.runs.c.position
)


def _claiming() -> tuple[Select[Any], Update, Select[Any]]:
    """Make what `Experiments.claim` asks dozens of times a second: what is there to claim, claim it, what is claimed.

    Parameters: `process` that claims, `only` this experiment (None: any), `alive_since`, from which on a process
    that has said so lives.
    """
    columns = schema.experiments.c
    alive = select(schema.processes.c.id).where(schema.processes.c.heartbeat_at > bindparam("alive_since"))
    wants_training = columns.status.in_((Status.QUEUED, Status.RUNNING))
    is_wanted = or_(bindparam("only", type_=Integer).is_(None), columns.id == bindparam("only", type_=Integer))
    free = or_(columns.claimed_by.is_(None), columns.claimed_by.not_in(alive)) & wants_training & is_wanted
    process = bindparam("process", type_=Integer)
    mine = (columns.claimed_by == process) & columns.status.in_((Status.QUEUED, Status.RUNNING, Status.PAUSED))
    select_claimed = _SELECT_EXPERIMENT.where(mine).order_by(columns.id)
    select_claimable = _SELECT_EXPERIMENT.where(or_(mine, free)).order_by(columns.id)
    return (
        select_claimable,
        update(schema.experiments).where(free).values(claimed_by=process, claim=columns.claim + 1),
        select_claimed,
    )


_SELECT_CLAIMABLE, _CLAIM, _SELECT_CLAIMED = _claiming()


def _checked_name(name: str | None) -> str | None:
    """Return a name without blanks at its ends and cut to what lists can show, None where nothing is left of it."""
    stripped = (name or "").strip()[:LONGEST_NAME]
    if not is_storable(stripped):
        sentence = f"name is {written(name)}; it must be text without NUL and without halves of characters"
        raise InvalidValue("name", name, "text", {}, sentence)
    return stripped or None


# The same few are read dozens of times a second.
_config = lru_cache(maxsize=256)(ExperimentConfig.from_json)
_classes = lru_cache(maxsize=64)(from_text)


def _experiment(row: Row[Any]) -> Experiment:
    values = row._asdict()
    config, status, error = values.pop("config"), values.pop("status"), values.pop("error")
    classes = values.pop("classes")
    failure = None if error is None else Failure.from_text(error)
    try:
        return Experiment(
            config=_config(config), status=Status(status), error=failure, classes=_classes(classes), **values
        )
    except _UNREADABLE as reason:
        # A newer program's, or damaged: the others can be listed and trained all the same.
        unreadable = Failure(shortened(str(reason), 500))
        return Experiment(config=ExperimentConfig(), status=Status.UNREADABLE, error=unreadable, **values)


def _is_readable(config: str, status: str) -> bool:
    try:
        _config(config), Status(status)
    except _UNREADABLE:
        return False
    return True


_UNREADABLE = (ValueError, TypeError)
"""What reading a configuration or status raises that this version does not know."""
