"""Widgets for choices: a choice owns its value, and every widget that shows it is a mirror.

Streamlit keeps a widget's value under the widget's key, and lets a script assign to it. That goes wrong in three
ways. Where two pages draw the same key, the page opened second may get the widget's default instead of the value. An
assigned value travels to the browser once, and is lost with a run that a newer one overtakes: the browser then shows
the default, and sends it back. And it is undone by a browser that has not heard of it yet, for each of its messages
brings along what all its widgets show.

So a choice lives under a name that is no widget's key, and is the default of its widgets. Their keys are numbered:
whenever another page is opened, another language is spoken, or somebody else assigns to the choice, the widget is
made anew, and what a browser still says of the old one concerns nobody. In another language it could not even be
understood, for a browser says an option by the words that it shows.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import streamlit as st

from core.config import Limit
from core.errors import InvalidValue
from core.numerals import number_in, numbers_in
from dashboard.shared import session
from dashboard.shared.frame import callback
from dashboard.shared.session import Key, remember
from dashboard.text import Text, formats

T = TypeVar("T")

MOST_MIRRORS = 150
"""Widgets that a session remembers, several times as many as a page has: those of runs that were beside a race long
ago are forgotten."""

LONGEST_NUMBER = 80
"""Letters that are kept of what was typed as a number and is none."""

UNDERSTOOD_DIGITS = 6
"""Significant digits of what a field was understood as: 1/3 has no end."""


@dataclass
class _Mirror:
    """A widget's key, its default, which must not change while it lives, the choice's value, and how it says that."""

    key: str
    default: Any
    value: Any
    said: Any


@dataclass
class _Mirrors:
    """The widgets made since a page was opened in a language, and how many were made before the next one."""

    visit: int
    language: str
    made: int = 0
    by_name: dict[str, _Mirror] = field(default_factory=dict)


_MIRRORS: Key[_Mirrors | None] = Key("_mirrors", None)


def _mirrors() -> _Mirrors:
    found, visit, language = _MIRRORS.get(), session.visit(), session.language().code
    if found is None or (found.visit, found.language) != (visit, language):
        # A browser outlives its session where the server was started anew: what it says is of none of these widgets.
        found = _Mirrors(visit, language, secrets.randbelow(10**9) if found is None else found.made)
        _MIRRORS.set(found)
    return found


def _is_current(name: str, mirror: _Mirror) -> bool:
    """Return whether a widget was not made anew since; until a page is drawn, another language has not made any."""
    found = _MIRRORS.get()
    return found is not None and found.visit == session.visit() and found.by_name.get(name) is mirror


def mirror(
    name: str,
    value: T,
    on_edit: Callable[[T], object],
    *,
    default: str = "value",
    shown: Callable[[T], Any] = lambda value: value,
    meant: Callable[[Any], T] = lambda value: value,
) -> dict[str, Any]:
    """Return the arguments that make a widget show the `value` of a choice: key, default and `on_change`.

    An edit in the widget is handed to `on_edit`, once. `name` tells this widget from the page's others. `default` is
    what the widget calls its default; `shown` makes it of the choice's value, the index of an option, say, or the
    nearest value that it can show, and `meant` makes a value of the choice of what the widget says.
    """
    mirrors = _mirrors()
    found = mirrors.by_name.get(name)
    if found is None or found.value != value:
        mirrors.made += 1
        first = shown(value)
        found = _Mirror(f"{name}_{mirrors.made}", first, value, value if default == "index" else first)
    shown_by = remember(mirrors.by_name, name, found, MOST_MIRRORS)

    def take() -> None:
        if not _is_current(name, shown_by):
            return  # made anew meanwhile: a browser that has not heard of it says what the old one showed
        said = Key[Any](shown_by.key, shown_by.said).get()
        # Where a page was left and come back to before the other one was drawn, Streamlit has forgotten its widgets,
        # and takes what all of them show for edits: of the preset too, which would fill in its settings again.
        if said != shown_by.said:
            shown_by.said, shown_by.value = said, meant(said)
            on_edit(shown_by.value)

    return {"key": shown_by.key, default: shown_by.default, "on_change": callback(take)}


def choice(
    key: Key[T],
    *,
    widget: str = "",
    default: str = "value",
    shown: Callable[[T], Any] = lambda value: value,
    on_edit: Callable[[], object] | None = None,
) -> dict[str, Any]:
    """Return the arguments that make a widget show what the session keeps under `key`, as `mirror` does.

    An edit becomes its value; then `on_edit` is called. Where it has several widgets, each has a name, `widget`.
    """

    def take(value: T) -> None:
        key.set(value)
        if on_edit is not None:
            on_edit()

    return mirror(widget or key.name, key.get(), take, default=default, shown=shown)


def number(
    text: Text,
    key: Key[Any],
    limit: Limit,
    *,
    name: str = "",
    width: int | Literal["stretch"] = "stretch",
    on_edit: Callable[[], object] | None = None,
) -> None:
    """Draw the field of a number that has a `limit`, with the label and, where there is one, the help of its `name`.

    The name is the key's where none is given. The field takes a text, for a browser's own field of numbers drops what
    it does not know and makes 1 of 0,1 and 5 of 5%. The choice is the number that the text means, which stands below
    where it was not typed like that, or the text itself where it means none. What the limit does not allow can be
    typed: who draws the field says beside it, by `checked_number`, why it is refused.
    """
    name = name or key.name

    def meant(typed: str) -> object:
        try:
            return number_in(name, typed, limit).value if typed.strip() else None
        except InvalidValue:
            return typed[:LONGEST_NUMBER]

    def take(value: object) -> None:
        key.set(value)
        if on_edit is not None:
            on_edit()

    with st.container(key=key.name, width=width):
        typed = st.text_input(
            text(f"field_{name}"),
            placeholder=text("automatic") if limit.automatic else None,
            help=text.sentences.get(f"field_{name}_help"),
            **mirror(key.name, key.get(), take, shown=formats.in_field, meant=meant),
        )
        _understood(name, typed or "", limit)


def _understood(name: str, typed: str, limit: Limit) -> None:
    """Say what number a field was understood as, where a computer would not write it like that."""
    try:
        numeral = number_in(name, typed, limit)
    except InvalidValue:
        return
    shown = formats.number(numeral.value, UNDERSTOOD_DIGITS)
    if not numeral.is_literal and shown != typed.strip():
        st.caption(f"{formats.as_markdown(typed.strip())} → {shown}")


def understood_list(field: str, typed: str, limit: Limit) -> None:
    """Say what numbers a list was understood as, as `number` does of one."""
    try:
        numerals = numbers_in(field, typed, limit)
    except InvalidValue:
        return
    if not numerals.is_literal:
        st.caption("→ " + " · ".join(formats.number(value, UNDERSTOOD_DIGITS) for value in numerals.values))
