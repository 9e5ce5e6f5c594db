"""Every step of Learn that there is, by itself: its words, its lines, its stage."""

import json
import re

import pytest

from core.races.table import ROWS
from core.script import FRAGMENTS
from dashboard.components.assets import module_url
from dashboard.learn.step import packed
from dashboard.learn.steps import STEPS
from dashboard.shared.pages import PAGES
from dashboard.text import LANGUAGES
from tests import node

MOST_WORDS = 90

EVERY_STEP = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


def test_steps_are_numbered_in_their_order():
    """Each number and each name stands once."""
    assert [step.number for step in STEPS] == sorted({step.number for step in STEPS})
    assert len({step.name for step in STEPS}) == len(STEPS)


@EVERY_STEP
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_step_has_all_its_words(step, code):
    """A title, an explanation, a question with as many answers as it says, and the reason."""
    words = LANGUAGES[code].family(f"learn_{step.name}_")
    assert {"title", "short", "text", "question", "answer", "link"} <= words.keys()
    options = {word for word in words if word.startswith("option_")}
    assert options == {f"option_{number}" for number in range(1, step.question.options + 1)}
    assert 1 <= step.question.right <= step.question.options


@EVERY_STEP
def test_an_explanation_is_short(step):
    """Of at most ninety words, a formula counting as one; in Chinese of about as many characters as that takes."""
    english = LANGUAGES["en"](f"learn_{step.name}_text")
    assert len(re.sub(r"\$[^$]*\$", "x", english).split()) <= MOST_WORDS
    chinese = re.sub(r"\$[^$]*\$", "x", LANGUAGES["zh"](f"learn_{step.name}_text"))
    assert len(chinese) <= 2.2 * MOST_WORDS


@EVERY_STEP
def test_a_step_shows_what_the_script_says(step):
    """Three to eight lines of it."""
    lines = "\n".join(FRAGMENTS[name] for name in step.code).splitlines()
    assert 3 <= len([line for line in lines if line]) <= 8


@EVERY_STEP
def test_a_step_leads_to_a_page_and_has_a_stage(step):
    """Both are there, and so is the race that shows it."""
    assert step.page in PAGES
    assert step.race is None or step.race in ROWS
    assert module_url(f"stages/{step.name}.js")


@EVERY_STEP
def test_what_a_stage_is_told_can_be_sent(step):
    """In JSON, of at most half a megabyte."""
    assert len(json.dumps(step.figures(), allow_nan=False)) < 500_000


@pytest.mark.parametrize(
    ("dtype", "values"),
    [("f4", [0.5, -2.25]), ("u1", [0, 255]), ("i1", [-127, 127]), ("u2", [65535, 1]), ("i4", [-(10**9), 7])],
)
def test_large_arrays_arrive_as_they_were(dtype, values):
    """In the browser."""
    assert node.run("kit/numbers.js", "return [...module.numbers(data)]", packed(values, dtype)) == values
