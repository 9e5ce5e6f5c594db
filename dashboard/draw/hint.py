"""The hint on Draw: what a reading is worth, and what shows more about it."""

from functools import partial

import streamlit as st

from core.hints.reading import READING_RULES, Reading
from core.hints.rules import Change, Show, hint
from core.model.novelty import Novelty
from core.store import Store
from dashboard.draw.prediction import Prediction
from dashboard.shared import hints, pages
from dashboard.shared.hints import Offer, dismissed
from dashboard.shared.metrics import metrics_of
from dashboard.shared.opening import SECTION
from dashboard.text import Text


def reading_hint(text: Text, store: Store, prediction: Prediction | None, novelty: Novelty | None) -> None:
    """Draw the hint on what is read, if any."""
    with st.container(key="hint"):
        if prediction is None:
            return
        about = f"r{prediction.run.id}"
        accuracy = _validation_accuracy(store, prediction)
        facts = Reading(prediction.probabilities, novelty, accuracy, prediction.classes)
        said = hint(READING_RULES, facts, dismissed(about))
        if said is None:
            return
        st.markdown(f":material/lightbulb: {hints.said(text, said)}")
        with st.container(key="hint_actions", horizontal=True, vertical_alignment="center", gap="xsmall"):
            hints.actions(text, Offer(said, about, partial(_do, text)))


def _validation_accuracy(store: Store, prediction: Prediction) -> float | None:
    run = prediction.run
    accuracy = metrics_of(store, run.experiment_id).validation_accuracy
    place = [each.id for each in store.experiments.runs(run.experiment_id)].index(run.id)
    return float(accuracy[place, -1]) if accuracy.shape[1] else None


def _do(text: Text, remedy: Change | Show) -> None:
    if isinstance(remedy, Show) and remedy.place == "train":
        pages.switch(text, remedy.place)
    elif isinstance(remedy, Show):
        SECTION.set(remedy.place)
