"""The script that Streamlit runs for every session: page setup and navigation, nothing else."""

from collections.abc import Callable
from importlib import import_module

import streamlit as st

from dashboard import frame, session
from dashboard.shell import PAGES


def view(name: str) -> Callable[[], None]:
    """Return the page `views/<name>.py`, imported when it is first opened: none waits for what another one needs."""

    def page() -> None:
        import_module(f"dashboard.views.{name}").page()

    page.__name__ = name  # what Streamlit tells pages apart by
    return page


text = session.choose_language()
st.set_page_config(
    page_title="Softmax Lab", page_icon=str(frame.ICON), layout="wide", menu_items={"About": text("about")}
)
page = st.navigation(
    [
        st.Page(view(name), title=text(f"page_{name}"), icon=icon, url_path=name, default=place == 0)
        for place, (name, icon) in enumerate(PAGES.items())
    ],
    position="top",
)
frame.run(page, text)
