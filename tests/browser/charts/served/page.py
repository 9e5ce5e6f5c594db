"""Two charts of an experiment that grows, with what is chosen above them."""

import time

import streamlit as st

from dashboard import figures
from dashboard.components.agreed import Agreed
from dashboard.components.live_chart import ChartLabels, Link, live_curves
from dashboard.components.view_options import Slider, Switch, view_options
from dashboard.figures import palette


def hear(said):
    if st.session_state["hidden"].is_overtaken(said):
        st.session_state["hidden"] = Agreed(tuple(sorted(said["value"])), said["serial"])


def choose(said):
    if view.is_overtaken(said):
        time.sleep(1)  # a server that is busy
        st.session_state["view"] = Agreed(said["value"], said["serial"])


st.set_page_config(layout="wide", menu_items={"About": "A test"})
labels = ChartLabels("Reset zoom", "Download as PNG", "Download as SVG", "The charts cannot be shown", "Loading", "")
colour = palette.rate_colours([0.1])[0.1]
curves = [
    figures.Curve("batch", "batch", colour, split="train"),
    figures.Curve("validation", "validation", colour, split="validation", dashed=True),
]
view = st.session_state.setdefault("view", Agreed({"log_loss": False, "smoothing": 0.6, "x_axis": "seconds"}))
st.text(f"The page has heard of {view.value['smoothing']}")
asked = st.query_params.get("hidden")
# The address is read once: a browser may send an old one long after it was given another.
hidden = st.session_state.setdefault("hidden", None if asked is None else Agreed(tuple(asked.split())))
if st.button("Show validation alone"):
    hidden = Agreed(("batch",), hidden.serial)
link = Link("both", hidden, on_hide=hear, view=view)
controls = [
    Switch("log_loss", "Logarithmic", "Like this"),
    Slider("smoothing", "Smoothing", "Like that", 0, 0.95, 0.05),
]
view_options(controls, key="view_options", link=link, on_choose=choose)
for key in ("loss_chart", "accuracy_chart"):
    words = figures.CurveLabels(
        {"seconds": ("step", "step %{x:,d}")}, "loss", {"validation": key}, "", key, key, {"": "Press Start"}
    )
    course = figures.Course(1 if "stream" in st.query_params else None)
    chart = figures.Curves("loss", [course], curves, words)
    live_curves(chart, key=key, labels=labels, title=key, link=link, shows_legend=True)
if hidden is not None:
    st.session_state["hidden"] = hidden
    st.query_params["hidden"] = " ".join(hidden.value)
    st.text(f"Hidden: {', '.join(hidden.value) or 'nothing'}")
