"""The page Compare: many learning rates race on one chart, on the same batches from the same start."""

import streamlit as st

from core.errors import InvalidValue, NotFound
from core.store.records import Experiment
from dashboard.compare import charts, choices, guests, rate_finder, runs_table, settings, standings, view
from dashboard.compare.hint import racing_hint
from dashboard.compare.race import race
from dashboard.compare.tiles import race_tiles
from dashboard.shared import actions, frame, session, status
from dashboard.shared.configuration import FULL_SPEED
from dashboard.shared.fields import mirror
from dashboard.shared.history import history
from dashboard.shared.services import Services, services
from dashboard.shared.titles import title_of
from dashboard.shared.watching import watch
from dashboard.text import Text, formats

RATE_FACTORS = (0.1, 0.5, 1.0, 2.0, 10.0)
"""By what the rates of the whole field can be multiplied during a race."""


def page() -> None:
    """Draw the page."""
    text, lab = session.language(), services()
    choices.take_from_address(newly_opened=session.enter("compare"))
    experiment = actions.shown_experiment(text, lab)
    chosen = settings.sidebar(text)
    rate_finder.bring_heading()
    frame.heading(text, text("new_race") if experiment is None else title_of(experiment, text))
    config = chosen.race if experiment is None else experiment.config
    shown = race(lab.store, experiment, chosen.race, choices.ADDED.get())
    status.line(text, lab, experiment, shown.metrics, is_race=True, offer=racing_hint(lab, shown))
    actions.buttons(
        text,
        lab,
        experiment,
        chosen.race,
        settings.race,
        further=lambda: _rate_factor(text, lab, experiment),
    )
    settings.said(text, FULL_SPEED.name)
    if experiment is None:
        settings.said(text, session.EXPERIMENT)
    with st.container(key="live"):
        race_tiles(text, experiment, config, standings.line())
        charts.charts(text, shown, standings.line())
        guests.what_differs(text, shown)
    view.options(text)
    guests.choice(text, lab.store, experiment)
    st.header(text("standings_title"), anchor=False)
    standings.standings(text, lab.store, shown)
    runs_table.race_table(text, lab.store, shown, standings.line())
    runs_table.download(text, lab.store, None if experiment is None else experiment.id, standings.line())
    racing = experiment is not None and not experiment.status.is_over
    test = rate_finder.finder(text, lab, chosen.shared, racing=racing)
    history(
        text,
        lab.store,
        shown=experiment,
        wanted=lambda found: found.config.raise_rate_to is None,
        on_open=_open,
    )
    watch(text, lab, experiment, test)
    choices.write_address()


def _open(experiment: Experiment) -> None:
    """Show an earlier race, with its settings, so that it can be repeated with a change."""
    choices.fill_in(experiment.config)
    session.show_experiment(experiment.id)


def _rate_factor(text: Text, lab: Services, experiment: Experiment | None) -> None:
    """Draw what multiplies the rates of the whole field, while a race is on."""
    racing = experiment is not None and not experiment.status.is_over
    # The store owns the factor. This control mirrors it: what was set in another tab shows here, and what was refused
    # does not.
    factor = experiment.rate_factor if experiment is not None and racing else 1.0
    with st.container(key="rate_factor", horizontal=True, vertical_alignment="center", width="content"):
        st.markdown(text("rate_factor"), width="content", help=text("rate_factor_help"))
        st.segmented_control(
            text("rate_factor"),
            RATE_FACTORS,
            format_func=formats.rate,
            disabled=not racing,
            label_visibility="collapsed",
            **mirror(
                "rate_factor",
                factor,
                lambda chosen: _change_rate_factor(text, lab, chosen),
                default="default",
                shown=lambda factor: factor if factor in RATE_FACTORS else None,
            ),
        )


def _change_rate_factor(text: Text, lab: Services, factor: float | None) -> None:
    number = session.shown_experiment()
    if number is None or factor is None:
        return  # the chosen one was pressed
    try:
        lab.store.experiments.set_rate_factor(number, factor)
    except InvalidValue as error:
        st.toast(text.refusal(error))
    except NotFound:
        return  # deleted meanwhile
