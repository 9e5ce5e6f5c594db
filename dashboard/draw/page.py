"""The page Draw: draw something, see how a trained model reads it, and why."""

from dataclasses import replace
from html import escape

import numpy as np
import streamlit as st

from core.arrays import Bytes
from core.classes import DIGITS
from core.config import PRESETS
from core.errors import NotFound, StoreError, Unreadable
from core.model.novelty import Novelty
from core.model.softmax import SoftmaxModel, softmax
from core.store import Store
from core.store.records import Experiment, Run
from dashboard import figures
from dashboard.components.bars import bars
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.draw import game, given_image, steps
from dashboard.draw.board import Drawn, draw_board, show_given
from dashboard.draw.calibration import temperature_of
from dashboard.draw.evidence import evidence_section
from dashboard.draw.headline import Headline, headline, unread
from dashboard.draw.hint import reading_hint
from dashboard.draw.novelty import novelty_of, prepare_novelty
from dashboard.draw.over_time import time_section
from dashboard.draw.perturbations import perturbations_section
from dashboard.draw.prediction import Prediction, run_name
from dashboard.draw.row import number_row
from dashboard.draw.runs import compare_section
from dashboard.draw.saving import keep_controls
from dashboard.draw.test_set import own_test_set
from dashboard.figures import palette
from dashboard.shared import frame, session
from dashboard.shared.fields import choice
from dashboard.shared.frame import callback
from dashboard.shared.labels import chart_labels
from dashboard.shared.opening import SECTION
from dashboard.shared.services import Services, services
from dashboard.shared.status import hold_up, worth_drawing_with
from dashboard.shared.tiles import progress
from dashboard.shared.watching import watch
from dashboard.text import Text, formats
from dashboard.text.names import breadth

LARGEST_NAME, SMALLEST_NAME = 13.0, 1.5
"""How broad the name of what is read may be, in rem times letters, and the height of the longest names, in rem."""

SECTIONS = ("evidence", "steps", "time", "compare", "perturbations", "test_set")
"""What can be shown below the reading; one at a time, for each takes its share of the half second a stroke has."""

MARKS = {"doubtful": "⚠ ", "right": "✓ ", "wrong": "✗ "}
"""What stands before a headline of that tone, for those who do not see its colour."""

COLOURS = {"doubtful": palette.WRONG, "right": palette.RIGHT, "wrong": palette.WRONG}
"""The colours of these tones."""


def page() -> None:
    """Draw the page."""
    text, lab = session.language(), services()
    store = lab.store
    is_new = session.enter("draw")
    heading = st.container(key="draw_heading")  # its title depends on the model, which is chosen below it
    given_image.take_from_address(text)
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="draw_options"
    ):
        try:
            run = _choose_run(text, store)
        except StoreError:
            with heading:
                frame.heading(text, text("draw_title"))
            raise
        classes = DIGITS if run is None else store.experiments.get(run.experiment_id).classes
        text = text.about(classes)
        game.switch(text, classes)
    with heading:
        frame.heading(text, text("draw_title"))
    if is_new and run is not None:
        prepare_novelty(store, run)
    if run is None:
        awaited = next(iter(store.experiments.newest(1)), None)
        watch(text, lab, awaited, has_model=True)
        _offer_training(text, lab, awaited)
    else:
        watch(text, lab, store.experiments.get(run.experiment_id))
    st.fragment(frame.guarded(_reading, "reading", text))(text, store, run)


def _choose_run(text: Text, store: Store) -> Run | None:
    """Draw the choice of the run that reads and return it, or None if nothing has been trained yet."""
    runs = store.experiments.trained_runs()
    wanted = session.number_in_url(session.RUN)
    if wanted is not None and all(run.id != wanted for run in runs):
        try:
            runs.append(store.experiments.run(wanted))
        except NotFound:
            st.warning(text("run_missing", number=wanted))
            wanted = None
    if not runs:
        return None
    experiments = {run.experiment_id: store.experiments.get(run.experiment_id) for run in runs}
    if wanted is None:
        # The newest experiment's; of a race not the run that happens to stand first.
        best = worth_drawing_with(store, experiments[runs[0].experiment_id])
        wanted = None if best is None else best.id
    names = {run.id: run_name(text, run, experiments[run.experiment_id]) for run in runs}
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small", key="model"):
        st.markdown(text("which_run"), width="content")
        chosen = st.selectbox(
            text("which_run"),
            list(names),
            index=next((i for i, number in enumerate(names) if number == wanted), 0),
            format_func=lambda number: names[number],
            key="run",
            label_visibility="collapsed",
            width=520,
        )
    session.change_query({session.RUN: str(chosen)})
    return next(run for run in runs if run.id == chosen)


def _reading(text: Text, store: Store, run: Run | None) -> None:
    """Draw the canvas, what the model makes of it, and why; runs again after every stroke."""
    given = given_image.current(text, store, run)
    classes = DIGITS if run is None else store.experiments.get(run.experiment_id).classes
    asked = game.asked(classes)
    left, right = st.columns([1, 2], gap="medium")
    drawn, problem = None, text("game_over_reading")
    with left:
        if game.is_over(classes):
            game.summary(text)
        elif given is not None:
            drawn = show_given(text, given)
        else:
            if asked is not None:
                game.question(text, asked)
            above = st.container(key="picture")
            drawn, problem = draw_board(text, steps.chosen_recipe(), classes, above)
    model = None
    if run is not None:
        try:
            _, model = store.recordings.model(run.id)
        except Unreadable as error:
            problem = text("say_unreadable", reason=error)
        except NotFound:
            st.rerun()
    with right:
        image = None if drawn is None else drawn.stages[-1].image
        novelty = None if image is None or run is None else novelty_of(store, run, image)
        prediction = _predict(store, run, model, image, novelty)
        missing = steps.left_out(model, is_drawn=given is None)
        answer, seen = st.columns([5, 2], gap="medium")
        with answer:
            if prediction is None:
                said = unread(problem or text("nothing_reads"))
            else:
                truth = given.label if given is not None else None if asked is None else asked.name
                level = None if novelty is None else novelty.level
                in_doubt = drawn is not None and bool(drawn.doubts)
                said = headline(text, prediction, level, left_out=bool(missing), truth=truth, in_doubt=in_doubt)
            _prediction(text, said, missing, prediction)
            _bars(text, classes, prediction)
        with seen:
            _seen(text, image, classes, novelty)
        if asked is not None:
            game.keep_and_go_on(text, store, asked, drawn, prediction)
        elif given is None and not game.is_over(classes):
            keep_controls(text, store, drawn, classes)
        _explanation(text, store, run, model, drawn, prediction)
    with left:
        if drawn is not None and drawn.row:
            with above:
                number_row(text, drawn.row, prediction)
        # Where it moves nothing that stands beside or below it.
        reading_hint(text, store, prediction, novelty)


def _predict(
    store: Store, run: Run | None, model: SoftmaxModel | None, image: Bytes | None, novelty: Novelty | None
) -> Prediction | None:
    if run is None or model is None or image is None:
        return None
    share = None if novelty is None else novelty.share
    # That of the model as it was trained, whatever steps are left out of it.
    temperature, shown_model = temperature_of(store, run, model, share), steps.as_chosen(model)
    probabilities = softmax(shown_model.logits(image[np.newaxis])[0] / np.float32(temperature))
    return Prediction(run, shown_model, image, probabilities, temperature, share)


def _prediction(text: Text, said: Headline, missing: list[str], prediction: Prediction | None) -> None:
    """Draw the name of what is read, as large as there is room for, and what is to be said of it."""
    colour = COLOURS.get(said.tone)
    style = "" if colour is None else f"color: light-dark({colour.light}, {colour.dark})"
    with st.container(key="prediction", horizontal=True, gap="medium"):
        size = formats.number(max(LARGEST_NAME / max(breadth(said.name), 2), SMALLEST_NAME), 3)
        st.html(
            f'<p class="digit {said.tone}" style="font-size: {size}rem">{escape(said.name)}</p>',
            width="content",
        )
        with st.container(gap="xsmall"):
            st.html(
                f'<div role="status"><p class="headline {said.tone}" style="{style}">{MARKS.get(said.tone, "")}'
                f'{escape(said.sentence)}</p><p class="detail">{escape(said.detail)}</p></div>'
            )
            if missing:
                steps.restore(text, missing)
            elif prediction is not None:
                with st.container(key="how_sure"):
                    st.caption(
                        text("how_sure"),
                        help=text("how_sure_help", temperature=formats.fixed(prediction.temperature, 2)),
                    )


def _bars(text: Text, classes: tuple[str, ...], prediction: Prediction | None) -> None:
    if prediction is None:
        alt = text("bars_alt_empty", classes=len(classes))
    else:
        share = formats.percent(prediction.probability)
        alt = text("bars_alt", digit=prediction.name, probability=share, classes=len(classes))
    bars(
        None if prediction is None else prediction.probabilities,
        classes,
        rest=text.template("bars_rest"),
        key="probabilities",
        axes=figures.AxisLabels(text("axis_probability"), text("axis_digit")),
        labels=chart_labels(text),
        alt=alt,
        height=236,
    )


def _seen(text: Text, image: Bytes | None, classes: tuple[str, ...], novelty: Novelty | None) -> None:
    """Draw the image that the model sees, and say how like it is to what the model knows."""
    with st.container(key="seen_title"):
        st.header(text("seen_title"), anchor=False, help=text("seen_help"))
    image_grid(
        np.zeros((1, 28, 28), np.uint8) if image is None else image[np.newaxis],
        [GridImage(alt=text("seen_empty_alt" if image is None else "seen_alt"))],
        key="seen",
        alt=text("seen_title"),
        columns=1,
        columns_on_phone=1,
        largest=200,
    )
    with st.container(key="novelty"):
        if novelty is None:
            st.caption(text("novelty_unknown"))
            return
        st.caption(
            text(
                f"novelty_{novelty.level}",
                overlap=formats.percent(novelty.overlap, 0),
                share=formats.percent(novelty.share, 0),
                label=formats.as_markdown(classes[novelty.label]),
            )
        )


def _explanation(
    text: Text,
    store: Store,
    run: Run | None,
    model: SoftmaxModel | None,
    drawn: Drawn | None,
    prediction: Prediction | None,
) -> None:
    """Draw the choice of a section, and that section."""
    with st.container(key="explain"):
        chosen = st.segmented_control(
            text("explain"),
            SECTIONS,
            required=True,
            format_func=lambda name: text(f"section_{name}"),
            label_visibility="collapsed",
            **choice(SECTION, default="default"),
        )
    with st.container(key=f"section_{chosen}"):
        if chosen == "steps":
            # Its switches change what is read.
            steps.steps_section(text, () if drawn is None else drawn.stages, model)
        elif run is None or model is None:
            st.markdown(text("section_needs_model"))
        else:
            # A fragment of its own: its sliders need not draw the canvas anew.
            st.fragment(frame.guarded(_section, "explanation", text))(text, store, chosen, run, model, prediction)


def _section(
    text: Text, store: Store, chosen: str, run: Run, model: SoftmaxModel, prediction: Prediction | None
) -> None:
    if chosen == "test_set":
        own_test_set(text, store, run, model)
    elif prediction is None:
        st.markdown(text(f"section_{chosen}_empty"))
    elif chosen == "evidence":
        evidence_section(text, prediction)
    elif chosen == "time":
        time_section(text, store, prediction)
    elif chosen == "compare":
        compare_section(text, store, prediction)
    else:
        perturbations_section(text, prediction)


def _offer_training(text: Text, lab: Services, awaited: Experiment | None) -> None:
    """Say that there is nothing to read with, and offer to train it or show how far what is `awaited` is."""
    with st.container(key="nothing_trained", border=True):
        if awaited is None or awaited.status.is_over:
            st.markdown(text("nothing_trained"))
            st.button(
                text("train_now"),
                key="train_now",
                type="primary",
                icon=":material/play_arrow:",
                help=text("train_now_help"),
                on_click=callback(_train_now, lab.store),
            )
        else:
            st.markdown(hold_up(text, lab, awaited) or text("training_now"))
            progress(text, awaited, key="training_progress")


def _train_now(store: Store) -> None:
    # What reads handwriting best; the tutorial's own scaling stays the tutorial's.
    store.experiments.file(replace(PRESETS["tutorial"], scaling="moments", pace=None))
