"""The page Train: settings, Start, and the model learning before one's eyes."""

from functools import partial

import streamlit as st

from core.config import EMBEDDED_DATA, ExperimentConfig
from core.errors import InvalidValue, NotFound
from core.script import is_scriptable, script
from core.store.records import Experiment, Status
from dashboard.shared import actions, configuration, controls, frame, pages, races, session, status
from dashboard.shared.configuration import LEARNING_RATE
from dashboard.shared.history import history
from dashboard.shared.metrics import metrics_of
from dashboard.shared.services import Services, classes_of, data_of, services
from dashboard.shared.titles import title_of
from dashboard.shared.watching import watch
from dashboard.text import Text
from dashboard.train import charts
from dashboard.train.diverged import diagnosis, explanation
from dashboard.train.hint import training_hint
from dashboard.train.images import train_images
from dashboard.train.tiles import train_tiles


def page() -> None:
    """Draw the page."""
    text, lab = session.language(), services()
    session.enter("train")
    experiment = actions.shown_experiment(text, lab)
    # First, so that figures of what was just started are on their way while the rest is drawn.
    watch(text, lab, experiment)
    controls.heading(text("settings"))
    settings = controls.offered(configuration.arguments())
    config = settings if experiment is None else experiment.config
    frame.heading(text, _title(text, lab, experiment))
    classes = classes_of(experiment, config)
    text = text.about(classes)
    metrics = None
    if experiment is not None and (experiment.status.is_over or experiment.status is Status.PAUSED):
        metrics = metrics_of(lab.store, experiment.id)
    found = diagnosis(lab.store, experiment, metrics)
    explain = None if experiment is None or found is None else partial(explanation, text, experiment, found)
    offer = training_hint(text, lab, experiment, metrics, found)
    status.line(text, lab, experiment, metrics, found=found, explain=explain, offer=offer)
    actions.buttons(
        text,
        lab,
        experiment,
        _listed(settings),
        lambda: _listed(configuration.settings()),
        single_step=True,
        further=partial(_welcome, text) if experiment is None and not lab.store.experiments.newest(1) else None,
    )
    with st.container(key="live"):
        train_tiles(text, experiment, config)
        charts.train_charts(text, experiment, config)
    frame.have_drawn()
    controls.sidebar(text, on_rate_change=lambda: _change_rate(lab))
    with st.sidebar:
        races.chooser(text)
    charts.options(text)
    train_images(text, lab.store, experiment, config)
    history(text, lab.store, shown=experiment, on_open=_open)
    _download(text, config, classes)


def _welcome(text: Text) -> None:
    """Lead who has never trained anything to where it is taught."""
    pages.link(text, "learn", text("new_here"))


def _download(text: Text, config: ExperimentConfig | None, classes: tuple[str, ...]) -> None:
    """Offer what the page shows, or would start, as a program of its own."""
    if config is None or not is_scriptable(config):
        return
    with st.container(key="downloads", horizontal=True):
        st.download_button(
            text("script_download"),
            script(config, classes),
            file_name="softmax.py",
            mime="text/x-python",
            key="script",
            type="tertiary",
            icon=":material/code:",
            help=text("script_help" if config.data == EMBEDDED_DATA else "script_own_help"),
            on_click="ignore",
        )
        if config.data != EMBEDDED_DATA:
            st.download_button(
                text("script_data"),
                lambda: data_of(config).to_npz(),
                file_name="data.npz",
                mime="application/octet-stream",
                key="script_data",
                type="tertiary",
                icon=":material/download:",
                help=text("script_data_help"),
                on_click="ignore",
            )


def _listed(config: ExperimentConfig | None) -> tuple[ExperimentConfig, ...]:
    return () if config is None else (config,)


def _open(experiment: Experiment) -> None:
    """Show an earlier experiment: here, where there is room for one run, or a race where races are shown."""
    if len(experiment.config.runs) == 1 and len(services().store.experiments.together(experiment.id)) == 1:
        session.open_experiment(experiment.id)
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
