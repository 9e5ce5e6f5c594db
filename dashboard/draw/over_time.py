"""How the same drawing was read while the model was learning."""

from collections.abc import Sequence

import streamlit as st

from core.arrays import PIXELS, Doubles, Floats
from core.model.evidence import probabilities_over_time
from core.store import Store
from dashboard import figures
from dashboard.components.image_grid import GridImage, ScaleLabels, image_grid
from dashboard.components.live_chart import live_chart
from dashboard.draw.prediction import Prediction
from dashboard.figures.predictions import predictions_over_time
from dashboard.shared.captions import columns_for
from dashboard.shared.labels import chart_labels
from dashboard.shared.session import Key
from dashboard.text import Text, formats

_WIDTH = 760
"""Pixels beside the canvas."""

_WORTH_TELLING = 0.005
"""A probability that is not called less than 1 %."""

_STEP: Key[int | None] = Key("time_step", None)


def time_section(text: Text, store: Store, prediction: Prediction) -> None:
    """Draw the slider over the run's snapshots, the reading and the templates there, and all readings as curves."""
    steps, weights = store.recordings.snapshots(prediction.run.id)
    if len(steps) < 2:
        st.markdown(text("time_too_early"))
        return
    shares = probabilities_over_time(prediction.model.scaling, prediction.image, weights, prediction.temperature)
    position = steps.index(_chosen_step(text, steps))
    classes = prediction.classes
    _templates(text, classes, steps[position], weights[position, :PIXELS], shares[position])
    _history(text, classes, steps, shares, steps[position])


def _chosen_step(text: Text, steps: list[int]) -> int:
    """Draw the slider and return its step. The snapshots of a run in training come and go under it."""
    chosen = _STEP.get()
    wanted = steps[-1] if chosen is None else chosen
    _STEP.set(min(steps, key=lambda step: abs(step - wanted)))
    shown: int = st.select_slider(
        text("time_step"),
        steps,
        key=_STEP.name,
        format_func=formats.count,
        help=text("time_step_help"),
        persist_state="session",
    )
    return shown


def _templates(text: Text, classes: Sequence[str], step: int, weights: Floats, shares: Doubles) -> None:
    read = int(shares.argmax())
    with st.container(key="time_reading"):
        st.markdown(
            text(
                "time_reading",
                step=formats.count(step),
                digit=formats.as_markdown(classes[read]),
                probability=formats.percent(float(shares[read])),
            )
        )
    captions = [_caption(name, float(share), len(classes)) for name, share in zip(classes, shares, strict=True)]
    images, limit = figures.weight_images(weights)
    image_grid(
        images,
        [
            GridImage(caption, alt=text("weights_item_alt", digit=name))
            for caption, name in zip(captions, classes, strict=True)
        ],
        key="time_templates",
        alt=text("weights_alt", step=formats.count(step), classes=len(classes)),
        # As if all had the longest: nothing may move with the slider.
        **(
            columns_for(classes)
            if len(classes) <= 10
            else columns_for([f"{name} · 100%" for name in classes], _WIDTH)
        ),
        scale=ScaleLabels(formats.number(-limit, 2), "0", formats.number(limit, 2)),
    )


def _caption(name: str, share: float, classes: int) -> str:
    """Return what stands below the weights of a class; of many only those that are likely are told how likely."""
    return name if classes > 10 and share < _WORTH_TELLING else f"{name} · {formats.percent(share, 0)}"


def _history(text: Text, classes: Sequence[str], steps: list[int], shares: Doubles, step: int) -> None:
    read = int(shares[-1].argmax())
    live_chart(
        predictions_over_time(
            steps,
            shares,
            classes,
            figures.AxisLabels(text("axis_step"), text("axis_probability"), text("at_step")),
            figures.Event(step, text("time_mark", step=formats.count(step))),
        ),
        key="probability_history",
        labels=chart_labels(text),
        alt=text(
            "time_alt",
            digit=classes[read],
            probability=formats.percent(float(shares[-1, read])),
            classes=len(classes),
        ),
        title=text("time_title", classes=len(classes)),
    )
