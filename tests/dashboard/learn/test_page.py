"""The page Learn: which step it shows, and what it says of one that there is none of."""

import pytest

from core.races.table import ROWS
from dashboard.learn import figures
from dashboard.learn.end import MOST_NAMED, NUMBER
from dashboard.learn.steps import STEPS
from dashboard.text import LANGUAGES
from tests.dashboard.sent import sent

ENGLISH = LANGUAGES["en"]


def title(page):
    """As it is read: what means something in Markdown is written with a backslash."""
    return page.title[0].value.replace("\\", "")


def titled(step):
    return f"{step.number} {ENGLISH(f'learn_{step.name}_title')}"


def test_without_a_step_in_the_address_the_first_one_is_shown(learn_page):
    """And nothing is written into the address: the browser's Back comes past it."""
    page = learn_page.run()
    assert not page.exception
    assert title(page) == titled(STEPS[0])
    assert "step" not in page.query_params


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("code", LANGUAGES)
def test_an_address_opens_its_step(learn_page, step, code):
    """With its formula, its lines, and a way to where it is used, in every language."""
    learn_page.query_params["step"] = str(step.number)
    learn_page.query_params["lang"] = code
    page = learn_page.run()
    assert not page.exception
    assert not page.error
    assert LANGUAGES[code](f"learn_{step.name}_title") in title(page)
    assert page.latex[0].value.strip("$\n ") == step.formula
    assert page.code
    races = [button.key for button in page.button if (button.key or "").startswith("race_")]
    assert races == ([f"race_{step.race}"] if step.race else [])


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_end_says_what_was_done(learn_page, trained, store, code):
    """Of the steps the browser knows it; of the experiments the newest ones are named, with what came of them."""
    for _ in range(MOST_NAMED + 1):
        trained()
    learn_page.query_params.update({"step": str(NUMBER), "lang": code})
    page = learn_page.run()
    assert not page.exception
    assert not page.error
    assert title(page) == LANGUAGES[code]("learn_end_title")
    [sheet] = sent(page, "certificate/sheet.js")
    assert [line["name"] for line in sheet["lines"]] == [step.name for step in STEPS]
    assert [line["right"] + 1 for line in sheet["lines"]] == [step.question.right for step in STEPS]
    assert sheet["experimentCount"] == MOST_NAMED + 1
    assert len(sheet["experiments"]) == MOST_NAMED
    assert sheet["experiments"][0].startswith(f"#{MOST_NAMED + 1} · ")
    assert sheet["experiments"][0].endswith("80.00%")


@pytest.mark.parametrize("wanted", ["0", "12", "x", "-1", "٣", "5.0", "", "9" * 400, "<b>", "$x$"])
def test_a_step_that_does_not_exist_is_said_not_to(learn_page, wanted):
    """With what was asked for and what is allowed; below stands the first one, and nothing else changes."""
    learn_page.query_params["step"] = wanted
    page = learn_page.run()
    assert not page.exception
    [warning] = page.warning
    assert "There is no step" in warning.value
    assert warning.value.endswith(f"{STEPS[-1].number}.")
    assert wanted[:9] in warning.value.replace("\\", "")
    assert title(page) == titled(STEPS[0])


def test_who_comes_back_finds_the_step_looked_at_last(learn_page):
    """From another page, by a link that names none."""
    learn_page.query_params["step"] = str(STEPS[-1].number)
    page = learn_page.run()
    page.query_params.clear()
    page.session_state["_page"] = "train"
    page.run()
    assert title(page) == titled(STEPS[-1])


def test_back_and_next_lead_to_the_neighbours(learn_page, monkeypatch):
    """Nowhere from the first step and from what comes after the last one."""
    learn_page.query_params["step"] = str(STEPS[0].number)
    page = learn_page.run()
    assert page.button(key="learn_back").disabled
    for step in STEPS[1:]:
        page.button(key="learn_next").click().run()
        assert page.query_params["step"] == str(step.number)
    page.button(key="learn_next").click().run()
    assert title(page) == ENGLISH("learn_end_title")
    assert page.button(key="learn_next").disabled
    for step in reversed(STEPS):
        page.button(key="learn_back").click().run()
        assert title(page) == titled(step)


def test_figures_are_computed_once_in_a_servers_life(learn_page, monkeypatch):
    """However often a step is opened."""
    page = learn_page.run()
    before = figures.figures_of.cache_info().misses
    page.run()
    assert figures.figures_of.cache_info().misses == before


@pytest.mark.parametrize("step", [step for step in STEPS if step.race], ids=lambda step: step.name)
def test_a_race_of_the_table_is_one_press_away(learn_page, store, step):
    """All of its configurations are filed at once."""
    learn_page.query_params["step"] = str(step.number)
    learn_page.run().button(key=f"race_{step.race}").click().run()
    filed = {experiment.config for experiment in store.experiments.newest()}
    assert filed == set(ROWS[step.race].configs)
