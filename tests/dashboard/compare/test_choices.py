"""Choices and address on the page: the wiring. What an address says is tested without a page."""

from dashboard.shared import session
from tests.dashboard.compare.races import opened
from tests.dashboard.fields import field


def test_the_whole_view_is_in_the_address(compare_page, raced, choose):
    """Whatever was chosen on the page."""
    number = raced()
    page = opened(compare_page, experiment=number)
    choose(page, x_axis="epoch", split="train")
    choose(page, smoothing=0.9, log_x=True, log_loss=False, no_outliers=True)
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
    assert field(page, "full_speed").value is True
    assert field(page, "finish_line").value == 85.5
    drawn = charts(page)["loss_chart"]
    assert drawn["view"]["value"] == {
        "split": "train",
        "x_axis": "epoch",
        "log_loss": False,
        "log_x": True,
        "no_outliers": True,
        "smoothing": 0.9,
    }
    assert drawn["title"] == "Loss of the training batch"
    assert drawn["hidden"]["value"] == ["0.1", "1"]
    assert page.query_params["hidden"] == "0.1,1"


def test_a_field_in_percent_takes_a_percentage(compare_page):
    """And says the number; the address has it in one way."""
    page = opened(compare_page)
    field(page, "finish_line").set_value("85,5%").run()
    assert page.query_params["finish_line"] == "85.5"
    assert r"85,5% → 85.5" in [caption.value for caption in page.caption]


def test_nonsense_in_the_address_is_named_and_the_rest_counts(compare_page, store):
    """Beside the choices, of every part of the page, that it is about; nothing starts, nothing fails."""
    page = opened(
        compare_page,
        rates_list="0.2 0.4",
        rates_from="abc",
        seeds=0,
        steps=-5,
        x_axis="moon",
        result="luck",
        hidden="0.1,<b>",
        added="1,x",
        range_test="x",
        experiment="x",
        full_speed="yes",
    )
    warnings = " ".join(warning.value for warning in page.warning)
    for said in (
        "From: abc",
        "Seeds for each rate: 0",
        "Steps: -5",
        "x axis: moon",
        "Rank by: luck",
        "Experiment: x",
    ):
        assert said in warnings
    for said in ("Hidden curves: \\<b\\>", "Add earlier runs: x", "Range test: x", "Full speed: yes"):
        assert said in warnings
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


def test_the_browsers_back_button_brings_the_earlier_view_back(compare_page, monkeypatch):
    """An address that this page has written before is read again, absent choices as their defaults."""
    page = opened(compare_page)
    first = dict(page.query_params)
    field(page, "seeds").set_value(2).run()
    field(page, "steps").set_value(300).run()
    monkeypatch.setattr(session, "came_back", lambda: True)
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


def test_nonsense_from_a_browser_changes_nothing(compare_page, raced, choose, charts):
    """Of a choice among a few and of a number; the page stands, and the next choice counts."""
    page = opened(compare_page, experiment=raced())
    before = charts(page)["loss_chart"]["view"]
    for nonsense in ({"x_axis": "moon"}, {"smoothing": 7}, {"smoothing": "much"}):
        choose(page, log_x=True, **nonsense)
        assert not page.exception
        assert charts(page)["loss_chart"]["view"] == before
    choose(page, log_x=True)
    assert charts(page)["loss_chart"]["view"]["value"]["log_x"] is True
    assert page.query_params["log_x"] == "1"
