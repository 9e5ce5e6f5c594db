"""Experiments that were filed together, taken as one."""

from dataclasses import replace

import pytest

from core.config import ExperimentConfig
from core.races.whole import filed_together, whole
from core.store.records import Experiment, Failure, Status


def experiment(number, status, step=0, steps=100, moment=0.0, **values):
    config = ExperimentConfig(steps=steps, batch_size=number)
    found = Experiment(number, None, config, status, step, 1.0, None, None, 1.0, None, None, None, 0, moment, None)
    return replace(found, **values)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("finished", "running", "failed"), "running"),
        (("finished", "queued"), "queued"),
        (("finished", "paused"), "paused"),
        (("finished", "failed", "finished"), "failed"),
        (("stopped", "finished"), "stopped"),
        (("finished", "finished"), "finished"),
    ],
)
def test_the_whole_trains_while_any_of_it_does(statuses, expected):
    """And is over once all of it is."""
    members = [experiment(number, Status(status)) for number, status in enumerate(statuses, start=1)]
    assert whole(members).status == expected


def test_the_whole_is_as_far_as_the_one_that_is_farthest_behind():
    """By the share of its steps; number and name are the first one's, an error is anybody's."""
    failure = Failure("no such file")
    found = whole(
        [
            experiment(3, Status.PAUSED, 50, 100, name="Mine"),
            experiment(4, Status.PAUSED, 100, 1000, seconds=9.0, error=failure),
        ]
    )
    assert (found.id, found.name, found.step, found.config.steps) == (3, "Mine", 100, 1000)
    assert (found.seconds, found.error, found.finished_at) == (9.0, failure, None)


def test_what_was_filed_at_one_moment_is_listed_together():
    """In the order of what was listed, each by number."""
    newest_first = [experiment(number, Status.FINISHED, moment=moment) for number, moment in ((4, 2), (3, 2), (1, 1))]
    assert [[each.id for each in members] for members in filed_together(newest_first)] == [[3, 4], [1]]
