"""The page Learn: one step of the tutorial a screen, with something to move and a question before the result."""

from typing import Any

import streamlit as st

from core.errors import shortened
from core.script import FRAGMENTS
from dashboard.components.contents import Entry, contents
from dashboard.components.lesson import lesson
from dashboard.learn import end
from dashboard.learn.figures import figures_of
from dashboard.learn.step import Step
from dashboard.learn.steps import STEPS
from dashboard.shared import frame, pages, session
from dashboard.shared.frame import callback
from dashboard.shared.races import experiment_link
from dashboard.shared.services import services
from dashboard.shared.session import STEP, Key
from dashboard.text import Text, formats

_LAST = Key("_last_step", 0)
"""The number of the step looked at last, 0 before the first."""

_STOPS = (*(step.number for step in STEPS), end.NUMBER)
"""The numbers of all that an address can show, one after the other."""


def page() -> None:
    """Draw the page."""
    text = session.language()
    session.enter("learn")
    wanted = session.query().get(STEP)
    number = _number(wanted) or _LAST.get() or STEPS[0].number
    # Nobody has said yet which step to show; which is the first that is not done is known to the browser alone.
    is_open = wanted is None and not _LAST.get()
    step = _numbered(number)
    if step is None:
        frame.heading(text, text("learn_end_title"))
    else:
        frame.heading(text, text("learn_title", number=number, title=text(f"learn_{step.name}_title")))
    if wanted is not None and _number(wanted) is None:
        st.warning(
            text(
                "learn_no_step",
                value=formats.as_markdown(shortened(wanted)),
                allowed=text.listed(str(each.number) for each in STEPS),
            )
        )
    contents(
        [*(_entry(text, each) for each in STEPS), _entry_of_end(text)],
        current=number,
        is_open=is_open,
        words=text.family("contents_"),
        key="contents",
        on_go=callback(go),
        on_open=callback(_show),
    )
    _LAST.set(number)
    if not is_open:
        _show(number)
    if step is None:
        end.end(text, services().store, on_go=callback(go))
        _turning(text, number)
    else:
        _step(text, step)


def _step(text: Text, step: Step) -> None:
    with st.container(key="learn_step"):
        with st.container(key="learn_words"):
            st.markdown(text(f"learn_{step.name}_text"))
        lesson(
            step.name,
            figures_of(step),
            words=text.family(f"learn_{step.name}_"),
            frame_words=text.family("lesson_"),
            options=step.question.options,
            right=step.question.right,
            key=f"lesson_{step.name}",
            **_live(step),
        )
        with st.container(key="learn_formal"):
            st.latex(step.formula)
            lines = "\n".join(FRAGMENTS[name] for name in step.code).rstrip()
            # Wrapped, for nothing but a pointer could scroll them.
            st.code(lines, language="python", wrap_lines=True)
            with st.container(key="learn_onwards", horizontal=True, vertical_alignment="center", gap="small"):
                pages.link(text, step.page, text(f"learn_{step.name}_link"))
                if step.race is not None:
                    title = text(f"race_{step.race}_title")
                    experiment_link(text, step.race, text("learn_race", title=title))
            _turning(text, step.number)


def _live(step: Step) -> dict[str, Any]:
    """Return what a stage that has to do with experiments is told of them, and who hears what it asks for."""
    if step.live is None:
        return {}
    lab = services()
    return {"news": step.live.news(lab.store), "on_ask": callback(step.live.heed, lab)}


def go(number: object) -> None:
    """Show the step of this number, as somebody has asked for: the browser's Back leads to the one shown before."""
    if _number(str(number)) is not None:
        _show(_shown())
        session.change_query({STEP: str(number)}, is_step=True)


def turn(by: int) -> None:
    """Show the step that comes `by` stops after the one shown by now, which may be drawn only in a moment."""
    place = _STOPS.index(_shown()) + by
    if 0 <= place < len(_STOPS):
        go(_STOPS[place])


def _shown() -> int:
    return _number(session.query().get(STEP)) or _LAST.get() or _STOPS[0]


def _show(number: object) -> None:
    """Let the address say which step is shown."""
    if _number(str(number)) is not None:
        session.change_query({STEP: str(number)})


def _number(value: str | None) -> int | None:
    """Return the number of a step, or of the end, from an address; None where there is none of it."""
    return next((number for number in _STOPS if str(number) == value), None)


def _names() -> dict[int, str]:
    return {step.number: step.name for step in STEPS}


def _numbered(number: int) -> Step | None:
    return next((step for step in STEPS if step.number == number), None)


def _entry(text: Text, step: Step) -> Entry:
    return Entry(
        number=step.number,
        name=step.name,
        words=text(f"learn_{step.name}_short"),
        query=session.query() | {STEP: str(step.number)},
    )


def _entry_of_end(text: Text) -> Entry:
    return Entry(
        number=end.NUMBER,
        name="end",
        words=text("learn_end_short"),
        query=session.query() | {STEP: str(end.NUMBER)},
        mark=end.MARK,
    )


def _turning(text: Text, number: int) -> None:
    """Draw Back and Next: in their places on the first step and at the end too, where one of them leads nowhere."""
    place = _STOPS.index(number)
    before = _STOPS[place - 1] if place > 0 else None
    after = _STOPS[place + 1] if place + 1 < len(_STOPS) else None
    with st.container(key="learn_turning", horizontal=True, horizontal_alignment="distribute"):
        for name, by, other, icon in (("back", -1, before, "arrow_back"), ("next", 1, after, "arrow_forward")):
            st.button(
                text(f"learn_{name}") if other is None else _titled(text, name, other),
                key=f"learn_{name}",
                type="primary" if name == "next" and other is not None else "secondary",
                icon=f":material/{icon}:",
                icon_position="left" if name == "back" else "right",
                disabled=other is None,
                on_click=callback(turn, by),
            )


def _titled(text: Text, name: str, number: int) -> str:
    called = _names().get(number, "end")
    return text("learn_turn", way=text(f"learn_{name}"), title=text(f"learn_{called}_short"))
