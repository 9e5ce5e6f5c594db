"""Loss and accuracy of one training, side by side, as they grow."""

from dataclasses import dataclass

import streamlit as st

from core.config import ExperimentConfig
from core.store import Store
from core.store.records import Experiment, Metrics
from dashboard import figures
from dashboard.components.live_chart import legend, live_chart
from dashboard.figures import palette
from dashboard.shared.labels import chart_labels
from dashboard.shared.status import chart_message
from dashboard.text import Text, formats

_SPLITS = {"batch": "train", "validation": "validation"}
"""What a curve is called in the texts, and how its figures' names begin."""


@dataclass(frozen=True)
class Options:
    """How the charts are drawn: `smoothing` of the batches' curve, 0 to below 1, and which axes are logarithmic."""

    smoothing: float
    log_x: bool
    log_loss: bool


def options(text: Text) -> Options:
    """Draw and return the choices below the charts."""
    with st.container(key="train_options", horizontal=True, vertical_alignment="center"):
        log_x = st.toggle(text("log_steps"), key="log_steps", help=text("log_steps_help"), persist_state="session")
        log_loss = st.toggle(text("log_loss"), key="log_loss", persist_state="session")
        smoothing = st.slider(
            text("smoothing"),
            0.0,
            0.95,
            0.0,
            0.05,
            key="smoothing",
            help=text("smoothing_help"),
            width=260,
            persist_state="session",
        )
    return Options(smoothing, log_x, log_loss)


def train_charts(
    text: Text,
    store: Store,
    experiment: Experiment | None,
    config: ExperimentConfig | None,
    metrics: Metrics | None,
    chosen: Options,
) -> None:
    """Draw both charts; where there is no experiment yet, empty ones as long as `config` says."""
    total = formats.count(None if config is None else config.steps)
    steps = formats.count(0 if metrics is None or not len(metrics.steps) else metrics.steps[-1])
    events = [] if experiment is None else _rate_changes(text, store, experiment)
    x_range = None if config is None else (0.0, 1.02 * config.steps)
    left, right = st.columns(2)
    for column, figure in ((left, "loss"), (right, "accuracy")):
        curves = _curves(text, config, metrics, figure)
        labels = figures.AxisLabels(text("axis_step"), text(f"axis_{figure}"), text("at_step"))
        if figure == "loss":
            chart = figures.loss_chart(
                curves,
                labels,
                log_x=chosen.log_x,
                log_y=chosen.log_loss,
                smoothing=chosen.smoothing,
                events=events,
                x_range=x_range,
            )
        else:
            chart = figures.accuracy_chart(
                curves, labels, log_x=chosen.log_x, smoothing=chosen.smoothing, events=events, x_range=x_range
            )
        show = formats.loss if figure == "loss" else formats.percent
        last = {curve: show(last_value(metrics, f"{split}_{figure}")) for curve, split in _SPLITS.items()}
        alt = text(f"{figure}_alt", steps=steps, total=total, **last) if chart.points else text(f"{figure}_alt_empty")
        with column:
            live_chart(
                chart,
                key=f"{figure}_chart",
                labels=chart_labels(text),
                alt=alt,
                title=text(f"chart_{figure}"),
                message=chart_message(text, experiment),
                view=str(experiment and experiment.id),
                link="train",
                shows_legend=False,
            )
    legend(chart.legend, key="legend", labels=chart_labels(text), alt=text("chart_legend"), link="train")


def last_value(metrics: Metrics | None, figure: str) -> float | None:
    """Return the last value of a figure of the first run, or None."""
    if metrics is None or not len(metrics.steps):
        return None
    return float(getattr(metrics, figure)[0, -1])


def _curves(text: Text, config: ExperimentConfig | None, metrics: Metrics | None, figure: str) -> list[figures.Curve]:
    """Return both curves; before there is anything to draw they are empty, but have their room and their legend."""
    rates = (1.0,) if config is None else config.learning_rates
    recorded = metrics if metrics is not None and len(metrics.steps) else None
    return [
        figures.Curve(
            text(f"curve_{name}"),
            [] if recorded is None else recorded.steps,
            [] if recorded is None else getattr(recorded, f"{split}_{figure}")[0],
            palette.rate_colours(rates)[rates[0]],
            dashed=split == "validation",
            noisy=split == "train",
        )
        for name, split in _SPLITS.items()
    ]


def _rate_changes(text: Text, store: Store, experiment: Experiment) -> list[figures.Event]:
    rate = experiment.config.learning_rates[0]
    return [
        figures.Event(step, text("rate_changed", rate=formats.rate(rate * factor)))
        for step, factor in store.recordings.rate_changes(experiment.id)
    ]
