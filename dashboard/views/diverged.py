"""What Train says of a run that ended above where it began: why, what to try, and how it can still be right."""

from dataclasses import replace

import streamlit as st

from core.divergence import Diagnosis, diagnose, rounded_down
from core.records import Experiment, Metrics
from core.store import Store
from dashboard import formats
from dashboard.text import Text
from dashboard.theory import theory

TICK_SECONDS = 0.5
"""How often to look whether the rate to try, which takes a second to compute, is known."""


def say_if_diverged(text: Text, store: Store, experiment: Experiment | None, metrics: Metrics | None) -> None:
    """Say, once it is over, that a run diverged, and what to do about it."""
    # A container even for nothing: an element more or less here would give all charts below it new elements.
    with st.container():
        if experiment is None or metrics is None or not experiment.status.is_over:
            return
        found = diagnose(experiment.config, metrics, store.rate_changes(experiment.id))
        if found is None:
            return
        theory().bound(experiment.config)
        awaited = theory().is_pending(experiment.config)
        st.fragment(_explanation, run_every=TICK_SECONDS if awaited else None)(text, experiment, found, awaited)


def _explanation(text: Text, experiment: Experiment, found: Diagnosis, awaited: bool) -> None:
    if awaited and not theory().is_pending(experiment.config):
        st.rerun()
    bound = theory().bound(experiment.config)
    st.warning(sentences(text, experiment, replace(found, stable_rate=None if bound is None else bound.stable_rate)))


def sentences(text: Text, experiment: Experiment, found: Diagnosis) -> str:
    """Return what is to be said, a paragraph for each thing."""
    said = [_advice(text, experiment, found)]
    if found.advised_rate is not None and experiment.config.scaling == "none":
        said.append(text("run_diverged_unscaled"))
    if found.reads_well:
        shown = {"accuracy": formats.percent(found.accuracy), "loss": formats.loss(found.loss)}
        said.append(text("run_diverged_reads_well", **shown))
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
