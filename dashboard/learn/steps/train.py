"""Step 9: the curve that one expects, and the one that an experiment of the tutorial's draws live."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.config import PRESETS
from core.lessons.train import differing_parameters
from core.store import Store
from core.store.records import Experiment, Status
from dashboard.figures import palette
from dashboard.learn.step import Live, Question, Step
from dashboard.shared.services import Services
from dashboard.shared.session import Key

TUTORIAL = PRESETS["tutorial"]

COMPARED_STEPS = 20
"""Steps after which the parameters of two trainings are compared for the answer."""

MOST_LOOKED_THROUGH = 50
"""Newest experiments among which to find one of the tutorial's setting."""

_FILED: Key[int | None] = Key("_lesson_experiment", None)
"""The experiment that this visitor started here."""


def same_as_tutorial(experiment: Experiment) -> bool:
    """Return whether an experiment trains, or has trained, what the tutorial does: at whatever pace."""
    config = experiment.config
    comparable = replace(config, pace=TUTORIAL.pace, record_interval=TUTORIAL.record_interval)
    useful = experiment.status in (Status.QUEUED, Status.RUNNING, Status.PAUSED, Status.FINISHED)
    return useful and comparable == TUTORIAL and experiment.rate_factor == 1.0


def _figures() -> Mapping[str, Any]:
    """Return the setting, and how many parameters two trainings differ in from the same seed and from another."""
    same, parameters = differing_parameters(COMPARED_STEPS, TUTORIAL, TUTORIAL)
    other, _ = differing_parameters(COMPARED_STEPS, TUTORIAL, replace(TUTORIAL, seeds=(TUTORIAL.seeds[0] + 1,)))
    return {
        "steps": TUTORIAL.steps,
        "compared_steps": COMPARED_STEPS,
        "same": same,
        "other": other,
        "parameters": parameters,
        "colour": palette.rate_colours(TUTORIAL.learning_rates)[TUTORIAL.learning_rates[0]].both(),
    }


def _news(store: Store) -> Mapping[str, Any]:
    """Return the experiments with the tutorial's setting, newest first, and the one started here."""
    found = [one for one in store.experiments.newest(MOST_LOOKED_THROUGH) if same_as_tutorial(one)]
    return {"filed": _FILED.get(), "same": [one.id for one in found]}


def _start(lab: Services, _: object) -> None:
    _FILED.set(lab.file(TUTORIAL))


STEP = Step(
    number=9,
    name="train",
    formula=r"(W, b) \leftarrow (W, b) - \eta\, \nabla L_k, \quad k = 1, \dots, 2000",
    code=("train",),
    question=Question(options=3, right=3),
    figures=_figures,
    page="train",
    live=Live(news=_news, heed=_start),
)
