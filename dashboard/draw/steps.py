"""How a drawing becomes what the model sees, step by step; every step can be left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.arrays import Bytes
from core.drawing.recipe import Recipe, Stage
from core.features.moments import deskew, normalize_moments
from core.features.scaling import SCALINGS, prepare
from core.model.softmax import SoftmaxModel
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.figures.digits import evidence_images
from dashboard.shared.fields import choice
from dashboard.shared.frame import callback
from dashboard.shared.session import Key
from dashboard.text import Text

WIDTH = 128
"""Of one image, in pixels: two stand side by side on a phone, six beside the canvas."""

_STEPS = ("box", "pen", "centre")
"""The steps of the image that can be left out: fields of Recipe."""

_IMAGE_STEPS: Mapping[Callable[[Bytes], Bytes], str] = {deskew: "deskew", normalize_moments: "moments"}
"""The steps that a scaling may begin with; no model has more than one of them."""

_SCALE = "scale"
"""The last step before the model, which all of them have."""

_SWITCHES = {step: Key(f"step_{step}", True) for step in (*_STEPS, *_IMAGE_STEPS.values(), _SCALE)}

_SHOWN_BY = {
    "box": "box",
    "small": "pen",
    "centred": "centre",
    "deskewed": "deskew",
    "normalized": "moments",
    "scaled": _SCALE,
}
"""The stage on which one sees that a step was left out."""

_EMPTY = np.zeros((28, 28), np.uint8)


def chosen_recipe() -> Recipe:
    """Return the steps that are switched on."""
    return Recipe(**{step: _is_on(step) for step in _STEPS})


def as_chosen(model: SoftmaxModel) -> SoftmaxModel:
    """Return the model without those of its own steps that are switched off."""
    step = _image_step_of(model)
    scaling = model.scaling if step is None or _is_on(step) else model.scaling.without_image_step()
    return replace(model, scaling=scaling if _is_on(_SCALE) else scaling.without_scale())


def left_out(model: SoftmaxModel | None, *, is_drawn: bool) -> list[str]:
    """Return the steps that are switched off and that this model has; what was not drawn needs none of the image."""
    return [step for step in _steps_of(model, is_drawn) if not _is_on(step)]


def take_all() -> None:
    """Switch every step on."""
    for switch in _SWITCHES.values():
        switch.set(True)


def restore(text: Text, steps: Sequence[str]) -> None:
    """Draw which steps are left out, as one button that puts all of them back."""
    names = text.listed(text(f"step_{step}") for step in steps)
    st.button(
        text("steps_restore", steps=names),
        key="steps_restore",
        icon=":material/settings_backup_restore:",
        on_click=callback(take_all),
    )


def steps_section(text: Text, stages: Sequence[Stage], model: SoftmaxModel | None) -> None:
    """Draw the strip: the stages, and what `model` makes of the last one before it multiplies it with its weights."""
    is_drawn = len(stages) != 1
    switches = _steps_of(model, is_drawn)
    st.markdown(text("steps_intro" if is_drawn else "steps_intro_given"))
    with st.container(horizontal=True, key="recipe"):
        for step in switches:
            with st.container(key=f"step_{step}", width="content"):
                st.toggle(text(f"step_{step}"), help=text(f"step_{step}_help"), **choice(_SWITCHES[step]))
    shown = list(stages) or [Stage(name, _EMPTY) for name in ("canvas", "box", "small", "centred")]
    inputs = np.zeros((1, 784), np.float32)
    if model is not None:
        scaling = as_chosen(model).scaling
        if (image_step := _image_step_of(model)) is not None:
            prepared = prepare(scaling.name, shown[-1].image[np.newaxis]) if stages else _EMPTY
            name = next(stage for stage, by in _SHOWN_BY.items() if by == image_step)
            shown.append(Stage(name, prepared.reshape(28, 28)))
        if stages:
            inputs = scaling.transform(stages[-1].image[np.newaxis])
    missing = left_out(model, is_drawn=is_drawn)
    with st.container(horizontal=True, key="steps"):
        for number, stage in enumerate(shown, start=1):
            _step(text, number, stage.name, stage.image[np.newaxis], missing)
        scaled, _ = evidence_images(inputs)
        _step(text, len(shown) + 1, "scaled", scaled, missing)
    with st.container(key="steps_left_out"):
        if missing:
            st.caption(text("steps_left_out"))


def _is_on(step: str) -> bool:
    return _SWITCHES[step].get()


def _steps_of(model: SoftmaxModel | None, is_drawn: bool) -> tuple[str, ...]:
    step = None if model is None else _image_step_of(model)
    return (*(_STEPS if is_drawn else ()), *([] if step is None else [step]), _SCALE)


def _image_step_of(model: SoftmaxModel) -> str | None:
    """Return the step that the scaling of a model begins with, whether it is switched off or not."""
    step = SCALINGS[model.scaling.name].image_step
    return None if step is None else _IMAGE_STEPS[step]


def _step(
    text: Text, number: int, name: str, image: NDArray[np.uint8] | NDArray[np.int8], missing: Sequence[str]
) -> None:
    is_missing = _SHOWN_BY.get(name) in missing
    caption = f"{number} {text(f'stage_{name}')}"
    with st.container(width=WIDTH):
        image_grid(
            image,
            [
                GridImage(
                    text("stage_left_out", stage=caption) if is_missing else caption,
                    alt=text("stage_left_out", stage=text(f"stage_{name}_alt"))
                    if is_missing
                    else text(f"stage_{name}_alt"),
                    left_out=is_missing,
                )
            ],
            key=f"stage_{name}",
            alt=text(f"stage_{name}_alt"),
            columns=1,
            columns_on_phone=1,
            largest=WIDTH,
        )
