"""The same drawing read by many runs, in one picture."""

import numpy as np
import streamlit as st

from core.errors import NotFound
from core.model.softmax import softmax
from core.store import Store
from core.store.records import Experiment, Run
from dashboard import figures
from dashboard.components.live_chart import live_chart
from dashboard.draw.calibration import temperature_of
from dashboard.draw.prediction import Prediction, run_name
from dashboard.draw.steps import as_chosen
from dashboard.figures.predictions import predictions_by_run
from dashboard.shared import pages
from dashboard.shared.labels import chart_labels
from dashboard.text import Text, formats

MOST_OTHERS = 12
"""Runs of other experiments that may be chosen."""


def compare_section(text: Text, store: Store, prediction: Prediction) -> None:
    """Draw the choice of further runs, and a row of probabilities for each run."""
    own = sorted(store.experiments.runs(prediction.run.experiment_id), key=lambda run: (run.learning_rate, run.seed))
    others = _others(text, store, prediction)
    experiments = {number: store.experiments.get(number) for number in {run.experiment_id for run in [*own, *others]}}
    names, shares = [], []
    for run in [*own, *others]:
        try:
            _, model = store.recordings.model(run.id)
        except NotFound:
            continue  # not trained a single step, or deleted meanwhile
        if model.classes != prediction.classes:
            continue  # chosen beside a run that tells other classes apart
        names.append(_row_name(text, run, experiments[run.experiment_id], is_own=run in own))
        temperature = temperature_of(store, run, model, prediction.novelty_share)
        shares.append(softmax(as_chosen(model).logits(prediction.image[np.newaxis])[0] / np.float32(temperature)))
    if len(names) < 2:
        # One run agrees with itself; that is no comparison.
        st.markdown(text("compare_alone"))
        pages.link(text, "compare", text("compare_race"))
        return
    agreeing = sum(int(row.argmax()) == prediction.label for row in shares)
    read = formats.as_markdown(prediction.name)
    st.markdown(text("compare_summary", runs=len(names), agreeing=agreeing, digit=read))
    live_chart(
        predictions_by_run(names, shares, prediction.classes, figures.AxisLabels(text("axis_digit_percent"), "")),
        key="readings_by_run",
        labels=chart_labels(text),
        alt=text("compare_alt", runs=len(names), agreeing=agreeing, digit=prediction.name),
        title=text("compare_title"),
        # One row more or less must not stretch the others.
        height=130 + 30 * max(len(names), 3),
    )


def _others(text: Text, store: Store, prediction: Prediction) -> list[Run]:
    """Draw the choice of runs of other experiments that tell the same classes apart, and return them."""
    runs = {
        run.id: run for run in store.experiments.trained_runs() if run.experiment_id != prediction.run.experiment_id
    }
    experiments = {number: store.experiments.get(number) for number in {run.experiment_id for run in runs.values()}}
    runs = {
        number: run for number, run in runs.items() if experiments[run.experiment_id].classes == prediction.classes
    }
    chosen = st.multiselect(
        text("compare_others"),
        list(runs),
        key="compare_others",
        format_func=lambda number: run_name(text, runs[number], experiments[runs[number].experiment_id]),
        max_selections=MOST_OTHERS,
        placeholder=text("compare_others_placeholder"),
        persist_state="session",
    )
    return [runs[number] for number in chosen]


def _row_name(text: Text, run: Run, experiment: Experiment, is_own: bool) -> str:
    """Return a short name: the rate, the seed where there are several, the experiment where it is another one."""
    name = formats.rate(run.learning_rate)
    if len(experiment.config.seeds) > 1:
        name = text("row_seed", rate=name, seed=run.seed)
    return name if is_own else f"#{experiment.id} · {name}"
