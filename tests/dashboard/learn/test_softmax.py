"""Step 5: what the browser computes of ten logits, beside NumPy; and the logits themselves."""

import warnings

import numpy as np
import pytest

from core.images.dataset import load_mnist
from core.lessons import model
from core.model.softmax import softmax
from dashboard.learn.steps.softmax import STEP
from tests import node

NUMBERS = "stages/softmax_numbers.js"


def computed(logits, **way):
    """What the browser makes of them; what is no number comes back as nan, what is inf as inf."""
    found = node.run(
        NUMBERS,
        """
        const told = (value) => (Number.isNaN(value) ? "nan" : value === Infinity ? "inf" : value);
        const steps = module.steps(data.logits, data.way);
        return Object.fromEntries(Object.entries(steps).map(([name, values]) => [name, values.map(told)]));
        """,
        {"logits": [float(logit) for logit in logits], "way": way},
    )
    return {name: np.array([float(value) for value in values], np.float32) for name, values in found.items()}


def in_numpy(logits, temperature, shift, is_safe):
    """The same in float32, as NumPy has it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        z = (np.float32(np.asarray(logits, float) + shift)) / np.float32(temperature)
        exponentials = np.exp(z - z.max() if is_safe else z)
        return z, exponentials, exponentials / exponentials.sum()


@pytest.mark.parametrize("is_safe", [True, False])
@pytest.mark.parametrize("temperature", [1.0, 0.1, 10.0])
@pytest.mark.parametrize("shift", [0.0, 5.0, -40.0, 88.0, 95.0, -120.0])
def test_the_browser_computes_what_numpy_computes(shift, temperature, is_safe):
    """In float32, with its inf and its nan where it has them."""
    logits = np.random.default_rng(4).uniform(-8, 8, 10).round(1)
    found = computed(logits, temperature=temperature, shift=shift, isSafe=is_safe)
    expected = in_numpy(logits, temperature, shift, is_safe)
    for name, values in zip(("z", "exponentials", "probabilities"), expected, strict=True):
        np.testing.assert_allclose(found[name], values, rtol=2e-5, atol=1e-38, err_msg=name)


def test_adding_to_all_changes_nothing_and_as_written_breaks():
    """What the question asks, and what the answer says to try."""
    logits = STEP.figures()["logits"]
    before, after = computed(logits), computed(logits, shift=5.0)
    np.testing.assert_allclose(after["probabilities"], before["probabilities"], rtol=1e-5)
    limit = node.run("stages/softmax.js", "return module.breakingShift(data)", logits)
    assert np.isnan(computed(logits, shift=limit, isSafe=False)["probabilities"]).any()
    assert np.isfinite(computed(logits, shift=limit - 2, isSafe=False)["probabilities"]).all()
    assert np.isfinite(computed(logits, shift=limit, isSafe=True)["probabilities"]).all()


def test_the_logits_are_those_of_a_test_image_that_is_hard():
    """To a tenth, as sliders have it; the largest has a probability of about 60%."""
    figures = STEP.figures()
    image = load_mnist().x_test[figures["number"]]
    np.testing.assert_array_equal(np.reshape(figures["image"], (28, 28)), image)
    logits = model.trained(figures["steps"]).logits(image[np.newaxis])[0]
    np.testing.assert_allclose(figures["logits"], logits, atol=0.051)
    assert softmax(np.array(figures["logits"])).max() == pytest.approx(0.6, abs=0.05)
