"""What is said of a run that diverged."""

from concurrent.futures import Future

import numpy as np
import pytest
from sqlalchemy import delete

from core.config import ExperimentConfig
from core.store import schema
from core.store.records import MetricRow
from dashboard.shared import theory
from dashboard.shared.theory import Bound
from tests.holding import checkpoint_of, holder, transaction


@pytest.fixture
def diverged(store, trained):
    """File a finished experiment of raw pixels whose loss ended at 700 with 91 % right, and return its number."""

    def file(**values):
        number = trained(ExperimentConfig(**{"scaling": "none", "steps": 100, "record_interval": 10, **values}))
        losses = [(step, 2.4 if step == 0 else 700.0) for step in range(0, 101, 10)]
        rows = [
            MetricRow(step, step / 100, *(np.full(1, figure, np.float32) for figure in (loss, 0.9, loss, 0.91)))
            for step, loss in losses
        ]
        with transaction(store) as connection:  # what is recorded once is not recorded again
            connection.execute(delete(schema.metrics))
        holder(store, number).record(rows, checkpoint_of(store, number))
        return number

    return file


@pytest.fixture
def bound(monkeypatch):
    """Let theory know this much, without computing anything."""

    def know(stable_rate):
        future = Future()
        if stable_rate is not None:
            future.set_result(Bound(4 / stable_rate, 2 / stable_rate, stable_rate))
        monkeypatch.setattr(theory.Theory, "bound", lambda *_: future.result() if future.done() else None)
        monkeypatch.setattr(theory.Theory, "is_pending", lambda *_: not future.done())
        return future

    return know


def said(page, number):
    page.query_params["experiment"] = str(number)
    page.run()
    assert not page.exception
    [popover] = page.get("popover")
    return popover.markdown[0].value


def test_raw_pixels_are_told_the_rate_that_theory_guarantees(train_page, diverged, bound):
    """Not a tenth of theirs; that scaling helps; and how 91 % right goes with a loss of 700."""
    bound(1.6141e-6)
    sentence = said(train_page, diverged())
    assert "learning rate 0.1 is too large" in sentence
    assert "up to 1.6e-6" in sentence
    assert "scale the pixels" in sentence
    assert "reads 91.0% of the validation images correctly" in sentence
    assert "700.0" in sentence
    assert "ten times" not in sentence


def test_nobody_waits_for_theory(train_page, diverged, bound):
    """Until it is known the sentence names no rate to try; then it does."""
    future = bound(None)
    number = diverged()
    assert "Try a much smaller one" in said(train_page, number)
    future.set_result(Bound(4 / 0.0989, 2 / 0.0989, 0.0989))
    assert "up to 0.098" in said(train_page, number)


def test_a_rate_that_theory_allows_is_not_called_too_large(train_page, diverged, bound):
    """Small batches are to blame."""
    bound(0.0989)
    sentence = said(train_page, diverged(scaling="standardize", learning_rates=(0.05,), batch_size=1))
    assert "batches of 1 are noisier" in sentence
    assert "too large" not in sentence
    assert "the rate 0.005" in sentence


def test_it_is_said_in_chinese(train_page, diverged, bound):
    """With the same numbers."""
    bound(1.6141e-6)
    train_page.query_params["lang"] = "zh"
    sentence = said(train_page, diverged())
    assert "1.6e-6" in sentence
    assert "91.0%" in sentence


def test_a_race_for_rates_too_high_is_no_mistake(train_page, diverged, bound):
    """Of a range test, which is meant to end above where it began, nothing is said."""
    bound(0.0989)
    train_page.query_params["experiment"] = str(diverged(learning_rates=(1e-6,), raise_rate_to=100.0))
    assert not train_page.run().get("popover")
