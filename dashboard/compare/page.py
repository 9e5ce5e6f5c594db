"""The page Compare: many learning rates race on one chart, on the same batches from the same start."""

import streamlit as st

from core.config import ExperimentConfig
from core.errors import InvalidValue, NotFound
from core.rates import comparison
from core.store.records import Experiment
from dashboard.compare import charts, choices, guests, rate_finder, runs_table, selection, settings, standings, view
from dashboard.compare.findings import findings
from dashboard.compare.race import race
from dashboard.compare.tiles import race_tiles
from dashboard.components.live_chart import Hidden
from dashboard.shared import actions, frame, session, status
from dashboard.shared.configuration import FULL_SPEED
from dashboard.shared.fields import mirror
from dashboard.shared.history import history
from dashboard.shared.services import Services, services
from dashboard.shared.theory import theory
from dashboard.shared.titles import title_of
from dashboard.text import Text, formats

TICK_SECONDS = 0.15
"""How often the charts look for something new while a race is on."""

SLOW_TICK_SECONDS = 1.0
"""The same for the standings below them."""

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
    place = status.reserve(text, lab, experiment, is_race=True)
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
    live = st.container(key="live")
    live.empty()  # A container without anything in it is not on the page, and keeps no room.
    view.options(text)
    guests.choice(text, lab.store, experiment)
    st.header(text("standings_title"), anchor=False)
    config = chosen.race if experiment is None else experiment.config
    result, line = standings.options(text, config)
    shown, hidden = (lab, experiment, chosen.race), selection.hidden()
    with live:
        race_tiles(text, experiment, config, line)
        tick = actions.tick(experiment, TICK_SECONDS)
        st.fragment(frame.guarded(_live, "charts", text), run_every=tick)(text, *shown, line, place, hidden)
    awaited = config if config is not None and theory().is_pending(config) else None
    tick = actions.tick(experiment, SLOW_TICK_SECONDS) or (None if awaited is None else SLOW_TICK_SECONDS)
    # In a container, because a table more or less here would give all that follows new elements.
    with st.container():
        st.fragment(frame.guarded(_standings, "standings", text), run_every=tick)(
            text, *shown, result, line, awaited, hidden
        )
    runs_table.race_table(text, lab.store, race(lab.store, experiment, chosen.race, choices.ADDED.get()), line)
    runs_table.download(text, lab.store, None if experiment is None else experiment.id, line)
    racing = experiment is not None and not experiment.status.is_over
    rate_finder.finder(text, lab, chosen.shared, racing=racing)
    history(
        text,
        lab.store,
        shown=experiment,
        wanted=lambda found: found.config.raise_rate_to is None,
        on_open=_open,
    )
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


def _live(
    text: Text,
    lab: Services,
    drawn: Experiment | None,
    settings: ExperimentConfig | None,
    line: float,
    place: status.Place,
    hidden: Hidden,
) -> None:
    """Draw status and charts of the race.

    `drawn` is the experiment as the rest of the page shows it, `hidden` what that hides.
    """
    choices.write_address()
    if hidden != selection.hidden():
        st.rerun()  # an entry of the legend was clicked, which concerns the table and the chart below too
    experiment = actions.current(lab, drawn)
    shown = race(lab.store, experiment, settings, choices.ADDED.get())
    status.say(text, lab, place, experiment, shown.metrics)
    charts.charts(text, shown, line)
    guests.what_differs(text, shown)


def _standings(
    text: Text,
    lab: Services,
    drawn: Experiment | None,
    settings: ExperimentConfig | None,
    result: str,
    line: float,
    awaited: ExperimentConfig | None,
    hidden: Hidden,
) -> None:
    """Draw what became of each rate.

    `awaited` is the configuration whose theory the page did not know when it was drawn, `hidden` what it hid.
    """
    choices.write_address()
    experiment = actions.current(lab, drawn)
    if awaited is not None and not theory().is_pending(awaited):
        st.rerun()
    if hidden != selection.hidden():
        st.rerun()  # boxes of the table were ticked, which concerns all charts and the address
    shown = race(lab.store, experiment, settings, choices.ADDED.get())
    rows = [row for entrant in shown.everyone for row in comparison.summaries(entrant, line)]
    left, right = st.columns([3, 2])
    with left:
        standings.rate_chart(text, shown, rows, result)
    with right:
        bound = None if shown.config is None else theory().bound(shown.config)
        standings.told(
            findings(
                text,
                shown,
                rows,
                result,
                line,
                stable_rate=None if bound is None else bound.stable_rate,
                changed=experiment is not None and bool(lab.store.recordings.rate_changes(experiment.id)),
            )
        )
