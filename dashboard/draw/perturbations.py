"""What a linear model cannot bear: the drawing moved, turned, resized and thickened after all that would mend it."""

import numpy as np
import streamlit as st

from core.model.perturbations import RANGES, Perturbation, perturbed, sweep
from dashboard import figures
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.components.live_chart import live_chart
from dashboard.draw.prediction import Prediction
from dashboard.figures.predictions import share_along
from dashboard.shared.fields import choice
from dashboard.shared.frame import callback
from dashboard.shared.labels import chart_labels
from dashboard.shared.opening import READ
from dashboard.shared.session import Key
from dashboard.text import Text, formats
from dashboard.text.names import short

_AMOUNTS = {name: Key(f"perturbation_{name}", float(getattr(Perturbation(), name))) for name in RANGES}
"""How much of each perturbation is chosen; at first none."""


def perturbations_section(text: Text, prediction: Prediction) -> None:
    """Draw a slider and a curve for each field, the changed image and its reading."""
    st.markdown(text("perturbation_intro"))
    picture, words = st.columns([1, 3], gap="large")
    perturbation = _chosen()
    image = perturbed(prediction.image, perturbation)
    shares = prediction.stated(image[np.newaxis])[0]
    with words:
        label = _true_class(text, prediction)
        found = int(shares.argmax())
        with st.container(key="perturbed_reading"):
            st.markdown(
                text(
                    "perturbed_right" if found == label else "perturbed_wrong",
                    digit=formats.as_markdown(prediction.classes[found]),
                    label=formats.as_markdown(prediction.classes[label]),
                    probability=formats.percent(float(shares[found])),
                    of_label=formats.percent(float(shares[label])),
                )
            )
        st.button(
            text("perturbation_reset"),
            key="perturbation_reset",
            icon=":material/restart_alt:",
            disabled=perturbation == Perturbation(),
            on_click=callback(_reset),
        )
    with picture:
        image_grid(
            image[np.newaxis],
            [GridImage(alt=text("perturbed_alt"))],
            key="perturbed",
            alt=text("perturbed_alt"),
            columns=1,
            columns_on_phone=1,
            largest=190,
        )
    for start in (0, 3):
        for column, name in zip(st.columns(3, gap="medium"), list(RANGES)[start : start + 3], strict=False):
            with column:
                _slider_and_curve(text, prediction, perturbation, name, label)


def _chosen() -> Perturbation:
    """Return what the sliders say; they are drawn later, each with its curve."""
    return Perturbation(**{name: amount.get() for name, amount in _AMOUNTS.items()})


def _reset() -> None:
    for amount in _AMOUNTS.values():
        amount.set(amount.default)


def _true_class(text: Text, prediction: Prediction) -> int:
    options = [READ, *range(len(prediction.classes))]
    chosen: int = st.selectbox(
        text("true_digit"),
        options,
        key="true_digit",
        format_func=lambda label: text("digit_read") if label == READ else prediction.classes[label],
        width=240,
        persist_state="session",
    )
    return prediction.label if chosen == READ else chosen


def _slider_and_curve(text: Text, prediction: Prediction, perturbation: Perturbation, name: str, label: int) -> None:
    limits, now = RANGES[name], float(getattr(perturbation, name))
    st.slider(
        text(f"perturbation_{name}"),
        limits.lowest,
        limits.highest,
        step=limits.step,
        **choice(_AMOUNTS[name]),
    )
    values, images = sweep(prediction.image, perturbation, name)
    shares, called = prediction.stated(images)[:, label], short(prediction.classes[label], 20)
    live_chart(
        share_along(values, shares, figures.AxisLabels("", ""), now),
        key=f"perturbation_curve_{name}",
        labels=chart_labels(text),
        alt=text("perturbation_alt", label=called, lowest=formats.percent(float(shares.min()))),
        title=text("perturbation_curve", label=called),
        height=200,
    )
