"""The pages, and links from one to another."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.shared import session
from dashboard.text import Text

PAGES = {
    "train": ":material/ssid_chart:",
    "compare": ":material/stacked_line_chart:",
    "draw": ":material/draw:",
    "learn": ":material/school:",
}
"""The pages in the order of the navigation, path and icon; the first one is what `/` shows."""


def load() -> None:
    """Import all pages, so that nobody waits for it later."""
    for name in PAGES:
        import_module(f"dashboard.{name}.page")


def page(name: str, text: Text) -> StreamlitPage:
    """Return a page for `st.navigation`, or for a link to it: Streamlit knows it again by its name."""
    is_first = name == next(iter(PAGES))
    return st.Page(_view(name), title=text(f"page_{name}"), icon=PAGES[name], url_path=name, default=is_first)


def link(text: Text, name: str, label: str | None = None, **parameters: object) -> None:
    """Draw a link to a page, by default under its title, that opens it with these URL parameters."""
    st.page_link(
        page(name, text),
        label=text(f"page_{name}") if label is None else label,
        icon=PAGES[name],
        query_params=_words(parameters),
    )


def switch(text: Text, name: str, **parameters: object) -> NoReturn:
    """Open a page with these URL parameters, from a callback or while another page is drawn."""
    to = page(name, text)
    session.forget_address()
    st.switch_page(to, query_params=session.marked(_words(parameters), to.url_path, is_step=True))


def _words(parameters: Mapping[str, object]) -> dict[str, str]:
    return {parameter: str(value) for parameter, value in parameters.items()}


def _view(name: str) -> Callable[[], None]:
    """Return the page `<name>/page.py`, imported when it is first opened: none waits for what another one needs."""

    def view() -> None:
        import_module(f"dashboard.{name}.page").page()

    view.__name__ = name  # what Streamlit tells pages apart by
    return view
