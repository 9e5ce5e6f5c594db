"""What a linear model cannot bear: the drawing moved, turned, resized and thickened after all that would mend it."""

import numpy as np
import streamlit as st

from core.model.perturbations import REACHES, Stress, along, stressed
from dashboard import figures
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.components.live_chart import live_chart
from dashboard.draw.reading import Reading
from dashboard.figures.readings import share_along
from dashboard.shared.fields import mirror
from dashboard.shared.frame import callback
from dashboard.shared.labels import chart_words
from dashboard.text import Text, formats

READ = -1
"""Instead of a true digit: the one that is read."""


def stress_section(text: Text, read: Reading) -> None:
    """Draw a slider and a curve for each transformation, the changed image and its reading."""
    st.markdown(text("stress_intro"))
    picture, words = st.columns([1, 3], gap="large")
    stress = _chosen_stress()
    image = stressed(read.image, stress)
    shares = read.model.probabilities(image[np.newaxis])[0]
    with words:
        label = _true_digit(text, read)
        found = int(shares.argmax())
        with st.container(key="stressed_reading"):
            st.markdown(
                text(
                    "stressed_right" if found == label else "stressed_wrong",
                    digit=found,
                    label=label,
                    probability=formats.percent(float(shares[found])),
                    of_label=formats.percent(float(shares[label])),
                )
            )
        st.button(
            text("stress_reset"),
            key="stress_reset",
            icon=":material/restart_alt:",
            disabled=stress == Stress(),
            on_click=callback(_reset),
        )
    with picture:
        image_grid(
            image[np.newaxis],
            [GridImage(alt=text("stressed_alt"))],
            key="stressed",
            alt=text("stressed_alt"),
            columns=1,
            columns_on_phone=1,
            largest=190,
        )
    for start in (0, 3):
        for column, name in zip(st.columns(3, gap="medium"), list(REACHES)[start : start + 3], strict=False):
            with column:
                _transformation(text, read, stress, name, label)


def _chosen_stress() -> Stress:
    """Return what the sliders say; they are drawn later, each with its curve."""
    unchanged = Stress()
    return Stress(**{name: st.session_state.get(f"stress_{name}", getattr(unchanged, name)) for name in REACHES})


def _reset() -> None:
    unchanged = Stress()
    st.session_state.update({f"stress_{name}": getattr(unchanged, name) for name in REACHES})


def _true_digit(text: Text, read: Reading) -> int:
    chosen: int = st.selectbox(
        text("true_digit"),
        [READ, *range(10)],
        key="true_digit",
        format_func=lambda digit: text("digit_read") if digit == READ else str(digit),
        width=240,
        persist_state="session",
    )
    return read.digit if chosen == READ else chosen


def _transformation(text: Text, read: Reading, stress: Stress, name: str, label: int) -> None:
    reach, now = REACHES[name], float(getattr(stress, name))
    st.session_state.setdefault(f"stress_{name}", float(getattr(Stress(), name)))
    st.slider(
        text(f"stress_{name}"),
        reach.lowest,
        reach.highest,
        step=reach.step,
        **mirror(f"stress_{name}"),
    )
    places, images = along(read.image, stress, name)
    shares = read.model.probabilities(images)[:, label]
    live_chart(
        share_along(places, shares, figures.AxisWords("", ""), now),
        key=f"stress_curve_{name}",
        words=chart_words(text),
        alt=text("stress_alt", label=label, lowest=formats.percent(float(shares.min()))),
        title=text("stress_curve", label=label),
        height=200,
    )
