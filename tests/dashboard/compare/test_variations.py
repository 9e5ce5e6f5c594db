"""Races over another setting than the learning rate: what is filed, how it is shown, and the declared table."""

from dataclasses import replace

import pytest

from core.config import ExperimentConfig
from core.races.table import ROWS
from core.races.variation import variations
from core.store.records import Status
from dashboard.shared.races import changes, sentence
from dashboard.text import LANGUAGES
from tests.core.races.test_table import RESULTS
from tests.dashboard.compare.races import legend, opened
from tests.dashboard.fields import field
from tests.dashboard.sent import sent

BASE = ExperimentConfig(steps=100, record_interval=10)
SIZES = variations(BASE, "batch_size", (1, 16, 256))


@pytest.fixture
def together(store, raced):
    """A finished race of three batch sizes, with figures by which all are alike."""

    def file(configs=SIZES, *, finished=True):
        numbers = list(store.experiments.file_together(configs))
        for number in numbers:
            raced(number=number, finished=finished, until=None if finished else 50)
        return numbers

    return file


def test_what_changes_is_chosen_and_filed_as_one(compare_page, store):
    """One experiment a value, at the one rate, with as many steps as equal images take; the address says all."""
    page = opened(compare_page)
    field(page, "varies").select("batch_size").run()
    assert not page.exception
    field(page, "values_batch_size").set_value("256, 16").run()
    field(page, "shared_rate").set_value(0.03).run()
    field(page, "steps").set_value(50).run()
    field(page, "equal_images").set_value(True).run()
    assert any("2 × 1 = 2 runs" in caption.value for caption in page.caption)
    page.button(key="start").click().run()
    assert not page.exception
    members = store.experiments.together(store.experiments.newest()[0].id)
    assert [(each.config.batch_size, each.config.steps) for each in members] == [(16, 800), (256, 50)]
    assert {each.config.learning_rates for each in members} == {(0.03,)}
    assert page.query_params["varies"] == "batch_size"
    assert page.query_params["values"] == "256, 16"
    assert (page.query_params["equal_images"], page.query_params["x_axis"]) == ("1", "epoch")
    assert page.button(key="start").disabled
    page.button(key="pause").click().run()
    assert {each.status for each in store.experiments.together(members[0].id)} == {Status.PAUSED}


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"values": "1, many"}, "Batch size: many is not a number."),
        ({"values": "70000"}, "Batch size: 70,000 is out of range."),
        ({"values": ","}, "Values: too many values or none."),
        ({"values": "1 256", "equal_images": "1"}, "as many images take 512,000 steps"),
        ({"values": "1 2 3 4 5 6 7 8", "seeds": "5"}, "40 runs are too many."),
    ],
)
def test_values_that_are_refused_are_explained_and_nothing_starts(compare_page, store, parameters, said):
    """In a sentence in the sidebar."""
    page = opened(compare_page, varies="batch_size", **parameters)
    assert any(said in error.value for error in page.error)
    assert page.button(key="start").disabled
    assert store.experiments.newest() == []


@pytest.mark.parametrize("member", [0, 2])
def test_a_race_over_a_setting_is_shown_whichever_of_its_experiments_is_opened(
    compare_page, charts, together, member
):
    """Curves, tiles, points and rows are named by the value; each is drawn from its own experiment."""
    numbers = together()
    page = opened(compare_page, experiment=numbers[member])
    assert page.title[0].value == "Batch size: 1, 16, 256 · rate 0.1"
    drawn = charts(page)
    names = ["batch 1", "batch 16", "batch 256"]
    assert legend(drawn["loss_chart"]) == legend(drawn["accuracy_chart"]) == names
    curves = drawn["loss_chart"]["curves"]
    assert [course["experiment"] for course in curves["courses"]] == numbers
    assert [(curve["course"], curve["runs"]) for curve in curves["curves"]] == [(0, [0]), (1, [0]), (2, [0])]
    assert len({curve["colour"]["light"] for curve in curves["curves"]}) == 3
    axis = drawn["rate_chart"]["layout"]["xaxis"]
    assert (axis["title"]["text"], axis["ticktext"]) == ("Batch size", ["1", "16", "256"])
    assert drawn["rate_chart"]["points"] == 3
    [tiles] = sent(page, "tiles/board.js")
    assert [entrant["label"] for entrant in tiles["training"]["entrants"]] == names
    [table] = sent(page, "runs_table/table.js")
    assert [(row["label"], row["experiment"], row["group"]) for row in table["rows"]] == [
        (name, number, size) for name, number, size in zip(names, numbers, ("1", "16", "256"), strict=True)
    ]
    said = " ".join(markdown.value for markdown in page.markdown)
    assert "All are level: validation loss 0.400." in said
    assert any(f"Batch size 1 (#{numbers[0]})" in caption.value for caption in page.caption)


def test_results_of_a_race_over_a_setting_are_followed_at_their_places(compare_page, charts, together):
    """Every run by its experiment, side by side in the order of the values."""
    numbers = together(variations(BASE, "initial_weight_scale", (0.0, 1.0)), finished=False)
    groups = charts(opened(compare_page, experiment=numbers[0]))["rate_chart"]["results"]["groups"]
    assert [[(run["experiment"], run["position"], run["rate"]) for run in group["runs"]] for group in groups] == [
        [(numbers[0], 0, 0.0)],
        [(numbers[1], 0, 1.0)],
    ]
    assert [group["runs"][0]["label"] for group in groups] == ["weights 0, seed 0", "weights 1, seed 0"]


def test_the_list_below_has_a_race_over_a_setting_once(compare_page, store, together):
    """Opening it brings back its settings; deleting it deletes all of it."""
    numbers = together()
    compare_page.session_state["history_open"] = True
    page = opened(compare_page)
    assert [button.key for button in page.button if str(button.key).startswith("open_")] == [f"open_{numbers[0]}"]
    page.button(key=f"open_{numbers[0]}").click().run()
    assert field(page, "varies").value == "batch_size"
    assert field(page, "values_batch_size").value == "1, 16, 256"
    opened(compare_page, experiment=store.experiments.file(BASE))
    page.button(key=f"delete_{numbers[0]}").click().run()
    assert len(store.experiments.newest()) == 1


def test_a_scaling_is_chosen_by_name(compare_page, store):
    """Several of those there are; none is refused."""
    page = opened(compare_page, varies="scaling")
    field(page, "values_scaling").set_value(["none", "deskew"]).run()
    assert page.query_params["values"] == "none, deskew"
    field(page, "values_scaling").set_value([]).run()
    assert page.button(key="start").disabled
    assert "Values: too many values or none." in page.error[0].value


@pytest.mark.parametrize("name", ROWS)
def test_a_race_of_the_table_begins_with_one_press(compare_page, store, name):
    """The page asks its question and its settings say what it is; a second press begins no other."""
    compare_page.session_state["races_open"] = True
    page = opened(compare_page)
    page.button(key=f"race_{name}").click().run()
    assert not page.exception
    row = ROWS[name]
    members = store.experiments.together(store.experiments.newest()[0].id)
    assert tuple(each.config for each in members) == row.configs
    question = LANGUAGES["en"](f"race_{name}_question")
    assert any(question in markdown.value for markdown in page.markdown)
    page.button(key=f"race_{name}").click().run()
    assert len(store.experiments.newest()) == len(row.configs)
    assert field(page, "varies").value == (row.changes if len(row.configs) > 1 else "learning_rate")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ROWS)
def test_every_race_of_the_table_has_its_sentences_in_every_language(code, name):
    """Of every case there is one, with its facts filled in; those of different cases are different."""
    text, row = LANGUAGES[code], ROWS[name]
    told = {sentence(text, row, row.seen(result)) for result in RESULTS[name].values()}
    assert len(told) == len(RESULTS[name])
    assert not any("{" in words for words in (*told, changes(text, row)))
    cases = {key.removeprefix(f"seen_{name}_") for key in text.sentences if key.startswith(f"seen_{name}_")}
    assert cases == set(RESULTS[name])


def test_the_sentence_is_of_the_result():
    """Read by who knows what came of it."""
    row = ROWS["batch_sizes"]
    said = {case: sentence(LANGUAGES["en"], row, row.seen(result)) for case, result in RESULTS[row.name].items()}
    assert said["middle"].startswith("The middle wins: batches of 16 end at 0.340. With 1 there are 500 steps")
    assert said["smallest"].startswith("Many rough steps win: batches of 1 make 500 of them where 256 makes 500")


def test_what_is_seen_in_a_race_of_the_table_is_said_once_it_is_over(compare_page, store, together):
    """After its question."""
    configs = [replace(config, record_interval=10) for config in ROWS["weight_scales"].configs]
    page = opened(compare_page, experiment=together(configs)[0])
    said = " ".join(markdown.value for markdown in page.markdown)
    assert "**Why should the first weights be small?** With a scale of 10 the loss began at 2.400" in said
