"""A hint: what the figures say, why, and one click that mends it or shows more.

One at a time at most, nothing where all is well. It stands in the status line of Train and Compare, whose room is
there anyway, and below the canvas of Draw. Who does not want a hint closes it: that rule is silent about this
experiment from then on, as long as the session lasts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.hints.rules import Change, Hint, Show
from dashboard.shared.frame import callback
from dashboard.shared.lessons import lesson_link
from dashboard.shared.session import Key
from dashboard.text import Text, formats

_DISMISSED: Key[frozenset[tuple[str, str]]] = Key("_dismissed_hints", frozenset())

_KINDS: Mapping[str, Callable[[Any], str]] = {
    "loss": formats.loss,
    "accuracy": formats.percent,
    "share": lambda share: formats.percent(share, 0),
    "rate": formats.rate,
    "scale": formats.number,
    "name": formats.as_markdown,
}
"""How a figure is written, by its kind, the last word of its name; what is of no other kind is counted."""


def dismissed(about: str) -> set[str]:
    """Return the names of the rules that are to be silent about something, such as an experiment."""
    return {rule for subject, rule in _DISMISSED.get() if subject == about}


@dataclass(frozen=True, eq=False)
class Offer:
    """A hint, what it is about, for `dismissed`, and what is called with what helps when its button is pressed."""

    hint: Hint
    about: str
    do: Callable[[Change | Show], object]


def actions(text: Text, offer: Offer, why: Callable[[], None] | None = None) -> None:
    """Draw what can be pressed: what helps, why (by default a link to the lesson that explains it), and no more."""
    st.button(
        remedy_label(text, offer.hint.remedy),
        key="hint_do",
        icon=":material/replay:" if isinstance(offer.hint.remedy, Change) else ":material/arrow_forward:",
        on_click=callback(offer.do, offer.hint.remedy),
    )
    if why is None:
        lesson_link(text, offer.hint.why, text("hint_why"))
    else:
        why()
    st.button(
        text("hint_dismiss"),
        key="hint_dismiss",
        type="tertiary",
        icon=":material/close:",
        on_click=callback(_dismiss, offer.about, offer.hint.name),
    )


def said(text: Text, found: Hint) -> str:
    """Return what a hint says, with the figures that made it speak."""
    return text(f"hint_{found.name}", **_written(text, found.figures))


def remedy_label(text: Text, remedy: Change | Show) -> str:
    """Return what the button is called: by the place that shows more, or by what is changed most."""
    if isinstance(remedy, Show):
        return text(f"hint_show_{remedy.place}")
    fields, rates = remedy.fields, remedy.fields.get("learning_rates", ())
    if "seeds" in fields:
        return text("hint_do_seeds", new_seeds=len(fields["seeds"]))
    if len(rates) > 1:
        return text("hint_do_race", new_rates=text.listed(map(formats.rate, rates)))
    shown = {name: formats.setting(value) for name, value in fields.items()}
    return text(f"hint_do_{next(iter(fields))}", **shown, new_rate=formats.rate(rates[0]) if rates else "")


def _written(text: Text, figures: Mapping[str, Any]) -> dict[str, str]:
    return {name: _figure(text, name, value) for name, value in figures.items()}


def _figure(text: Text, name: str, value: Any) -> str:
    kind = name.rpartition("_")[2]
    if isinstance(value, tuple | list):
        return text.listed(_figure(text, name.removesuffix("s"), each) for each in value)
    return _KINDS.get(kind, formats.count)(value)


def _dismiss(about: str, rule: str) -> None:
    _DISMISSED.set(_DISMISSED.get() | {(about, rule)})
