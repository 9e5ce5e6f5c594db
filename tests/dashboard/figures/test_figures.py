"""Figures are pure: nothing, one point, flat data and NaN are ordinary input."""

import base64
import json

import numpy as np
import pytest

from dashboard.figures import (
    AxisLabels,
    RateMark,
    RatePoint,
    palette,
    range_test_chart,
    rate_chart,
    weight_images,
)

WORDS = AxisLabels("step", "loss", "step %{x:,d}")


def numbers(packed):
    return np.frombuffer(base64.b64decode(packed["bdata"]), dtype="<f4")


def runs(*rates, value=0.5, **options):
    return [RatePoint(rate, value, label=f"{rate:g}", group=f"{rate:g}", **options) for rate in rates]


def crosses(figure):
    return [trace for trace in figure.traces if trace.get("marker", {}).get("symbol") == "x"]


@pytest.mark.parametrize("figure", ["loss", "accuracy"])
def test_no_run_still_has_an_axis_of_rates(figure):
    """Both axes have titles and the logarithmic one a range, and there is nothing on them, not even the best."""
    chart = rate_chart([], WORDS, figure=figure, best=[RateMark(0.1, "best")], stable_rate=RateMark(0.09, "2/L"))
    assert (chart.points, list(chart.traces)) == (0, [])
    assert chart.layout["xaxis"]["type"] == "log"
    assert chart.layout["xaxis"]["range"][0] < chart.layout["xaxis"]["range"][1]


def test_one_run_is_one_point_in_its_colour():
    """There is no line to draw through one rate."""
    (trace,) = rate_chart(runs(0.1), WORDS).traces
    assert (trace["mode"], trace["x"], trace["y"], trace["group"]) == ("markers", [0.1], [0.5], "0.1")
    assert trace["marker"]["color"] == palette.rate_colours([0.1])[0.1].both()


@pytest.mark.parametrize(("figure", "at_top"), [("loss", True), ("accuracy", False)])
def test_runs_that_all_diverged_stand_at_the_edge_of_bad_values(figure, at_top):
    """They are not dropped, not averaged and not the best, whatever their value is said to be."""
    chart = rate_chart(runs(1, 10, value=np.nan, diverged=True), WORDS, figure=figure, best=[RateMark(1, "best")])
    assert len(chart.traces) == len(crosses(chart)) == 2
    assert all((trace["y"][0] > 0.9) == at_top and trace["yaxis"] == "y2" for trace in chart.traces)
    json.dumps(chart.traces, allow_nan=False)


def test_the_line_goes_through_the_means_of_the_seeds():
    """Low to high, whatever the order of the runs; a seed that diverged has no say."""
    points = [*runs(1, value=0.8), *runs(0.1, value=0.2), *runs(0.1, value=0.4), *runs(0.1, diverged=True)]
    line, *others = rate_chart(points, WORDS).traces
    np.testing.assert_allclose(numbers(line["x"]), [0.1, 1])
    np.testing.assert_allclose(numbers(line["y"]), [0.3, 0.8], rtol=1e-6)
    assert sum(len(trace["x"]) for trace in others) == 4


def test_the_best_rate_has_a_ring_at_its_mean():
    """And its words beside it."""
    points = [*runs(0.1, value=0.2), *runs(0.1, value=0.4), *runs(1, value=0.8)]
    ring = rate_chart(points, WORDS, best=[RateMark(0.1, "best: 0.1")]).traces[-1]
    assert (ring["x"], ring["y"], ring["text"]) == ([0.1], [pytest.approx(0.3)], ["best: 0.1"])


def test_level_rates_all_have_rings_and_one_label():
    """Two labels side by side would print over each other."""
    points = runs(0.1, 0.3, value=0.3) + runs(1, value=0.5)
    marks = [RateMark(rate, f"best: {rate}") for rate in (0.1, 0.3)]
    *_, first, second = rate_chart(points, WORDS, best=marks).traces
    assert ([first["x"], second["x"]], first["text"], second["text"]) == ([[0.1], [0.3]], ["best: 0.1"], [""])


def test_a_guest_is_hollow_and_not_on_the_line_of_the_race():
    """A rate with other settings is another one."""
    points = [*runs(0.1, 1, value=0.3), RatePoint(0.1, 0.9, group="r7", guest=True)]
    line, *dots = rate_chart(points, WORDS).traces
    np.testing.assert_allclose(numbers(line["y"]), [0.3, 0.3], rtol=1e-6)
    symbols = {dot["group"]: dot["marker"]["symbol"] for dot in dots}
    assert symbols == {"0.1": "circle", "1": "circle", "r7": "circle-open"}


def test_regions_reach_to_the_ends_of_the_axis():
    """What is too small ends, and what is too large begins, at the rate the caller names."""
    chart = rate_chart(
        runs(0.001, 0.1, 10),
        WORDS,
        stable_rate=RateMark(0.09, "2/L"),
        too_small=RateMark(0.01, "too small"),
        too_large=RateMark(1, "too large"),
    )
    small, large, bound = chart.layout["shapes"]
    low, high = 10.0 ** np.array(chart.layout["xaxis"]["range"])
    assert (small["x0"], small["x1"]) == (pytest.approx(low), 0.01)
    assert (large["x0"], large["x1"]) == (pytest.approx(high), 1)
    assert (bound["x0"], bound["label"]["text"]) == (0.09, "2/L")


@pytest.mark.parametrize("count", [0, 1, 300])
def test_a_range_test_of_any_length(count):
    """Raw losses, smoothed losses and the suggestion, as far as they are there."""
    rates = np.geomspace(1e-5, 10, 300)[:count]
    losses = np.full(count, 2.3)
    suggested = RateMark(0.03, "0.03") if count == 300 else None
    chart = range_test_chart(rates, losses, losses, WORDS, suggested=suggested)
    assert chart.points == count
    assert len(chart.traces) == (3 if suggested else 2 if count else 0)
    if suggested:
        assert (chart.traces[2]["x"], chart.traces[2]["y"]) == ([0.03], [pytest.approx(2.3)])


def test_exploding_batches_do_not_squash_the_range_test():
    """The axis of losses fits the smoothed curve, in which a single batch has no say."""
    raw = np.array([2.3, 1.0, 1e9])
    chart = range_test_chart([0.01, 0.1, 1], raw, np.array([2.3, 1.0, np.nan]), WORDS)
    assert chart.layout["yaxis"]["range"][1] < 3


def test_weight_images_share_one_scale_and_keep_zero():
    """All ten images are comparable, zero weight is neutral, and image d holds column d."""
    weights = np.zeros((784, 10))
    weights[28, 3], weights[29, 4] = -0.5, 0.25
    images, limit = weight_images(weights, limit=0.5)
    assert images.shape == (10, 28, 28)
    assert limit == 0.5
    assert (images[3, 1, 0], images[4, 1, 1], images[0].any()) == (-127, 64, False)


@pytest.mark.parametrize("weights", [np.zeros((784, 10)), np.full((784, 10), np.nan)])
def test_weights_without_any_size_are_neutral(weights):
    """Nothing learnt yet, or diverged beyond numbers, is drawn as zero."""
    assert not weight_images(weights)[0].any()
