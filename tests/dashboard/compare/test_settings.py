"""The settings of a race: what Start files, and what is refused."""

from dataclasses import replace

import pytest

from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.rates.choosing import log_spaced_rates, rates_in
from dashboard.text import LANGUAGES
from tests.dashboard.compare.races import RACE, opened
from tests.dashboard.fields import field


def test_a_new_visitor_finds_eight_rates_and_start(compare_page, charts):
    """Over four decades, with the tutorial's other settings, and a word on what there will be to see."""
    page = opened(compare_page)
    assert not page.button(key="start").disabled
    assert page.button(key="pause").disabled
    assert "0.001 · 0.0037 · 0.014 · 0.052 · 0.19 · 0.72 · 2.7 · 10" in [caption.value for caption in page.caption]
    drawn = charts(page)
    assert drawn["rate_chart"]["points"] == 0
    for key in ("loss_chart", "accuracy_chart"):
        assert drawn[key]["curves"]["courses"][0]["experiment"] is None
        assert len(drawn[key]["legend"]) == 8


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


def test_a_refused_list_is_explained_and_nothing_starts(compare_page, store):
    """The words stay where they are, to be mended."""
    page = opened(compare_page, rates_kind="list")
    field(page, "rates_list").set_value("0.1 fast").run()
    assert "Learning rates: fast is not a number." in page.error[0].value
    assert page.button(key="start").disabled
    assert field(page, "rates_list").value == "0.1 fast"
    assert store.experiments.newest() == []


def test_a_list_with_decimal_commas_says_what_it_was_understood_as(compare_page, store):
    """Before anything starts; what is in the field stays as it was typed. A list in points needs no word."""
    page = opened(compare_page, rates_kind="list")
    field(page, "rates_list").set_value("0,1\n0,01\n1/3").run()
    assert "→ 0.1 · 0.01 · 0.333333" in [caption.value for caption in page.caption]
    assert field(page, "rates_list").value == "0,1\n0,01\n1/3"
    page.button(key="start").click().run()
    assert store.experiments.newest()[0].config.learning_rates == (0.1, 0.01, 1 / 3)
    field(page, "rates_list").set_value("0.1 0.01").run()
    assert not any("→" in caption.value for caption in page.caption)


@pytest.mark.parametrize("name", ["rates_from", "seed", "seeds", "finish_line", "pace"])
@pytest.mark.parametrize("typed", ["fast", "", "2.000,5,1"])
def test_what_is_typed_into_a_field_of_a_number_and_is_none_fails_nowhere(compare_page, name, typed):
    """It is refused beside the field, and stays there, in the field and for who comes back to the page."""
    page = opened(compare_page)
    field(page, name).set_value(typed).run()
    assert not page.exception
    assert page.error[0].value.endswith(".")
    assert field(page, name).widget.value == typed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("0.1, -1", "Learning rate: -1 is out of range."),
        ("0.1, nan", "Learning rates: nan is not a number."),
        ("0.1 0.1", "Learning rates: a value appears more than once."),
        ("1,2\n3,4", "Learning rates: 1,2 may mean “1 2” or “1.2”. Type the one that you mean."),
        (
            "0.1 5%",
            "Learning rates: 5% is a percentage, and this field is not in percent. As a plain number it is 0.05.",
        ),
        ("", "It takes 1 to 32 values."),
        (" ".join(map(str, range(1, 40))), "It takes 1 to 32 values."),
    ],
)
def test_every_list_that_is_refused_has_a_sentence(words, said):
    """Without a page: the page says what is raised here."""
    with pytest.raises(InvalidValue) as refused:
        rates_in(words)
    assert said in LANGUAGES["en"].refusal(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rates_to", 0.0001, "To: 1e-4 must be greater than 0.001."),
        ("seeds", 6, "Seeds for each rate: 6 is out of range."),
        ("seeds", 5, "40 runs are too many. At most 32 are allowed."),
        ("steps", 0, "Steps: 0 is out of range."),
    ],
)
def test_a_refused_number_is_explained_and_nothing_starts(compare_page, name, value, said):
    """Beside its field: one of the rates, one of the seeds, one of all runs together, one of the shared settings."""
    page = opened(compare_page)
    field(page, name).set_value(value).run()
    assert page.error[0].value.startswith(said)
    assert page.button(key="start").disabled


@pytest.mark.parametrize(
    ("lowest", "count", "said"),
    [(-1.0, 8, "From: -1 is out of range."), (0.001, 33, "How many: 33 is out of range.")],
)
def test_every_range_that_is_refused_has_a_sentence(lowest, count, said):
    """Without a page too."""
    with pytest.raises(InvalidValue) as refused:
        log_spaced_rates(lowest, 10.0, count)
    assert LANGUAGES["en"].refusal(refused.value).startswith(said)


def test_an_earlier_race_is_opened_with_its_settings(compare_page, store, raced):
    """From the list below; range tests are not in it."""
    number = raced(replace(RACE, seeds=(3, 4), batch_size=32))
    compare_page.session_state["history_open"] = True
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
