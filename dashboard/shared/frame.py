"""What surrounds every page: the name, the language, and the sentence said when a page fails."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core.errors import DataError, InvalidValue, StoreError
from dashboard.components.document import document
from dashboard.shared import pages, session
from dashboard.shared.pages import PAGES
from dashboard.text import LANGUAGES, Text, formats

P = ParamSpec("P")

_LOGGER = logging.getLogger(__name__)
_STATIC = Path(__file__).parents[1] / "static"
_STYLE = _STATIC / "style.css"
_PRESENTATION_STYLE = _STATIC / "presentation.css"
_LOGO = _STATIC / "logo.svg"

# A Material icon or an emoji would be fetched from another host.
ICON = _STATIC / "icon.svg"
"""What stands in the browser's tab."""

_IS_WITHOUT_STYLE = session.Key("_without_style", False)

_HAS_DRAWN = session.Key("_has_drawn", False)

_MOMENT_SECONDS = 0.1
"""What a browser takes to load the scripts of a page's widgets, beside drawing it."""

_CHOSEN_LANGUAGE = session.Key("language", "")


def run(page: StreamlitPage, text: Text) -> None:
    """Run a page. Whatever it fails with becomes a sentence on the page and a traceback in the server's log."""
    if _is_without_style():
        st.html(_STYLE)
    if session.is_presenting():
        st.html(_PRESENTATION_STYLE)
    document(
        language=text.code,
        skip=text("skip_to_action"),
        not_loaded=text("not_loaded"),
        reload=text("reload"),
    )
    st.logo(str(_LOGO), size="large", icon_image=str(ICON))
    guarded(page.run, page.title, text)()
    session.confirm_address()


def _is_without_style() -> bool:
    """Return whether all pages are drawn into HTML of Streamlit's own, which has no style sheet of ours.

    A browser gets that where it asked for an address that no page has.
    """
    name = urlsplit(st.context.url or "").path.rpartition("/")[2]
    if name not in ("", *PAGES):
        _IS_WITHOUT_STYLE.set(True)
    return _IS_WITHOUT_STYLE.get()


def guarded(draw: Callable[P, None], name: str, text: Text) -> Callable[P, None]:
    """Return `draw` so that whatever it fails with becomes a sentence on the page and a traceback in the log.

    A page needs it, and so does each of its fragments: they run again without the page.
    """

    @wraps(draw)
    def drawn(*arguments: P.args, **named: P.kwargs) -> None:
        try:
            draw(*arguments, **named)
        except StoreError as error:
            st.error(text("store_unavailable", reason=error))
        except Exception:
            _LOGGER.exception("Drawing %s failed", name)
            st.error(text("unexpected"))

    return drawn


def callback(do: Callable[..., object], *arguments: Any, **named: Any) -> Callable[..., None]:
    """Return what a widget or a component calls to `do` something; all of them go through here, as `on_click` and
    `on_change`, `on_hide` and `on_choose`. What a component says comes after the `arguments`.

    Streamlit calls callbacks before it draws the page, and outside of what guards that. Whatever one fails with
    becomes a message that stays until it is closed, and the page is drawn as always, with nothing lost. What is
    refused, as settings that do not fit the images, is no failure and says what is allowed.
    """

    def called(*said: object) -> None:
        try:
            do(*arguments, *said, **named)
        except Exception as error:
            text = session.language()
            if isinstance(error, StoreError):
                sentence = text("store_unavailable", reason=error)
            elif isinstance(error, InvalidValue):
                sentence = formats.as_markdown(text.refusal(error))
            elif isinstance(error, DataError):
                sentence = formats.as_markdown(text.data_refusal(error))
            else:
                _LOGGER.exception("A callback failed")
                sentence = text("unexpected")
            st.toast(sentence, icon=":material/error:", duration="infinite")

    return called


def have_drawn() -> None:
    """Wait, once in a visit, until the browser has drawn what it was sent so far.

    What comes within a moment it draws at once, and nothing can be pressed before all of it stands. Here one says
    that what comes first is complete.
    """
    # Before the wait, which whoever presses Start in it interrupts: they do not wait again.
    is_first = not _HAS_DRAWN.get()
    _HAS_DRAWN.set(True)
    # Where nobody looks, as in a test, nobody waits.
    if is_first and st.context.headers:
        time.sleep(_MOMENT_SECONDS)


def heading(text: Text, title: str) -> None:
    """Draw a page's title and, at the far end of the same line, links to the pages, the language, and presenting.

    The links are for small screens and for a projector, where Streamlit's own navigation is out of sight.
    """
    presents = session.is_presenting()
    with st.container(key="heading", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(formats.as_markdown(title), anchor=False)
        with st.container(key="pages", horizontal=True, width="content", gap="xsmall"):
            for name in PAGES:
                pages.link(text, name)
        with st.container(key="view", horizontal=True, width="content", vertical_alignment="center"):
            st.segmented_control(
                text("language"),
                list(LANGUAGES),
                key=_CHOSEN_LANGUAGE.name,
                default=text.code,
                required=True,
                format_func=lambda code: LANGUAGES[code].name,
                on_change=callback(lambda: session.switch_language(_CHOSEN_LANGUAGE.get())),
                label_visibility="collapsed",
            )
            st.button(
                text("present_end" if presents else "present"),
                key="present",
                shortcut="P",
                on_click=callback(session.present, not presents),
            )
