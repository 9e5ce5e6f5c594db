"""How a drawing becomes what the model sees, step by step; every step can be left out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.drawing import Recipe, Stage
from core.model import SoftmaxModel
from core.scaling import prepare
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.figures.digits import evidence_images
from dashboard.text import Text

WIDTH = 150
"""Of one image, in pixels: two stand side by side on a phone."""

_STEPS = ("box", "pen", "centre")
"""The steps of the image that can be left out: fields of Recipe."""

_DESKEW, _SCALE = "deskew", "scale"
"""The steps between the image and the model; only some models have the first."""


_EMPTY = np.zeros((28, 28), np.uint8)


def chosen_recipe() -> Recipe:
    """Return the steps that are switched on."""
    return Recipe(**{step: _is_on(step) for step in _STEPS})


def as_chosen(model: SoftmaxModel) -> SoftmaxModel:
    """Return the model without those of its own steps that are switched off."""
    scaling = model.scaling if _is_on(_DESKEW) else model.scaling.without_image_step()
    return replace(model, scaling=scaling if _is_on(_SCALE) else scaling.without_scale())


def _is_on(step: str) -> bool:
    return bool(st.session_state.get(f"step_{step}", True))


def steps(text: Text, stages: Sequence[Stage], model: SoftmaxModel | None) -> None:
    """Draw the strip: the stages, and what `model` makes of the last one before it multiplies it with its weights."""
    deskews = model is not None and model.scaling.has_image_step
    switches = (*_STEPS, *([_DESKEW] if deskews else []), _SCALE)
    st.header(text("steps_title"), anchor=False, help=text("steps_help"))
    with st.container(horizontal=True, key="recipe"):
        for step in switches:
            st.toggle(
                text(f"step_{step}"),
                True,
                key=f"step_{step}",
                help=text(f"step_{step}_help"),
                persist_state="session",
            )
    shown = list(stages) or [Stage(name, _EMPTY) for name in ("canvas", "box", "small", "centred")]
    inputs = np.zeros((1, 784), np.float32)
    if model is not None:
        scaling = as_chosen(model).scaling
        if deskews:
            upright = prepare(scaling.name, shown[-1].image[np.newaxis]) if stages else _EMPTY
            shown.append(Stage("deskewed", upright.reshape(28, 28)))
        if stages:
            inputs = scaling.transform(stages[-1].image[np.newaxis])
    with st.container(horizontal=True, key="steps"):
        for number, stage in enumerate(shown, start=1):
            _step(text, number, stage.name, stage.image[np.newaxis])
        scaled, _ = evidence_images(inputs)
        _step(text, len(shown) + 1, "scaled", scaled)
    if not all(_is_on(step) for step in switches):
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
