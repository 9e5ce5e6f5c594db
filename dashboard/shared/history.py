"""The list of earlier experiments: open again, rename, delete. Where they came from, page or command line, is one."""

import math
import time
from collections.abc import Callable, Sequence

import streamlit as st

from core.races.whole import filed_together, whole
from core.store import Store
from core.store.experiments import LONGEST_NAME
from core.store.records import Experiment, Status
from dashboard.shared import session
from dashboard.shared.fields import choice
from dashboard.shared.frame import callback
from dashboard.shared.session import Key
from dashboard.shared.titles import title_of, title_of_all, when, zone
from dashboard.text import Text, formats

SHOWN_AT_FIRST = 6
"""Experiments listed before one asks for all."""


MOST_LOOKED_THROUGH = 50
"""Newest experiments among which to find those."""

_OPEN = Key("history_open", False)
_WHOLE = Key("_whole_history", False)


def history(
    text: Text,
    store: Store,
    *,
    shown: Experiment | None,
    wanted: Callable[[Experiment], bool] = lambda _: True,
    on_open: Callable[[Experiment], None] = lambda experiment: session.open_experiment(experiment.id),
) -> None:
    """Draw the list of the `wanted`, newest first, without the experiment that the page shows already."""
    with (
        st.container(key="history"),
        st.expander(text("history_title"), icon=":material/history:", **choice(_OPEN, default="expanded")),
    ):
        # What is folded away is fetched and drawn once somebody unfolds it.
        if _OPEN.get():
            _entries(text, store, shown, wanted, on_open)


def _entries(
    text: Text,
    store: Store,
    shown: Experiment | None,
    wanted: Callable[[Experiment], bool],
    on_open: Callable[[Experiment], None],
) -> None:
    everything = _WHOLE.get()
    found = store.experiments.newest(None if everything else MOST_LOOKED_THROUGH)
    earlier = [
        members
        for members in filed_together(found)
        if wanted(members[0]) and (shown is None or members[0].created_at != shown.created_at)
    ]
    if not earlier:
        st.caption(text("history_empty" if shown is None else "history_only_this"))
    for members in earlier if everything else earlier[:SHOWN_AT_FIRST]:
        _entry(text, store, members, on_open)
    if not everything and len(earlier) > SHOWN_AT_FIRST:
        st.button(
            text("history_all"),
            key="history_all",
            type="tertiary",
            on_click=callback(_WHOLE.set, True),
        )


def _entry(text: Text, store: Store, members: Sequence[Experiment], on_open: Callable[[Experiment], None]) -> None:
    """Draw an experiment, or those that were filed together as one; what is done to it is done to all of them."""
    experiment = whole(members)
    number = experiment.id
    with st.container(
        key=f"experiment_{number}",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        border=True,
    ):
        runs = [run for member in members for run in store.experiments.runs(member.id)]
        best_test = max((run.test_accuracy for run in runs if run.test_accuracy is not None), default=math.nan)
        if len(members) > 1:
            title = title_of_all(members, text)
        else:
            title = title_of(experiment, text, store.recordings.rate_changes(number))
        st.markdown(
            f"**#{number} · {formats.as_markdown(title)}**  \n"
            + text(
                "history_line",
                when=when(text, experiment.created_at, now=time.time(), zone=zone()),
                status=text(f"status_{experiment.status}"),
                step=formats.count(experiment.step),
                steps=formats.count(experiment.config.steps),
                test=formats.percent(best_test, 2),
            )
        )
        with st.container(horizontal=True, width="content"):
            if experiment.status is Status.PAUSED:
                st.button(
                    text("resume"),
                    key=f"resume_{number}",
                    icon=":material/resume:",
                    on_click=callback(_resume, store, experiment, on_open),
                )
            st.button(text("history_open"), key=f"open_{number}", on_click=callback(on_open, experiment))
            with st.popover("", icon=":material/more_horiz:", help=text("history_more")):
                typed = Key(f"name_{number}", "")
                name = st.text_input(
                    text("history_name"), experiment.name or "", key=typed.name, max_chars=LONGEST_NAME
                )
                st.button(
                    text("history_save"),
                    key=f"rename_{number}",
                    on_click=callback(lambda: store.experiments.rename(number, typed.get())),
                    disabled=name == (experiment.name or ""),
                )
                st.caption(text("history_delete_help"))
                st.button(
                    text("history_delete"),
                    key=f"delete_{number}",
                    icon=":material/delete:",
                    on_click=callback(store.experiments.delete, number),
                )


def _resume(store: Store, experiment: Experiment, on_open: Callable[[Experiment], None]) -> None:
    store.experiments.resume(experiment.id)
    on_open(experiment)
