"""Step 7: what the browser computes of one image and of the landscape, beside NumPy."""

import base64

import numpy as np
import pytest

from core.model.softmax import softmax
from dashboard.learn.steps.descent import STEP
from tests import node

NUMBERS = "stages/descent_numbers.js"


def array(sent):
    return np.frombuffer(base64.b64decode(sent["bdata"]), {"f4": "<f4", "u1": "u1"}[sent["dtype"]])


@pytest.mark.parametrize(("rate", "steps"), [(1e-4, 1), (0.01, 1), (0.003, 10), (0.02, 100), (1.0, 3)])
def test_descent_on_one_image_is_that_of_the_whole_weights(rate, steps):
    """Step by step with the gradient x (p - y), in float64: weights, probabilities, what becomes of others."""
    figures = STEP.figures()
    x, start = array(figures["x"]).astype(float), array(figures["start"]).astype(float).reshape(785, 10)
    others = {name: array(sent).astype(float) for name, sent in figures["others"].items()}
    found = node.run(
        NUMBERS,
        """
        const logits = module.logitsOf(data.x, data.start);
        const product = data.x.reduce((sum, each) => sum + each * each, 1);
        const { sums, before, after } = module.descended(logits, { ...data, product });
        const [change, right] = [[...module.outer(data.x, sums)], module.readRight(data.others, sums)];
        return { sums, before, after, change, right };
        """,
        {
            "x": x.tolist(),
            "start": start.ravel().tolist(),
            "digit": figures["digit"],
            "rate": rate,
            "steps": steps,
            "others": {name: values.tolist() for name, values in others.items()},
        },
    )
    weights = start.copy()
    one_hot = np.eye(10)[figures["digit"]]
    for _ in range(steps):
        error = softmax(x @ weights[:-1] + weights[-1]) - one_hot
        weights[:-1] -= rate * np.outer(x, error)
        weights[-1] -= rate * error
    np.testing.assert_allclose(found["before"], softmax(x @ start[:-1] + start[-1]), rtol=1e-4)
    np.testing.assert_allclose(found["after"], softmax(x @ weights[:-1] + weights[-1]), rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(found["sums"], start[-1] - weights[-1], rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(
        np.reshape(found["change"], (784, 10)), (start - weights)[:-1], rtol=1e-3, atol=1e-5 * np.abs(x).max()
    )
    moved = others["logits"].reshape(-1, 10) - np.outer(others["products"], found["sums"])
    assert found["right"] == (moved.argmax(axis=1) == others["digits"]).sum()


def test_the_right_digit_gains_what_the_others_lose():
    """As the answer says."""
    figures = STEP.figures()
    logits = np.random.default_rng(3).normal(size=10)
    found = node.run(
        NUMBERS,
        "return module.descended(data.logits, { digit: data.digit, product: 250, rate: 1, steps: 1 })",
        {"logits": logits.tolist(), "digit": figures["digit"]},
    )
    assert sum(found["sums"]) == pytest.approx(0, abs=1e-6)
    assert [each for each, moved in enumerate(found["sums"]) if moved < 0] == [figures["digit"]]


def test_level_lines_run_where_the_landscape_has_their_height():
    """On the axes, between the points that are known: nearly; their numbers stand on them."""
    ground = STEP.figures()["landscape"]
    across, up, heights = (np.array(ground["across"]), np.array(ground["up"]), array(ground["heights"]))
    heights = heights.reshape(len(up), len(across))
    data = {"across": across.tolist(), "up": up.tolist(), "heights": heights.ravel().tolist()}
    found = node.run(NUMBERS, "return module.levelsOn(data, [0.5, 2, 1000])", data)
    assert [line["level"] for line in found] == [0.5, 2]
    for line in found:
        points = np.array(line["pieces"]).reshape(-1, 2)
        assert line["top"] in points.tolist()
        column = (points[:, 0] - across[0]) / (across[1] - across[0])
        row = (points[:, 1] - up[0]) / (up[1] - up[0])
        left, low = np.minimum(column.astype(int), len(across) - 2), np.minimum(row.astype(int), len(up) - 2)
        a, b = column - left, row - low
        between = (1 - b) * ((1 - a) * heights[low, left] + a * heights[low, left + 1]) + b * (
            (1 - a) * heights[low + 1, left] + a * heights[low + 1, left + 1]
        )
        np.testing.assert_allclose(between, line["level"], rtol=1e-3)


def test_colours_reach_as_far_as_nearly_all_weights():
    """99 of 100."""
    values = np.random.default_rng(8).normal(size=501)
    found = node.run(NUMBERS, "return module.reach(Float32Array.from(data))", values.tolist())
    assert found == pytest.approx(np.quantile(np.abs(values), 0.99, method="lower"), rel=1e-6)
