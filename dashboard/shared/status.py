"""The line under a page's heading: what the experiment is doing, how it went, and what to do next.

Its height never changes. It says nothing that moves with the training: that is in the tiles.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import streamlit as st

from core.errors import DataError
from core.rates.divergence import Diagnosis
from core.store import Store
from core.store.records import Experiment, Metrics, Run, Status
from dashboard.shared import hints, pages, session
from dashboard.shared.frame import callback
from dashboard.shared.hints import Offer
from dashboard.shared.metrics import metrics_of
from dashboard.shared.services import Services, images_of
from dashboard.shared.standing import READY, Trainer
from dashboard.text import Text, formats

FIRST_STEPS = 10
"""Steps up to which the status line of a paused training points to the weights: they look like digits already."""

ENOUGH_IMAGES = 32
"""Images a step from which on they do."""

MOST_LOOKED_THROUGH = 50
"""Newest experiments among which to find one that was left paused."""


@dataclass(frozen=True)
class Line:
    """What the status line says: in bold what is the case, and a remark on what it means or what to do next.

    Both are Markdown.
    """

    icon: str
    state: str
    remark: str = ""
    tone: Literal["", "bad"] = ""


@dataclass(frozen=True)
class Winner:
    """Who ends a race over a setting with the lowest validation loss: its name, that loss, its run to draw with."""

    name: str
    loss: float
    run: int


@dataclass(frozen=True, eq=False)
class Situation:
    """All that the line depends on.

    `is_race` is whether it stands on the page Compare. `test_accuracy` is that of a finished single run on
    `test_images` images. `trainer` is what the worker is at. `diverged`
    is what is known of a single run that did. `left_paused` is another experiment that waits to be resumed.
    Where several experiments race over a setting, `is_variation`, the `experiment` is the whole of them.
    """

    experiment: Experiment | None
    is_race: bool = False
    metrics: Metrics | None = None
    test_accuracy: float | None = None
    test_images: int | None = None
    trainer: Trainer = READY
    diverged: Diagnosis | None = None
    left_paused: Experiment | None = None
    is_variation: bool = False
    winner: Winner | None = None


def status_line(text: Text, situation: Situation) -> Line:
    """Return what the status line says."""
    line = _line(text, situation)
    other = situation.left_paused
    if other is None:
        return line
    waits = text("say_left_paused", number=other.id, step=formats.count(other.step))
    return Line(line.icon, line.state, f"{line.remark} {waits}".strip(), line.tone)


def _line(text: Text, situation: Situation) -> Line:
    experiment = situation.experiment
    if experiment is None:
        remark = text(f"say_ready{_of(situation)}_remark")
        return Line("flag", text("say_ready_race" if situation.is_race else "say_ready"), remark)
    at = {"step": formats.count(experiment.step), "steps": formats.count(experiment.config.steps)}
    if situation.diverged is not None:
        return Line("trending_up", text("say_diverged"), _when_diverged(text, situation.diverged), "bad")
    match experiment.status:
        case Status.QUEUED if situation.trainer.state == "ended":
            reason = formats.as_markdown(situation.trainer.last_words)
            return Line("warning", text("say_ended"), text("say_ended_remark", reason=reason), "bad")
        case Status.QUEUED if situation.trainer.state == "loading":
            return Line("hourglass_top", text("say_loading"), text("say_loading_remark"))
        case Status.QUEUED | Status.RUNNING:
            remark = text(f"say_running{_of(situation)}_remark")
            return Line("play_circle", text("say_running"), remark)
        case Status.PAUSED:
            remark = text("say_paused_remark") if situation.is_variation else _when_paused(text, experiment)
            return Line("pause_circle", text("say_paused", **at), remark)
        case Status.STOPPED:
            remark = text("say_stopped_remark" if experiment.step else "say_stopped_at_once_remark")
            return Line("stop_circle", text("say_stopped", **at), remark)
        case Status.FAILED:
            reason = "" if experiment.error is None else formats.as_markdown(text.failure(experiment.error))
            return Line("error", text("say_failed", reason=reason), text("say_failed_remark"), "bad")
        case Status.UNREADABLE:
            reason = formats.as_markdown(str(experiment.error))
            return Line("error", text("say_unreadable", reason=reason), text("say_unreadable_remark"), "bad")
        case Status.FINISHED:
            return _when_finished(text, experiment, situation)


def _of(situation: Situation) -> Literal["_variation", "_race", ""]:
    return "_variation" if situation.is_variation else "_race" if situation.is_race else ""


def _when_paused(text: Text, experiment: Experiment) -> str:
    if 1 <= experiment.step <= FIRST_STEPS and len(experiment.config.runs) == 1:
        if experiment.config.batch_size < ENOUGH_IMAGES:
            return text("say_look_at_weights")
        return text("say_first_step" if experiment.step == 1 else "say_first_steps", step=experiment.step)
    return text("say_paused_remark")


def _when_finished(text: Text, experiment: Experiment, situation: Situation) -> Line:
    if situation.is_variation:
        winner = situation.winner
        if winner is None:
            return Line("check_circle", text("say_finished_race_undecided"))
        sentence = text("say_finished_variation", name=winner.name, loss=formats.loss(winner.loss))
        return Line("check_circle", sentence, text("say_finished_variation_remark"))
    if len(experiment.config.runs) == 1:
        shown = {
            "accuracy": formats.percent(situation.test_accuracy, 2),
            "images": formats.count(situation.test_images),
        }
        return Line("check_circle", text("say_finished", **shown), text("say_finished_remark"))
    leader = _leader(situation.metrics)
    if leader is None or situation.metrics is None:
        return Line("check_circle", text("say_finished_race_undecided"))
    rate, seed = experiment.config.runs[leader]
    remark = "say_finished_race_remark" if len(experiment.config.seeds) == 1 else "say_finished_seeds_remark"
    return Line(
        "check_circle",
        text(
            "say_finished_race",
            rate=formats.rate(rate * experiment.rate_factor),
            loss=formats.loss(float(situation.metrics.validation_loss[leader, -1])),
        ),
        text(remark, seed=seed),
    )


def _when_diverged(text: Text, found: Diagnosis) -> str:
    if found.advised_rate is None:
        return text("say_diverged_remark")
    remark = "say_diverged_within_remark" if found.is_within_theory else "say_diverged_beyond_remark"
    return text(remark, rate=formats.rate(found.advised_rate))


def _leader(metrics: Metrics | None) -> int | None:
    """Return which run ends with the lowest validation loss, None where there is no telling."""
    if metrics is None or not len(metrics.steps):
        return None
    last = metrics.validation_loss[:, -1]
    return int(np.nanargmin(last)) if np.isfinite(last).any() else None


def line(
    text: Text,
    lab: Services,
    experiment: Experiment | None,
    metrics: Metrics | None,
    *,
    found: Diagnosis | None = None,
    is_race: bool = False,
    is_variation: bool = False,
    winner: Winner | None = None,
    explain: Callable[[], None] | None = None,
    offer: Offer | None = None,
) -> None:
    """Draw the status line, and what can be pressed in it.

    `is_variation` and `winner` are as in `Situation`. `found` is what is known of a single run that diverged;
    `explain` draws what leads on from that. A hint that is on `offer` takes the place of the remark and of what could
    be pressed.
    """
    left_paused = _left_paused(lab.store, experiment)
    with st.container(key="status", horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(key="status_words", width="stretch"):
            situation = _situation(lab, experiment, metrics, found, left_paused, is_race=is_race)
            said = status_line(text, replace(situation, is_variation=is_variation, winner=winner))
            if left_paused is not None:
                offer = None  # one thing to do next at a time
            if offer is not None:
                said = replace(said, remark=hints.said(text, offer.hint))
            icon = f":material/{said.icon}:"
            st.markdown(f"{f':orange[{icon}]' if said.tone else icon} **{said.state}**  \n{said.remark}")
        with st.container(
            key="status_actions", horizontal=True, vertical_alignment="center", width="content", gap="xsmall"
        ):
            if offer is not None:
                hints.actions(text, offer, explain)
            elif explain is not None:
                explain()
            elif experiment is not None and experiment.status.is_over and experiment.step > 0:
                if is_variation:
                    run = None if winner is None else winner.run
                else:
                    best = worth_drawing_with(lab.store, experiment)
                    run = None if best is None else best.id
                _next_steps(text, run, is_race=is_race, is_crowded=left_paused is not None)
            if left_paused is not None:
                st.button(
                    text("resume_other", number=left_paused.id),
                    key="resume_other",
                    icon=":material/resume:",
                    on_click=callback(resume, lab.store, left_paused),
                )


def _situation(
    lab: Services,
    experiment: Experiment | None,
    metrics: Metrics | None,
    found: Diagnosis | None,
    left_paused: Experiment | None,
    *,
    is_race: bool,
) -> Situation:
    test_accuracy, test_images = None, None
    if experiment is not None and experiment.status is Status.FINISHED and len(experiment.config.runs) == 1:
        test_accuracy = next((run.test_accuracy for run in lab.store.experiments.runs(experiment.id)), None)
        # A file of the user's own may be gone; what was trained on it is not.
        with contextlib.suppress(DataError):
            test_images = len(images_of(experiment).x_test)
    is_queued = experiment is not None and experiment.status is Status.QUEUED
    trainer = lab.trainer() if is_queued else READY
    return Situation(experiment, is_race, metrics, test_accuracy, test_images, trainer, found, left_paused)


def _next_steps(text: Text, run: int | None, *, is_race: bool, is_crowded: bool) -> None:
    """Draw where to go from an experiment that is over: to Draw with a run, and from Train to Compare."""
    if run is not None:
        pages.link(text, "draw", text("go_draw"), **{session.RUN: run})
    if not is_race and not is_crowded:
        pages.link(text, "compare", text("go_race"))


def resume(store: Store, experiment: Experiment) -> None:
    """Let a paused experiment go on, and show it."""
    store.experiments.resume(experiment.id)
    session.open_experiment(experiment.id)


def _left_paused(store: Store, shown: Experiment | None) -> Experiment | None:
    """Return the newest experiment, other than the one `shown`, that somebody paused and left."""
    for experiment in store.experiments.newest(MOST_LOOKED_THROUGH):
        # What was filed together with the one shown is part of it.
        if experiment.status is Status.PAUSED and (shown is None or experiment.created_at != shown.created_at):
            return experiment
    return None


def worth_drawing_with(store: Store, experiment: Experiment) -> Run | None:
    """Return the run with which to go and draw: of several the one that ends with the lowest validation loss."""
    runs = store.experiments.runs(experiment.id)
    if len(runs) <= 1:
        return next(iter(runs), None)
    leader = _leader(metrics_of(store, experiment.id))
    return None if leader is None else runs[leader]


def hold_up(text: Text, lab: Services, experiment: Experiment | None) -> str:
    """Return, as Markdown, what keeps an experiment from going on, or why it failed; nothing where it goes on."""
    if experiment is None or experiment.status not in (Status.QUEUED, Status.FAILED):
        return ""
    trainer = lab.trainer()
    if experiment.status is Status.QUEUED and trainer.state == "ready":
        return ""
    line = _line(text, Situation(experiment, trainer=trainer))
    return f"**{line.state}**  \n{line.remark}"
