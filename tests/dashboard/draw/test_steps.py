"""The steps from a drawing to what the model sees, and what becomes of the reading without some of them."""

import re

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.drawing.recipe import Recipe
from core.features.moments import deskew, normalize_moments
from dashboard.draw import steps
from dashboard.text import LANGUAGES
from tests.dashboard.draw.drawings import SEVEN, said
from tests.dashboard.fields import field


@pytest.fixture
def grids(monkeypatch):
    """What the strip of steps was given: by key, the image and its caption."""
    shown = {}
    grid = steps.image_grid

    def spy(image, captions, *, key, **more):
        shown[key] = (image, captions[0])
        return grid(image, captions, key=key, **more)

    monkeypatch.setattr(steps, "image_grid", spy)
    return shown


@pytest.mark.parametrize(
    ("step", "way_back"),
    [("box", "steps_restore"), ("pen", "clear"), ("centre", "clear"), ("scale", "steps_restore")],
)
def test_every_step_can_be_left_out(reading, drawn, step, way_back):
    """The headline says so wherever one is on the page, and there is a way back: a button, and Clear."""
    page = reading("steps")
    field(page, f"step_{step}").set_value(False).run()
    assert not page.exception
    assert "with steps left out" in said(page)
    field(page, "explain").set_value("evidence").run()
    assert re.search(r"⚠ Says \d, with steps left out", said(page))
    assert LANGUAGES["en"](f"step_{step}") in page.button(key="steps_restore").label
    drawn.clear()
    page.button(key=way_back).click().run()
    drawn.append(SEVEN)
    page.run()
    assert "left out" not in said(page)
    assert "steps_restore" not in {button.key for button in page.button}


def test_deskewing_is_a_step_where_the_model_has_it(reading, grids):
    """Shown, and to be left out."""
    page = reading("steps", ExperimentConfig(scaling="deskew"))
    centred = grids["stage_centred"][0]
    assert not np.array_equal(grids["stage_deskewed"][0], centred)
    assert np.array_equal(grids["stage_deskewed"][0], deskew(centred))
    field(page, "step_deskew").set_value(False).run()
    assert not page.exception
    assert np.array_equal(grids["stage_deskewed"][0], centred)
    assert "with steps left out" in said(page)


def test_the_image_of_a_step_left_out_looks_left_out(reading, grids):
    """Faded, and said to be; the others do not."""
    page = reading("steps")
    assert not any(caption.left_out for _, caption in grids.values())
    field(page, "step_box").set_value(False).run()
    field(page, "step_scale").set_value(False).run()
    assert {key for key, (_, caption) in grids.items() if caption.left_out} == {"stage_box", "stage_scaled"}
    assert grids["stage_box"][1].caption == "2 Box, left out"


def test_normalizing_is_a_step_where_the_model_has_it(reading, grids):
    """By its own name, and it can be left out."""
    page = reading("steps", ExperimentConfig(scaling="moments"))
    centred = grids["stage_centred"][0]
    assert np.array_equal(grids["stage_normalized"][0], normalize_moments(centred))
    assert "step_deskew" not in {toggle.key for toggle in page.toggle}
    field(page, "step_moments").set_value(False).run()
    assert np.array_equal(grids["stage_normalized"][0], centred)


def test_a_model_that_does_not_deskew_has_no_such_step(reading):
    """Nor is its strip said to lack one."""
    page = reading("steps")
    assert "step_deskew" not in {toggle.key for toggle in page.toggle}
    assert "left out" not in page.get("html")[1].proto.body


def test_the_steps_are_those_of_the_recipe():
    """A new step would need a switch."""
    assert tuple(Recipe.__dataclass_fields__) == steps._STEPS


def test_what_is_saved_goes_through_all_steps(reading, store, grids):
    """Whatever is left out of what is read: a test set is of images as MNIST's were made."""
    page = reading("steps")
    [made] = grids["stage_centred"][0]
    field(page, "step_box").set_value(False).run()
    assert not np.array_equal(grids["stage_centred"][0][0], made)
    page.pills(key="label").set_value("7").run()
    page.button(key="keep").click().run()
    [drawing] = store.drawings.newest()
    assert np.array_equal(drawing.image, made)
