"""The page Draw: draw a digit, see how a trained model reads it, and why."""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.config import PRESETS
from core.data import DataError
from core.familiarity import Familiarity, Likeness
from core.model import SoftmaxModel
from core.records import Run
from core.scaling import Bytes, Floats
from core.store import NotFound, Store
from dashboard import figures, formats, frame, session
from dashboard.components import canvas as board
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.components.live_chart import live_chart
from dashboard.services import dataset, services
from dashboard.text import Text
from dashboard.views.drawing_board import draw_board, keep_controls
from dashboard.views.drawing_compare import compare_section
from dashboard.views.drawing_evidence import evidence_section
from dashboard.views.drawing_steps import as_chosen, chosen_recipe, steps
from dashboard.views.drawing_stress import stress_section
from dashboard.views.drawing_time import time_section
from dashboard.views.reading import Reading, run_name
from dashboard.views.test_set import own_test_set
from dashboard.words import chart_words

TICK_SECONDS = 0.25
"""How often the page looks whether the model it waits for, or reads with, has learnt more."""

SURE, LIKELY = 0.95, 0.6
"""Probabilities from which a reading is called almost certain, and probable."""

SECTIONS = ("evidence", "time", "compare", "stress", "test_set")
"""What can be shown below the reading; one at a time, for each takes its share of the half second a stroke has."""


def page() -> None:
    """Draw the page."""
    text, store = session.language(), services().store
    frame.heading(text, text("draw_title"))
    run = _choose_run(text, store)
    still_learning = run is None or not store.experiment(run.experiment_id).status.is_over
    reading = frame.guarded(_reading, "reading", text)
    st.fragment(reading, run_every=TICK_SECONDS if still_learning else None)(text, store, run)


def _choose_run(text: Text, store: Store) -> Run | None:
    """Draw the choice of the run that reads and return it, or None if nothing has been trained yet."""
    runs = store.trained_runs()
    wanted = session.number_in_url(session.RUN)
    if wanted is not None and all(run.id != wanted for run in runs):
        try:
            runs.append(store.run(wanted))
        except NotFound:
            st.warning(text("run_missing", number=wanted))
            wanted = None
    if not runs:
        return None
    experiments = {run.experiment_id: store.experiment(run.experiment_id) for run in runs}
    names = {run.id: run_name(text, run, experiments[run.experiment_id]) for run in runs}
    chosen = st.selectbox(
        text("which_run"),
        list(names),
        index=next((i for i, number in enumerate(names) if number == wanted), 0),
        format_func=lambda number: names[number],
        key="run",
    )
    st.query_params[session.RUN] = str(chosen)
    return next(run for run in runs if run.id == chosen)


def _reading(text: Text, store: Store, run: Run | None) -> None:
    """Draw the canvas, what the model makes of it, and why; runs again after every stroke."""
    if run is None:
        _offer_training(text, store)
    recipe = chosen_recipe()
    left, middle, right = st.columns([board.SIDE + 40, 420, 260], gap="medium")
    with left:
        drawn, problem = draw_board(text, recipe)
        below_board = st.container()
    model, image = None, None if drawn is None else drawn.stages[-1].image
    if run is not None:
        try:
            _, model = store.model(run.id)
        except NotFound:
            st.rerun()
    read, shown_model = None, None if model is None else as_chosen(model)
    if run is not None and shown_model is not None and image is not None:
        read = Reading(run, shown_model, image, shown_model.probabilities(image[np.newaxis])[0])
    with middle:
        _answer(text, read, problem)
        _bars(text, None if read is None else read.probabilities)
    with right:
        _seen(text, store, run, image)
        st.toggle(text("prompt_mode"), key="prompt_mode", help=text("prompt_mode_help"), persist_state="session")
        named_here = st.container()
    # Who draws digit after digit on a phone should not have to scroll from the canvas to the button.
    with below_board if st.session_state["prompt_mode"] else named_here:
        keep_controls(text, store, drawn)
    steps(text, () if drawn is None else drawn.stages, model)
    if run is not None and model is not None:
        # A fragment of its own: its sliders need not draw the canvas anew.
        st.fragment(frame.guarded(_explanation, "explanation", text))(text, store, run, model, read)


def _seen(text: Text, store: Store, run: Run | None, image: Bytes | None) -> None:
    """Draw the image that the model sees, and say how like it is to what the model knows."""
    st.header(text("seen_title"), anchor=False, help=text("seen_help"))
    image_grid(
        np.zeros((1, 28, 28), np.uint8) if image is None else image[np.newaxis],
        [GridImage(alt=text("seen_empty_alt" if image is None else "seen_alt"))],
        key="seen",
        alt=text("seen_title"),
        columns=1,
        columns_on_phone=1,
        largest=224,
    )
    with st.container(key="likeness"):
        likeness = None if image is None or run is None else _likeness(store, run, image)
        if likeness is None:
            st.caption(text("likeness_unknown"))
            return
        st.caption(
            text(
                f"likeness_{likeness.level}",
                overlap=formats.percent(likeness.overlap, 0),
                share=formats.percent(likeness.novelty, 0),
                label=likeness.label,
            )
        )


def _likeness(store: Store, run: Run, image: Bytes) -> Likeness | None:
    """Return what of the run's own data is nearest to the image, or None if the data cannot be read any more."""
    try:
        return _familiarity(store.experiment(run.experiment_id).config.data).likeness(image)
    except (DataError, NotFound):
        return None


@st.cache_resource(show_spinner=False, max_entries=2)
def _familiarity(name: str) -> Familiarity:
    data = dataset(name)
    return Familiarity(data.x_train, data.y_train, data.x_test)


def _explanation(text: Text, store: Store, run: Run, model: SoftmaxModel, read: Reading | None) -> None:
    """Draw the choice of a section, and that section."""
    st.divider()
    chosen = st.segmented_control(
        text("explain"),
        SECTIONS,
        key="explain",
        default=SECTIONS[0],
        required=True,
        format_func=lambda name: text(f"section_{name}"),
        label_visibility="collapsed",
        persist_state="session",
    )
    with st.container(key=f"section_{chosen}"):
        if chosen == "test_set":
            own_test_set(text, store, run, model)
        elif read is None:
            st.markdown(text(f"section_{chosen}_empty"))
        elif chosen == "evidence":
            evidence_section(text, read)
        elif chosen == "time":
            time_section(text, store, read)
        elif chosen == "compare":
            compare_section(text, store, read)
        else:
            stress_section(text, read)


def _answer(text: Text, read: Reading | None, problem: str) -> None:
    with st.container(key="prediction"):
        if read is None:
            st.html(f'<p class="digit">{formats.NOTHING}</p>')
            st.markdown(problem)
            return
        digit, second, *_ = read.ranking
        probability = float(read.probabilities[digit])
        st.html(f'<p class="digit">{digit}</p>')
        how = "sure" if probability >= SURE else "likely" if probability >= LIKELY else "unsure"
        sentence = text(f"reading_{how}", digit=digit, second=second)
        st.markdown(f"{sentence} {text('reading_probability', probability=formats.percent(probability))}")


def _bars(text: Text, probabilities: Floats | None) -> None:
    words = figures.AxisWords(text("axis_probability"), text("axis_digit"))
    if probabilities is None:
        alt = text("bars_alt_empty")
    else:
        digit = int(probabilities.argmax())
        alt = text("bars_alt", digit=digit, probability=formats.percent(float(probabilities[digit])))
    live_chart(figures.probability_bars(probabilities, words), key="probabilities", words=chart_words(text), alt=alt)


def _offer_training(text: Text, store: Store) -> None:
    """Say that there is nothing to read with, and offer to train it or show how far that is."""
    newest = next(iter(store.experiments(1)), None)
    if newest is not None and newest.step > 0:
        st.rerun()
    with st.container(key="nothing_trained", border=True):
        if newest is not None and not newest.status.is_over:
            st.progress(0.0, text("training_now", step=newest.step, steps=formats.count(newest.config.steps)))
            return
        st.markdown(text("nothing_trained"))
        st.button(
            text("train_now"),
            key="train_now",
            type="primary",
            icon=":material/play_arrow:",
            help=text("train_now_help"),
            on_click=_train_now,
            args=(store,),
        )


def _train_now(store: Store) -> None:
    store.file(replace(PRESETS["tutorial"], pace=None))
