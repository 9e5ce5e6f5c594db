"""The hint on Compare: which rates to race next, once a race is over."""

from dataclasses import replace
from functools import partial

import numpy as np

from core.hints.racing import RACING_RULES, Racing
from core.hints.rules import Change, Show, hint
from core.rates import comparison
from core.rates.verdict import verdict
from core.store.records import Experiment
from dashboard.compare import choices
from dashboard.compare.race import Race
from dashboard.shared import configuration, session
from dashboard.shared.hints import Offer, dismissed
from dashboard.shared.services import Services
from dashboard.shared.theory import theory


def racing_hint(lab: Services, shown: Race) -> Offer | None:
    """Return the hint on a race of learning rates, if any."""
    facts = _racing(shown)
    if facts is None or shown.experiment is None or shown.is_variation:
        return None
    about = str(shown.experiment.id)
    said = hint(RACING_RULES, facts, dismissed(about))
    return None if said is None else Offer(said, about, partial(_race_again, lab, shown.experiment))


def _racing(shown: Race) -> Racing | None:
    experiment = shown.experiment
    if experiment is None or not experiment.status.is_over or not shown.entrants or shown.guests:
        return None
    rows = [row for entrant in shown.entrants for row in comparison.summaries(entrant, line=1.0)]
    if not any(row.step for row in rows):
        return None
    results = [(row.learning_rate, row.final_loss) for row in rows]
    by_rate: dict[float, list[float]] = {}
    for rate, loss in results:
        by_rate.setdefault(rate, []).append(np.inf if loss is None else loss)
    losses = {rate: float(np.mean(values)) for rate, values in by_rate.items()}
    bound = theory().bound(experiment.config)
    return Racing(
        experiment.config,
        verdict(results),
        {rate: loss for rate, loss in losses.items() if np.isfinite(loss)},
        have_all_diverged=all(row.diverged_at is not None for row in rows),
        stable_rate=None if bound is None else bound.stable_rate,
    )


def _race_again(lab: Services, experiment: Experiment, remedy: Change | Show) -> None:
    """Race the same once more with what the remedy changes, at the pace of the settings, and show it."""
    if isinstance(remedy, Show):
        return
    config = replace(experiment.config, **remedy.fields, pace=configuration.arguments()["pace"])
    number = lab.file(config)
    choices.fill_in([config])
    session.open_experiment(number)
