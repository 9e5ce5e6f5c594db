"""Page setup and navigation, nothing else. Start it with: streamlit run dashboard/app.py"""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

# `streamlit run` puts this file's folder on the path; `core` and `dashboard` live one folder up.
ROOT = str(Path(__file__).parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402

from dashboard import frame, session  # noqa: E402


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
        st.Page(
            view("train"), title=text("page_train"), icon=":material/ssid_chart:", url_path="train", default=True
        ),
        st.Page(
            view("compare"), title=text("page_compare"), icon=":material/stacked_line_chart:", url_path="compare"
        ),
        st.Page(view("draw"), title=text("page_draw"), icon=":material/draw:", url_path="draw"),
    ],
    position="top",
)
frame.run(page, text)
