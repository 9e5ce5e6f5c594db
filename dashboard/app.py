"""The server: Streamlit with the pages' own HTML. Start it with: streamlit run dashboard/app.py"""

import sys
from pathlib import Path

# `streamlit run` puts this file's folder on the path; `core` and `dashboard` live one folder up.
ROOT = str(Path(__file__).parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402

from dashboard import shell  # noqa: E402

app = st.App("navigation.py", routes=shell.routes())
