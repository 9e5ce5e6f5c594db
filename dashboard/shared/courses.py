"""How far experiments go: what charts of curves know of them before anything is recorded."""

import contextlib

from core.config import ExperimentConfig
from core.errors import DataError
from core.schedule import next_record
from dashboard.figures import Course
from dashboard.shared.services import data_of


def course(experiment: int | None, config: ExperimentConfig | None) -> Course:
    """Return the course of an experiment of this number or, with None, of the one that a configuration would make.

    A file of the user's own may be gone, and with it what an epoch is; what was trained on it is not.
    """
    if config is None:
        return Course(experiment)
    images = None
    with contextlib.suppress(DataError):
        images = len(data_of(config).x_train) - config.validation_size
    return Course(experiment, config.steps, next_record(config, 0), config.batch_size, images)
