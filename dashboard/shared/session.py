"""One visitor's tab: the keys of its session, and its address. Nobody else touches `st.session_state` or the address.

Whoever owns something that lasts as long as the session declares a `Key` for it, once; who else wants it imports that
key. Two keys have different names. A choice that a shared or reloaded address must bring back is in the address too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from dashboard.text import LANGUAGES, Text, spoken

T = TypeVar("T")
V = TypeVar("V")

EXPERIMENT, RUN, LANGUAGE, PRESENT = "experiment", "run", "lang", "present"
"""Parameters of an address: numbers of the experiment and the run shown, code of the language, 1 while presenting."""

IMAGE, DRAWING = "image", "drawing"
"""Parameters of an address: the test image, or the saved drawing, that Draw reads instead of the canvas."""

STEP = "step"
"""Parameter of an address: the number of the step that Learn shows."""


@dataclass(frozen=True)
class Key(Generic[T]):
    """What a session keeps under a name; `default` until it is set. Also the value of the widget with that key."""

    name: str
    default: T

    def get(self) -> T:
        """Return the value."""
        value: T = st.session_state.get(self.name, self.default)
        return value

    def set(self, value: T) -> None:
        """Let this be the value. A widget's can be set before it is drawn alone."""
        st.session_state[self.name] = value

    def pop(self) -> T:
        """Return the value, and forget it."""
        value = self.get()
        st.session_state.pop(self.name, None)
        return value

    def is_set(self) -> bool:
        """Return whether there is a value; that of a widget is forgotten once the widget is not drawn any more."""
        return self.name in st.session_state


_LANGUAGE = Key("_language", "")
_PRESENTS: Key[bool | None] = Key("_presents", None)
_PAGE = Key("_page", "")
_VISIT = Key("_visit", 0)


def remember(known: dict[T, V], key: T, value: V, most: int) -> V:
    """Keep a value in a dictionary that forgets all but the `most` kept last; return the value."""
    known.pop(key, None)
    known[key] = value
    while len(known) > most:
        del known[next(iter(known))]
    return value


def query() -> dict[str, str]:
    """Return the parameters of the address."""
    return dict(st.query_params)


def change_query(changes: Mapping[str, str | None]) -> None:
    """Change these parameters of the address, all at once; those that are None are taken out."""
    before = query()
    # What changes comes last and in its own order, so that one and the same view has one address.
    others = {name: words for name, words in before.items() if name not in changes}
    after = others | {name: words for name, words in changes.items() if words is not None}
    if after != before:
        st.query_params.from_dict(after)


def number_in_url(parameter: str) -> int | None:
    """Return the whole number of a parameter, or None where it is missing or none; nonsense is taken out."""
    value = query().get(parameter)
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) < 18:
        return int(value)
    change_query({parameter: None})
    return None


def choose_language() -> Text:
    """Return the catalogue of the language in the address, or chosen before, or the browser's, or English."""
    text = spoken(query().get(LANGUAGE) or _LANGUAGE.get() or st.context.locale)
    _LANGUAGE.set(text.code)
    return text


def language() -> Text:
    """Return the catalogue that `choose_language` chose at the start of this script run."""
    return LANGUAGES[_LANGUAGE.get()]


def switch_language(code: str) -> None:
    """Speak another language from now on, here and wherever the address is opened."""
    _LANGUAGE.set(code)
    change_query({LANGUAGE: code})


def is_presenting() -> bool:
    """Return whether the pages are laid out for a projector. An address may say so when it is opened."""
    presents = _PRESENTS.get()
    if presents is None:
        presents = query().get(PRESENT) == "1"
    present(presents)
    return presents


def present(presents: bool) -> None:
    """Lay the pages out for a projector from now on, in this tab and wherever its address is opened, or no longer."""
    _PRESENTS.set(presents)
    change_query({PRESENT: "1" if presents else None})


def enter(page: str) -> bool:
    """Note which page is drawn, and return whether it was another one before.

    Every page goes on showing the experiment that it showed last.
    """
    is_new = _PAGE.get() != page
    if is_new:
        _PAGE.set(page)
        _VISIT.set(_VISIT.get() + 1)
    return is_new


def visit() -> int:
    """Return how many pages have been opened so far, counting a page again whenever one comes back to it."""
    return _VISIT.get()


def show_experiment(number: int | None) -> None:
    """Show this experiment from now on, in this tab and wherever its address is opened; with None, none."""
    change_query({EXPERIMENT: None if number is None else str(number)})
    _last_shown().set(number)


def shown_experiment() -> int | None:
    """Return the experiment in the address, else the one that this page showed before another page was opened."""
    number = number_in_url(EXPERIMENT)
    if number is None:
        number = _last_shown().get()
    if number is not None:
        show_experiment(number)
    return number


def _last_shown() -> Key[int | None]:
    return Key(f"_experiment_{_PAGE.get()}", None)
