"""The page Train: settings, Start, and the model learning before one's eyes."""

import streamlit as st

from core.config import ExperimentConfig, InvalidValue
from core.records import Experiment
from core.store import NotFound
from dashboard import actions, controls, frame, pages, session
from dashboard.services import Services, services
from dashboard.text import Text
from dashboard.titles import title_of
from dashboard.views import status, train_charts
from dashboard.views.diverged import diagnosis
from dashboard.views.history import history
from dashboard.views.train_images import train_images
from dashboard.views.train_tiles import train_tiles

TICK_SECONDS = 0.1
"""How often the charts look for something new while an experiment trains."""


def page() -> None:
    """Draw the page."""
    text, lab = session.language(), services()
    session.enter("train")
    experiment = actions.shown_experiment(text, lab)
    config = controls.sidebar(text, on_rate_change=lambda: _change_rate(lab))
    frame.heading(text, _title(text, lab, experiment))
    place = status.reserve(text, lab, experiment)
    actions.buttons(text, lab, experiment, config, controls.settings, single_step=True)
    charts = st.container(key="live")
    charts.empty()  # A container without anything in it is not on the page, and keeps no room.
    options = train_charts.options(text)
    with charts:
        st.fragment(frame.guarded(_live, "charts", text), run_every=actions.tick(experiment, TICK_SECONDS))(
            text, lab, experiment, config, options, place
        )
    train_images(text, lab.store, experiment)
    history(text, lab.store, shown=experiment, on_open=_open)


def _open(experiment: Experiment) -> None:
    """Show an earlier experiment: here, where there is room for one run, or a race where races are shown."""
    if len(experiment.config.runs) == 1:
        session.show_experiment(experiment.id)
    else:
        pages.switch(session.language(), "compare", **{session.EXPERIMENT: experiment.id})


def _title(text: Text, lab: Services, experiment: Experiment | None) -> str:
    if experiment is None:
        return text("new_experiment")
    return title_of(experiment, text, lab.store.rate_changes(experiment.id))


def _change_rate(lab: Services) -> None:
    """Give the experiment in training the learning rate of the settings."""
    number = session.shown_experiment()
    if number is None:
        return
    try:
        experiment = lab.store.experiment(number)
        if len(experiment.config.runs) == 1 and not experiment.status.is_over:
            factor = st.session_state["learning_rate"] / experiment.config.learning_rates[0]
            lab.store.set_rate_factor(number, factor)
    except (NotFound, InvalidValue):
        return  # deleted meanwhile, or refused, which the field itself says


def _live(
    text: Text,
    lab: Services,
    drawn: Experiment | None,
    settings: ExperimentConfig | None,
    options: train_charts.Options,
    place: status.Place,
) -> None:
    """Draw status, tiles and charts; `drawn` is the experiment as the rest of the page shows it.

    Where there is none yet, they show what the `settings` would make of them.
    """
    experiment = actions.current(lab, drawn)
    config = settings if experiment is None else experiment.config
    metrics = None if experiment is None else session.metrics(lab.store, experiment.id)
    status.say(text, lab, place, experiment, metrics, found=diagnosis(lab.store, experiment, metrics))
    train_tiles(text, lab.store, experiment, config, metrics)
    train_charts.train_charts(text, lab.store, experiment, config, metrics, options)
