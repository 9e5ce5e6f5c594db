"""How a drawing becomes what the model sees, step by step; every step can be left out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.drawing import Recipe, Stage
from core.model import SoftmaxModel
from core.scaling import unscaled
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.figures.digits import evidence_images
from dashboard.text import Text

WIDTH = 150
"""Of one image, in pixels: two stand side by side on a phone."""

_STEPS = ("box", "pen", "centre")
"""The steps of the image that can be left out: fields of Recipe."""

_SCALE = "scale"
"""The last step, between the image and the model."""


def chosen_recipe() -> Recipe:
    """Return the steps that are switched on."""
    return Recipe(**{step: _is_on(step) for step in _STEPS})


def as_chosen(model: SoftmaxModel) -> SoftmaxModel:
    """Return the model, or where scaling is switched off one that is given pixels as they are."""
    return model if _is_on(_SCALE) else replace(model, scaling=unscaled())


def _is_on(step: str) -> bool:
    return bool(st.session_state.get(f"step_{step}", True))


def steps(text: Text, stages: Sequence[Stage], model: SoftmaxModel | None) -> None:
    """Draw the strip: the stages, and the scaled pixels as `model` gets them."""
    st.subheader(text("steps_title"), anchor=False, help=text("steps_help"))
    with st.container(horizontal=True, key="recipe"):
        for step in (*_STEPS, _SCALE):
            st.toggle(
                text(f"step_{step}"),
                True,
                key=f"step_{step}",
                help=text(f"step_{step}_help"),
                persist_state="session",
            )
    shown = stages or tuple(
        Stage(name, np.zeros((28, 28), np.uint8)) for name in ("canvas", "box", "small", "centred")
    )
    with st.container(horizontal=True, key="steps"):
        for number, stage in enumerate(shown, start=1):
            _step(text, number, stage.name, stage.image[np.newaxis])
        inputs = np.zeros((1, 784), np.float32)
        if stages and model is not None:
            inputs = model.scaling.transform(stages[-1].image[np.newaxis])
        scaled, _ = evidence_images(inputs)
        _step(text, len(shown) + 1, "scaled", scaled)
    if chosen_recipe() != Recipe() or not _is_on(_SCALE):
        st.caption(text("steps_left_out"))


def _step(text: Text, number: int, name: str, image: NDArray[np.uint8] | NDArray[np.int8]) -> None:
    with st.container(width=WIDTH):
        image_grid(
            image,
            [GridImage(f"{number} {text(f'stage_{name}')}", alt=text(f"stage_{name}_alt"))],
            key=f"stage_{name}",
            alt=text(f"stage_{name}_alt"),
            columns=1,
            columns_on_phone=1,
            largest=WIDTH,
        )
