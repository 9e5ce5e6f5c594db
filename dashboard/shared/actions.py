"""What pages that train have in common: the experiment that they show, and its buttons."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.config import ExperimentConfig
from core.errors import NotFound
from core.store.records import Experiment, Status
from dashboard.shared import configuration, session
from dashboard.shared.configuration import FULL_SPEED
from dashboard.shared.fields import choice
from dashboard.shared.frame import callback
from dashboard.shared.services import Services
from dashboard.text import Text

_ACTIVE = (Status.QUEUED, Status.RUNNING)
"""Statuses of what trains, or will at the worker's next turn."""


def shown_experiment(text: Text, lab: Services) -> Experiment | None:
    """Return the experiment that the page shows, or None; where it is gone, say so."""
    number = session.shown_experiment()
    if number is None:
        return None
    try:
        return lab.store.experiments.get(number)
    except NotFound:
        session.forget_experiment()
        st.warning(text("no_such_experiment", number=number))
        return None


def start(lab: Services, settings: Callable[[], Sequence[ExperimentConfig]], hold_at: int | None = None) -> None:
    """File what the settings say and show it, unless what is shown is training: then it was a double click's second.

    `settings` are asked now: an edit may have come along with the click, which the page has not been drawn with yet.
    """
    shown = session.shown_experiment()
    if shown is not None:
        try:
            if any(each.status in _ACTIVE for each in lab.store.experiments.together(shown)):
                return
        except NotFound:
            pass
    configs = settings()
    if configs:  # why one is refused stands beside the field
        session.open_experiment(lab.file(*configs, hold_at=hold_at))


def buttons(
    text: Text,
    lab: Services,
    experiment: Experiment | None,
    configs: Sequence[ExperimentConfig],
    settings: Callable[[], Sequence[ExperimentConfig]],
    *,
    single_step: bool = False,
    further: Callable[[], None] | None = None,
) -> None:
    """Draw Start, Pause, Stop and the choice of full speed in one row; with `single_step`, Step too.

    Start waits while there are no `configs`, as the page was drawn, and files what the `settings` say when it is
    pressed: one experiment, or several together. `further` draws what else belongs into the row.
    """
    status = None if experiment is None else experiment.status
    number = 0 if experiment is None else experiment.id
    active = status in _ACTIVE
    paused = status is Status.PAUSED
    with st.container(key="actions", horizontal=True, vertical_alignment="center"):
        st.button(
            text("start"),
            key="start",
            type="secondary" if active or paused else "primary",
            icon=":material/play_arrow:",
            disabled=active or not configs,
            on_click=callback(start, lab, settings),
        )
        # Two buttons in one place: what was meant for one, be it a second click or one that the server heard of late,
        # never reaches the other.
        st.button(
            text("resume") if paused else text("pause"),
            key="resume" if paused else "pause",
            type="primary" if paused else "secondary",
            icon=":material/resume:" if paused else ":material/pause:",
            disabled=not (active or paused),
            on_click=callback(lab.store.experiments.resume if paused else lab.store.experiments.pause, number),
        )
        if single_step:
            st.button(
                text("step_once"),
                key="step",
                icon=":material/step:",
                disabled=active or not (configs or paused),
                on_click=callback(lab.store.experiments.single_step, number)
                if paused
                else callback(start, lab, settings, 1),
            )
        st.button(
            text("stop"),
            key="stop",
            icon=":material/stop:",
            disabled=not (active or paused),
            on_click=callback(lab.store.experiments.stop, number),
        )
        with st.container(key=FULL_SPEED.name, width="content"):
            st.toggle(text("full_speed"), **choice(FULL_SPEED, on_edit=lambda: _change_pace(lab)))
        if further is not None:
            further()


def _change_pace(lab: Services) -> None:
    number = session.shown_experiment()
    if number is not None:
        lab.store.experiments.set_pace(number, configuration.arguments()["pace"])
