"""The hint on Train: what the figures of the training say that could be mended, once it stands still."""

from dataclasses import replace
from functools import partial

import numpy as np

from core.errors import DataError
from core.hints.rules import Change, Show, hint
from core.hints.training import TRAINING_RULES, Training
from core.rates.divergence import Diagnosis
from core.store.records import Experiment, Metrics, Status
from dashboard.shared import configuration, pages, session
from dashboard.shared.hints import Offer, dismissed
from dashboard.shared.services import Services, images_of
from dashboard.shared.status import worth_drawing_with
from dashboard.shared.theory import await_bound, theory
from dashboard.text import Text

SPEAKING = (Status.STOPPED, Status.FINISHED)
"""When there is something to say: while it trains figures change, what is paused falls because it is not at its end,
and what failed says so itself."""


def training_hint(
    text: Text, lab: Services, experiment: Experiment | None, metrics: Metrics | None, found: Diagnosis | None
) -> Offer | None:
    """Return the hint on an experiment of one run that is over, if any.

    `found` is what is known of it if it has diverged.
    """
    if experiment is None or metrics is None or experiment.status not in SPEAKING or not len(metrics.steps):
        return None
    facts = _training(experiment, metrics, found)
    about = str(experiment.id)
    said = None if facts is None else hint(TRAINING_RULES, facts, dismissed(about))
    return None if said is None else Offer(said, about, partial(_do, text, lab, experiment))


def _training(experiment: Experiment, metrics: Metrics, found: Diagnosis | None) -> Training | None:
    config = experiment.config
    if len(config.runs) > 1 or config.raise_rate_to is not None:
        return None  # a race says what is to be said on Compare, and a range test is meant to diverge
    bound = theory().bound(config)
    if theory().is_pending(config):
        # Which rate to advise depends on it: a hint that changed a second later would be none.
        await_bound(config)
        return None
    try:
        label_counts = np.bincount(images_of(experiment).y_train, minlength=len(experiment.classes))
    except DataError:
        label_counts = None
    return Training(
        config,
        metrics.steps,
        metrics.train_loss[0],
        metrics.validation_loss[0],
        metrics.validation_accuracy[0],
        learning_rate=config.learning_rates[0] * experiment.rate_factor,
        has_diverged=found is not None,
        stable_rate=None if bound is None else bound.stable_rate,
        label_counts=label_counts,
        classes=experiment.classes,
    )


def _do(text: Text, lab: Services, experiment: Experiment, remedy: Change | Show) -> None:
    """Train the same once more with what the remedy changes, at the pace of the settings; or open what it shows."""
    if isinstance(remedy, Show):
        run = worth_drawing_with(lab.store, experiment)
        pages.switch(text, remedy.place, **({} if run is None else {session.RUN: run.id}))
    config = replace(experiment.config, **remedy.fields, pace=configuration.arguments()["pace"])
    number = lab.file(config)
    configuration.fill_in(config)
    session.open_experiment(number)
