"""Figures of readings: on nothing, on one point, on what is not finite."""

import json
from html import unescape

import numpy as np
import pytest

from core.classes import DIGITS
from dashboard.figures import AxisLabels, Event, palette
from dashboard.figures.digits import evidence_images, weight_images
from dashboard.figures.predictions import (
    MOST_COLUMNS,
    confusion_table,
    predictions_by_run,
    predictions_over_time,
    share_along,
)

WORDS = AxisLabels("x", "y", "step %{x}")


def shares(*winners):
    rows = np.full((len(winners), 10), 0.01)
    rows[np.arange(len(winners)), winners] = 0.91
    return rows


def lines(figure):
    return [trace for trace in figure.traces if "lines" in trace["mode"]]


def test_the_digit_read_in_the_end_stands_out():
    """And every digit that was ever read is named at its highest point."""
    figure = predictions_over_time([0, 10, 20], shares(5, 7, 7), DIGITS, WORDS, Event(10, "here"))
    colours = [line["line"]["color"] for line in lines(figure)]
    assert [colour == palette.ACCENT.both() for colour in colours] == [digit == 7 for digit in range(10)]
    assert [trace["text"] for trace in figure.traces if trace["mode"] == "text"] == [["<b>5</b>"], ["<b>7</b>"]]
    assert figure.layout["shapes"][0]["x0"] == 10
    assert figure.points == 3


def test_no_reading_and_a_single_one_are_drawn():
    """A single one as points, which a line would not show."""
    assert predictions_over_time([], np.empty((0, 10)), DIGITS, WORDS, Event(0, "")).traces == []
    figure = predictions_over_time([5], shares(1), DIGITS, WORDS, Event(5, ""))
    assert {line["mode"] for line in lines(figure)} == {"lines+markers"}


def test_a_reading_that_is_no_number_is_a_gap():
    """As a diverged run may give."""
    figure = predictions_over_time([0, 1], np.full((2, 10), np.nan), DIGITS, WORDS, Event(0, ""))
    json.dumps(figure.traces, allow_nan=False)
    assert all(trace["mode"] != "text" for trace in figure.traces)


def test_the_spot_is_on_the_curve():
    """At the place nearest to where the slider stands."""
    figure = share_along([0, 1, 2], [0.1, 0.5, 0.2], WORDS, 1.2)
    assert (figure.traces[1]["x"], figure.traces[1]["y"]) == ([1.0], [0.5])
    assert share_along([], [], WORDS, 0).traces == []


def test_every_run_has_a_row_and_its_winner_is_bold():
    """Small shares are left to their colour."""
    rows = shares(3, 8)
    rows[0, 0] = 0.001
    heat, names = predictions_by_run(["0.1", "0.3"], rows, DIGITS, WORDS).traces
    assert heat["text"][0][:4] == ["", "1%", "1%", "<b>91%</b>"]
    assert heat["text"][1][8] == "<b>91%</b>"
    assert names["text"] == ["0.1", "0.3"]
    assert predictions_by_run([], np.empty((0, 10)), DIGITS, WORDS).points == 0


def test_a_run_that_gives_no_numbers_has_an_empty_row():
    """Instead of failing."""
    figure = predictions_by_run(["30"], np.full((1, 10), np.nan), DIGITS, WORDS)
    json.dumps(figure.traces, allow_nan=False)


def test_right_and_wrong_have_their_colours():
    """And a mark beside the colour: what was read wrong is bold. Zeros say nothing."""
    counts = np.zeros((10, 10), int)
    counts[4, 4], counts[4, 9] = 3, 1
    right, wrong, _ = confusion_table(counts, DIGITS, WORDS).traces
    assert (right["z"][4][4], right["z"][4][9]) == (3, None)
    assert (wrong["z"][4][4], wrong["z"][4][9]) == (None, 1)
    assert (right["text"][4][4], wrong["text"][4][9], wrong["text"][0][1]) == ("3", "<b>1</b>", "")
    assert right["colorscale"][1][1] == palette.RIGHT.both()
    assert confusion_table(np.zeros((10, 10)), DIGITS, WORDS).points == 0


def test_evidence_of_nothing_is_neutral_and_weights_are_shown_alike():
    """Zero stays 0, and the sign stays."""
    values = np.zeros((2, 784))
    assert evidence_images(values)[0].max() == 0
    values[0, :392], values[1, :392] = 2, -2
    images, limit = evidence_images(values)
    assert limit == pytest.approx(2)
    assert (images[0, 0, 0], images[1, 0, 0], images[0, 27, 27]) == (127, -127, 0)
    assert (weight_images(values.T)[0] == images).all()


def test_of_many_classes_a_table_of_runs_has_the_likeliest():
    """In their order, and whatever any run takes for likely is among them."""
    names = [f"class {label}" for label in range(62)]
    rows = np.full((2, 62), 0.002)
    rows[0, 40], rows[1, 3] = 0.9, 0.8
    figure = predictions_by_run(["0.1", "0.3"], rows, names, WORDS)
    columns = figure.layout["xaxis"]["ticktext"]
    assert len(columns) == len(figure.traces[0]["z"][0]) == MOST_COLUMNS
    assert columns[figure.traces[0]["text"][0].index("<b>90%</b>")] == "class 40"
    assert columns[figure.traces[0]["text"][1].index("<b>80%</b>")] == "class 3"


def test_a_large_confusion_table_has_colours_and_no_numbers():
    """There is no room for them."""
    counts = np.eye(62, dtype=int)
    right, _, names = confusion_table(counts, [str(label) for label in range(62)], WORDS).traces
    assert {word for row in right["text"] for word in row} == {""}
    assert right["z"][61][61] == 1
    assert len(names["text"]) == 62


def test_names_are_shown_as_they_are():
    """Plotly would take a tag for one of its own; and a long name is cut."""
    nasty, long = "<b>a</b>", "x" * 40
    [*_, names] = confusion_table(np.eye(2), [nasty, long], WORDS).traces
    assert [len(name) for name in map(unescape, names["text"])] == [8, 12]
    assert unescape(names["text"][0]) == nasty
    figure = predictions_over_time([0], [[0.9, 0.1]], [nasty, long], WORDS, Event(0, ""))
    assert [unescape(trace["text"][0]) for trace in figure.traces if trace["mode"] == "text"] == [f"<b>{nasty}</b>"]
    assert "<b>a" not in figure.traces[-1]["text"][0].removeprefix("<b>")
    # What the browser writes beside the pointer is no markup.
    assert [trace["name"] for trace in figure.traces] == [nasty, long, nasty]
