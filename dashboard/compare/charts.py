"""The live charts of a race, and the choices of how they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import streamlit as st

from core.rates import comparison
from core.rates.comparison import Entrant
from core.store import Store
from dashboard import figures
from dashboard.compare import address, selection
from dashboard.compare.choices import LOG_X, LOG_Y, NO_OUTLIERS, SMOOTHING, SPLIT, X_AXIS
from dashboard.compare.race import Race, x_places, x_range
from dashboard.compare.settings import said
from dashboard.components.live_chart import legend, live_chart
from dashboard.figures import palette
from dashboard.shared.fields import choice
from dashboard.shared.labels import chart_labels
from dashboard.shared.session import Key
from dashboard.text import Text, formats

LINK = "compare"
"""Charts of this link hide the same curves and bring the same one forward."""

HEIGHT = 370
"""Of a chart, in pixels."""


@dataclass(frozen=True)
class Options:
    """How the charts are drawn: names and values as in `address.PARAMETERS`."""

    split: str
    race_smoothing: float
    x_axis: str
    log_x: bool
    log_y: bool
    no_outliers: bool


def options(text: Text) -> Options:
    """Draw the choices and return them."""
    with st.container(key="chart_options", horizontal=True, vertical_alignment="center"):
        _choice(text, SPLIT, address.SPLITS)
        _choice(text, X_AXIS, address.X_AXES)
        if SPLIT.get() == "train":
            st.slider(
                text("smoothing"),
                address.SMOOTHING.lowest,
                address.SMOOTHING.highest,
                step=0.05,
                help=text("smoothing_help"),
                width=180,
                **choice(SMOOTHING),
            )
        for key in (LOG_Y, LOG_X, NO_OUTLIERS):
            with st.container(key=key.name, width="content"):
                st.toggle(text(f"field_{key.name}"), help=text(f"field_{key.name}_help"), **choice(key))
    for name in (*(field.name for field in fields(Options)), "hidden"):
        said(text, name)
    return Options(SPLIT.get(), SMOOTHING.get(), X_AXIS.get(), LOG_X.get(), LOG_Y.get(), NO_OUTLIERS.get())


def _choice(text: Text, key: Key[str], options: tuple[str, ...]) -> None:
    with st.container(key=key.name, width="content"):
        st.segmented_control(
            text(f"field_{key.name}"),
            options,
            required=True,
            format_func=lambda option: text(f"{key.name}_{option}"),
            **choice(key, default="default"),
        )


def charts(text: Text, store: Store, race: Race, options: Options, line: float, message: str) -> None:
    """Draw the charts of loss and accuracy with their legend, or bring them up to date.

    Without curves the charts say the `message`. The finish line at `line`, a share, is drawn where it counts.
    """
    entries: Sequence[figures.LegendEntry] = ()
    for column, kind in zip(st.columns(2), ("loss", "accuracy"), strict=True):
        with column:
            entries = _chart(text, store, race, options, line, message, kind).legend
    legend(
        entries,
        key="legend",
        labels=chart_labels(text),
        alt=text("chart_legend"),
        link=LINK,
        hidden=selection.hidden(),
        on_hide=selection.hear,
    )


def _chart(
    text: Text, store: Store, race: Race, options: Options, line: float, message: str, kind: str
) -> figures.Figure:
    metric = f"{options.split}_{kind}"
    curves = _awaited(race) + [_curve(text, race, entrant, metric, options) for entrant in race.everyone]
    labels = figures.AxisLabels(text(f"x_axis_{options.x_axis}"), text(f"axis_{kind}"), text(f"at_{options.x_axis}"))
    log_y = options.log_y and kind == "loss"
    y_range = figures.range_without_outliers(curves, log_y) if options.no_outliers else None
    common: dict[str, Any] = {
        "log_x": options.log_x,
        "smoothing": options.race_smoothing,
        "events": _rate_changes(text, store, race, options.x_axis),
        "x_range": x_range(race, options.x_axis, logarithmic=options.log_x),
        "y_range": y_range,
    }
    if kind == "loss":
        chart = figures.loss_chart(curves, labels, log_y=log_y, **common)
    else:
        chart = figures.accuracy_chart(curves, labels, **common)
        if options.split == "validation":
            chart = _with_finish_line(chart, line, formats.chosen_percent(line))
    live_chart(
        chart,
        key=f"{kind}_chart",
        labels=chart_labels(text),
        alt=_alt(text, race, kind, metric) if chart.points else text(f"{kind}_alt_empty"),
        title=text(f"chart_{metric}"),
        message=message,
        height=HEIGHT,
        # A zoom into the first two epochs is none into the first two seconds.
        view=f"{race.experiment and race.experiment.id} {options.x_axis}",
        link=LINK,
        hidden=selection.hidden(),
        on_hide=selection.hear,
        shows_legend=False,
    )
    return chart


def _with_finish_line(chart: figures.Figure, line: float, words: str) -> figures.Figure:
    shape = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": line,
        "y1": line,
        "layer": "below",
        "line": {"color": palette.MUTED.both(), "width": 1, "dash": "2px,3px"},
        # At the end of the line are the curves' names.
        "label": {"text": words, "textposition": "start", "yanchor": "bottom", "padding": 4},
    }
    return replace(chart, layout={**chart.layout, "shapes": [*chart.layout["shapes"], shape]})


def _awaited(race: Race) -> list[figures.Curve]:
    """Return curves without a point for the rates that race or would race, as long as nothing of them is recorded.

    So legend and margins are there from the beginning and do not jump in with the first point.
    """
    if race.entrants or race.config is None:
        return []
    return [
        figures.Curve(formats.rate(rate), [], [], race.colours[rate], group=comparison.name_of_rate(rate))
        for rate in sorted(race.config.learning_rates)
    ]


def _curve(text: Text, race: Race, entrant: Entrant, metric: str, options: Options) -> figures.Curve:
    band = entrant.band(metric)
    config, metrics, step = entrant.experiment.config, entrant.metrics, entrant.diverged_at
    diverged: dict[str, Any] = {}
    if step is not None:
        diverged = {
            "diverged": text("diverged_mark", rate=race.label(entrant), step=formats.count(step)),
            "diverged_at": float(x_places(config, metrics, step, options.x_axis)),
        }
    several = len(entrant.runs) > 1
    return figures.Curve(
        race.label(entrant),
        x_places(config, metrics, metrics.steps, options.x_axis),
        band.mean,
        race.colours[entrant.learning_rate],
        dashed=entrant in race.guests,
        noisy=options.split == "train",
        group=entrant.name,
        lowest=band.lowest if several else None,
        highest=band.highest if several else None,
        **diverged,
    )


def _rate_changes(text: Text, store: Store, race: Race, axis: str) -> list[figures.Event]:
    if race.experiment is None:
        return []
    changes = store.recordings.rate_changes(race.experiment.id)
    places = x_places(race.experiment.config, race.metrics, [step for step, _ in changes], axis)
    return [
        figures.Event(float(place), text("field_changed", factor=formats.rate(factor)))
        for place, (_, factor) in zip(places, changes, strict=True)
    ]


def _alt(text: Text, race: Race, kind: str, metric: str) -> str:
    """Describe a chart by how far it is and which entrant is best."""
    is_loss = kind == "loss"
    best = comparison.leader(race.everyone, metric, higher_is_better=not is_loss)
    label, value = (formats.NOTHING, None) if best is None else (race.label(best[0]), best[1])
    return text(
        f"race_{kind}_alt",
        curves=len(race.everyone),
        steps=formats.count(max(int(entrant.metrics.steps[-1]) for entrant in race.everyone)),
        rate=label,
        value=formats.loss(value) if is_loss else formats.percent(value),
    )
