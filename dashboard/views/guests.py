"""The choice of earlier runs to be shown beside a race, and what sets their configurations apart."""

from collections.abc import Mapping

import streamlit as st

from core.comparison import differences
from core.config import ExperimentConfig
from core.records import Experiment, Run
from core.store import NotFound, Store
from dashboard import compare_url, formats
from dashboard.race import Race
from dashboard.text import Text
from dashboard.titles import title_of
from dashboard.views.race_settings import said

MOST_EXPERIMENTS = 200
MOST_OFFERED = 800
"""Of the newest experiments the newest runs; who looks for an older one finds it by the number in the address."""


def choice(text: Text, store: Store, shown: Experiment | None) -> None:
    """Draw the choice of runs of other experiments; those that are gone are named and left out."""
    said(text, "added")
    experiments = {experiment.id: experiment for experiment in store.experiments(MOST_EXPERIMENTS)}
    offered = {
        run.id: run
        for run in store.trained_runs(MOST_OFFERED)
        if run.experiment_id in experiments and experiments[run.experiment_id].config.raise_rate_to is None
    }
    kept = []
    for number in st.session_state["added"]:
        try:
            if number not in offered:
                run = store.run(number)
                experiments[run.experiment_id] = store.experiment(run.experiment_id)
                offered[number] = run
            kept.append(number)
        except NotFound:
            st.warning(text("no_such_run", number=number))
    if kept != st.session_state["added"]:
        st.session_state["added"] = kept
    st.multiselect(
        text("field_added"),
        [
            number
            for number, run in offered.items()
            if shown is None or run.experiment_id != shown.id or number in kept
        ],
        key="added",
        format_func=lambda number: _label(text, experiments, offered[number]),
        max_selections=compare_url.MOST_GUESTS,
        placeholder=text("added_placeholder"),
        help=text("field_added_help"),
        persist_state="session",
    )


def _label(text: Text, experiments: Mapping[int, Experiment], run: Run) -> str:
    experiment = experiments[run.experiment_id]
    return text(
        "run_to_add",
        experiment=experiment.id,
        title=title_of(experiment, text),
        rate=formats.rate(run.learning_rate),
        seed=run.seed,
    )


def what_differs(text: Text, race: Race) -> None:
    """Say in what the configurations of the experiments on the charts differ, besides rates and seeds."""
    if not race.guests:
        return
    configs: dict[int, ExperimentConfig] = {
        entrant.experiment.id: entrant.experiment.config for entrant in race.everyone
    }
    found = [
        text(
            "difference",
            field=text(f"field_{field}"),
            values=", ".join(f"{_value(text, field, value)} (#{number})" for number, value in values.items()),
        )
        for field, values in differences(configs).items()
    ]
    st.caption(text("differences", list="; ".join(found)) if found else text("no_differences"))


def _value(text: Text, field: str, value: object) -> str:
    if field == "scaling":
        return text(f"scaling_{value}")
    return formats.setting(value)
