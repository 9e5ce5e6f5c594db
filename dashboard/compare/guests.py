"""The choice of earlier runs to be shown beside a race, and what sets their configurations apart."""

import time
from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from core.classes import guessing_loss
from core.config import ExperimentConfig
from core.errors import NotFound
from core.rates.comparison import differences
from core.store import Store
from core.store.records import Experiment, Run
from dashboard.compare import address
from dashboard.compare.choices import ADDED
from dashboard.compare.race import Race
from dashboard.compare.settings import said
from dashboard.shared.fields import mirror
from dashboard.shared.frame import callback
from dashboard.shared.session import Key
from dashboard.shared.titles import title_of, when, zone
from dashboard.text import Text, formats
from dashboard.text.names import data_set

MOST_EXPERIMENTS = 200
"""Newest experiments to choose from; who looks for an older one finds its runs by their numbers in the address."""

_CUT = Key("_added_cut", False)
"""Whether there was no room for some of the runs added last."""


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
        and (shown is None or experiment.created_at != shown.created_at)
    ]
    titles = {experiment.id: _title(text, experiment) for experiment in experiments}
    full = len(ADDED.get()) >= address.MOST_GUESTS
    with st.container(key="add_experiment"):
        st.selectbox(
            text("field_added"),
            titles,
            format_func=lambda number: titles[number],
            placeholder=text("added_placeholder" if titles else "added_none"),
            disabled=full or not titles,
            help=text("field_added_help", most=address.MOST_GUESTS),
            width=480,
            # Empty again once a choice was made.
            **mirror("add_experiment", None, lambda number: _add(store, number), default="index"),
        )
    if _CUT.pop():
        st.caption(text("added_cut", most=address.MOST_GUESTS))
    for experiment, runs in groups.values():
        if shown is None or experiment.created_at != shown.created_at:
            _runs(text, experiment, runs)


def _added(text: Text, store: Store) -> dict[int, tuple[Experiment, list[Run]]]:
    """Return the experiments that have runs beside the race, with all their runs; forget what is gone, and say so."""
    groups: dict[int, tuple[Experiment, list[Run]]] = {}
    known: set[int] = set()
    kept = []
    for number in ADDED.get():
        try:
            if number not in known:
                owner = store.experiments.run(number).experiment_id
                groups[owner] = store.experiments.get(owner), store.experiments.runs(owner)
                known |= {run.id for run in groups[owner][1]}
            kept.append(number)
        except NotFound:
            st.warning(text("no_such_run", number=number))
    ADDED.set(tuple(kept))
    return groups


def _add(store: Store, number: int | None) -> None:
    """Put all runs of the chosen experiment beside the race, or as many as there is room for."""
    if number is None:
        return
    added = ADDED.get()
    runs = [run.id for run in store.experiments.runs(number) if run.id not in added]
    room = address.MOST_GUESTS - len(added)
    ADDED.set((*added, *runs[:room]))
    _CUT.set(len(runs) > room)


def _runs(text: Text, experiment: Experiment, runs: Sequence[Run]) -> None:
    """Draw the runs of an experiment, those beside the race chosen."""
    key = f"added_{experiment.id}"
    by_number = {run.id: run for run in runs}
    # One list says which runs are added, that of the address; this choice shows its part of it and edits it.
    chosen = frozenset(by_number) & frozenset(ADDED.get())
    several = len(experiment.config.seeds) > 1
    with st.container(key=f"{key}_row", horizontal=True, vertical_alignment="bottom"):
        st.pills(
            formats.as_markdown(_title(text, experiment)),
            by_number,
            selection_mode="multi",
            wrap=True,
            format_func=lambda number: _label(text, by_number[number], with_seed=several),
            **mirror(
                key,
                chosen,
                lambda chosen: _choose(chosen, tuple(by_number)),
                default="default",
                shown=lambda chosen: [number for number in by_number if number in chosen],
                meant=frozenset,
            ),
        )
        st.button(
            text("added_remove"),
            key=f"{key}_remove",
            icon=":material/close:",
            type="tertiary",
            on_click=callback(_remove, tuple(by_number)),
            help=text("added_remove_help", number=experiment.id),
        )


def _choose(chosen: Collection[int], numbers: tuple[int, ...]) -> None:
    """Take the runs that are chosen now, and no others of the same experiment, whose runs have these `numbers`."""
    others = [number for number in ADDED.get() if number not in numbers]
    room = address.MOST_GUESTS - len(others)
    ADDED.set((*others, *[number for number in numbers if number in chosen][:room]))
    _CUT.set(len(chosen) > room)


def _remove(numbers: tuple[int, ...]) -> None:
    ADDED.set(tuple(number for number in ADDED.get() if number not in numbers))


def _title(text: Text, experiment: Experiment) -> str:
    moment = when(text, experiment.created_at, now=time.time(), zone=zone())
    return f"#{experiment.id} · {title_of(experiment, text)} · {moment}"


def _label(text: Text, run: Run, *, with_seed: bool) -> str:
    rate = formats.rate(run.learning_rate)
    return text("rate_with_seed", rate=rate, seed=run.seed) if with_seed else rate


def what_differs(text: Text, race: Race) -> None:
    """Say in what the configurations of the experiments on the charts differ, besides rates and seeds."""
    experiments = {entrant.experiment.id: entrant.experiment for entrant in race.everyone}
    if len(experiments) > 1:
        said = [difference_sentence(text, {number: each.config for number, each in experiments.items()})]
        counts = sorted({len(each.classes) for each in experiments.values()})
        if len(counts) > 1:
            losses = text.listed(formats.loss(guessing_loss(count)) for count in counts)
            said.append(text("different_classes", counts=text.listed(map(formats.count, counts)), losses=losses))
        st.caption(text.paragraph(said))


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
    return formats.as_markdown(data_set(str(value)) if field == "data" else formats.setting(value))
