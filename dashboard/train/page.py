"""The page Train: settings, Start, and the model learning before one's eyes."""

import streamlit as st

from core.config import ExperimentConfig
from core.errors import InvalidValue, NotFound
from core.store.records import Experiment
from dashboard.shared import actions, configuration, controls, frame, pages, session, status
from dashboard.shared.configuration import LEARNING_RATE
from dashboard.shared.history import history
from dashboard.shared.metrics import metrics_of
from dashboard.shared.services import Services, services
from dashboard.shared.titles import title_of
from dashboard.text import Text
from dashboard.train import charts
from dashboard.train.diverged import diagnosis, explanation
from dashboard.train.images import train_images
from dashboard.train.tiles import train_tiles

TICK_SECONDS = 0.1
"""How often the charts look for something new while an experiment trains."""


def page() -> None:
    """Draw the page."""
    text, lab = session.language(), services()
    session.enter("train")
    experiment = actions.shown_experiment(text, lab)
    config = controls.sidebar(text, on_rate_change=lambda: _change_rate(lab))
    frame.heading(text, _title(text, lab, experiment))
    place = status.reserve(text, lab, experiment, explain=lambda ended: explanation(text, lab.store, ended))
    actions.buttons(text, lab, experiment, config, configuration.settings, single_step=True)
    live = st.container(key="live")
    live.empty()  # A container without anything in it is not on the page, and keeps no room.
    charts.options(text)
    with live:
        train_tiles(text, experiment, config if experiment is None else experiment.config)
        st.fragment(frame.guarded(_live, "charts", text), run_every=actions.tick(experiment, TICK_SECONDS))(
            text, lab, experiment, config, place
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
    return title_of(experiment, text, lab.store.recordings.rate_changes(experiment.id))


def _change_rate(lab: Services) -> None:
    """Give the experiment in training the learning rate of the settings."""
    number = session.shown_experiment()
    if number is None:
        return
    try:
        experiment = lab.store.experiments.get(number)
        if len(experiment.config.runs) == 1 and not experiment.status.is_over:
            factor = LEARNING_RATE.get() / experiment.config.learning_rates[0]
            lab.store.experiments.set_rate_factor(number, factor)
    except (NotFound, InvalidValue):
        return  # deleted meanwhile, or refused, which the field itself says


def _live(
    text: Text,
    lab: Services,
    drawn: Experiment | None,
    settings: ExperimentConfig | None,
    place: status.Place,
) -> None:
    """Draw status and charts; `drawn` is the experiment as the rest of the page shows it.

    Where there is none yet, they show what the `settings` would make of them.
    """
    experiment = actions.current(lab, drawn)
    config = settings if experiment is None else experiment.config
    metrics = None if experiment is None else metrics_of(lab.store, experiment.id)
    status.say(text, lab, place, experiment, metrics, found=diagnosis(lab.store, experiment, metrics))
    charts.train_charts(text, experiment, config)
