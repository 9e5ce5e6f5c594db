"""Hints as they are said, on the pages where they stand."""

from itertools import pairwise

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.hints.racing import RACING_RULES
from core.hints.reading import READING_RULES
from core.hints.rules import hint
from core.hints.training import TRAINING_RULES
from core.images.dataset import load_mnist
from core.rates.stability import Bound
from core.store.records import Status
from dashboard.learn.steps import STEPS
from dashboard.shared.hints import remedy_label, said
from dashboard.shared.lessons import LESSONS
from dashboard.text import LANGUAGES
from dashboard.train import hint as train_hint
from tests.core.hints.test_training import FAULTY, training
from tests.dashboard.fields import field

EVERY_RULE = [*TRAINING_RULES, *RACING_RULES, *READING_RULES]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("case", FAULTY)
def test_what_is_said_names_the_figures(code, case):
    """Every one of them, each as its kind is written, and what the button does."""
    text, found = LANGUAGES[code], hint(TRAINING_RULES, training(case))
    sentence = said(text, found)
    assert "{" not in sentence
    assert "{" not in remedy_label(text, found.remedy)


def test_a_sentence_in_both_languages():
    """Figures as they are written everywhere."""
    found = hint(TRAINING_RULES, training("too_low"))
    assert "0.001" in said(LANGUAGES["en"], found)
    assert "12%" in said(LANGUAGES["zh"], found)
    assert remedy_label(LANGUAGES["en"], found.remedy) == "Try the rate 0.01"


def test_every_rule_has_a_name_of_its_own_and_a_lesson():
    """The name is what is dismissed; the lesson is where "Why?" leads."""
    names = [rule.name for rule in EVERY_RULE]
    assert len(set(names)) == len(names)
    assert {rule.why for rule in EVERY_RULE} <= set(LESSONS)


def test_lessons_are_the_steps_of_learn():
    """Under the numbers of their addresses."""
    for step in STEPS:
        assert LESSONS[step.number - 1] == step.name
    assert all(before.number < after.number for before, after in pairwise(STEPS))


LOW = ExperimentConfig(learning_rates=(0.001,))


class Known:
    """Theory whose bound is known, or is being computed."""

    def __init__(self, *, pending=False):
        self.pending = pending

    def bound(self, config):
        return None if self.pending else Bound(largest_eigenvalue=40.5, curvature=20.25, stable_rate=0.0988)

    def is_pending(self, config):
        return self.pending


@pytest.fixture
def known(monkeypatch):
    """The largest stable rate is known, as it is a second after a page asked for it."""
    monkeypatch.setattr(train_hint, "theory", Known)


def test_no_rate_is_advised_before_theory_is_known(train_page, trained, monkeypatch):
    """A hint that changed a second later would be none."""
    monkeypatch.setattr(train_hint, "theory", lambda: Known(pending=True))
    train_page.query_params["experiment"] = str(trained(LOW, validation_loss=2.2))
    assert "hint_do" not in keys(train_page.run())


def test_one_click_trains_again_with_what_helps(train_page, trained, store, known):
    """A loss that hardly falls: a larger rate is offered, and the settings follow."""
    train_page.query_params["experiment"] = str(trained(LOW, validation_loss=2.2))
    page = train_page.run()
    assert "The rate 0.001 is low" in " ".join(each.value for each in page.markdown)
    page.button(key="hint_do").click().run()
    assert not page.exception
    [newest, _] = store.experiments.newest()
    assert newest.config.learning_rates == (0.01,)
    assert newest.status is Status.QUEUED
    assert page.query_params["experiment"] == str(newest.id)
    assert field(page, "learning_rate").value == 0.01
    assert "hint_do" not in keys(page)


def test_a_hint_that_was_dismissed_is_silent_about_this_experiment_alone(train_page, trained, known):
    """About another one it speaks again."""
    train_page.query_params["experiment"] = str(trained(LOW, validation_loss=2.2))
    page = train_page.run()
    page.button(key="hint_dismiss").click().run()
    assert "hint_do" not in keys(page)
    page.query_params["experiment"] = str(trained(LOW, validation_loss=2.2))
    assert "hint_do" in keys(page.run())


def test_nothing_is_said_before_it_is_over(train_page, trained, store, known):
    """Figures that change are in the tiles; and what is paused still falls because it is not at its end."""
    assert "hint_do" not in keys(train_page.run())
    number = trained(LOW, finished=False, validation_loss=2.2)
    train_page.query_params["experiment"] = str(number)
    assert "hint_do" not in keys(train_page.run())
    store.experiments.pause(number)
    assert "hint_do" not in keys(train_page.run())
    store.experiments.stop(number)
    assert "hint_do" in keys(train_page.run())


def test_a_race_whose_highest_rate_won_is_raced_further(compare_page, trained, store):
    """Around that rate; what was chosen for the race follows."""
    config = ExperimentConfig(learning_rates=(0.001, 0.01, 0.1))
    compare_page.query_params["experiment"] = str(trained(config, validation_loss=[0.6, 0.4, 0.3]))
    page = compare_page.run()
    assert "The highest rate won" in " ".join(each.value for each in page.markdown)
    page.button(key="hint_do").click().run()
    assert not page.exception
    assert store.experiments.newest()[0].config.learning_rates == (0.01, 0.03, 0.1, 0.3, 1.0)


def test_draw_opens_what_shows_more(draw_page, trained, store):
    """A test image that the model hesitates about: the evidence for both digits."""
    number = trained()
    [run] = store.experiments.runs(number)
    _, model = store.recordings.model(run.id)
    images = load_mnist().x_test[:500]
    shares = np.sort(model.probabilities(images), axis=1)
    draw_page.query_params["run"] = str(run.id)
    draw_page.query_params["image"] = str(int((shares[:, -1] - shares[:, -2]).argmin()))
    draw_page.session_state["explain"] = "time"
    page = draw_page.run()
    assert "It hesitates" in " ".join(each.value for each in page.markdown)
    page.button(key="hint_do").click().run()
    assert not page.exception
    assert page.session_state["explain"] == "evidence"


def keys(page):
    return {button.key for button in page.button}
