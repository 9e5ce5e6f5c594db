"""The end of Learn: what was done, as a sheet that one can print."""

from collections.abc import Callable
from urllib.parse import urlencode

from core.store import Store
from core.store.records import Experiment
from dashboard.components.certificate import Contest, Line, certificate
from dashboard.learn.figures import figures_of
from dashboard.learn.steps import STEPS, predict
from dashboard.shared import session
from dashboard.shared.session import STEP
from dashboard.shared.titles import title_of
from dashboard.text import Text, formats

NUMBER = 11
"""What an address calls it: it comes after the tenth step."""

MARK = "★"
"""What stands in the place of its number, for it is no step."""

MOST_NAMED = 5
"""Experiments that the sheet names."""


def end(text: Text, store: Store, *, on_go: Callable[..., None]) -> None:
    """Draw it; `on_go` is called with the number of a step that somebody wants to see."""
    experiments = store.experiments.newest()
    hard = figures_of(predict.STEP)
    certificate(
        [
            Line(
                number=step.number,
                name=step.name,
                title=text(f"learn_{step.name}_title"),
                right=step.question.right,
                href=f"?{urlencode(session.query() | {STEP: str(step.number)})}",
            )
            for step in STEPS
        ],
        contest=Contest(labels=hard["hard"]["labels"], model_right=hard["hard_right"]),
        experiments=[_line(text, store, experiment) for experiment in experiments[:MOST_NAMED]],
        experiment_count=len(experiments),
        language=text.code,
        words=text.family("certificate_"),
        key="certificate",
        on_go=on_go,
    )


def _line(text: Text, store: Store, experiment: Experiment) -> str:
    accuracies = (run.test_accuracy for run in store.experiments.runs(experiment.id))
    best = max((share for share in accuracies if share is not None), default=None)
    title = title_of(experiment, text, store.recordings.rate_changes(experiment.id))
    if best is None:
        status = text(f"status_{experiment.status}")
        return text("learn_end_experiment", number=experiment.id, title=title, status=status)
    return text("learn_end_experiment_tested", number=experiment.id, title=title, test=formats.percent(best, 2))
