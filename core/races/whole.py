"""Experiments that were filed together, taken as one: how the whole of them stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.store.records import Experiment, Status


def filed_together(experiments: Iterable[Experiment]) -> list[tuple[Experiment, ...]]:
    """Return experiments, in their order, so that those that were filed together are together, by number."""
    by_moment: dict[float, list[Experiment]] = {}
    for experiment in experiments:
        by_moment.setdefault(experiment.created_at, []).append(experiment)
    return [tuple(sorted(members, key=lambda member: member.id)) for members in by_moment.values()]


def whole(members: Sequence[Experiment]) -> Experiment:
    """Return experiments as one: with the number and the name of the first, and with what holds for all of them.

    Step and configuration are those of the one that is farthest behind. Of a single one it is that one itself.
    """
    if len(members) == 1:
        return members[0]
    behind = min(members, key=lambda member: member.step / member.config.steps)
    first = min(members, key=lambda member: member.id)
    ends = [member.finished_at for member in members]
    return replace(
        behind,
        id=first.id,
        name=first.name,
        status=_status([member.status for member in members]),
        seconds=max(member.seconds for member in members),
        error=next((member.error for member in members if member.error is not None), None),
        finished_at=None if None in ends else max(end for end in ends if end is not None),
    )


def _status(statuses: Sequence[Status]) -> Status:
    """Return the status of the whole: it trains while any of it does, and is over once all of it is."""
    for decisive in (
        Status.RUNNING,
        Status.QUEUED,
        Status.PAUSED,
        Status.FAILED,
        Status.UNREADABLE,
        Status.STOPPED,
    ):
        if decisive in statuses:
            return decisive
    return Status.FINISHED
