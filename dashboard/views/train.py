"""The page Train: settings, Start, and the model learning before one's eyes."""

import contextlib
from typing import Literal

import numpy as np
import streamlit as st

from core import evaluation
from core.config import EMBEDDED_DATA, ExperimentConfig, InvalidValue
from core.data import DataError
from core.model import SoftmaxModel
from core.records import Experiment, Metrics
from core.store import NotFound, Store
from dashboard import actions, controls, figures, formats, frame, palette, session
from dashboard.components.image_grid import GridImage, ScaleWords, image_grid
from dashboard.components.live_chart import live_chart
from dashboard.components.tiles import Tile, tiles
from dashboard.services import Services, dataset, services
from dashboard.text import Text
from dashboard.views.diverged import say_if_diverged
from dashboard.views.history import history, title_of
from dashboard.words import chart_words

TICK_SECONDS = 0.1
"""How often the charts look for something new while an experiment trains."""

SLOW_TICK_SECONDS = 0.5
"""The same for the images, which change less visibly."""

EXAMPLES = 20
"""Test images shown at a time."""


def page() -> None:
    """Draw the page."""
    text, lab = session.language(), services()
    session.enter("train")
    experiment = actions.shown_experiment(text, lab)
    is_training = experiment is not None and not experiment.status.is_over
    config = controls.sidebar(text, is_training=is_training, on_rate_change=lambda: _change_rate(lab))
    frame.heading(text, text("new_experiment") if experiment is None else title_of(experiment, text))
    actions.buttons(text, lab, experiment, config, controls.settings, single_step=True)
    charts = st.container()
    smoothing, log_loss = _chart_options(text)
    with charts:
        st.fragment(frame.guarded(_live, "charts", text), run_every=actions.tick(experiment, TICK_SECONDS))(
            text, lab, experiment, config, smoothing, log_loss
        )
    slow_tick = actions.tick(experiment, SLOW_TICK_SECONDS)
    st.fragment(frame.guarded(_insight, "images", text), run_every=slow_tick)(text, lab, experiment)
    history(text, lab.store, shown=experiment)


def _change_rate(lab: Services) -> None:
    """Give the experiment in training the learning rate of the settings."""
    number = session.shown_experiment()
    if number is None:
        return
    try:
        experiment = lab.store.experiment(number)
        if len(experiment.config.runs) == 1 and not experiment.status.is_over:
            factor = st.session_state["learning_rate"] / experiment.config.learning_rates[0]
            lab.store.set_rate_factor(number, factor)
    except (NotFound, InvalidValue):
        return  # deleted meanwhile, or refused, which the field itself says


def _chart_options(text: Text) -> tuple[float, bool]:
    """Draw and return the smoothing, 0 to below 1, and whether the loss is drawn on a logarithmic axis."""
    with st.container(key="chart_options", horizontal=True, vertical_alignment="center"):
        smoothing = st.slider(
            text("smoothing"),
            0.0,
            0.95,
            0.6,
            0.05,
            key="smoothing",
            help=text("smoothing_help"),
            width=260,
            persist_state="session",
        )
        log_loss = st.toggle(text("log_loss"), key="log_loss", persist_state="session")
    return smoothing, log_loss


def _live(
    text: Text,
    lab: Services,
    drawn: Experiment | None,
    settings: ExperimentConfig | None,
    smoothing: float,
    log_loss: bool,
) -> None:
    """Draw tiles and charts; `drawn` is the experiment as the rest of the page shows it.

    Where there is none yet, they show what the `settings` would make of them.
    """
    experiment = actions.current(lab, drawn)
    config = settings if experiment is None else experiment.config
    metrics = None if experiment is None else session.metrics(lab.store, experiment.id)
    actions.notices(text, lab, experiment)
    say_if_diverged(text, lab.store, experiment, metrics)
    shown, progress = _tiles(text, lab, experiment, config, metrics)
    tiles(shown, key="tiles", progress=progress, progress_label=text("tile_progress"))
    message = text("press_start" if experiment is None else "waiting_for_first_point")
    total = formats.count(None if config is None else config.steps)
    events = [] if experiment is None else _rate_changes(text, lab, experiment)
    x_range = None if config is None else (0.0, 1.02 * config.steps)
    left, right = st.columns(2)
    for column, figure, key in ((left, "loss", "loss_chart"), (right, "accuracy", "accuracy_chart")):
        curves = _curves(text, experiment, metrics, figure)
        words = figures.AxisWords(text("axis_step"), text(f"axis_{figure}"), text("at_step"))
        if figure == "loss":
            chart = figures.loss_chart(
                curves, words, log_y=log_loss, smoothing=smoothing, events=events, x_range=x_range
            )
        else:
            chart = figures.accuracy_chart(curves, words, smoothing=smoothing, events=events, x_range=x_range)
        show = formats.loss if figure == "loss" else formats.percent
        last = {name: show(_last(metrics, f"{split}_{figure}")) for name, split in _SPLITS.items()}
        steps = formats.count(0 if metrics is None or not len(metrics.steps) else metrics.steps[-1])
        alt = text(f"{figure}_alt", steps=steps, total=total, **last) if chart.points else text(f"{figure}_alt_empty")
        with column:
            live_chart(
                chart,
                key=key,
                words=chart_words(text),
                alt=alt,
                title=text(f"chart_{figure}"),
                message=message,
                view=str(experiment and experiment.id),
                link="train",
            )


_SPLITS = {"batch": "train", "validation": "validation"}
"""What a curve is called in the texts, and how its figures' names begin."""


def _last(metrics: Metrics | None, figure: str) -> float | None:
    """Return the last value of a figure of the first run, or None."""
    if metrics is None or not len(metrics.steps):
        return None
    return float(getattr(metrics, figure)[0, -1])


def _tiles(
    text: Text,
    lab: Services,
    experiment: Experiment | None,
    config: ExperimentConfig | None,
    metrics: Metrics | None,
) -> tuple[list[Tile], float]:
    """Return the tiles and the progress from 0 to 1."""
    step, epoch, speed, images = 0, formats.NOTHING, None, None
    elapsed, left, test_accuracy, test_images = None, None, None, formats.NOTHING
    if config is not None:
        # A file of the user's own may be gone; what was trained on it is not.
        with contextlib.suppress(DataError):
            data = dataset(config.data)
            test_images = formats.count(len(data.x_test))
            if experiment is not None:
                seen = experiment.step * config.batch_size
                epoch = formats.fixed(seen / (len(data.x_train) - config.validation_size), 1)
    if experiment is not None:
        step = experiment.step
        speed = actions.steps_per_second(metrics)
        images = speed and speed * experiment.config.batch_size
        elapsed = experiment.seconds
        if experiment.status.is_over:
            test_accuracy = lab.store.runs(experiment.id)[0].test_accuracy
        elif speed:
            left = (experiment.config.steps - step) / speed
    steps = None if config is None else config.steps
    shown = [
        Tile(
            text("tile_step"),
            formats.count(step),
            text("tile_step_detail", steps=formats.count(steps), epoch=epoch),
        ),
        Tile(
            text("tile_loss"),
            formats.loss(_last(metrics, "validation_loss")),
            text("tile_loss_detail", loss=formats.loss(_last(metrics, "train_loss"))),
        ),
        Tile(
            text("tile_accuracy"),
            formats.percent(_last(metrics, "validation_accuracy")),
            text("tile_accuracy_detail", accuracy=formats.percent(_last(metrics, "train_accuracy"))),
        ),
        Tile(
            text("tile_test_accuracy"),
            formats.percent(test_accuracy, 2),
            text("tile_test_accuracy_detail", images=test_images),
        ),
        Tile(
            text("tile_speed"),
            formats.count(speed),
            text("tile_speed_detail", images=formats.count(images)),
            text("tile_speed_unit"),
        ),
        Tile(
            text("tile_time"),
            formats.duration(text, left),
            text("tile_time_detail", elapsed=formats.duration(text, elapsed)),
        ),
    ]
    return shown, step / steps if steps else 0.0


def _curves(text: Text, experiment: Experiment | None, metrics: Metrics | None, figure: str) -> list[figures.Curve]:
    if experiment is None or metrics is None or not len(metrics.steps):
        return []
    rates = experiment.config.learning_rates
    colour = palette.rate_colours(rates)[rates[0]]
    return [
        figures.Curve(
            text(f"curve_{name}"),
            metrics.steps,
            getattr(metrics, f"{split}_{figure}")[0],
            colour,
            dashed=split == "validation",
            noisy=split == "train",
        )
        for name, split in _SPLITS.items()
    ]


def _rate_changes(text: Text, lab: Services, experiment: Experiment) -> list[figures.Event]:
    rate = experiment.config.learning_rates[0]
    return [
        figures.Event(step, text("rate_changed", rate=formats.rate(rate * factor)))
        for step, factor in lab.store.rate_changes(experiment.id)
    ]


def _insight(text: Text, lab: Services, drawn: Experiment | None) -> None:
    """Draw what the model has learnt so far: its weights as images, and test images with its readings."""
    model, step = None, 0
    if drawn is not None:
        # Nothing is learnt yet at first, and another tab may delete the experiment.
        with contextlib.suppress(NotFound, IndexError):
            step, model = lab.store.model(lab.store.runs(drawn.id)[0].id)
    images, limit = figures.weight_images(np.zeros((784, 10)) if model is None else model.weights)
    ends = ScaleWords(formats.number(-limit, 2), "0", formats.number(limit, 2))
    st.subheader(text("weights_title"), anchor=False, help=text("weights_help"))
    image_grid(
        images,
        [GridImage(str(digit), alt=text("weights_item_alt", digit=digit)) for digit in range(10)],
        key="weights",
        alt=text("weights_alt", step=formats.count(step)),
        scale=None if model is None else ends,
    )
    _examples(text, lab.store, drawn, model)


def _examples(text: Text, store: Store, experiment: Experiment | None, model: SoftmaxModel | None) -> None:
    """Draw some images with the model's readings: of the test images or, where there are any, of the user's own."""
    own = bool(st.session_state.get("own_examples")) and store.has_drawings()
    try:
        if own:
            all_images, all_labels = store.test_set()
        else:
            data = dataset(EMBEDDED_DATA if experiment is None else experiment.config.data)
            all_images, all_labels = data.x_test, data.y_test
    except DataError as error:
        st.warning(str(error))
        return
    first = st.session_state.get("_first_example", 0) % len(all_images)
    images, labels = all_images[first : first + EXAMPLES], all_labels[first : first + EXAMPLES]
    digits = None if model is None else model.predict(images)
    right = 0 if digits is None else int((digits == labels).sum())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(
            text("examples_title"),
            anchor=False,
            help=text("examples_help", right=right, count=len(images)),
        )
        if store.has_drawings():
            st.toggle(
                text("own_examples"), key="own_examples", help=text("own_examples_help"), persist_state="session"
            )
        st.button(
            text("examples_more"),
            key="more_examples",
            icon=":material/refresh:",
            on_click=lambda: st.session_state.update(_first_example=first + EXAMPLES),
        )
    readings = [None] * len(labels) if digits is None else digits.tolist()
    image_grid(
        images,
        [_example(text, label, digit) for label, digit in zip(labels.tolist(), readings, strict=True)],
        key="examples",
        alt=text("examples_alt", count=len(images), right=right),
    )
    if own and model is not None:
        share = evaluation.accuracy(all_labels, model.predict(all_images))
        st.caption(text("own_examples_share", share=formats.percent(share), count=formats.count(len(all_labels))))


def _example(text: Text, label: int, digit: int | None) -> GridImage:
    if digit is None:
        return GridImage(formats.NOTHING, alt=text("example_unread_alt", label=label))
    verdict: Literal["right", "wrong"] = "right" if digit == label else "wrong"
    return GridImage(str(digit), verdict, text(f"example_{verdict}_alt", label=label, digit=digit))
