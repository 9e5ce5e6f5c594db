"""The page Compare: many learning rates, or values of another setting, race on one chart from the same start."""

import streamlit as st

from core.errors import InvalidValue, NotFound
from core.races.table import ROWS
from core.store.records import Experiment
from dashboard.compare import charts, choices, guests, rate_finder, runs_table, settings, standings, view
from dashboard.compare.hint import racing_hint
from dashboard.compare.race import Race, race, winner
from dashboard.compare.tiles import race_tiles
from dashboard.shared import actions, controls, frame, races, session, status
from dashboard.shared.configuration import FULL_SPEED
from dashboard.shared.fields import mirror
from dashboard.shared.history import history
from dashboard.shared.services import Services, services
from dashboard.shared.titles import title_of_all
from dashboard.shared.watching import watch
from dashboard.text import Text, formats

RATE_FACTORS = (0.1, 0.5, 1.0, 2.0, 10.0)
"""By what the rates of the whole field can be multiplied during a race."""


def page() -> None:
    """Draw the page."""
    text, lab = session.language(), services()
    choices.take_from_address(newly_opened=session.enter("compare"))
    _take_begun()
    experiment = actions.shown_experiment(text, lab)
    controls.heading(text("race_settings"))
    chosen = settings.chosen()
    rate_finder.bring_heading()
    shown = race(lab.store, experiment, chosen.race, choices.ADDED.get())
    experiment = shown.experiment
    frame.heading(text, _title(text, shown))
    text = text.about(shown.classes)
    status.line(
        text,
        lab,
        experiment,
        shown.metrics,
        is_race=True,
        is_variation=shown.is_variation,
        offer=racing_hint(lab, shown),
        winner=winner(text, shown) if shown.is_variation else None,
    )
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
    if asked := races.question(text, shown.configs):
        st.markdown(f":material/science: {asked}")
    with st.container(key="live"):
        race_tiles(text, shown, standings.line())
        charts.charts(text, shown, standings.line())
        guests.what_differs(text, shown)
    frame.have_drawn()
    settings.sidebar(text)
    view.options(text)
    guests.choice(text, lab.store, experiment)
    st.header(text("standings_title_value" if shown.is_variation else "standings_title"), anchor=False)
    standings.standings(text, lab.store, shown)
    runs_table.race_table(text, lab.store, shown, standings.line())
    runs_table.download(text, lab.store, None if experiment is None else experiment.id, standings.line())
    racing = experiment is not None and not experiment.status.is_over
    test = rate_finder.finder(text, lab, chosen.shared, racing=racing)
    races.chooser(text)
    history(
        text,
        lab.store,
        shown=experiment,
        wanted=lambda found: found.config.raise_rate_to is None,
        on_open=lambda found: _open(lab, found),
    )
    watch(text, lab, *shown.members, test)
    choices.write_address()


def _title(text: Text, shown: Race) -> str:
    if shown.experiment is None:
        return text("new_race_value", field=text(f"field_{shown.field}")) if shown.is_variation else text("new_race")
    return title_of_all(shown.members, text)


def _take_begun() -> None:
    """Let the settings say what a race of the declared table is that was begun by a press, on whichever page."""
    name = races.BEGUN.pop()
    if name:
        choices.fill_in(ROWS[name].configs)


def _open(lab: Services, experiment: Experiment) -> None:
    """Show an earlier race, with its settings, so that it can be repeated with a change."""
    members = lab.store.experiments.together(experiment.id)
    choices.fill_in([member.config for member in members])
    session.open_experiment(experiment.id)


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
        st.toast(formats.as_markdown(text.refusal(error)))
    except NotFound:
        return  # deleted meanwhile
