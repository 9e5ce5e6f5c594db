"""Step 4: what the browser shows of batches, beside NumPy, and what is said of their noise."""

import numpy as np
import pytest

from core.lessons import model
from dashboard.learn.steps.batches import ARROWS, SIZES, STEP
from tests import node

NUMBERS = "stages/batches_numbers.js"


@pytest.fixture(scope="module")
def counts():
    """By buffer, what the batches of the epoch hold, (batches, 10)."""
    return {
        each["buffer"]: np.reshape(
            node.run("kit/numbers.js", "return [...module.numbers(data)]", each["counts"]), (-1, 10)
        )
        for each in STEP.figures()["buffers"]
    }


def test_an_epoch_holds_every_image_once_whatever_the_buffer(counts):
    """In batches of 256, of which the last is what is left."""
    digits = np.bincount(model.tutorial().split.y_train)
    assert list(counts) == [1, 500, 5000, digits.sum()]
    for held in counts.values():
        np.testing.assert_array_equal(held.sum(axis=0), digits)
        assert set(held[:-1].sum(axis=1)) == {256}


def test_a_larger_buffer_mixes_more(counts):
    """Of sorted images, the first batch of the tutorial's buffer holds zeros alone; of all, all have ten digits."""
    different = [
        node.run(NUMBERS, "return module.digitsABatch(data)", held.ravel().tolist()) for held in counts.values()
    ]
    np.testing.assert_allclose(different, [(held > 0).sum(axis=1).mean() for held in counts.values()])
    assert different == sorted(different)
    assert different[-1] == 10
    np.testing.assert_array_equal(counts[5000][0], [256, *[0] * 9])


def test_the_picture_has_a_row_for_each_digit(counts):
    """Its tones are the roots of shares."""
    held = counts[500]
    found = np.reshape(node.run(NUMBERS, "return [...module.tones(data)]", held.ravel().tolist()), (10, -1))
    np.testing.assert_allclose(found, 255 * np.sqrt(held / held.sum(axis=1, keepdims=True)).T, atol=0.5)
    assert node.run(NUMBERS, "return module.held(data, 30)", held.ravel().tolist()) == held[30].tolist()


def test_models_learn_more_from_batches_that_are_mixed():
    """And next to nothing from the zeros."""
    found = [each["accuracy"] for each in STEP.figures()["buffers"]]
    assert found == sorted(found)
    assert found[0] < 0.25
    assert found[-1] > 0.7


@pytest.mark.parametrize("trained", [0, 1])
def test_noise_falls_as_the_root_of_the_batch_size(trained):
    """As measured on both models, within 5%; so it is four times less with 256 than with 16, as the answer says."""
    figures = STEP.figures()["models"][trained]
    law = [
        node.run(NUMBERS, "return module.expectedNoise(data[0], data[1])", [figures["noise"][0], size])
        for size in SIZES
    ]
    np.testing.assert_allclose(law, figures["noise"][0] / np.sqrt(SIZES))
    np.testing.assert_allclose(figures["noise"], law, rtol=0.05)
    noise = dict(zip(SIZES, figures["noise"], strict=True))
    assert noise[16] / noise[256] == pytest.approx(4, abs=0.2)
    assert figures["off"] == sorted(figures["off"], reverse=True)
    assert {len(angles) for angles in figures["angles"]} == {ARROWS}


def test_arrows_lie_as_many_degrees_off_as_they_are_said_to():
    """To either side in turn; straight up is no degree."""
    angles = [0.0, 30.0, 90.0, 100.0]
    ends = np.array(node.run(NUMBERS, "return module.arrows(data)", angles))
    np.testing.assert_allclose(np.hypot(*ends.T), 1)
    np.testing.assert_allclose(np.degrees(np.arccos(ends[:, 1])), angles, atol=1e-6)
    assert [bool(end < 0) for end in ends[:, 0]] == [False, False, True, False]
