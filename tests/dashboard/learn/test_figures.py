"""Computing the figures of Learn before anybody asks for them."""

import logging
import threading
from dataclasses import replace

from dashboard.learn import figures
from dashboard.learn.steps import STEPS


def prepared(monkeypatch, steps, *, idle=lambda: True, closing=None):
    monkeypatch.setattr(figures, "STEPS", steps)
    monkeypatch.setattr(figures, "_PAUSE_SECONDS", 0)
    figures.prepare(idle, closing or threading.Event())


def test_every_step_is_computed_once_the_server_is_idle(monkeypatch):
    """And not before: a worker that comes up needs the processor."""
    asked, answers = [], iter([False, False, True])
    step = replace(STEPS[0], figures=lambda: asked.append("figures") or {})
    prepared(monkeypatch, (step,), idle=lambda: asked.append("idle") or next(answers))
    assert asked == ["idle", "idle", "idle", "figures"]
    figures.figures_of(step)
    assert asked.count("figures") == 1


def test_what_fails_is_logged_and_the_others_are_computed(monkeypatch, caplog):
    """Whoever opens that step is told so there."""
    done = []
    broken = replace(STEPS[0], figures=lambda: 1 / 0)
    with caplog.at_level(logging.ERROR):
        prepared(monkeypatch, (broken, replace(STEPS[0], figures=lambda: done.append(1) or {})))
    assert done == [1]
    assert STEPS[0].name in caplog.text


def test_nothing_is_computed_for_a_server_that_is_closing(monkeypatch):
    """It would keep it from ending."""
    closing = threading.Event()
    closing.set()
    for idle in (True, False):
        prepared(monkeypatch, (replace(STEPS[0], figures=lambda: 1 / 0),), idle=lambda: idle, closing=closing)  # noqa: B023
