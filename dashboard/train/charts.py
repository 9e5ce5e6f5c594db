"""Loss and accuracy of one training, side by side, as they grow."""

import streamlit as st

from core.config import ExperimentConfig
from core.store.records import Experiment
from dashboard import figures
from dashboard.components.live_chart import Link, legend, live_curves
from dashboard.components.view_options import Control, Slider, Switch, view_options
from dashboard.figures import palette
from dashboard.shared.courses import course
from dashboard.shared.frame import callback
from dashboard.shared.labels import chart_labels, chart_messages
from dashboard.shared.services import classes_of
from dashboard.shared.session import Key
from dashboard.shared.view import View
from dashboard.text import Text, formats

_VIEW = View(
    {
        "log_x": Key("train_log_x", False),
        "log_loss": Key("train_log_loss", False),
        "smoothing": Key("train_smoothing", 0.0),
    },
    Key("_train_view_serial", 0),
)

_SPLITS: dict[str, figures.Split] = {"batch": "train", "validation": "validation"}
"""What a curve is called in the texts, and what it is measured on."""


def options(text: Text) -> None:
    """Draw the choices of how the charts are drawn."""
    controls = _controls(text)
    with st.container(key="train_options"):
        view_options(
            controls,
            key="view_options",
            link=Link("train", view=_VIEW.agreed()),
            on_choose=callback(_VIEW.hear, controls),
        )


def train_charts(text: Text, experiment: Experiment | None, config: ExperimentConfig | None) -> None:
    """Draw both charts; where there is no experiment yet, empty ones as long as `config` says."""
    labels, link = chart_labels(text), Link("train", view=_VIEW.agreed())
    both = [_curves(text, experiment, config, kind) for kind in figures.KINDS]
    for column, curves in zip(st.columns(2), both, strict=True):
        with column:
            live_curves(
                curves,
                key=f"{curves.kind}_chart",
                labels=labels,
                title=text(f"chart_{curves.kind}"),
                subject=str(experiment and experiment.id),
                link=link,
            )
    legend(both[0].legend, key="legend", labels=labels, alt=text("chart_legend"), link=link)


def _controls(text: Text) -> tuple[Control, ...]:
    return (
        Switch("log_x", text("log_steps"), text("log_steps_help")),
        Switch("log_loss", text("log_loss"), text("field_log_y_help")),
        Slider("smoothing", text("smoothing"), text("smoothing_help"), 0.0, 0.95, 0.05),
    )


def _curves(
    text: Text, experiment: Experiment | None, config: ExperimentConfig | None, kind: figures.Kind
) -> figures.Curves:
    rates = (1.0,) if config is None else config.learning_rates
    colour = palette.rate_colours(rates)[rates[0]]
    return figures.Curves(
        kind,
        [course(None if experiment is None else experiment.id, config)],
        [
            figures.Curve(
                text(f"curve_{name}"), text(f"curve_{name}"), colour, dashed=split == "validation", split=split
            )
            for name, split in _SPLITS.items()
        ],
        figures.CurveLabels(
            axes={"step": (text("axis_step"), text("at_step"))},
            y=text(f"axis_{kind}"),
            titles={"validation": text(f"chart_{kind}")},
            rate_changed=text.template("rate_changed"),
            alt=text.template(f"{kind}_alt", total=formats.count(None if config is None else config.steps)),
            empty_alt=text(f"{kind}_alt_empty"),
            messages=chart_messages(text, text("press_start")),
        ),
        status="" if experiment is None else str(experiment.status),
        rate=rates[0],
        classes=len(classes_of(experiment, config)),
    )
