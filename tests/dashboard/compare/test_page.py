import json
from dataclasses import replace

import numpy as np
import pytest

from core.config import LIMITS, ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load_mnist
from core.rates.choosing import log_spaced_rates
from core.store import schema
from core.store.records import Checkpoint, MetricRow, Status
from dashboard.shared import theory
from tests.dashboard.fields import field
from tests.holding import holder, transaction

RACE = ExperimentConfig(learning_rates=(0.01, 0.1, 1.0), steps=100, record_interval=10)


@pytest.fixture(autouse=True)
def quick_theory(monkeypatch):
    """The bound of the whole data set takes a second; here it is told at once."""
    monkeypatch.setattr(theory, "_bound", lambda *_: theory.Bound(40.4, 20.2, 0.099))


@pytest.fixture
def raced(store):
    """File a race and record figures by which 0.1 wins and 1.0 diverges."""

    def race(config=RACE, *, finished=True, until=None, begun=True):
        number = store.experiments.file(config)
        if not begun:
            return number
        images = load_mnist().x_train[:200]
        holder(store, number).begin(fit_scaling(config.scaling, images), load_mnist().checksum)
        rates = np.array([rate for rate, _ in config.runs])
        step = config.steps if until is None else until
        rows = []
        for at in range(0, step + 1, config.record_interval):
            progress = at / config.steps
            loss = np.where(rates < 0.5, 2.3 - 2 * progress * (1 - abs(np.log10(rates * 10)) / 2), 2.3 + 9 * progress)
            accuracy = np.where(rates < 0.5, 0.1 + 0.85 * progress * (1 - abs(np.log10(rates * 10)) / 4), 0.1)
            figures = [values.astype(np.float32) for values in (loss, accuracy, loss + 0.1, accuracy)]
            rows.append(MetricRow(at, at / 100, *figures))
        weights = np.zeros((len(rates), 785, 10), np.float32)
        checkpoint = Checkpoint(step, step / 100, weights, 1.0, (None,) * len(rates), (50.0,) * len(rates))
        holder(store, number).record(rows, checkpoint)
        holder(store, number).mark_running()
        if finished:
            holder(store, number).finish(np.full(len(rates), 0.4, np.float32), np.full(len(rates), 0.8, np.float32))
        return number

    return race


@pytest.fixture
def tiles_of():
    """What the tiles of a page were given."""

    def collect(page):
        sent = (getattr(element.proto, "json", None) for element in elements(page.main))
        [data] = [json.loads(words)[0] for words in sent if words and words.startswith('[{"tiles')]
        return data["tiles"]

    return collect


def elements(block):
    for child in getattr(block, "children", {}).values():
        yield from elements(child)
        if hasattr(child, "proto"):
            yield child


def opened(page, **parameters):
    for name, value in parameters.items():
        page.query_params[name] = str(value)
    page.run()
    assert not page.exception
    return page


def legend(chart):
    return [entry["label"] for entry in chart["legend"]]


def test_a_new_visitor_finds_eight_rates_and_start(compare_page, charts):
    """Over four decades, with the tutorial's other settings, and a word on what there will be to see."""
    page = opened(compare_page)
    assert not page.button(key="start").disabled
    assert page.button(key="pause").disabled
    assert "0.001 · 0.0037 · 0.014 · 0.052 · 0.19 · 0.72 · 2.7 · 10" in [caption.value for caption in page.caption]
    assert {key: chart["points"] for key, chart in charts(page).items()} == {
        "loss_chart": 0,
        "accuracy_chart": 0,
        "rate_chart": 0,
    }


def test_start_files_one_experiment_for_the_whole_race(compare_page, store):
    """Every rate with every seed; the address names it."""
    page = opened(compare_page)
    field(page, "seeds").set_value(3).run()
    field(page, "seed").set_value(5).run()
    field(page, "batch_size").set_value(64).run()
    page.button(key="start").click().run()
    assert not page.exception
    [experiment] = store.experiments.newest()
    rates = log_spaced_rates(0.001, 10, 8)
    assert experiment.config == ExperimentConfig(learning_rates=rates, seeds=(5, 6, 7), batch_size=64)
    assert page.query_params["experiment"] == str(experiment.id)
    assert page.button(key="start").disabled


def test_rates_can_be_given_as_a_list(compare_page, store):
    """In any order; curves are ordered by rate all the same."""
    page = opened(compare_page)
    field(page, "rates_kind").set_value("list").run()
    field(page, "rates_list").set_value("1, 3e-3\n0.1").run()
    page.button(key="start").click().run()
    assert store.experiments.newest()[0].config.learning_rates == (1, 0.003, 0.1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("0.1 fast", "Learning rates: fast is not a number."),
        ("0.1, -1", "Learning rate: -1 is out of range."),
        ("0.1, nan", "Learning rate: nan is not a number."),
        ("0.1 0.1", "Learning rates: a value appears more than once."),
        ("", "It takes 1 to 32 values."),
        (" ".join(map(str, range(1, 40))), "It takes 1 to 32 values."),
    ],
)
def test_a_refused_list_is_explained_and_nothing_starts(compare_page, store, words, said):
    """The words stay where they are, to be mended."""
    page = opened(compare_page, rates_kind="list")
    field(page, "rates_list").set_value(words).run()
    assert any(said in error.value for error in page.error)
    assert page.button(key="start").disabled
    assert field(page, "rates_list").value == words
    assert store.experiments.newest() == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rates_from", -1.0, "From: -1 is out of range."),
        ("rates_to", 0.0001, "To: 1e-4 must be greater than 0.001."),
        ("rates_count", 33, "How many: 33 is out of range."),
        ("seeds", 6, "Seeds for each rate: 6 is out of range."),
        ("seeds", 5, "40 runs are too many. At most 32 are allowed."),
        ("steps", 0, "Steps: 0 is out of range."),
    ],
)
def test_a_refused_number_is_explained_and_nothing_starts(compare_page, name, value, said):
    """Beside its field."""
    page = opened(compare_page)
    field(page, name).set_value(value).run()
    assert page.error[0].value.startswith(said)
    assert page.button(key="start").disabled


def test_a_race_has_a_curve_a_rate_and_a_row_a_run(compare_page, charts, raced):
    """With the best rate, the first at the finish line and the diverged one in words."""
    page = opened(compare_page, experiment=raced(), finish_line=80)
    drawn = charts(page)
    assert legend(drawn["loss_chart"]) == legend(drawn["accuracy_chart"]) == ["0.01", "0.1", "1"]
    assert drawn["loss_chart"]["points"] == drawn["accuracy_chart"]["points"] == 11
    assert drawn["rate_chart"]["points"] == 3
    table = page.dataframe[0].value
    assert table["learning_rate"].tolist() == [0.01, 0.1, 1.0]
    assert table["recent_loss"].tolist() == [0.5] * 3
    said = " ".join(markdown.value for markdown in page.markdown)
    assert "**0.1** did best: validation loss 0.400." in said
    assert "**0.1** was the first to reach 80%: at step 90" in said
    assert "Diverged (the loss ended above where it began): 1." in said
    marks = [trace for trace in drawn["loss_chart"]["traces"] if "says" in trace]
    assert [trace["says"] for trace in marks] == [f"1 diverged at step {int(table['diverged_at'][2])}"]
    assert marks[0]["x"] == [table["diverged_at"][2]]


def test_the_table_has_no_column_that_is_the_same_in_all_rows(compare_page, raced):
    """What is the same is said once, with the number of rows; the most telling columns come first."""
    page = opened(compare_page, experiment=raced(), finish_line=80)
    columns = page.dataframe[0].proto.column_order
    assert columns[:3] == ["learning_rate", "final_accuracy", "final_loss"]
    for absent in ("seed", "test_accuracy", "recent_loss", "seconds", "experiment", "own_accuracy"):
        assert absent not in columns
    [said] = [caption.value for caption in page.caption if caption.value.startswith("3 runs.")]
    assert said == "3 runs. Same in every row: Seed 0, Test accuracy 80.00%, Recent loss 0.500, Time 1.0 s."


def test_a_table_of_one_row_has_all_its_columns(compare_page, raced):
    """Of one row everything is the same."""
    page = opened(compare_page, experiment=raced(replace(RACE, learning_rates=(0.1,))))
    assert "test_accuracy" in page.dataframe[0].proto.column_order
    assert "1 run." in [caption.value for caption in page.caption]


def test_a_race_that_waits_has_its_rows_already(compare_page, raced):
    """So that nothing moves when its figures come."""
    page = opened(compare_page, experiment=raced(finished=False, begun=False))
    assert page.dataframe[0].value["learning_rate"].tolist() == [0.01, 0.1, 1.0]
    assert page.dataframe[0].value["final_loss"].isna().all()


def test_tiles_count_the_steps_that_the_charts_show(compare_page, store, raced, tiles_of):
    """The experiment was fetched before its figures, and may be behind or ahead of them."""
    number = raced(finished=False, until=50)
    holder(store, number).record(
        [], Checkpoint(60, 0.6, np.zeros((3, 785, 10), np.float32), 1.0, (None,) * 3, (0.0,) * 3)
    )
    page = opened(compare_page, experiment=number)
    assert tiles_of(page)[0]["value"] == "50"


def test_runs_are_measured_on_the_users_own_digits(compare_page, store, raced):
    """Once some are kept; a model of nothing but zeros reads every digit as 0."""
    number = raced()
    page = opened(compare_page, experiment=number)
    assert page.dataframe[0].value["own_accuracy"].isna().all()
    image = load_mnist().x_test[0]
    for label in (0, 7, 7, 7):
        store.drawings.save(label, image)
    page.run()
    assert page.dataframe[0].value["own_accuracy"].tolist() == [0.25] * 3
    store.drawings.relabel(store.drawings.newest()[0].id, 0)
    page.run()
    assert page.dataframe[0].value["own_accuracy"].tolist() == [0.5] * 3


def test_several_seeds_are_a_mean_with_a_band(compare_page, charts, raced):
    """One legend entry a rate, one row a run, both seeds in the rate chart."""
    page = opened(compare_page, experiment=raced(replace(RACE, seeds=(0, 1))))
    assert legend(charts(page)["loss_chart"]) == ["0.01", "0.1", "1"]
    assert len(page.dataframe[0].value) == 6
    assert charts(page)["rate_chart"]["points"] == 6
    assert any("band" in trace for trace in charts(page)["loss_chart"]["traces"])


def test_when_all_diverged_the_page_says_what_to_do(compare_page, raced):
    """Smaller rates, or the range test."""
    page = opened(compare_page, experiment=raced(replace(RACE, learning_rates=(1.0, 2.0))))
    assert any("All rates diverged" in warning.value for warning in page.warning)


def test_nobody_at_the_finish_line_is_said(compare_page, raced):
    """Differently while the race is on."""
    page = opened(compare_page, experiment=raced(finished=False, until=50))
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
        words = [shape["label"]["text"] for shape in charts(page)[key]["layout"]["shapes"]]
        assert "all rates × 0.5" in words


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
    assert charts(page)["loss_chart"]["legend"][-1]["dashed"]
    assert any(f"Batch size 256 (#{number}), 64 (#{other})" in caption.value for caption in page.caption)
    assert page.dataframe[0].value["experiment"].tolist() == [number] * 3 + [other]


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
    assert page.session_state["added"] == runs
    assert field(page, "add_experiment").value is None
    assert field(page, "add_experiment").disabled
    pills = field(page, rf"added_{other}")
    assert pills.options[:2] == ["0.01, seed 0", "0.1, seed 0"]
    pills.set_value(runs[:2]).run()
    assert page.session_state["added"] == runs[:2]
    assert page.query_params["added"] == ",".join(map(str, runs[:2]))
    page.button(key=f"added_{other}_remove").click().run()
    assert page.session_state["added"] == []
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


def test_the_whole_view_is_in_the_address(compare_page, raced):
    """Whatever was chosen on the page."""
    number = raced()
    page = opened(compare_page, experiment=number)
    field(page, "x_axis").set_value("epoch").run()
    field(page, "split").set_value("train").run()
    field(page, "race_smoothing").set_value(0.9).run()
    field(page, "log_x").set_value(True).run()
    field(page, "log_y").set_value(False).run()
    field(page, "no_outliers").set_value(True).run()
    field(page, "finish_line").set_value(85.5).run()
    field(page, "result").set_value("final_accuracy").run()
    field(page, "seeds").set_value(2).run()
    field(page, "steps").set_value(500).run()
    field(page, "full_speed").set_value(True).run()
    assert dict(page.query_params) == {
        "experiment": str(number),
        "seeds": "2",
        "steps": "500",
        "full_speed": "1",
        "split": "train",
        "race_smoothing": "0.9",
        "x_axis": "epoch",
        "log_x": "1",
        "log_y": "0",
        "no_outliers": "1",
        "finish_line": "85.5",
        "result": "final_accuracy",
    }


def test_an_address_brings_the_whole_view_back(compare_page, charts, raced):
    """Widgets, axes and hidden curves."""
    number = raced()
    page = opened(
        compare_page,
        experiment=number,
        rates_kind="list",
        rates_list="0.5 0.7",
        seeds="2",
        steps="500",
        scaling="normalize",
        split="train",
        race_smoothing="0.9",
        x_axis="epoch",
        log_x="1",
        log_y="0",
        no_outliers="1",
        finish_line="85.5",
        result="final_accuracy",
        hidden="0.1,1",
        full_speed="1",
    )
    assert field(page, "rates_list").value == "0.5 0.7"
    assert field(page, "steps").value == 500
    assert field(page, "scaling").value == "normalize"
    assert field(page, "race_smoothing").value == 0.9
    assert field(page, "full_speed").value is True
    assert field(page, "finish_line").value == 85.5
    drawn = charts(page)
    assert drawn["loss_chart"]["layout"]["xaxis"]["type"] == "log"
    assert drawn["loss_chart"]["layout"]["yaxis"]["type"] == "linear"
    assert drawn["loss_chart"]["layout"]["xaxis"]["title"]["text"] == "Epoch"
    assert drawn["loss_chart"]["title"] == "Loss of the training batch"
    assert list(drawn["loss_chart"]["hidden"]["groups"]) == ["0.1", "1"]
    assert page.query_params["hidden"] == "0.1,1"


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("rates_from", "abc", "From: abc is not a number."),
        ("rates_to", "1e9", "To: 1e9 is out of range."),
        ("rates_count", "7.5", "How many: 7.5 is not a whole number."),
        ("rates_kind", "dream", "Rates given as: dream is unknown."),
        ("seeds", "0", "Seeds for each rate: 0 is out of range."),
        ("steps", "-5", "Steps: -5 is out of range."),
        ("steps", "9" * 400, "Steps: inf is not a number."),
        ("batch_size", "nan", "Batch size: nan is not a number."),
        ("scaling", "'; drop table", "Feature scaling: '; drop table is unknown."),
        ("pace", "", "Pace, steps per second:  is not a number."),
        ("full_speed", "yes", "Full speed: yes is unknown."),
        ("split", "test", "Measured on: test is unknown."),
        ("x_axis", "moon", "x axis: moon is unknown."),
        ("log_x", "2", "Log x axis: 2 is unknown."),
        ("race_smoothing", "1", "Smoothing: 1 is out of range."),
        ("finish_line", "101", "Finish line, %: 101 is out of range."),
        ("result", "luck", "Rank by: luck is unknown."),
        ("hidden", "0.1,<b>", "Hidden curves: <b> is neither a learning rate nor a run."),
        ("added", "1,x", "Add earlier runs: x is not a number."),
        ("range_test", "x", "Range test: x is not a number."),
        ("experiment", "x", "Experiment: x is not a number."),
    ],
)
def test_nonsense_in_the_address_is_named_and_the_rest_counts(compare_page, store, name, words, said):
    """In a sentence on the page; nothing starts, nothing fails."""
    page = opened(compare_page, **{"rates_list": "0.2 0.4", name: words})
    assert any(said in warning.value for warning in page.warning), [warning.value for warning in page.warning]
    assert page.session_state["rates_list"] == "0.2 0.4"
    assert not page.button(key="start").disabled
    assert store.experiments.newest() == []


def test_a_sentence_on_the_address_goes_once_its_choice_was_made(compare_page):
    """Until then it stays, whatever else is done."""
    page = opened(compare_page, steps="x")
    field(page, "seeds").set_value(2).run()
    assert any("Steps: x" in warning.value for warning in page.warning)
    field(page, "steps").set_value(300).run()
    assert not any("Steps" in warning.value for warning in page.warning)


def test_the_browsers_back_button_brings_the_earlier_view_back(compare_page):
    """An address that this page has written long ago is read again, absent choices as their defaults."""
    page = opened(compare_page)
    first = dict(page.query_params)
    field(page, "seeds").set_value(2).run()
    field(page, "steps").set_value(300).run()
    page.session_state["_addresses"] = {}
    page.query_params.clear()
    for name, value in first.items():
        page.query_params[name] = value
    page.run()
    assert (field(page, "seeds").value, field(page, "steps").value) == (1, 2000)


def test_an_address_that_was_overtaken_does_not_undo_a_choice(compare_page):
    """The browser may send the one before, until it has heard of the new one."""
    page = opened(compare_page)
    field(page, "seeds").set_value(2).run()
    del page.query_params["seeds"]
    page.run()
    assert field(page, "seeds").value == 2
    assert page.query_params["seeds"] == "2"


def test_rows_not_chosen_hide_their_rate(compare_page, raced):
    """In every chart and in the address; all runs of a rate together."""
    number = raced(replace(RACE, seeds=(0, 1)))
    page = opened(compare_page, experiment=number)
    assert page.session_state["runs_table"]["selection"]["rows"] == list(range(6))
    page.session_state["hidden"] = ("0.1",)
    page.run()
    assert page.session_state["runs_table"]["selection"]["rows"] == [0, 1, 4, 5]


def test_the_range_test_is_an_experiment_of_its_own(compare_page, store):
    """From the lowest to the highest rate, recorded at every step, with the shared settings; no race is touched."""
    page = opened(compare_page, batch_size="64", rates_kind="list", rates_list="nonsense")
    page.button(key="finder_start").click().run()
    assert not page.exception
    [test] = store.experiments.newest()
    limit = LIMITS["learning_rate"]
    assert test.config.learning_rates == (limit.lowest,)
    assert test.config.raise_rate_to == limit.highest
    assert (test.config.batch_size, test.config.record_interval, test.config.pace) == (64, 1, None)
    assert page.query_params["range_test"] == str(test.id)
    assert "experiment" not in page.query_params
    assert page.button(key="finder_start").disabled


@pytest.fixture
def tested(store):
    """Record a range test whose loss falls at 0.01 and explodes beyond 1."""

    def test(*, learns=True):
        config = ExperimentConfig(
            learning_rates=(1e-6,), raise_rate_to=100.0, steps=300, record_interval=1, pace=None
        )
        number = store.experiments.file(config)
        holder(store, number).begin(fit_scaling("standardize", load_mnist().x_train[:200]), load_mnist().checksum)
        rows = []
        for step in range(301):
            rate = 1e-6 * config.rate_multiplier(max(step, 1))
            loss = (2.3 - 2 / (1 + 0.01 / rate) + rate) if learns else 2.3
            rows.append(
                MetricRow(step, step / 100, *(np.full(1, value, np.float32) for value in (loss, 0.5, loss, 0.5)))
            )
        holder(store, number).record(
            rows, Checkpoint(300, 3.0, np.zeros((1, 785, 10), np.float32), 1.0, (None,), (0.0,))
        )
        holder(store, number).finish(np.zeros(1, np.float32), np.zeros(1, np.float32))
        return number

    return test


def test_race_around_it_is_one_click(compare_page, store, charts, tested):
    """The rates around the suggestion stand in the settings and race."""
    page = opened(compare_page, range_test=tested())
    assert charts(page)["finder_chart"]["points"] == 300
    assert any("falls most steeply at a rate of **0.0" in markdown.value for markdown in page.markdown)
    page.button(key="race_around").click().run()
    assert not page.exception
    config = store.experiments.newest()[0].config
    assert len(config.learning_rates) == 8
    assert config.learning_rates[0] < 0.01 < config.learning_rates[-1]
    assert (field(page, "rates_from").value, field(page, "rates_to").value) == (
        config.learning_rates[0],
        config.learning_rates[-1],
    )


def test_race_around_it_fits_many_seeds_into_the_runs_of_a_race(compare_page, store, tested):
    """Fewer rates, which stands beside the button; the race is shown and brought into view."""
    page = opened(compare_page, range_test=tested(), seeds="5")
    assert any("6 × 5 = 30 (at most 32 runs)" in caption.value for caption in page.caption)
    page.button(key="race_around").click().run()
    assert not page.exception
    race = store.experiments.newest()[0]
    assert (len(race.config.learning_rates), race.config.seeds) == (6, (0, 1, 2, 3, 4))
    assert page.query_params["experiment"] == str(race.id)
    assert field(page, "rates_count").value == 6
    assert page.session_state["_in_view"] == {"key": "heading", "serial": 1}


@pytest.mark.parametrize(
    ("address", "said"),
    [({"seeds": 6}, "Seeds for each rate: 6 is out of range."), ({"steps": 0}, "One of the settings is not valid.")],
)
def test_a_race_around_that_is_refused_leaves_the_settings_alone(compare_page, store, tested, address, said):
    """The sentence stands beside the button."""
    page = opened(compare_page, range_test=tested())
    for key, value in address.items():
        field(page, key).set_value(value).run()
    assert page.button(key="race_around").disabled
    assert any(said in caption.value for caption in page.caption)
    assert (field(page, "rates_from").value, field(page, "rates_count").value) == (0.001, 8)


def test_no_race_around_is_begun_during_a_race(compare_page, store, raced, tested):
    """Not even by a page that has not heard of it: the settings stay what they were."""
    test = tested()
    number = raced(finished=False, until=50)
    page = opened(compare_page, range_test=test, experiment=number)
    assert page.button(key="race_around").disabled
    assert any("A race is running." in caption.value for caption in page.caption)
    store.experiments.stop(number)
    page.run()
    raced_again = store.experiments.file(RACE)
    page.query_params["experiment"] = str(raced_again)
    page.button(key="race_around").click().run()
    assert store.experiments.newest()[0].id == raced_again
    assert field(page, "rates_from").value == 0.001


def test_a_range_test_without_a_fall_suggests_nothing(compare_page, tested):
    """And says so."""
    page = opened(compare_page, range_test=tested(learns=False))
    assert any("nothing to suggest" in markdown.value for markdown in page.markdown)
    assert page.button(key="race_around").disabled


def test_a_range_test_that_is_gone_or_none_is_named(compare_page, raced):
    """A race is no range test."""
    for number in (99, raced()):
        page = opened(compare_page, range_test=number)
        assert any(f"There is no range test {number}." in warning.value for warning in page.warning)
        assert "range_test" not in page.query_params


def test_an_earlier_race_is_opened_with_its_settings(compare_page, store, raced):
    """From the list below; range tests are not in it."""
    number = raced(replace(RACE, seeds=(3, 4), batch_size=32))
    page = opened(compare_page)
    page.button(key=f"open_{number}").click().run()
    assert page.query_params["experiment"] == str(number)
    assert field(page, "rates_list").value == "0.01, 0.1, 1"
    page.button(key="start").click().run()
    again = store.experiments.newest()[0]
    assert again.id != number
    assert (again.config.learning_rates, again.config.seeds, again.config.batch_size) == (
        (0.01, 0.1, 1.0),
        (3, 4),
        32,
    )


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


def test_one_update_of_the_largest_race_is_small(compare_page, charts, raced):
    """24 runs of 200 records: below 150 kB for both charts together."""
    rates = log_spaced_rates(1e-3, 10, 24)
    page = opened(
        compare_page, experiment=raced(ExperimentConfig(learning_rates=rates, steps=2000, record_interval=10))
    )
    sent = charts(page)
    assert sent["loss_chart"]["points"] == 201
    assert sum(len(json.dumps(sent[key])) for key in ("loss_chart", "accuracy_chart")) < 150_000


def test_an_unreadable_race_is_said_to_be_unreadable(compare_page, store, raced):
    """The page stands."""
    number = raced()
    with transaction(store) as connection:
        connection.execute(schema.experiments.update().values(config='{"momentum": 0.9}'))
    page = opened(compare_page, experiment=number)
    assert not page.exception
    assert not page.error
    assert any("This version cannot read it: " in markdown.value for markdown in page.markdown)
