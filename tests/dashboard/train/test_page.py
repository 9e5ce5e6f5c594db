import pytest

from core.config import PRESETS, ExperimentConfig
from core.errors import DataError
from core.store import schema
from core.store.records import Status
from dashboard.text import LANGUAGES
from tests.dashboard.fields import field
from tests.holding import holder, transaction


def button(page, key):
    return page.button(key=key)


def test_a_new_visitor_finds_the_tutorials_setting_and_start(train_page):
    """Start is the one thing to press; there is nothing to pause, step back to or stop."""
    page = train_page.run()
    assert not page.exception
    assert field(page, "learning_rate").value == 0.1
    assert field(page, "steps").value == 2000
    assert not button(page, "start").disabled
    assert button(page, "pause").disabled
    assert button(page, "stop").disabled


def test_start_files_the_experiment_that_the_settings_describe(train_page, store):
    """And the address names it."""
    page = train_page.run()
    field(page, "learning_rate").set_value(0.25).run()
    field(page, "batch_size").set_value(64).run()
    field(page, "scaling").set_value("normalize").run()
    button(page, "start").click().run()
    assert not page.exception
    [experiment] = store.experiments.newest()
    assert experiment.config == ExperimentConfig(learning_rates=(0.25,), batch_size=64, scaling="normalize")
    assert page.query_params["experiment"] == str(experiment.id)
    assert button(page, "start").disabled
    assert not button(page, "pause").disabled


@pytest.mark.parametrize(
    ("typed", "value", "told"),
    [
        ("0,1", 0.1, r"0,1 → 0.1"),
        ("０．１", 0.1, "０．１ → 0.1"),
        ("1/8", 0.125, "1/8 → 0.125"),
        ("1E-2", 0.01, None),
        (" 0.5 ", 0.5, None),
    ],
)
def test_a_rate_is_understood_as_people_type_it(train_page, store, typed, value, told):
    """What it was understood as is said before Start, where a computer would not write it so."""
    page = train_page.run()
    field(page, "learning_rate").set_value(typed).run()
    assert [caption.value for caption in page.caption if "→" in caption.value] == ([told] if told else [])
    assert field(page, "learning_rate").widget.value == typed
    button(page, "start").click().run()
    assert store.experiments.newest()[0].config.learning_rates == (value,)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("learning_rate", "5%", "Learning rate: 5% is a percentage, and this field is not in percent."),
        ("learning_rate", "2,000", "Learning rate: 2,000 may mean “2” or “2000”. Type the one that you mean."),
        ("learning_rate", "0.1 0.01", "Learning rate: 0.1 0.01 is not a number. It must lie between 1e-6 and 100."),
        ("learning_rate", "", "Learning rate: nothing is not a number."),
        ("steps", "2,5", "Steps: 2.5 is not a whole number."),
        ("steps", "2.000", "Steps: 2.000 may mean “2” or “2000”."),
    ],
)
def test_what_may_mean_something_else_is_asked_about_and_nothing_typed_is_lost(train_page, store, name, typed, said):
    """Start waits until it is mended, and then trains with what was meant."""
    page = train_page.run()
    field(page, name).set_value(typed).run()
    assert not page.exception
    assert page.error[0].value.startswith(said)
    assert field(page, name).widget.value == typed
    assert button(page, "start").disabled
    page.session_state["_visit"] += 1  # the page is opened anew, from another one
    page.run()
    assert field(page, name).widget.value == ("2.5" if typed == "2,5" else typed)
    field(page, name).set_value("2").run()
    button(page, "start").click().run()
    config = store.experiments.newest()[0].config
    assert {"learning_rate": config.learning_rates[0], "steps": config.steps}[name] == 2


def test_full_speed_is_one_click(train_page, store):
    """Before and during training."""
    page = train_page.run()
    field(page, "full_speed").set_value(True).run()
    button(page, "start").click().run()
    [experiment] = store.experiments.newest()
    assert experiment.pace is None
    field(page, "full_speed").set_value(False).run()
    assert store.experiments.get(experiment.id).pace == 300


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_its_configuration(train_page, store, name):
    """Every value of it arrives in the store."""
    page = train_page.run()
    field(page, "preset").set_value(name).run()
    button(page, "start").click().run()
    assert store.experiments.newest()[0].config == PRESETS[name]


def test_slider_and_exact_rate_follow_each_other(train_page):
    """The slider goes to the nearest of its places."""
    page = train_page.run()
    field(page, "learning_rate_slider").set_value(0.03).run()
    assert field(page, "learning_rate").value == 0.03
    field(page, "learning_rate").set_value(0.0123).run()
    assert field(page, "learning_rate_slider").value == 0.01


@pytest.mark.parametrize(("name", "value"), [("learning_rate", 0.0), ("steps", 0), ("batch_size", -5), ("pace", 0.5)])
def test_a_refused_number_is_explained_and_nothing_can_start(train_page, store, name, value):
    """The sentence names the field and what is allowed."""
    page = train_page.run()
    field(page, name).set_value(value).run()
    [error] = page.error
    assert "It must lie between" in error.value
    assert button(page, "start").disabled
    assert store.experiments.newest() == []


def test_the_buttons_say_what_should_become_of_the_experiment(train_page, store):
    """Pause, resume, step and stop arrive in the store."""
    page = train_page.run()
    button(page, "start").click().run()
    number = store.experiments.newest()[0].id
    pause = button(page, "pause")
    pause.click().run()
    assert store.experiments.get(number).status is Status.PAUSED
    pause.click().run()
    assert store.experiments.get(number).status is Status.PAUSED, "the second of a double click resumes nothing"
    assert button(page, "resume").label == "Resume"
    button(page, "step").click().run()
    assert store.experiments.get(number).hold_at == 1
    holder(store, number).hold()
    page.run()
    button(page, "resume").click().run()
    assert store.experiments.get(number).status is Status.QUEUED
    button(page, "stop").click().run()
    assert store.experiments.get(number).status is Status.STOPPED
    assert not button(page, "start").disabled


def test_a_changed_rate_reaches_the_running_experiment(train_page, store):
    """As the factor on its configured rate."""
    page = train_page.run()
    button(page, "start").click().run()
    field(page, "learning_rate").set_value(0.05).run()
    assert store.experiments.newest()[0].rate_factor == 0.5


def test_an_address_shows_its_experiment(train_page, trained, charts):
    """With its curves, of what the stream brings of it."""
    number = trained()
    train_page.query_params["experiment"] = str(number)
    page = train_page.run()
    assert not page.exception
    for kind in ("loss", "accuracy"):
        described = charts(page)[f"{kind}_chart"]["curves"]
        [course] = described["courses"]
        assert course == {"experiment": number, "steps": 2000, "first": 1, "batch_size": 256, "images": 55_000}
        assert [(curve["split"], curve["runs"]) for curve in described["curves"]] == [
            ("train", [0]),
            ("validation", [0]),
        ]
        assert (described["kind"], described["status"]) == (kind, "finished")


def test_what_is_chosen_above_the_charts_is_kept(train_page, choose, charts):
    """From run to run of the page, for both charts."""
    page = train_page.run()
    choose(page, log_x=True, smoothing=0.6)
    page.run()
    for key in ("loss_chart", "accuracy_chart"):
        view = charts(page)[key]["view"]
        assert view == {"value": {"log_x": True, "log_loss": False, "smoothing": 0.6}, "serial": 1}


@pytest.mark.parametrize("nonsense", ["999", "x", "-1", "9" * 40, "1; DROP"])
def test_an_address_with_nonsense_shows_the_empty_page(train_page, nonsense):
    """No exception, and Start works."""
    train_page.query_params["experiment"] = nonsense
    page = train_page.run()
    assert not page.exception
    assert not button(page, "start").disabled
    assert "experiment" not in page.query_params


def test_an_experiment_that_is_gone_is_named(train_page):
    """In the address of somebody who has the link."""
    train_page.query_params["experiment"] = "999"
    page = train_page.run()
    [warning] = page.warning
    assert "There is no experiment 999" in warning.value


def test_chinese_is_spoken_to_who_asks_for_it(train_page):
    """In the address or with the switch, which puts it there."""
    train_page.query_params["lang"] = "zh"
    page = train_page.run()
    assert button(page, "start").label == "开始"


def test_a_failed_experiment_says_why(train_page, store, trained):
    """In the sentence that it failed with."""
    number = trained(finished=False)
    holder(store, number).fail(ValueError("the images are gone"))
    train_page.query_params["experiment"] = str(number)
    page = train_page.run()
    assert any("Failed: the images are gone" in markdown.value for markdown in page.markdown)


def test_an_unreadable_experiment_is_listed_and_says_why(train_page, store, trained):
    """Beside the others, which are not affected."""
    trained()
    number = store.experiments.file(ExperimentConfig())
    with transaction(store) as connection:
        config = {"config": '{"momentum": 0.9}'}
        connection.execute(schema.experiments.update().where(schema.experiments.c.id == number).values(config))
    train_page.query_params["experiment"] = str(number)
    page = train_page.run()
    assert not page.exception
    assert not page.error
    said = [markdown.value for markdown in page.markdown]
    assert any("This version cannot read it: " in words and "momentum" in words for words in said)
    assert not button(page, "start").disabled


def test_earlier_experiments_are_listed_renamed_and_deleted(train_page, store, trained):
    """Markdown in a name stays text. What nobody has unfolded is not drawn."""
    number = trained()
    page = train_page.run()
    assert not any(f"#{number}" in markdown.value for markdown in page.markdown)
    page.session_state["history_open"] = True
    page.run()
    page.text_input(key=f"name_{number}").set_value("a *star* <b>").run()
    button(page, f"rename_{number}").click().run()
    assert store.experiments.get(number).name == "a *star* <b>"
    assert any(r"a \*star\* \<b\>" in markdown.value for markdown in page.markdown)
    button(page, f"open_{number}").click().run()
    assert page.query_params["experiment"] == str(number)
    page.query_params.clear()
    store.experiments.delete(number)
    page.run()
    assert not page.exception


def test_a_failure_is_said_in_the_language_of_the_page(train_page, store, trained):
    """Not in the English that the store keeps of it."""
    number = trained(finished=False)
    holder(store, number).fail(DataError("changed", "own.npz is no longer the file", title="own.npz"))
    train_page.query_params["experiment"] = str(number)
    train_page.query_params["lang"] = "zh"
    page = train_page.run()
    assert not page.exception
    assert any("已不是这个实验开始时的文件" in markdown.value for markdown in page.markdown)


def test_an_empty_interval_is_the_schedule(train_page, store):
    """As it is at first; a number is a fixed interval, and empty again the schedule."""
    page = train_page.run()
    assert field(page, "record_interval").value is None
    field(page, "record_interval").set_value(50).run()
    button(page, "start").click().run()
    assert store.experiments.newest()[0].config.record_interval == 50
    button(page, "stop").click().run()
    field(page, "record_interval").set_value(None).run()
    assert not page.error
    button(page, "start").click().run()
    assert store.experiments.newest()[0].config.record_interval is None


def more_settings(page):
    [expander] = [found for found in page.expander if found.label == "More settings"]
    return expander.proto.expanded


def test_more_settings_never_fold_up_over_what_is_to_be_corrected(train_page):
    """Nor at the moment in which it is corrected."""
    page = train_page.run()
    assert not more_settings(page)
    field(page, "seed").set_value(-1).run()
    assert more_settings(page)
    assert "Seed: -1 is out of range" in page.error[0].value
    page.session_state["more_open"] = False
    page.run()
    assert more_settings(page)
    assert field(page, "seed").value == -1
    field(page, "seed").set_value(7).run()
    assert not page.error
    assert more_settings(page)


def test_a_preset_says_in_one_line_what_it_is_until_it_is_changed(train_page):
    """At whatever pace one watches it."""
    page = train_page.run()
    field(page, "preset").set_value("raw_pixels").run()
    line = LANGUAGES["en"]("preset_raw_pixels_help")
    field(page, "full_speed").set_value(True).run()
    assert line in [caption.value for caption in page.caption]
    field(page, "steps").set_value(500).run()
    captions = [caption.value for caption in page.caption]
    assert line not in captions
    assert LANGUAGES["en"]("preset_changed") in captions


def test_who_has_never_trained_is_led_to_where_it_is_taught(train_page, store):
    """Beside Start, and no more once anything was ever started."""
    page = train_page.run()
    links = page.get("page_link")
    assert any(link.proto.label == "New here? Learn it in ten steps" for link in links)
    button(page, "start").click().run()
    page.query_params.clear()
    page.run()
    assert not any("New here?" in link.proto.label for link in page.get("page_link"))


def test_what_the_page_shows_can_be_had_as_a_program(train_page, store):
    """The settings', as long as they are ones to train with."""
    page = train_page.run()
    assert [each.proto.label for each in page.get("download_button")] == ["Download as a script"]
    field(page, "steps").set_value(0).run()
    assert not page.get("download_button")
