"""Step 9: the guess and its distance from what was measured, beside NumPy; which experiments may be uncovered."""

from dataclasses import replace

import numpy as np
import pytest

from core.config import PRESETS
from core.schedule import record_steps
from dashboard.learn.steps.train import STEP, TUTORIAL, same_as_tutorial
from dashboard.shared.services import services
from tests import node
from tests.holding import holder

NUMBERS = "stages/train_numbers.js"
places = np.arange(0, 2001, 50)
HANDLES = [0, 100, 250, 500, 1000, 1500, 2000]


def test_a_guess_is_kept_where_the_tutorials_steps_are():
    """From the first to the last, and handles among them."""
    found = node.run(NUMBERS, "return [module.PLACES, module.HANDLES]", None)
    assert found == [places.tolist(), HANDLES]
    assert places[-1] == TUTORIAL.steps == STEP.figures()["steps"]


@pytest.mark.parametrize("last", [1, 9, 40, 69])
def test_the_distance_is_what_numpy_computes(last):
    """The mean absolute difference over all whole steps up to the last record, and the largest one."""
    steps = np.array(record_steps(TUTORIAL)[:last])
    loss = 0.3 + 2.8 * np.exp(-steps / 80) + 0.05 * np.sin(steps)
    levels = np.random.default_rng(3).uniform(0, 3.5, len(places))
    found = node.run(
        NUMBERS,
        "return module.distance(data.levels, data.curve)",
        {"levels": levels.tolist(), "curve": np.stack([steps, loss], 1).tolist()},
    )
    each = np.arange(steps[-1] + 1)
    apart = np.abs(np.interp(each, places, levels) - np.interp(each, steps, loss))
    assert found["mean"] == pytest.approx(apart.mean())
    assert found["worst"]["apart"] == pytest.approx(apart.max())
    assert found["worst"]["step"] == apart.argmax()


@pytest.mark.parametrize("handle", range(len(HANDLES)))
def test_a_handle_moves_the_line_between_its_neighbours(handle):
    """And nothing beyond them."""
    levels = np.random.default_rng(handle).uniform(0, 3.5, len(places))
    found = node.run(NUMBERS, "return module.moved(data[0], data[1], 0.7)", [levels.tolist(), handle])
    at = [step for step in (handle - 1, handle, handle + 1) if 0 <= step < len(HANDLES)]
    ends = [HANDLES[each] for each in at]
    values = [0.7 if each == handle else levels[HANDLES[each] // 50] for each in at]
    inside = (places >= ends[0]) & (places <= ends[-1])
    np.testing.assert_allclose(found, np.where(inside, np.interp(places, ends, values), levels))


@pytest.mark.parametrize(("start", "end"), [((320, 2.0), (910, 0.5)), ((910, 0.5), (320, 2.0))])
def test_a_stroke_draws_the_line_under_it(start, end):
    """In either direction; the place nearest to its end follows the pointer."""
    levels = [1.5] * len(places)
    found = node.run(NUMBERS, "return module.sketched(...data)", [levels, start, end])
    inside = (places >= 320) & (places <= 910)
    expected = np.where(inside, np.interp(places, [320, 910], [2.0, 0.5]), levels)
    nearest = round(end[0] / 50)
    expected[nearest] = found[nearest]
    np.testing.assert_allclose(found, expected)
    assert found[nearest] == pytest.approx(end[1], abs=0.03)


@pytest.mark.parametrize("found", [None, 7, {"levels": []}, {"levels": [9] * 41}, {"levels": ["x"] * 41}])
def test_what_others_have_written_into_the_browsers_store_is_not_taken(found):
    """A guess is forty-one losses that the chart can show."""
    assert node.run(NUMBERS, "return module.soundGuess(data)", found) is None
    sound = {"levels": [1.5] * 41, "experiment": 3, "off": 0.5}
    assert node.run(NUMBERS, "return module.soundGuess(data)", sound) == sound


def test_experiments_of_the_tutorials_setting_are_offered(store):
    """At whatever pace; not those that were stopped, nor others."""
    same = store.experiments.file(replace(TUTORIAL, pace=None))
    for other in (PRESETS["raw_pixels"], replace(TUTORIAL, seeds=(1,))):
        store.experiments.file(other)
    stopped = store.experiments.file(TUTORIAL)
    store.experiments.stop(stopped)
    hurried = store.experiments.file(TUTORIAL)
    store.experiments.set_rate_factor(hurried, 2.0)
    assert [one.id for one in store.experiments.newest() if same_as_tutorial(one)] == [same]


def test_a_start_files_the_tutorials_experiment(learn_page, store):
    """And tells the stage its number."""
    learn_page.query_params["step"] = str(STEP.number)
    page = learn_page.run()
    assert not page.exception
    STEP.live.heed(services(), {"start": 1})
    [filed] = store.experiments.newest()
    assert filed.config == TUTORIAL
    holder(store, filed.id).mark_running()
    assert STEP.live.news(store)["same"] == [filed.id]
