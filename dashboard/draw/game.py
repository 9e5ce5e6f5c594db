"""The page asks for ten digits, reads each one, keeps it, and counts how many were read right."""

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
from dashboard.text import Text

QUESTIONS = 10
"""Digits asked for in a round: 0 to 9 in turn, so that a class's test set has as many of each."""


@dataclass(frozen=True, eq=False)
class Answer:
    """The digit asked for, the image (28, 28) uint8 that was drawn, and the digit read, None without a model."""

    asked: int
    image: Bytes
    read: int | None


_ANSWERS: Key[tuple[Answer, ...]] = Key("_game", ())
"""Those of this round."""


def switch(text: Text) -> None:
    """Draw the switch that begins a round, and ends it."""
    with st.container(key="prompt_mode", width="content"):
        st.toggle(text("prompt_mode"), help=text("prompt_mode_help"), **choice(PROMPTING, on_edit=begin))


def begin() -> None:
    """Begin a round, with an empty canvas: what is on it was drawn before anything was asked."""
    _ANSWERS.set(())
    board.clear()


def is_on() -> bool:
    """Return whether digits are asked for."""
    return PROMPTING.get()


def asked() -> int | None:
    """Return the digit asked for at present; None if there is none, or all have been drawn."""
    answers = _ANSWERS.get()
    return len(answers) if is_on() and len(answers) < QUESTIONS else None


def is_over() -> bool:
    """Return whether all digits of the round have been drawn."""
    return is_on() and asked() is None


def score(text: Text) -> str:
    """Return how many of the digits drawn so far were read right."""
    answers = _ANSWERS.get()
    return text("game_score", right=_right(answers), count=len(answers))


def question(text: Text, digit: int) -> None:
    """Draw what is asked for, and how far the round is."""
    st.header(text("asked_title", digit=digit), anchor=False)
    with st.container(key="game_score"):
        st.caption(text("game_progress", number=digit + 1, questions=QUESTIONS, score=score(text)))


def keep_and_go_on(text: Text, store: Store, digit: int, drawn: Drawn | None, prediction: Prediction | None) -> None:
    """Draw the button that keeps the drawing as the `digit` asked for, and asks for the next one."""
    is_last = digit == QUESTIONS - 1
    with st.container(key="keep_controls"):
        st.button(
            text("keep_and_finish" if is_last else "keep_and_next"),
            key="keep",
            type="primary",
            icon=":material/check:" if is_last else ":material/arrow_forward:",
            disabled=drawn is None,
            on_click=callback(_keep, store, digit, drawn, prediction),
        )


def summary(text: Text) -> None:
    """Draw what became of the ten digits, and what to do next."""
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
    st.markdown(text("game_over_detail"))
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


def _keep(store: Store, digit: int, drawn: Drawn | None, prediction: Prediction | None) -> None:
    if drawn is None:
        return  # the button is disabled then
    store.drawings.save(str(digit), drawn.image, drawn.strokes)
    answer = Answer(digit, drawn.image, None if prediction is None else prediction.digit)
    _ANSWERS.set((*_ANSWERS.get(), answer))
    board.clear()


def _show_test_set() -> None:
    PROMPTING.set(False)
    SECTION.set("test_set")
    given_image.put_away()
