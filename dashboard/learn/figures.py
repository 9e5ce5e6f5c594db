"""What the stages of Learn are told: computed once in a server's life, before anybody asks where there is time."""

import logging
import threading
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from dashboard.learn.step import Step
from dashboard.learn.steps import STEPS

_LOGGER = logging.getLogger(__name__)

_PAUSE_SECONDS = 0.5
"""How long to leave the processor to others before the next step is prepared."""


@cache
def figures_of(step: Step) -> Mapping[str, Any]:
    """Return what the stage of a step is told."""
    return step.figures()


def prepare(is_idle: Callable[[], bool], closing: threading.Event) -> None:
    """Compute the figures of all steps, one after the other, once the server `is_idle`; leave off when it is closing.

    The first one takes as long as preparing 60,000 images does, a second or two, for which nobody should wait.
    """
    while not is_idle():
        if closing.wait(_PAUSE_SECONDS):
            return
    for step in STEPS:
        if closing.wait(_PAUSE_SECONDS):
            return
        try:
            figures_of(step)
        except Exception:
            _LOGGER.exception("The figures of step %s could not be computed", step.name)
