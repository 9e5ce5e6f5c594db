"""One visitor's tab: the keys of its session, and its address. Nobody else touches `st.session_state` or the address.

Whoever owns something that lasts as long as the session declares a `Key` for it, once; who else wants it imports that
key. Two keys have different names. A choice that a shared or reloaded address must bring back is in the address too.

The session decides, and the address follows: it is listened to when it is opened, when a link leads to it, and when
the browser's Back or Forward does, for a browser goes on sending the one before until it has heard of the new one.

What is a step of the browser's history, to which Back leads:

    another page                                                   a step
    another experiment, opened or started (experiment)             a step
    another step of Learn, another image on Draw (step, image,     a step
        drawing)
    all else: what a page fills in by itself when it is opened,    the step one is at follows along
        settings, toggles, smoothing, what is hidden, what is
        beside a race, run, lang, present

`change_query` lets the address follow, and with `is_step` makes a step; static/history.js does it in the browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.text import LANGUAGES, Text, spoken

T = TypeVar("T")
V = TypeVar("V")

EXPERIMENT, RUN, LANGUAGE, PRESENT = "experiment", "run", "lang", "present"
"""Parameters of an address: numbers of the experiment and the run shown, code of the language, 1 while presenting."""

IMAGE, DRAWING = "image", "drawing"
"""Parameters of an address: the test image, or the saved drawing, that Draw reads instead of the canvas."""

STEP = "step"
"""Parameter of an address: the number of the step that Learn shows."""

_MARK = "history"
"""Parameter that no visitor sees: it tells static/history.js whose address it is, and whether that is a step."""

_MOST_OVERTAKEN = 50
"""Addresses that are remembered as overtaken, several times as many as one can be ahead of a slow connection."""


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


@dataclass(frozen=True)
class _Address:
    """What an address says by now, on which page, and what it has said there before."""

    page: str
    says: Mapping[str, str]
    overtaken: dict[frozenset[tuple[str, str]], None]


_ADDRESS: Key[_Address | None] = Key("_address", None)
_HAS_MOVED = Key("_has_moved", False)
"""Whether somebody has gone to another address, and the browser was not told yet what it says by now."""

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
    """Return the parameters of the address: the browser's, unless it has not heard yet that they were changed."""
    sent = dict(st.query_params)
    sent.pop(_MARK, None)
    page, known = _script_page(), _ADDRESS.get()
    if known is None or known.page != page:
        _ADDRESS.set(_Address(page, sent, {}))
    elif sent == known.says:
        return sent
    elif frozenset(sent.items()) in known.overtaken and not came_back():
        _tell(known.says)
        return dict(known.says)
    else:
        _note(sent)
    _HAS_MOVED.set(True)
    return sent


def _note(says: Mapping[str, str]) -> None:
    """Remember that the address of this page says this from now on."""
    known = _ADDRESS.get()
    if known is None:
        return
    overtaken = dict(known.overtaken)
    remember(overtaken, frozenset(known.says.items()), None, _MOST_OVERTAKEN)
    overtaken.pop(frozenset(says.items()), None)
    _ADDRESS.set(_Address(known.page, dict(says), overtaken))


def came_back() -> bool:
    """Return whether this run of the script was asked for by the browser's Back or Forward.

    Then the address says what was shown: what is not in it was not there.
    """
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def _script_page() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else context.page_script_hash


def confirm_address() -> None:
    """Tell a browser that has gone to another address what it says by now: at the end of a page.

    On a slow connection it may have heard meanwhile what the address was to say of the page that it has left.
    """
    if _HAS_MOVED.get():
        _tell(query())
        _HAS_MOVED.set(False)


def marked(says: Mapping[str, str], path: str, *, is_step: bool) -> dict[str, str]:
    """Return an address of the page with this path as a browser is told of it."""
    return {_MARK: f"{path}.step" if is_step else path, **says}


def forget_address() -> None:
    """Listen to the next address, whatever it was before: a page is about to be opened with one."""
    _ADDRESS.set(None)


def change_query(changes: Mapping[str, str | None], *, is_step: bool = False) -> None:
    """Change these parameters of the address, all at once; those that are None are taken out.

    Call it last: where another run of the script is waited for, this one ends here. Where the change `is_step`, the
    browser's Back leads to the address before; else that one is replaced.
    """
    before = query()
    # What changes comes last and in its own order, so that one and the same view has one address.
    others = {name: words for name, words in before.items() if name not in changes}
    after = others | {name: words for name, words in changes.items() if words is not None}
    if after != before:
        _note(after)
        _tell(after, is_step=is_step)


def _tell(says: Mapping[str, str], *, is_step: bool = False) -> None:
    path = _path()
    st.query_params.from_dict(says if path is None else marked(says, path, is_step=is_step))


def _path() -> str | None:
    """Return the path of the page, or None as long as Streamlit was not told which pages there are."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    page = context.pages_manager.get_pages().get(context.page_script_hash)
    return None if page is None else page.get("url_pathname")


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
    """Return the catalogue of the language chosen before, or in the address, or the browser's, or English."""
    said = query().get(LANGUAGE)
    text = spoken(_LANGUAGE.get() or said or st.context.locale)
    _LANGUAGE.set(text.code)
    if said is not None and said != text.code:
        change_query({LANGUAGE: text.code})  # Back leads to an address of before another language was chosen
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


def open_experiment(number: int) -> None:
    """Show this experiment, as somebody has asked for: the browser's Back leads to what was shown before."""
    _show_experiment(number, is_step=True)


def forget_experiment() -> None:
    """Show no experiment any more: the one that was is gone."""
    _show_experiment(None, is_step=False)


def _show_experiment(number: int | None, *, is_step: bool) -> None:
    _last_shown().set(number)
    change_query({EXPERIMENT: None if number is None else str(number)}, is_step=is_step)


def shown_experiment() -> int | None:
    """Return the experiment in the address, else the one that this page showed before another page was opened."""
    number = number_in_url(EXPERIMENT)
    if number is None and not came_back():
        number = _last_shown().get()
    _show_experiment(number, is_step=False)
    return number


def _last_shown() -> Key[int | None]:
    return Key(f"_experiment_{_PAGE.get()}", None)
