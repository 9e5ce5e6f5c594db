"""Figures are pure: nothing, one point, flat data and NaN are ordinary input."""

import base64
import json

import numpy as np
import pytest

from dashboard.figures import (
    MOST_POINTS,
    AxisLabels,
    Curve,
    Event,
    RateMark,
    RatePoint,
    accuracy_chart,
    kept_points,
    loss_chart,
    palette,
    range_test_chart,
    range_without_outliers,
    rate_chart,
    weight_images,
)
from dashboard.figures.palette import Colour

WORDS = AxisLabels("step", "loss", "step %{x:,d}")
GREY = Colour("#777777", "#888888")


def numbers(packed):
    return np.frombuffer(base64.b64decode(packed["bdata"]), dtype="<f4")


def curve(y, **options):
    return Curve("batch", np.arange(len(y)) * 20, y, GREY, **options)


@pytest.mark.parametrize("chart", [loss_chart, accuracy_chart])
@pytest.mark.parametrize("curves", [[], [curve([])], [curve([np.nan] * 3, diverged="left the chart")]])
def test_nothing_to_show_still_has_both_axes(chart, curves):
    """A chart of no curve, of an empty one and of one without a finite value has titled axes and no mark."""
    figure = chart(curves, WORDS)
    assert figure.layout["xaxis"]["title"]["text"] == "step"
    assert figure.layout["yaxis"]["title"]["text"] == "loss"
    assert not any(trace["mode"] == "markers" for trace in figure.traces)


@pytest.mark.parametrize("log_y", [False, True])
def test_losses_that_are_awaited_have_an_axis_on_which_they_will_fit(log_y):
    """Up to what a model that knows nothing has, ln 10; the first point then moves no axis far."""
    low, high = loss_chart([curve([])], WORDS, log_y=log_y).layout["yaxis"]["range"]
    assert low < (np.log10(2.3) if log_y else 2.3) < high


def test_points_are_those_of_the_longest_curve():
    """What the page reports as shown is the length of the longest curve, 0 where there is none."""
    assert loss_chart([], WORDS).points == 0
    assert loss_chart([curve([1.0]), curve([1.0, 2.0, 3.0])], WORDS).points == 3


def test_one_point_can_be_seen():
    """A line through one point is invisible, so it is drawn as a marker."""
    assert loss_chart([curve([2.3])], WORDS).traces[0]["mode"] == "markers"
    assert loss_chart([curve([2.3, 2.2])], WORDS).traces[0]["mode"] == "lines"


def test_values_arrive_as_they_are_and_what_is_not_finite_becomes_a_gap():
    """NaN and infinity stay in their places as gaps instead of shifting or dropping what follows."""
    trace = loss_chart([curve([2.3, np.inf, 1.0, np.nan, 0.5])], WORDS).traces[0]
    np.testing.assert_array_equal(numbers(trace["x"]), [0, 20, 40, 60, 80])
    np.testing.assert_allclose(numbers(trace["y"]), [2.3, np.nan, 1.0, np.nan, 0.5], rtol=1e-6)


def test_a_diverged_curve_is_marked_where_it_diverged():
    """At the recorded point nearest to that, which is no gap."""
    values = [2.3, 0.9, 3.0, np.nan, 7.0]
    traces = loss_chart([curve(values, diverged="diverged", diverged_at=58)], WORDS).traces
    assert (traces[1]["x"], traces[1]["y"]) == ([40.0], [3.0])


def test_a_diverged_curve_is_marked_at_its_last_finite_point():
    """The mark says what happened and stands where the curve ends."""
    traces = loss_chart([curve([2.3, 900.0, np.nan, np.nan], diverged="diverged at step 20")], WORDS).traces
    assert (traces[1]["x"], traces[1]["y"]) == ([20.0], [900.0])
    assert traces[1]["says"] == "diverged at step 20"
    assert traces[1]["group"] == traces[0]["group"]


def test_smoothing_is_for_noisy_curves_only():
    """Validation is measured on all its images and must not be blurred."""
    noisy, steady = loss_chart([curve([1, 2], noisy=True), curve([1, 2])], WORDS, smoothing=0.6).traces
    assert noisy["smoothing"] == {"weight": 0.6, "unit": 20.0}
    assert "smoothing" not in steady
    assert "smoothing" not in loss_chart([curve([1, 2], noisy=True)], WORDS).traces[0]


def test_curves_over_the_same_steps_send_them_once():
    """Runs in lock-step share their steps; sending them again would cost a third of every update."""
    traces = loss_chart([curve([1, 2]), curve([3, 4]), Curve("other", [7, 8], [5, 6], GREY)], WORDS).traces
    assert traces[1]["x"] == {"same_as": 0}
    np.testing.assert_array_equal(numbers(traces[2]["x"]), [7, 8])


def test_a_group_has_one_legend_entry():
    """Training and validation of one rate can be shown and hidden together."""
    figure = loss_chart([curve([1], group="0.1"), curve([2], group="0.1", dashed=True), curve([3])], WORDS)
    assert [(entry.group, entry.label) for entry in figure.legend] == [("0.1", "batch"), ("batch", "batch")]


def test_axes_say_what_they_measure():
    """Loss shows three decimals, accuracy percent, steps are grouped in thousands."""
    loss, accuracy = loss_chart([curve([1, 2])], WORDS), accuracy_chart([curve([0.1, 0.2])], WORDS)
    assert loss.tooltip == {"title": "step %{x:,d}", "y": ".3f", "names_ends": True}
    assert accuracy.tooltip == {"title": "step %{x:,d}", "y": ".1%", "names_ends": True}
    assert accuracy.layout["yaxis"]["range"] == [0.0, 1.02]
    assert loss.layout["xaxis"]["tickformat"].startswith(",")


def test_a_logarithmic_axis_takes_its_range_as_logarithms():
    """Callers speak in units; 0 has no logarithm, and a range of losses from there follows the data instead."""
    assert loss_chart([], WORDS, log_y=True, y_range=(0.1, 10)).layout["yaxis"]["range"] == [-1, 1]
    assert "range" not in loss_chart([], WORDS, log_y=True, y_range=(0, 10)).layout["yaxis"]


@pytest.mark.parametrize(
    ("steps", "limits", "edge"),
    [([0, 1, 2], (0, 10), 0.5), ([], (0, 10), 0.5), ([0, 25], None, 12.5), ([0, 4], (2, 9), 2)],
)
def test_step_0_stands_at_the_left_edge_of_a_logarithmic_axis(steps, limits, edge):
    """What was so before the first step is part of the story: it is drawn, and so is what happened there."""
    shown = Curve("batch", steps, [1.0] * len(steps), GREY)
    figure = loss_chart([shown], WORDS, log_x=True, x_range=limits, events=[Event(0, "0.1")])
    x_axis = figure.layout["xaxis"]
    assert x_axis["zero"] == figure.layout["shapes"][0]["x0"] == edge
    assert limits is None or x_axis["range"] == pytest.approx([np.log10(edge), np.log10(limits[1])])
    np.testing.assert_allclose(numbers(figure.traces[0]["x"]), [edge, *steps[1:]] if steps else [])
    assert "zero" not in loss_chart([shown], WORDS, x_range=limits).layout["xaxis"]


def test_events_are_lines_with_words():
    """At the top of losses, which fall, and at the bottom of accuracies, which rise."""
    events = [Event(10, "0.03"), Event(90, "0.3")]
    for chart, side in ((loss_chart, "end"), (accuracy_chart, "start")):
        lines = chart([], WORDS, x_range=(0, 100), events=events).layout["shapes"]
        assert [(line["x0"], line["label"]) for line in lines] == [
            (event.x, {"text": event.text, "textposition": side}) for event in events
        ]


def test_a_long_curve_keeps_its_spikes_and_gaps():
    """Merging neighbours leaves the extremes and the places where the curve breaks."""
    y = np.ones(50_000, dtype=np.float32)
    y[12_345], y[23_456], y[34_567] = 9, -9, np.nan
    kept = kept_points(y, 1000)
    assert len(kept) <= 1001
    assert {12_345, 23_456, 34_567} <= set(kept.tolist())


def test_points_drawn_already_stay_where_they_are_as_a_curve_grows():
    """Between two doublings a longer curve begins with the very points of the shorter one."""
    y = np.random.default_rng(0).normal(size=4000).astype(np.float32)
    shorter, longer = kept_points(y[:3000], MOST_POINTS), kept_points(y, MOST_POINTS)
    np.testing.assert_array_equal(shorter[:700], longer[:700])


def test_thirty_two_long_runs_stay_below_the_limit_of_one_update():
    """An update of two charts of 32 runs with training and validation curves is sent in less than 150 kB."""
    y = np.random.default_rng(0).random((64, 5000))
    figure = loss_chart([curve(row, group=f"{0.001 * i:.3g}") for i, row in enumerate(y)], WORDS)
    assert len(json.dumps([figure.traces, figure.layout])) < 75_000


def test_a_band_lies_behind_the_mean_and_shares_its_points():
    """Lowest and highest of the seeds are sent for the very points that are kept of their mean."""
    y = np.random.default_rng(0).random(3000)
    trace = loss_chart([curve(y, lowest=y - 1, highest=y + 1)], WORDS).traces[0]
    lowest, highest = (numbers(edge) for edge in trace["band"])
    np.testing.assert_allclose(lowest, numbers(trace["y"]) - 1, atol=1e-6)
    np.testing.assert_allclose(highest, numbers(trace["y"]) + 1, atol=1e-6)
    assert "band" not in loss_chart([curve(y)], WORDS).traces[0]


@pytest.mark.parametrize("log_y", [False, True])
@pytest.mark.parametrize("curves", [[], [curve([])], [curve([np.nan] * 50)], [curve([2.3, 1.0, 0.9])]])
def test_a_range_needs_something_to_go_by(curves, log_y):
    """Nothing finite, or hardly more than a beginning, leaves the axis to the data."""
    assert range_without_outliers(curves, log_y) is None


@pytest.mark.parametrize("log_y", [False, True])
def test_what_diverges_and_how_it_began_do_not_squash_the_rest(log_y):
    """The range holds the ordinary curves after their beginning, whatever one in a few of them does."""
    falling = [0.3 + np.exp(-np.arange(100) / 10) + 0.1 * i for i in range(3)]
    falling[0][0] = 50
    low, high = range_without_outliers([curve(y) for y in falling], log_y)
    assert low < 0.31
    assert 0.6 < high < 2
    exploding = np.geomspace(2, 1e6, 100)
    assert range_without_outliers([curve(y) for y in [*falling, exploding]], log_y)[1] < 2


@pytest.mark.parametrize("log_y", [False, True])
def test_two_curves_of_which_one_diverges_show_the_other(log_y):
    """A run among two is half of all points, yet it is the lower one that one can look at."""
    low, high = range_without_outliers([curve([0.3] * 50), curve([1000.0] * 50)], log_y)
    assert 0.2 < low < 0.3 < high < 0.5


@pytest.mark.parametrize("log_y", [False, True])
def test_a_flat_curve_has_a_range_around_it(log_y):
    """No height at all would be no axis; on a logarithmic one 0 has no place."""
    low, high = range_without_outliers([curve([0.0] * 9 + [0.5] * 50)], log_y)
    assert low < 0.5 < high
    assert low > 0 or not log_y


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
