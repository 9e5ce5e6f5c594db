"""The choice of earlier runs to be shown beside a race, and what sets their configurations apart."""

import time
from collections.abc import Mapping, Sequence

import streamlit as st

from core.config import ExperimentConfig
from core.errors import NotFound
from core.rates.comparison import differences
from core.store import Store
from core.store.records import Experiment, Run
from dashboard.compare import address
from dashboard.compare.race import Race
from dashboard.compare.settings import said
from dashboard.shared.fields import mirror
from dashboard.shared.frame import callback
from dashboard.shared.titles import title_of, when, zone
from dashboard.text import Text, formats

MOST_EXPERIMENTS = 200
"""Newest experiments to choose from; who looks for an older one finds its runs by their numbers in the address."""

ADD = "add_experiment"
"""The choice of an experiment to add, which is empty again once it was made."""


def choice(text: Text, store: Store, shown: Experiment | None) -> None:
    """Draw the choice of an earlier experiment, and its runs beside the race; those that are gone are named."""
    said(text, "added")
    groups = _added(text, store)
    experiments = [
        experiment
        for experiment in store.experiments.newest(MOST_EXPERIMENTS)
        if experiment.step > 0
        and experiment.config.raise_rate_to is None
        and experiment.id not in groups
        and (shown is None or experiment.id != shown.id)
    ]
    titles = {experiment.id: _title(text, experiment) for experiment in experiments}
    full = len(st.session_state["added"]) >= address.MOST_GUESTS
    st.session_state[ADD] = None
    with st.container(key=ADD):
        st.selectbox(
            text("field_added"),
            titles,
            format_func=lambda number: titles[number],
            placeholder=text("added_placeholder" if titles else "added_none"),
            disabled=full or not titles,
            help=text("field_added_help", most=address.MOST_GUESTS),
            width=480,
            **mirror(ADD, default="index", shown=lambda _: None, on_edit=lambda: _add(store)),
        )
    if st.session_state.pop("_added_cut", False):
        st.caption(text("added_cut", most=address.MOST_GUESTS))
    for experiment, runs in groups.values():
        if shown is None or experiment.id != shown.id:
            _runs(text, experiment, runs)


def _added(text: Text, store: Store) -> dict[int, tuple[Experiment, list[Run]]]:
    """Return the experiments that have runs beside the race, with all their runs; forget what is gone, and say so."""
    groups: dict[int, tuple[Experiment, list[Run]]] = {}
    known: set[int] = set()
    kept = []
    for number in st.session_state["added"]:
        try:
            if number not in known:
                owner = store.experiments.run(number).experiment_id
                groups[owner] = store.experiments.get(owner), store.experiments.runs(owner)
                known |= {run.id for run in groups[owner][1]}
            kept.append(number)
        except NotFound:
            st.warning(text("no_such_run", number=number))
    if kept != st.session_state["added"]:
        st.session_state["added"] = kept
    return groups


def _add(store: Store) -> None:
    """Put all runs of the chosen experiment beside the race, or as many as there is room for."""
    number = st.session_state[ADD]
    if number is None:
        return
    added = st.session_state["added"]
    runs = [run.id for run in store.experiments.runs(number) if run.id not in added]
    room = address.MOST_GUESTS - len(added)
    st.session_state["added"] = [*added, *runs[:room]]
    st.session_state["_added_cut"] = len(runs) > room


def _runs(text: Text, experiment: Experiment, runs: Sequence[Run]) -> None:
    """Draw the runs of an experiment, those beside the race chosen."""
    key = f"added_{experiment.id}"
    by_number = {run.id: run for run in runs}
    # One list says which runs are added, that of the address; this choice shows its part of it and edits it.
    chosen = [number for number in by_number if number in st.session_state["added"]]
    if key not in st.session_state or set(st.session_state[key]) != set(chosen):
        st.session_state[key] = chosen
    several = len(experiment.config.seeds) > 1
    with st.container(key=f"{key}_row", horizontal=True, vertical_alignment="bottom"):
        st.pills(
            formats.as_markdown(_title(text, experiment)),
            by_number,
            selection_mode="multi",
            wrap=True,
            format_func=lambda number: _label(text, by_number[number], with_seed=several),
            **mirror(key, default="default", on_edit=lambda: _choose(key, tuple(by_number))),
        )
        st.button(
            text("added_remove"),
            key=f"{key}_remove",
            icon=":material/close:",
            type="tertiary",
            on_click=callback(_remove, tuple(by_number)),
            help=text("added_remove_help", number=experiment.id),
        )


def _choose(key: str, numbers: tuple[int, ...]) -> None:
    """Take the runs that are chosen now, and no others of the same experiment."""
    chosen = st.session_state[key]
    others = [number for number in st.session_state["added"] if number not in numbers]
    room = address.MOST_GUESTS - len(others)
    st.session_state["added"] = [*others, *[number for number in numbers if number in chosen][:room]]
    st.session_state["_added_cut"] = len(chosen) > room


def _remove(numbers: tuple[int, ...]) -> None:
    st.session_state["added"] = [number for number in st.session_state["added"] if number not in numbers]


def _title(text: Text, experiment: Experiment) -> str:
    moment = when(text, experiment.created_at, now=time.time(), zone=zone())
    return f"#{experiment.id} · {title_of(experiment, text)} · {moment}"


def _label(text: Text, run: Run, *, with_seed: bool) -> str:
    rate = formats.rate(run.learning_rate)
    return text("rate_with_seed", rate=rate, seed=run.seed) if with_seed else rate


def what_differs(text: Text, race: Race) -> None:
    """Say in what the configurations of the experiments on the charts differ, besides rates and seeds."""
    configs = {entrant.experiment.id: entrant.experiment.config for entrant in race.everyone}
    if len(configs) > 1:
        st.caption(difference_sentence(text, configs))


def difference_sentence(text: Text, configs: Mapping[int, ExperimentConfig]) -> str:
    """Return in what configurations, by the number of their experiments, differ besides rates and seeds."""
    found = [
        text(
            "difference",
            field=text(f"field_{field}"),
            values=text.listed(f"{_value(text, field, value)} (#{number})" for number, value in values.items()),
        )
        for field, values in differences(configs).items()
    ]
    return text("differences", list=text("list_semicolon").join(found)) if found else text("no_differences")


def _value(text: Text, field: str, value: object) -> str:
    if field == "scaling":
        return text(f"scaling_{value}")
    return formats.setting(value)
