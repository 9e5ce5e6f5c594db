"""What the browser makes of recorded metrics is what NumPy makes of them."""

import numpy as np
import pytest

from tests import node

RNG = np.random.default_rng(5)


def as_json(array):
    return [None if not np.isfinite(value) else float(value) for value in np.asarray(array).reshape(-1)]


def from_json(values):
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def with_gaps(shape, share):
    values = RNG.normal(1, 0.5, shape).astype(np.float32)
    values[RNG.random(shape) < share] = np.nan
    return values


NUMBERS = "const numbers = (values) => Float32Array.from(values, (value) => value ?? NaN);"


@pytest.mark.parametrize("seeds", [1, 2, 5])
def test_means_and_bands_over_seeds(seeds):
    """A gap in one seed is a gap in all three."""
    runs = with_gaps((seeds, 80), 0.1)
    found = node.run(
        "live_chart/seeds.js",
        NUMBERS + "const band = module.overSeeds(data.map(numbers));"
        "return [band.mean, band.lowest, band.highest].map((edge) => Array.from(edge));",
        list(map(as_json, runs)),
    )
    doubles = runs.astype(np.float64)
    for edge, expected in zip(found, (doubles.mean(axis=0), runs.min(axis=0), runs.max(axis=0)), strict=True):
        np.testing.assert_allclose(from_json(edge), expected, rtol=1e-6)


def kept_points(y, most):
    """The rule in NumPy: every bucket of neighbours keeps its extremes, or one of its gaps and its highest."""
    stride = 1
    while len(y) > most * stride:
        stride *= 2
    if stride == 1:
        return None
    bucket = 2 * stride
    whole = len(y) // bucket * bucket
    rows = y[:whole].reshape(-1, bucket)
    starts = np.arange(0, whole, bucket)
    first_gap = np.isfinite(rows).argmin(axis=1)
    gap = ~np.isfinite(rows[np.arange(len(rows)), first_gap])
    lowest = np.where(gap, first_gap, np.where(np.isfinite(rows), rows, np.inf).argmin(axis=1))
    highest = np.where(np.isfinite(rows), rows, -np.inf).argmax(axis=1)
    return np.unique(np.concatenate([starts + lowest, starts + highest, np.arange(whole, len(y))])).tolist()


@pytest.mark.parametrize("gaps", [0.0, 0.02, 0.6, 1.0])
@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 1234, 5000])
def test_points_of_long_curves(count, gaps):
    """Nothing is left out of a short one."""
    y = with_gaps(count, gaps)
    found = node.run(
        "live_chart/kept.js", NUMBERS + "return module.keptPoints(numbers(data.y), 100);", {"y": as_json(y)}
    )
    assert found == kept_points(y, 100)


def range_without_outliers(curves, log_y):
    """The rule in NumPy: from the 1st percentile of all to the 95th of those whose 95th is near the lower half's."""
    floors, tops = [], []
    for y in curves:
        y = np.asarray(y, dtype=np.float64)[max(1, len(y) // 20) :]
        y = y[np.isfinite(y) & (y > 0)] if log_y else y[np.isfinite(y)]
        if len(y) >= 3:
            floor, top = np.percentile(y, [1, 95])
            floors.append(floor)
            tops.append(top)
    if not tops:
        return None
    level = sorted(tops)[(len(tops) - 1) // 2]
    ordinary = [top for top in tops if top <= (30 if log_y else 4) * level]
    low, high = min(floors), max(ordinary, default=level)
    if log_y:
        margin = max((high / low) ** 0.05, 1.02)
        return low / margin, high * margin
    margin = max(0.05 * (high - low), 0.01 * abs(high), 1e-6)
    return low - margin, high + margin


@pytest.mark.parametrize("log_y", [False, True])
@pytest.mark.parametrize("curves", [1, 2, 7])
def test_ranges_without_outliers(curves, log_y):
    """Of ordinary curves, of some that lie far above the others, and of gaps."""
    shown = [np.exp(RNG.normal(0, 0.3 + place, 150)) * 3.0**place for place in range(curves)]
    shown[0][RNG.random(150) < 0.3] = np.nan
    shown[-1][RNG.random(150) < 0.1] = 0  # which a logarithmic axis has no place for
    shown = [curve.astype(np.float32) for curve in shown]
    found = node.run(
        "live_chart/outliers.js",
        NUMBERS + "return module.rangeWithoutOutliers(data.curves.map(numbers), data.log);",
        {"curves": list(map(as_json, shown)), "log": log_y},
    )
    np.testing.assert_allclose(found, range_without_outliers(shown, log_y), rtol=1e-9)


@pytest.mark.parametrize("axis", ["step", "epoch", "seconds"])
def test_places_on_the_x_axis(axis):
    """Of all records, and of steps between them, before the first and after the last."""
    batch, images = 128, 55_000
    steps = np.cumsum(RNG.integers(1, 30, 60)) - 1
    seconds = (0.01 * steps + RNG.random(60).cumsum()).astype(np.float32)
    wanted = np.array([0, 1, 17, 100, steps[30], steps[-1] + 50])
    found, between = node.run(
        "live_chart/places.js",
        """const { axis, course, recorded, wanted } = data;
        return [Array.from(module.placesOf(axis, course, recorded)),
          wanted.map((step) => module.placeOf(step, axis, course, recorded))];""",
        {
            "axis": axis,
            "course": {"batch_size": batch, "images": images},
            "recorded": {"steps": steps.tolist(), "seconds": seconds.tolist()},
            "wanted": wanted.tolist(),
        },
    )
    for places, asked in ((found, steps), (between, wanted)):
        expected = {"step": asked, "epoch": asked * batch / images, "seconds": np.interp(asked, steps, seconds)}
        np.testing.assert_allclose(places, expected[axis], rtol=1e-6)
