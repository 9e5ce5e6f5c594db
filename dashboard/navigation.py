"""The script that Streamlit runs for every session: page setup and navigation, nothing else."""

import streamlit as st

from dashboard.shared import frame, pages, session
from dashboard.shared.pages import PAGES

text = session.choose_language()
st.set_page_config(
    page_title="Softmax Lab", page_icon=str(frame.ICON), layout="wide", menu_items={"About": text("about")}
)
page = st.navigation([pages.page(name, text) for name in PAGES], position="top")
frame.run(page, text)
