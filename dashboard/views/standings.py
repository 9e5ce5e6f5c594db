"""Which rate is best: final figures against the learning rate, the finish line, and what theory allows."""

import streamlit as st

from core import comparison
from core.comparison import RACE_LIMITS, Summary, Verdict
from core.config import ExperimentConfig, InvalidValue, check_number
from dashboard import compare_url, figures, formats
from dashboard.components.live_chart import live_chart
from dashboard.race import Race
from dashboard.text import Text
from dashboard.theory import Bound, theory
from dashboard.views.race_charts import EMPTY_LOSSES, LINK
from dashboard.views.race_settings import said
from dashboard.words import chart_words

MOST_NAMED = 4
"""Entrants named after the first ones at the finish line; the table has them all."""


def options(text: Text, config: ExperimentConfig | None) -> tuple[str, float]:
    """Draw the choices; return what is drawn against the rate, and the finish line as a share from 0 to 1.

    The former is a name of `compare_url.RESULTS`. `config` is the race's, for which theory has something to say.
    """
    with st.container(key="standings_options", horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            text("field_result"),
            compare_url.RESULTS,
            key="result",
            required=True,
            format_func=lambda name: text(f"result_{name}"),
            help=text("field_result_help"),
            wrap=True,
            persist_state="session",
        )
        st.number_input(
            text("field_finish_line"),
            key="finish_line",
            format=formats.in_field(st.session_state["finish_line"]),
            step=1.0,
            help=text("field_finish_line_help"),
            width=170,
            persist_state="session",
        )
        _theory(text, config)
    said(text, "result")
    said(text, "finish_line")
    limit = RACE_LIMITS["finish_line"]
    try:
        line = check_number("finish_line", st.session_state["finish_line"], limit)
    except InvalidValue as error:
        st.error(text.refusal(error))
        line = limit.default
    return str(st.session_state["result"]), line / 100


def findings(text: Text, race: Race, rows: list[Summary], name: str, line: float) -> None:
    """Say in sentences what the chart and the table show: the best rate, the first at the line, who diverged."""
    if not rows:
        st.info(text("findings_empty"), icon=":material/flag:")
        return
    diverged = [race.label(entrant) for entrant in race.everyone if entrant.diverged_at is not None]
    if len(diverged) == len(race.everyone):
        st.warning(text("all_diverged"))
        return
    verdict = _verdict(rows, name)
    if verdict.best is not None:
        racing = race.experiment is not None and not race.experiment.status.is_over
        st.markdown(text("finding_best_yet" if racing else "finding_best", rate=formats.rate(verdict.best)))
        if verdict.lowest_workable is not None and verdict.highest_workable is not None:
            st.markdown(
                text(
                    "finding_workable",
                    lowest=formats.rate(verdict.lowest_workable),
                    highest=formats.rate(verdict.highest_workable),
                )
            )
    st.markdown(finish_sentence(text, race, line))
    if diverged:
        st.markdown(text("finding_diverged", rates=", ".join(diverged)))


def finish_sentence(text: Text, race: Race, line: float) -> str:
    """Return who crossed the finish line first, or that nobody has."""
    shown = formats.chosen_percent(line)
    crossed = comparison.finishers(race.everyone, line)
    if not crossed:
        racing = race.experiment is not None and not race.experiment.status.is_over
        return text("finish_nobody_yet" if racing else "finish_nobody", line=shown)
    first = crossed[0][1]
    level = [race.label(entrant) for entrant, finish in crossed if finish.step == first.step]
    others = [
        text("finish_other", rate=race.label(entrant), step=formats.count(finish.step))
        for entrant, finish in crossed[len(level) : len(level) + MOST_NAMED]
    ]
    sentence = text(
        "finish_first" if len(level) == 1 else "finish_level",
        rates=", ".join(level),
        line=shown,
        step=formats.count(first.step),
        seconds=formats.duration(text, first.seconds),
    )
    return f"{sentence} {text('finish_then', others=', '.join(others))}" if others else sentence


def rate_chart(text: Text, race: Race, rows: list[Summary], name: str) -> None:
    """Draw the figure `name` of every run against its learning rate, with the best rate and what theory allows."""
    is_loss = name.endswith("loss")
    bound = None if race.config is None else theory().bound(race.config)
    verdict = _verdict(rows, name)
    best_words = "" if verdict.best is None else text("mark_best", rate=formats.rate(verdict.best))
    chart = figures.rate_chart(
        [_point(text, race, row, name) for row in rows],
        figures.AxisWords(text("axis_rate"), text("axis_loss" if is_loss else "axis_accuracy")),
        figure="loss" if is_loss else "accuracy",
        log_y=is_loss and st.session_state["log_y"],
        best=_mark(verdict.best, best_words),
        stable_rate=_mark(None if bound is None else bound.stable_rate, text("mark_stable")),
        too_small=_mark(verdict.lowest_workable, text("mark_too_small")),
        too_large=_mark(verdict.highest_workable, text("mark_too_large")),
        y_range=None if rows or not is_loss else EMPTY_LOSSES,
    )
    best = formats.NOTHING if verdict.best is None else formats.rate(verdict.best)
    live_chart(
        chart,
        key="rate_chart",
        words=chart_words(text),
        alt=text("rate_chart_alt", runs=len(rows), best=best) if rows else text("rate_chart_alt_empty"),
        title=text(f"rate_chart_{name}"),
        message=text("rate_chart_message"),
        view=f"{race.experiment and race.experiment.id} {name}",
        link=LINK,
        hidden=st.session_state["hidden"],
    )


def _verdict(rows: list[Summary], name: str) -> Verdict:
    results = [(row.learning_rate, getattr(row, name)) for row in rows]
    return comparison.verdict(results, higher_is_better=not name.endswith("loss"))


def _mark(rate: float | None, words: str) -> figures.RateMark | None:
    return None if rate is None else figures.RateMark(rate, words)


def _point(text: Text, race: Race, row: Summary, name: str) -> figures.RatePoint:
    value = getattr(row, name)
    [entrant] = [entrant for entrant in race.everyone if row.run in {run.id for run in entrant.runs}]
    return figures.RatePoint(
        row.learning_rate,
        float("nan") if value is None else value,
        row.seed,
        text("point_label", rate=race.label(entrant), seed=row.seed),
        diverged=value is None,
        group=entrant.name,
    )


def _theory(text: Text, config: ExperimentConfig | None) -> None:
    """Draw the button that opens the derivation of the largest stable rate, with this data's own numbers."""
    bound = None if config is None else theory().bound(config)
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
