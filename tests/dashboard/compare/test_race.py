"""What is fetched for the page Compare, and what a session remembers of it."""

import numpy as np
import pytest
import streamlit as st

from core.images.dataset import load_mnist
from core.model import evaluation
from dashboard.compare.race import own_accuracies, race


@pytest.fixture(autouse=True)
def state(monkeypatch):
    """A session that is a dictionary."""
    found = {}
    monkeypatch.setattr(st, "session_state", found)
    return found


def test_only_the_runs_beside_the_race_are_remembered(store, raced, state):
    """A run that was taken away is forgotten, and so are those of an experiment that still trains never kept."""
    numbers = [run.id for run in store.experiments.runs(raced())]
    training = [run.id for run in store.experiments.runs(raced(finished=False, until=50))]
    shown = race(store, None, (), [*numbers, training[0]])
    assert [entrant.runs[0].id for entrant in shown.guests] == [*numbers, training[0]]
    assert sorted(state["_guests"]) == numbers
    race(store, None, (), numbers[:1])
    assert list(state["_guests"]) == numbers[:1]


def test_a_guest_that_is_over_is_fetched_once(store, raced, state, monkeypatch):
    """For as long as it is beside the race."""
    [number, *_] = [run.id for run in store.experiments.runs(raced())]
    first = race(store, None, (), [number])
    monkeypatch.setattr(store.experiments, "run", lambda _: pytest.fail("asked again"))
    assert race(store, None, (), [number]).guests == first.guests


def test_accuracies_on_own_digits_are_computed_once_and_forgotten_with_their_runs(store, raced, state, monkeypatch):
    """Other drawings are other accuracies; runs that are not shown any more leave nothing behind."""
    computed = []
    accuracy = evaluation.accuracy
    monkeypatch.setattr(evaluation, "accuracy", lambda *of: computed.append(of) or accuracy(*of))
    runs = [run.id for run in store.experiments.runs(raced())]
    assert own_accuracies(store, runs) == {}
    store.drawings.save("0", load_mnist().x_test[0])
    for _ in range(2):
        # A model of nothing but zeros reads every digit as 0.
        assert own_accuracies(store, runs) == dict.fromkeys(runs, 1.0)
    assert len(computed) == 3
    own_accuracies(store, runs[:1])
    assert len(state["_own_accuracies"].by_run) == 1
    store.drawings.save("7", np.flip(load_mnist().x_test[0]))
    assert own_accuracies(store, runs) == dict.fromkeys(runs, 0.5)
    assert len(state["_own_accuracies"].by_run) == 3
