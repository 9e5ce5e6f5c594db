"""The page Compare with a race on it: charts, tiles, findings, buttons."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core.rates.choosing import log_spaced_rates
from core.store import schema
from core.store.records import Checkpoint, Status
from tests.dashboard.compare.races import RACE, legend, opened
from tests.dashboard.fields import field
from tests.holding import holder, transaction


def test_a_race_has_a_curve_a_rate(compare_page, store, charts, raced):
    """With the best rate, the first at the finish line and the diverged one in words."""
    number = raced()
    page = opened(compare_page, experiment=number, finish_line=80)
    drawn = charts(page)
    assert legend(drawn["loss_chart"]) == legend(drawn["accuracy_chart"]) == ["0.01", "0.1", "1"]
    assert [curve["runs"] for curve in drawn["loss_chart"]["curves"]["curves"]] == [[0], [1], [2]]
    assert drawn["rate_chart"]["points"] == 3
    said = " ".join(markdown.value for markdown in page.markdown)
    assert "**0.1** did best: validation loss 0.400." in said
    assert "**0.1** was the first to reach 80%: at step 90" in said
    assert "Diverged (the loss ended above where it began): 1." in said
    assert drawn["loss_chart"]["curves"]["diverged"] == "{rate} diverged at step {step}"


def test_several_seeds_are_a_mean_with_a_band(compare_page, charts, raced):
    """One legend entry a rate, both seeds in the rate chart."""
    page = opened(compare_page, experiment=raced(replace(RACE, seeds=(0, 1))))
    assert legend(charts(page)["loss_chart"]) == ["0.01", "0.1", "1"]
    assert charts(page)["rate_chart"]["points"] == 6
    curves = charts(page)["loss_chart"]["curves"]["curves"]
    assert [curve["runs"] for curve in curves] == [[0, 3], [1, 4], [2, 5]]


@pytest.mark.parametrize("begun", [True, False])
def test_results_are_followed_while_the_race_is_on(compare_page, store, charts, raced, begun):
    """Every run is named by its place, and nothing is judged; once the race is paused, the page draws results."""
    number = raced(replace(RACE, seeds=(0, 1)), finished=False, until=50, begun=begun)
    chart = charts(opened(compare_page, experiment=number))["rate_chart"]
    groups = chart["results"]["groups"]
    assert [[(run["rate"], run["position"]) for run in group["runs"]] for group in groups] == [
        [(0.01, 0), (0.01, 3)],
        [(0.1, 1), (0.1, 4)],
        [(1.0, 2), (1.0, 5)],
    ]
    assert {run["experiment"] for group in groups for run in group["runs"]} == {number}
    assert (chart["traces"], [shape["label"]["text"] for shape in chart["layout"]["shapes"]]) == ([], ["2/L"])
    assert chart["alt"] == "Chart of 6 runs by learning rate. Its points move while the race is on."
    if begun:
        store.experiments.pause(number)
        shown = charts(opened(compare_page, experiment=number))["rate_chart"]
        assert (shown["results"], shown["points"]) == (None, 6)
        assert shown["layout"]["xaxis"] == chart["layout"]["xaxis"]
        assert "best: 0.1" in [word for trace in shown["traces"] for word in trace.get("text", [])]


def test_a_guest_is_followed_beside_the_race_that_is_on(compare_page, store, charts, raced):
    """By its own experiment and place; hollow."""
    beside = raced()
    number = raced(finished=False, until=50)
    page = opened(compare_page, experiment=number, added=store.experiments.runs(beside)[1].id)
    *own, guest = charts(page)["rate_chart"]["results"]["groups"]
    assert [group["guest"] for group in own] == [False] * 3
    assert (guest["guest"], guest["dots"]["marker"]["symbol"]) == (True, "circle-open")
    assert [(run["experiment"], run["position"], run["label"]) for run in guest["runs"]] == [
        (beside, 1, f"rate #{beside} · 0.1, seed 0")
    ]


def test_when_all_diverged_the_page_says_what_to_do(compare_page, raced):
    """Smaller rates, or the range test."""
    page = opened(compare_page, experiment=raced(replace(RACE, learning_rates=(1.0, 2.0))))
    assert any("All rates diverged" in warning.value for warning in page.warning)


def test_nobody_at_the_finish_line_is_said(compare_page, store, raced):
    """Differently while the race is not over, as soon as it stands still."""
    number = raced(finished=False, until=50)
    page = opened(compare_page, experiment=number)
    assert any("The race is on" in info.value for info in page.info)
    store.experiments.pause(number)
    page.run()
    assert any("No rate has reached 90% accuracy yet." in markdown.value for markdown in page.markdown)
    assert any("is in the lead" in markdown.value for markdown in page.markdown)


@pytest.mark.parametrize("begun", [True, False])
def test_a_race_under_way_can_be_paused_resumed_and_stopped(compare_page, store, raced, begun):
    """By the buttons that the page Train has too, also before the first figures."""
    number = raced(finished=False, until=50, begun=begun)
    page = opened(compare_page, experiment=number)
    page.button(key="pause").click().run()
    assert store.experiments.get(number).status is Status.PAUSED
    page.button(key="resume").click().run()
    assert store.experiments.get(number).status is Status.QUEUED
    page.button(key="stop").click().run()
    assert store.experiments.get(number).status is Status.STOPPED
    assert not page.exception
    assert not page.button(key="start").disabled


def test_a_failed_race_says_why(compare_page, store, raced):
    """In the sentence that it failed with; its curves stay."""
    number = raced(finished=False, until=50)
    holder(store, number).fail(ValueError("the images are gone"))
    page = opened(compare_page, experiment=number)
    assert any("Failed: the images are gone" in markdown.value for markdown in page.markdown)
    assert not page.button(key="start").disabled


def test_the_whole_field_changes_its_rates_together(compare_page, store, raced, charts):
    """The factor reaches the store; where the worker obeyed is marked in both charts."""
    number = raced(finished=False, until=50)
    page = opened(compare_page, experiment=number)
    field(page, "rate_factor").set_value(0.5).run()
    assert store.experiments.get(number).rate_factor == 0.5
    weights = np.zeros((3, 785, 10), np.float32)
    holder(store, number).record([], Checkpoint(50, 0.5, weights, 0.5, (None,) * 3, (0.0,) * 3))
    page.run()
    for key in ("loss_chart", "accuracy_chart"):
        described = charts(page)[key]["curves"]
        assert (described["rate_changed"], described["rate"]) == ("all rates × {factor}", 1)


def test_one_press_on_a_factor_is_one_change_in_the_store(compare_page, store, raced):
    """What another tab chose shows, and pressing the chosen one again asks for nothing."""
    number = raced(finished=False, until=50)
    page = opened(compare_page, experiment=number)
    field(page, "rate_factor").set_value(2.0).run()
    page.run()
    store.experiments.set_rate_factor(number, 10.0)
    page.run()
    assert field(page, "rate_factor").value == 10.0
    field(page, "rate_factor").set_value(0.5).run()
    assert (store.experiments.get(number).rate_factor, field(page, "rate_factor").value) == (0.5, 0.5)
    assert "All rates ×" in [markdown.value for markdown in page.markdown]


def test_a_factor_that_takes_a_rate_out_of_bounds_is_refused(compare_page, store, raced):
    """With a sentence, and the factor stays."""
    config = replace(RACE, learning_rates=(1e-6, 0.1))
    number = raced(config, finished=False, until=50)
    page = opened(compare_page, experiment=number)
    field(page, "rate_factor").set_value(0.1).run()
    assert store.experiments.get(number).rate_factor == 1.0
    assert field(page, "rate_factor").value == 1.0
    assert page.toast


def test_theory_is_told_once_it_is_known(compare_page, raced, charts):
    """In the button that opens its derivation, and as a line in the chart."""
    page = opened(compare_page, experiment=raced())
    page.run()
    words = [shape["label"]["text"] for shape in charts(page)["rate_chart"]["layout"]["shapes"]]
    assert "2/L" in words
    assert any("0.099" in latex.value for latex in page.latex)


def test_the_page_speaks_chinese(compare_page, raced):
    """All of it."""
    page = opened(compare_page, experiment=raced(), lang="zh")
    assert page.button(key="start").label == "开始"
    assert any("**0.1** 最好：" in markdown.value for markdown in page.markdown)


def test_a_run_of_the_page_of_the_largest_race_sends_little(compare_page, charts, raced):
    """24 rates: what the charts show is said in 20 kB, whatever is recorded."""
    rates = log_spaced_rates(1e-3, 10, 24)
    page = opened(compare_page, experiment=raced(replace(RACE, learning_rates=rates)))
    sent = charts(page)
    assert len(legend(sent["loss_chart"])) == 24
    assert sum(len(json.dumps(sent[key])) for key in ("loss_chart", "accuracy_chart")) < 20_000


def test_an_unreadable_race_is_said_to_be_unreadable(compare_page, store, raced):
    """The page stands."""
    number = raced()
    with transaction(store) as connection:
        connection.execute(schema.experiments.update().values(config='{"momentum": 0.9}'))
    page = opened(compare_page, experiment=number)
    assert not page.exception
    assert not page.error
    assert any("This version cannot read it: " in markdown.value for markdown in page.markdown)
