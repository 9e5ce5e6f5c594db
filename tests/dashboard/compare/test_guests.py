"""Runs of other experiments beside a race."""

from dataclasses import replace

from core.rates.choosing import log_spaced_rates
from tests.dashboard.compare.races import RACE, legend, opened
from tests.dashboard.fields import field
from tests.dashboard.sent import sent


def test_earlier_runs_are_drawn_beside_a_race(compare_page, store, charts, raced):
    """Dashed, in the table, and with what differs between their configurations."""
    other = raced(replace(RACE, learning_rates=(0.03,), batch_size=64))
    number = raced()
    [run] = store.experiments.runs(other)
    page = opened(compare_page, experiment=number)
    field(page, "add_experiment").select(other).run()
    assert not page.exception
    assert page.query_params["added"] == str(run.id)
    assert legend(charts(page)["loss_chart"]) == ["0.01", "0.1", "1", f"#{other} · 0.03"]
    drawn = charts(page)["loss_chart"]
    assert drawn["legend"][-1]["dashed"]
    [own, guest] = drawn["curves"]["courses"]
    assert (own["experiment"], guest["experiment"], guest["batch_size"]) == (number, other, 64)
    assert (drawn["curves"]["curves"][-1]["course"], drawn["curves"]["curves"][-1]["runs"]) == (1, [0])
    assert any(f"Batch size 256 (#{number}), 64 (#{other})" in caption.value for caption in page.caption)
    [table] = sent(page, "runs_table/table.js")
    assert [row["experiment"] for row in table["rows"]] == [number] * 3 + [other]
    assert [row["shows"] for row in table["rows"]][2:] == [
        "Show the curves of 1",
        f"Show the curves of #{other} · 0.03",
    ]
    assert table["rows"][-1]["dashed"]


def test_an_earlier_experiment_is_added_with_all_its_runs_and_single_ones_taken_away(compare_page, store, raced):
    """One entry an experiment, never the race itself or a range test; what was added is not offered again."""
    other = raced(replace(RACE, seeds=(0, 1)))
    raced(begun=False)
    number = raced()
    runs = [run.id for run in store.experiments.runs(other)]
    page = opened(compare_page, experiment=number)
    choice = field(page, "add_experiment")
    assert [option.split(" ")[0] for option in choice.options] == [f"#{other}"]
    choice.select(other).run()
    assert page.session_state["added"] == tuple(runs)
    assert field(page, "add_experiment").value is None
    assert field(page, "add_experiment").disabled
    pills = field(page, rf"added_{other}")
    assert pills.options[:2] == ["0.01, seed 0", "0.1, seed 0"]
    pills.set_value(runs[:2]).run()
    assert page.session_state["added"] == tuple(runs[:2])
    assert page.query_params["added"] == ",".join(map(str, runs[:2]))
    page.button(key=f"added_{other}_remove").click().run()
    assert page.session_state["added"] == ()
    assert not page.exception


def test_no_more_runs_are_added_than_charts_can_hold(compare_page, store, raced):
    """And the page says that it has not added all."""
    rates = log_spaced_rates(0.001, 10, 16)
    first, second = raced(replace(RACE, learning_rates=rates)), raced(replace(RACE, learning_rates=rates))
    page = opened(compare_page)
    field(page, "add_experiment").select(first).run()
    field(page, "add_experiment").select(second).run()
    assert len(page.session_state["added"]) == 24
    assert any("Not all of its runs" in caption.value for caption in page.caption)


def test_an_added_run_that_is_gone_is_named(compare_page, raced):
    """And left out; the race is shown."""
    page = opened(compare_page, experiment=raced(), added="12345")
    assert any("There is no run 12345" in warning.value for warning in page.warning)
    assert "added" not in page.query_params
