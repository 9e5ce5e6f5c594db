"""What Train says of a run that ended above where it began: why, what to try, and how it can still be right."""

from dataclasses import replace

import streamlit as st

from core.classes import guessing_loss
from core.rates.divergence import Diagnosis, diagnose, rounded_down
from core.store import Store
from core.store.records import Experiment, Metrics
from dashboard.shared.theory import await_bound, theory
from dashboard.text import Text, formats


def diagnosis(store: Store, experiment: Experiment | None, metrics: Metrics | None) -> Diagnosis | None:
    """Return, once it is over, what is known of a run that diverged."""
    if experiment is None or metrics is None or not experiment.status.is_over:
        return None
    [run, *_] = store.experiments.runs(experiment.id)
    changes = store.recordings.rate_changes(experiment.id)
    found = diagnose(experiment.config, run, metrics, changes, len(experiment.classes))
    if found is None:
        return None
    bound = theory().bound(experiment.config)
    return replace(found, stable_rate=None if bound is None else bound.stable_rate)


def explanation(text: Text, experiment: Experiment, found: Diagnosis) -> None:
    """Draw what opens the explanation of a run that diverged."""
    with st.popover(text("why_diverged"), icon=":material/help:"):
        st.markdown(sentences(text, experiment, found))
    await_bound(experiment.config)


def sentences(text: Text, experiment: Experiment, found: Diagnosis) -> str:
    """Return what is to be said, a paragraph for each thing."""
    said = [_advice(text, experiment, found)]
    if found.advised_rate is not None and experiment.config.scaling == "none":
        said.append(text("run_diverged_unscaled"))
    if found.reads_well:
        said.append(
            text(
                "run_diverged_reads_well",
                accuracy=formats.percent(found.accuracy),
                loss=formats.loss(found.loss),
                guess=formats.loss(guessing_loss(len(experiment.classes))),
            )
        )
    return "\n\n".join(said)


def _advice(text: Text, experiment: Experiment, found: Diagnosis) -> str:
    rate = formats.rate(found.rate)
    if found.advised_rate is None or found.stable_rate is None:
        return text("run_diverged", rate=rate)
    advised = formats.rate(found.advised_rate)
    if found.is_within_theory:
        bound, batch = formats.rate(rounded_down(found.stable_rate)), formats.count(experiment.config.batch_size)
        return text("run_diverged_within", rate=rate, bound=bound, batch=batch, advised=advised)
    return text("run_diverged_beyond", rate=rate, advised=advised)
