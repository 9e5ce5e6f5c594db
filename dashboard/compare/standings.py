"""Which rate is best: final metrics against the learning rate, the finish line, and what theory allows."""

import math

import streamlit as st

from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.numerals import checked_number
from core.races.outcome import value_of, value_with
from core.races.variation import Value
from core.rates import comparison
from core.rates.choosing import RACE_LIMITS
from core.rates.comparison import Summary
from core.rates.stability import Bound
from core.rates.verdict import Verdict
from core.schedule import RECENT_STEPS
from core.store import Store
from dashboard import figures
from dashboard.compare import address, view
from dashboard.compare.choices import FINISH_LINE, LOG_Y, RESULT
from dashboard.compare.findings import Findings, findings, judged, verdict_on
from dashboard.compare.race import Race, name_of
from dashboard.compare.settings import said
from dashboard.components.live_chart import live_chart
from dashboard.shared.fields import choice, number
from dashboard.shared.labels import chart_labels
from dashboard.shared.theory import await_bound, theory
from dashboard.shared.titles import labelled, value_in_words
from dashboard.text import Text, formats


def standings(text: Text, store: Store, shown: Race) -> None:
    """Draw what became of each rate, and what to make of it: once the race is over or paused."""
    config = None if shown.is_variation else next(iter(shown.configs), None)
    _options(text, config)
    rows = [row for entrant in shown.everyone for row in comparison.summaries(entrant, line())]
    bound = None if config is None else theory().bound(config)
    # In a container, because an element more or less here would give all that follows new ones.
    with st.container():
        left, right = st.columns([3, 2])
        with left:
            rate_chart(text, shown, rows, RESULT.get())
        with right:
            changed = shown.experiment is not None and bool(store.recordings.rate_changes(shown.experiment.id))
            stable_rate = None if bound is None else bound.stable_rate
            _told(findings(text, shown, rows, RESULT.get(), line(), stable_rate=stable_rate, changed=changed))
        if config is not None:
            await_bound(config)


def line() -> float:
    """Return the finish line as a share from 0 to 1; where what is typed is refused, the default one."""
    limit = RACE_LIMITS["finish_line"]
    try:
        return checked_number(FINISH_LINE.name, FINISH_LINE.get(), limit) / 100
    except InvalidValue:
        return limit.default / 100


def _options(text: Text, config: ExperimentConfig | None) -> None:
    """Draw the choice of a result, the finish line, and of a race of rates, with a `config`, what theory says."""
    with st.container(key="standings_options", horizontal=True, vertical_alignment="bottom"):
        with st.container(key=RESULT.name, width="content"):
            st.segmented_control(
                text("field_result"),
                address.RESULTS,
                required=True,
                format_func=lambda name: text(f"result_{name}", recent=RECENT_STEPS),
                help=text("field_result_help"),
                wrap=True,
                **choice(RESULT, default="default"),
            )
        number(text, FINISH_LINE, RACE_LIMITS["finish_line"], width=170)
        if config is not None:
            _theory(text, config)
    said(text, RESULT.name)
    said(text, FINISH_LINE.name)
    try:
        checked_number(FINISH_LINE.name, FINISH_LINE.get(), RACE_LIMITS["finish_line"])
    except InvalidValue as error:
        st.error(formats.as_markdown(text.refusal(error)))


def _told(found: Findings) -> None:
    """Draw the findings."""
    words = "\n\n".join(found.paragraphs)
    # As high as the chart beside it: what follows stays in its place when there is more to tell.
    with st.container(key="findings"):
        if found.kind == "nothing yet":
            st.info(words, icon=":material/flag:")
        elif found.kind == "warning":
            st.warning(words)
        else:
            st.markdown(words)


def rate_chart(text: Text, race: Race, rows: list[Summary], metric: str) -> None:
    """Draw the metric `metric` of every run against its learning rate, with the best rate and what theory allows.

    Where another setting changes, it is drawn against that, whose values stand side by side in their order. While the
    race is on the browser moves the points, and there is no verdict yet.
    """
    is_loss = metric.endswith("loss")
    bound = theory().bound(race.configs[0]) if race.configs and not race.is_variation else None
    verdict = Verdict() if race.is_running else verdict_on(race, rows, metric)
    moving = _moving(text, race) if race.is_running else {}
    points = list(moving.values()) or [_point(text, race, row, metric) for row in rows]
    best = text.listed(map(formats.rate, verdict.best)) or formats.NOTHING
    empty = figures.empty_losses(len(race.classes), is_log=LOG_Y.get())
    chart = figures.rate_chart(
        points,
        figures.AxisLabels(
            text(f"field_{race.field}" if race.is_variation else "axis_rate"),
            text("axis_loss" if is_loss else "axis_accuracy"),
        ),
        names=[value_in_words(text, race.field, value) for value in race.values] if race.is_variation else (),
        figure="loss" if is_loss else "accuracy",
        log_y=is_loss and LOG_Y.get(),
        best=[figures.RateMark(rate, text("mark_best", rate=formats.rate(rate))) for rate in verdict.best],
        stable_rate=None if bound is None else figures.RateMark(bound.stable_rate, text("mark_stable")),
        too_small=figures.RateMark(verdict.too_small[-1], text("mark_too_small")) if verdict.too_small else None,
        too_large=figures.RateMark(verdict.too_large[0], text("mark_too_large")) if verdict.too_large else None,
        y_range=empty if is_loss and (moving or not rows) else None,
        followed=figures.Followed(metric, list(moving)) if moving else None,
    )
    if race.is_variation:
        alt = text("setting_chart_alt", runs=len(points), field=text(f"field_{race.field}"))
    elif moving:
        alt = text("rate_chart_alt_running", runs=len(points))
    else:
        alt = text("rate_chart_alt", runs=len(rows), best=best) if rows else text("rate_chart_alt_empty")
    title = text(f"rate_chart_{metric}", recent=RECENT_STEPS)
    if race.is_variation:
        title = text("setting_chart", metric=text(f"result_{metric}", recent=RECENT_STEPS))
    live_chart(
        chart,
        key="rate_chart",
        labels=chart_labels(text),
        alt=alt,
        title=title,
        message=text("setting_chart_message" if race.is_variation else "rate_chart_message"),
        height=view.HEIGHT,
        subject=f"{race.experiment and race.experiment.id} {metric}",
        link=view.link(),
    )


def _moving(text: Text, race: Race) -> dict[tuple[int, int], figures.RatePoint]:
    """Return the runs of a race that is on, and of its guests, by experiment and place in it: without values."""
    if race.experiment is None:
        return {}
    runs = [(member, place, config, run) for member, config in race.parts for place, run in enumerate(config.runs)]
    if not race.is_variation:
        runs.sort(key=lambda each: each[3][0])
    own = {}
    for member, place, config, (rate, seed) in runs:
        value = value_with(config, rate, race.field)
        label = _point_label(text, race, labelled(text, race.field, value), seed)
        point = figures.RatePoint(_place(race, value), math.nan, seed, label, group=name_of(value))
        own[(member or 0, place)] = point
    guests = {
        (guest.experiment.id, guest.positions[0]): figures.RatePoint(
            _place(race, value_of(guest, race.field)),
            math.nan,
            guest.runs[0].seed,
            _point_label(text, race, race.label(text, guest), guest.runs[0].seed),
            group=guest.name,
            guest=True,
        )
        for guest in race.guests
    }
    # What the race has itself is no guest, also before it has recorded anything.
    return own | {run: point for run, point in guests.items() if run not in own}


def _point(text: Text, race: Race, row: Summary, metric: str) -> figures.RatePoint:
    value = getattr(row, metric)
    [entrant] = [entrant for entrant in race.everyone if row.run in {run.id for run in entrant.runs}]
    return figures.RatePoint(
        _place(race, value_of(entrant, race.field)),
        float("nan") if value is None else value,
        row.seed,
        _point_label(text, race, race.label(text, entrant), row.seed),
        diverged=value is None,
        group=entrant.name,
        guest=entrant not in judged(race),
    )


def _place(race: Race, value: Value) -> float:
    """Return where a value stands: a rate at itself, of another setting by its rank."""
    return float(race.values.index(value)) if race.is_variation else float(value)


def _point_label(text: Text, race: Race, label: str, seed: int) -> str:
    return text("setting_point_label" if race.is_variation else "point_label", rate=label, seed=seed)


def _theory(text: Text, config: ExperimentConfig) -> None:
    """Draw the button that opens the derivation of the largest stable rate, with this data's own numbers."""
    bound = theory().bound(config)
    label = (
        text("theory_pending") if bound is None else text("theory_button", rate=formats.number(bound.stable_rate, 3))
    )
    with st.popover(label, icon=":material/function:", disabled=bound is None, key="theory"):
        if bound is not None:
            _derivation(text, bound)


def _derivation(text: Text, bound: Bound) -> None:
    st.markdown(text("theory_model"))
    st.latex(r"\ell(W) = \log\sum_c e^{z_c} - z_y, \qquad z = W\tilde x, \qquad \tilde x = (x, 1)")
    st.markdown(text("theory_hessian"))
    st.latex(r"\nabla^2 \ell = \left(\operatorname{diag}(p) - p\,p^{\top}\right) \otimes \tilde x\,\tilde x^{\top}")
    st.markdown(text("theory_half"))
    st.latex(r"L = \tfrac12\,\lambda_{\max}(M), \qquad M = \tfrac1n \sum_i \tilde x_i\,\tilde x_i^{\top}")
    st.markdown(text("theory_descent"))
    st.latex(
        r"\ell(W - \eta\nabla\ell) \;\le\; \ell(W) - \eta\left(1 - \tfrac{\eta L}{2}\right)\lVert\nabla\ell\rVert^2"
    )
    st.markdown(text("theory_here"))
    st.latex(
        rf"\lambda_{{\max}}(M) = {formats.in_formula(bound.largest_eigenvalue)}, \quad "
        rf"L = {formats.in_formula(bound.curvature)}, \quad \tfrac2L = {formats.in_formula(bound.stable_rate, 3)}"
    )
    st.markdown(text("theory_caveat"))
