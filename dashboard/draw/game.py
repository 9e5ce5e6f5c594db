"""The page asks for a drawing of each class, reads it, keeps it, and counts how many were read right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.arrays import Bytes
from core.store import Store
from dashboard.components.image_grid import image_grid
from dashboard.draw import board, given_image
from dashboard.draw.board import Drawn
from dashboard.draw.prediction import Prediction
from dashboard.shared.captions import example_caption
from dashboard.shared.fields import choice
from dashboard.shared.frame import callback
from dashboard.shared.opening import PROMPTING, SECTION
from dashboard.shared.session import Key
from dashboard.text import Text, formats

MOST_QUESTIONS = 10
"""Drawings asked for in a round: one of each class in turn, or of ten that were drawn by lot where there are more."""


@dataclass(frozen=True)
class Question:
    """The name of the class asked for, and the how manieth question, from 1, it is of how many."""

    name: str
    number: int
    questions: int


@dataclass(frozen=True, eq=False)
class Answer:
    """The class asked for, the image (28, 28) uint8 that was drawn, and the class read, None without a model."""

    asked: str
    image: Bytes
    read: str | None


_ANSWERS: Key[tuple[Answer, ...]] = Key("_game", ())
"""Those of this round."""

_SEED = Key("_game_seed", 0)
"""Of the lot by which the classes of this round were drawn."""


def switch(text: Text, classes: tuple[str, ...]) -> None:
    """Draw the switch that begins a round, and ends it."""
    about = text("prompt_mode_help", classes=len(classes), questions=min(len(classes), MOST_QUESTIONS))
    with st.container(key="prompt_mode", width="content"):
        st.toggle(text("prompt_mode"), help=about, **choice(PROMPTING, on_edit=begin))


def asked_for(classes: tuple[str, ...], seed: int) -> tuple[str, ...]:
    """Return the classes of a round, in their order: all of them or, of more than ten, those that `seed` draws."""
    if len(classes) <= MOST_QUESTIONS:
        return classes
    drawn = np.random.default_rng(seed).choice(len(classes), MOST_QUESTIONS, replace=False)
    return tuple(classes[label] for label in np.sort(drawn))


def begin() -> None:
    """Begin a round, with an empty canvas: what is on it was drawn before anything was asked."""
    _ANSWERS.set(())
    _SEED.set(int(np.random.SeedSequence().generate_state(1)[0]))
    board.clear()


def is_on() -> bool:
    """Return whether drawings are asked for."""
    return PROMPTING.get()


def asked(classes: tuple[str, ...]) -> Question | None:
    """Return what is asked for at present; None if nothing is, or all has been drawn.

    A round in which a model of other classes was chosen begins anew.
    """
    questions, answers = asked_for(classes, _SEED.get()), _ANSWERS.get()
    if tuple(answer.asked for answer in answers) != questions[: len(answers)]:
        answers = ()
        _ANSWERS.set(answers)
    if not is_on() or len(answers) == len(questions):
        return None
    return Question(questions[len(answers)], len(answers) + 1, len(questions))


def is_over(classes: tuple[str, ...]) -> bool:
    """Return whether all of the round has been drawn."""
    return is_on() and asked(classes) is None


def score(text: Text) -> str:
    """Return how many of the drawings so far were read right."""
    answers = _ANSWERS.get()
    return text("game_score", right=_right(answers), count=len(answers))


def question(text: Text, now: Question) -> None:
    """Draw what is asked for, and how far the round is."""
    st.header(text("asked_title", digit=formats.as_markdown(now.name)), anchor=False)
    with st.container(key="game_score"):
        st.caption(text("game_progress", number=now.number, questions=now.questions, score=score(text)))


def keep_and_go_on(
    text: Text, store: Store, now: Question, drawn: Drawn | None, prediction: Prediction | None
) -> None:
    """Draw the button that keeps the drawing as what was asked for, and asks for the next one."""
    is_last = now.number == now.questions
    with st.container(key="keep_controls"):
        st.button(
            text("keep_and_finish" if is_last else "keep_and_next"),
            key="keep",
            type="primary",
            icon=":material/check:" if is_last else ":material/arrow_forward:",
            disabled=drawn is None,
            on_click=callback(_keep, store, now.name, drawn, prediction),
        )


def summary(text: Text) -> None:
    """Draw what became of the drawings of the round, and what to do next."""
    answers = _ANSWERS.get()
    st.header(text("game_over", right=_right(answers), count=len(answers)), anchor=False)
    image_grid(
        np.stack([answer.image for answer in answers]),
        [example_caption(text, answer.asked, answer.read) for answer in answers],
        key="game_summary",
        alt=text("game_summary_alt", right=_right(answers), count=len(answers)),
        columns=5,
        columns_on_phone=5,
    )
    st.markdown(text("game_over_detail", questions=len(answers)))
    with st.container(horizontal=True):
        st.button(
            text("game_again"), key="game_again", type="primary", icon=":material/replay:", on_click=callback(begin)
        )
        st.button(
            text("game_test_set"),
            key="game_test_set",
            icon=":material/collections_bookmark:",
            on_click=callback(_show_test_set),
        )


def _right(answers: Sequence[Answer]) -> int:
    return sum(answer.read == answer.asked for answer in answers)


def _keep(store: Store, name: str, drawn: Drawn | None, prediction: Prediction | None) -> None:
    if drawn is None:
        return  # the button is disabled then
    store.drawings.save(name, drawn.image, drawn.strokes)
    answer = Answer(name, drawn.image, None if prediction is None else prediction.name)
    _ANSWERS.set((*_ANSWERS.get(), answer))
    board.clear()


def _show_test_set() -> None:
    PROMPTING.set(False)
    SECTION.set("test_set")
    given_image.put_away()
