"""Finding a learning rate: a range test, what it suggests, and a race around the suggestion."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from core.config import LIMITS, MOST_RUNS, ExperimentConfig
from core.errors import InvalidValue, NotFound
from core.rates.range_test import RangeTest, race_around, read_range_test
from core.store.records import Experiment
from dashboard import figures
from dashboard.compare import choices, selection, settings
from dashboard.compare.settings import said
from dashboard.components.in_view import in_view
from dashboard.components.live_chart import live_chart
from dashboard.shared import actions, session, status
from dashboard.shared.frame import callback
from dashboard.shared.labels import chart_labels
from dashboard.shared.metrics import metrics_of
from dashboard.shared.services import Services
from dashboard.shared.session import Key
from dashboard.shared.theory import theory
from dashboard.shared.tiles import progress
from dashboard.text import Text, formats

STEPS = 300
"""Of a range test: enough for every tenfold of the rate to have some dozens."""


_BROUGHT = Key("_heading_brought", 0)
"""How often the page's heading was brought into view."""


def bring_heading() -> None:
    """Bring the page's heading into view, which shows the race, once after every race begun by a press down here."""
    in_view("heading", _BROUGHT.get())


def finder(text: Text, lab: Services, shared: ExperimentConfig | None, *, racing: bool) -> Experiment | None:
    """Draw the section, and return the test that it shows.

    A test is an experiment of its own, with the settings that all runs have in common. While the page is `racing` no
    other race is begun.
    """
    st.header(text("finder_title"), anchor=False, help=text("finder_help"))
    said(text, "range_test")
    test = _shown_test(text, lab)
    testing = test is not None and not test.status.is_over
    suggested = None if test is None or testing else _read(lab, test).suggested
    plan = None if suggested is None else race_plan(text, suggested, shared, choices.SEEDS.get(), racing=racing)
    with st.container(key="finder_actions", horizontal=True, vertical_alignment="center"):
        st.button(
            text("finder_start"),
            key="finder_start",
            icon=":material/search:",
            disabled=testing or shared is None,
            on_click=callback(_start, lab, shared),
        )
        st.button(
            text("race_around"),
            key="race_around",
            type="secondary" if plan is None or plan.race is None else "primary",
            icon=":material/flag:",
            disabled=plan is None or plan.race is None,
            on_click=callback(_race_around, text, lab, suggested),
        )
        st.caption("" if plan is None else plan.sentence, width="content")
    # In a container, because a chart more or less here would give all that follows new elements.
    with st.container():
        _result(text, lab, test)
    return test


@dataclass(frozen=True)
class RacePlan:
    """The race that “Race around it” would start, None if it cannot, and what to say about that beside the button."""

    race: ExperimentConfig | None
    sentence: str


def race_plan(
    text: Text, suggested: float, shared: ExperimentConfig | None, seed_count: Any, *, racing: bool
) -> RacePlan:
    """Return the plan for a suggested rate; `seed_count` is what stands in the field of that name."""
    if shared is None:
        return RacePlan(None, text("race_around_settings"))
    try:
        race = race_around(suggested, shared, seed_count)
    except InvalidValue as error:
        return RacePlan(None, formats.as_markdown(text.refusal(error)))
    if racing:
        return RacePlan(None, text("race_around_racing"))
    size = {"rates": len(race.learning_rates), "seeds": len(race.seeds), "runs": len(race.runs), "most": MOST_RUNS}
    lowest, highest = formats.rate(race.learning_rates[0]), formats.rate(race.learning_rates[-1])
    return RacePlan(race, text("race_around_size", lowest=lowest, highest=highest, **size))


def _shown_test(text: Text, lab: Services) -> Experiment | None:
    number = choices.RANGE_TEST.get()
    if number is None:
        return None
    try:
        test = lab.store.experiments.get(number)
    except NotFound:
        test = None
    if test is None or test.config.raise_rate_to is None:
        choices.RANGE_TEST.set(None)
        st.warning(text("no_such_test", number=number))
        return None
    return test


def _result(text: Text, lab: Services, test: Experiment | None) -> None:
    """Draw how far a test is, and once it is over what it shows."""
    reading = None if test is None else _read(lab, test)
    st.markdown(status.hold_up(text, lab, test) or _verdict(text, test, reading))
    if test is not None and not test.status.is_over:
        progress(text, test, key="finder_progress")
    elif test is not None and reading is not None:
        _chart(text, test, reading)


def _start(lab: Services, shared: ExperimentConfig | None) -> None:
    if shared is None:
        return  # why it is refused stands beside the field
    limit = LIMITS["learning_rate"]
    test = replace(
        shared,
        learning_rates=(limit.lowest,),
        raise_rate_to=limit.highest,
        steps=STEPS,
        record_interval=1,
        pace=None,
    )
    choices.RANGE_TEST.set(lab.file(test))


def _race_around(text: Text, lab: Services, suggested: float | None) -> None:
    """Start the race, show it, and let the settings say what it is; where it does not start, leave them alone."""
    if suggested is None:
        return
    # Planned anew: an edit of the settings may have come along with the click.
    race = race_plan(text, suggested, settings.shared(), choices.SEEDS.get(), racing=False).race
    before = session.shown_experiment()
    actions.start(lab, lambda: () if race is None else (race,))
    if race is None or session.shown_experiment() == before:
        return  # refused, or one was started meanwhile, in another tab or by the first of two clicks
    rates = race.learning_rates
    choices.RATES_KIND.set("range")
    choices.RATES_FROM.set(rates[0])
    choices.RATES_TO.set(rates[-1])
    choices.RATES_COUNT.set(len(rates))
    selection.show_all()
    _BROUGHT.set(_BROUGHT.get() + 1)


def _read(lab: Services, test: Experiment) -> RangeTest:
    metrics = metrics_of(lab.store, test.id)
    later = metrics.steps > 0
    first = test.config.learning_rates[0]
    rates = np.array([first * test.config.rate_multiplier(int(step)) for step in metrics.steps[later]])
    return read_range_test(rates, metrics.train_loss[0, later])


def _verdict(text: Text, test: Experiment | None, reading: RangeTest | None) -> str:
    """Return what to make of the test so far."""
    limit = LIMITS["learning_rate"]
    ends = {"lowest": formats.rate(limit.lowest), "highest": formats.rate(limit.highest)}
    if test is None or reading is None:
        return text("finder_empty", steps=STEPS, **ends)
    if not test.status.is_over:
        return text("finder_running")
    if reading.suggested is None or reading.lowest_at is None:
        return text("finder_nothing")
    return text(
        "finder_suggestion",
        rate=formats.number(reading.suggested, 2),
        lowest=formats.number(reading.lowest_at, 2),
    )


def _chart(text: Text, test: Experiment, reading: RangeTest) -> None:
    bound = theory().bound(test.config)
    first, last = test.config.learning_rates[0], test.config.raise_rate_to
    chart = figures.range_test_chart(
        reading.rates,
        reading.losses,
        reading.smoothed,
        figures.AxisLabels(text("axis_rate"), text("axis_loss")),
        suggested=None if reading.suggested is None else figures.RateMark(reading.suggested, text("mark_suggested")),
        stable_rate=None if bound is None else figures.RateMark(bound.stable_rate, text("mark_stable")),
        x_range=(first, last or first),
    )
    live_chart(
        chart,
        key="finder_chart",
        labels=chart_labels(text),
        alt=text("finder_alt", steps=formats.count(test.step)),
        title=text("finder_chart"),
        message=text("waiting_for_first_point"),
        subject=str(test.id),
    )
