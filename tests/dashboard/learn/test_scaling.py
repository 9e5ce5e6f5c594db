"""Step 2: descent, distributions and outliers in the browser, beside NumPy and scikit-learn."""

import base64
from itertools import pairwise

import numpy as np
import pytest
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from core.features.moments import normalize_moments
from core.lessons.scaling import Pairs, losses
from dashboard.learn.steps.scaling import STEP, WAYS
from tests import node

NUMBERS = "stages/scaling_numbers.js"
KINDS = {"f4": "<f4", "u1": "u1", "u2": "<u2"}


def unpacked(sent):
    return np.frombuffer(base64.b64decode(sent["bdata"]), KINDS[sent["dtype"]])


@pytest.fixture(scope="module")
def figures():
    return STEP.figures()


@pytest.fixture(scope="module")
def shown(figures):
    two = figures["two"]
    counts = (unpacked(two[name]).astype(np.int64) for name in ("positives", "negatives"))
    return Pairs(unpacked(two["values"]).reshape(-1, 2), *counts)


def descend(shown, way, share, steps):
    """The browser's path, (steps + 1, 2), and its losses."""
    data = {
        "pairs": {
            "values": shown.values.reshape(-1).tolist(),
            "positives": shown.positives.tolist(),
            "negatives": shown.negatives.tolist(),
        },
        "spread": way["spread"],
        "rate": share * way["stable"],
        "steps": steps,
    }
    found = node.run(NUMBERS, "return module.descend(data.pairs, data.spread, data.rate, data.steps)", data)
    return np.array(found["path"]), np.array(found["losses"])


@pytest.mark.parametrize("name", WAYS)
def test_every_step_goes_down_the_slope(figures, shown, name):
    """By the rate times the derivatives that finite differences of NumPy's losses say, with those losses."""
    way = figures["two"]["ways"][name]
    spread = np.array(way["spread"])
    path, found = descend(shown, way, 0.5, 6)
    np.testing.assert_allclose(found, losses(shown, path / spread), atol=1e-9)
    unit = 1e-4 * np.abs(way["lowest"]).max()
    for before, after in pairwise(path):
        ahead, behind = (losses(shown, (before + sign * unit * np.eye(2)) / spread) for sign in (1, -1))
        slope = (ahead - behind) / (2 * unit)
        np.testing.assert_allclose(before - 0.5 * way["stable"] * slope, after, rtol=1e-3, atol=unit)


def test_scaling_adds_no_information_and_yet_descent_arrives(figures, shown):
    """Same start, same lowest loss; but unscaled, or normalized, most of the way is left after twenty steps."""
    left = {}
    for name, way in figures["two"]["ways"].items():
        path, found = descend(shown, way, 0.5, 20)
        assert found[0] == pytest.approx(0.3346, abs=1e-4)
        lowest = losses(shown, np.array([way["lowest"]]) / way["spread"])[0]
        assert lowest == pytest.approx(figures["two"]["loss"], abs=1e-9)
        left[name] = node.run(
            NUMBERS,
            "return module.wayLeft(data.path, data.lowest, 1)",
            {"path": path.tolist(), "lowest": way["lowest"]},
        )
    assert left["none"] == pytest.approx(left["normalize"])
    assert left["none"] > 0.5
    assert left["standardize"] < 0.01


def test_level_lines_are_of_the_loss_around_its_lowest(figures, shown):
    """A grid on which the lowest one is, and the start."""
    for way in figures["two"]["ways"].values():
        grid = unpacked(way["losses"]).reshape(-1, way["columns"])
        x, y = np.linspace(*way["x"], grid.shape[1]), np.linspace(*way["y"], grid.shape[0])
        row, column = np.unravel_index(grid.argmin(), grid.shape)
        assert abs(x[column] - way["lowest"][0]) <= x[1] - x[0]
        assert abs(y[row] - way["lowest"][1]) <= y[1] - y[0]
        assert x[0] < 0 < x[-1]
        assert y[0] < 0 < y[-1]
        there = losses(shown, np.array([[x[5], y[3]]]) / way["spread"])[0]
        assert grid[3, 5] == pytest.approx(there, abs=1e-6)


def test_as_much_of_a_path_as_is_seen():
    """What leaves the picture ends at its rim and comes back there."""
    data = {"path": [[0, 0], [2, 1], [0.5, 0.75], [0.5, 0.75]], "x": [-1, 1], "y": [-1, 1]}
    found = node.run(NUMBERS, "return module.within(data.path, data.x, data.y)", data)
    np.testing.assert_allclose(found[:2], [[[0, 0], [1, 0.5]], [[1, 5 / 6], [0.5, 0.75]]])
    outside = {"path": [[2, -5], [2, 5]], "x": [-1, 1], "y": [-1, 1]}
    assert node.run(NUMBERS, "return module.within(data.path, data.x, data.y)", outside) == []


def test_shares_are_numpys_histogram():
    """With what lies beyond an end counted at it."""
    values = np.random.default_rng(3).normal(0, 2, 300)
    found = node.run(NUMBERS, "return module.shares(data, -2, 3, 10)", values.tolist())
    expected = np.histogram(np.clip(values, -2, 3 - 1e-9), bins=10, range=(-2, 3))[0] / 300
    np.testing.assert_allclose(found, expected)


@pytest.mark.parametrize("broken", [255, 900, 2550])
def test_an_outlier_does_to_others_what_scikit_learn_says(figures, broken):
    """Fitted on all values with it, for the range and for mean and deviation."""
    values = unpacked(figures["outlier"]).astype(float)
    found = node.run(NUMBERS, "return module.withOutlier(data[0], data[1])", [values.tolist(), broken])
    spoilt = np.concatenate([[broken], values[1:]])[:, np.newaxis]
    for name, scaler in (("normalize", MinMaxScaler()), ("standardize", StandardScaler())):
        expected = scaler.fit_transform(spoilt)[:, 0]
        before = type(scaler)().fit_transform(values[:, np.newaxis])[:, 0]
        np.testing.assert_allclose(found[name]["others"], expected[1:], atol=1e-12)
        assert found[name]["broken"] == pytest.approx(expected[0])
        assert found[name]["width"] == pytest.approx(np.ptp(expected[1:]) / np.ptp(before[1:]))


def test_a_scaled_value_is_what_the_model_gets(figures):
    """And 0 where a pixel never changes in training."""
    ways = figures["pixels"]["ways"]
    for name in WAYS:
        centre, spread = (unpacked(ways[name][part]) for part in ("centre", "spread"))
        image = unpacked(figures["pixels"]["images"])[784 * 4 : 784 * 5]
        rows = np.column_stack([image, centre, spread]).astype(float).tolist()
        found = np.array(node.run(NUMBERS, "return data.map((row) => module.scaled(...row))", rows))
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = np.where(spread > 0, (image - centre) / spread, 0)
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("digit", range(10))
def test_moments_in_the_browser_are_those_of_training(figures, digit):
    """Of every digit, slanted and narrowed: the image that the model is trained on, to two grey levels."""
    image = unpacked(figures["pixels"]["images"])[784 * digit : 784 * (digit + 1)]
    data = {"image": image.tolist(), "targets": figures["moments"]}
    for slant, width in ((0.0, 1.0), (0.6, 0.7), (-0.4, 1.4)):
        before, after = node.run(
            "stages/moments_numbers.js",
            f"""const before = module.slanted(data.image, {slant}, {width}).map(Math.round);
            return [before, module.normalized(before, data.targets).map(Math.round)]""",
            data,
        )
        expected = normalize_moments(np.array(before, np.uint8).reshape(28, 28)).reshape(-1)
        assert np.abs(np.array(after) - expected).max() <= 2


def test_writing_is_slanted_by_so_many_columns_a_row():
    """A bar, to the right at its top; and widened about the middle."""
    bar = np.zeros((28, 28))
    bar[6:23, 13:16] = 200
    data = bar.reshape(-1).tolist()
    leaning = np.array(node.run("stages/moments_numbers.js", "return module.slanted(data, 0.5, 1)", data)).reshape(
        28, 28
    )
    columns = np.arange(28)
    middles = leaning[6:23] @ columns / leaning[6:23].sum(axis=1)
    np.testing.assert_allclose(np.diff(middles), -0.5, atol=1e-6)
    found = node.run("stages/moments_numbers.js", "return module.momentsOf(data, 1)", leaning.reshape(-1).tolist())
    assert found["slant"] == pytest.approx(0.5, abs=1e-3)
    wide = np.array(node.run("stages/moments_numbers.js", "return module.slanted(data, 0, 2)", data)).reshape(28, 28)
    assert wide.sum() == pytest.approx(2 * bar.sum(), rel=0.02)


def test_the_leak_is_told_as_it_is(figures):
    """Next to nothing on test images like the training images, and much on grey paper."""
    told = figures["leak"]
    honest, leaking = np.array(told["honest"]), np.array(told["leaking"])
    assert abs(leaking[0] - honest[0]) < 0.01
    assert (leaking[1:] - honest[1:] > 0.05).all()
