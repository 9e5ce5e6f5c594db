"""The rule of the pace, with a clock of the test's own."""

import pytest

from core.training.pace import LONGEST_ROUND_SECONDS, TURN_SECONDS, Pacer

ENDLESS = 10**9
COST = 1e-4
"""Seconds that a step takes."""


def paced(pace, *, turns, seconds_apart):
    """How many steps a training gets in so many turns."""
    pacer = Pacer()
    pacer.start(100.0, pace)
    taken = 0
    for turn in range(turns + 1):
        steps = pacer.steps(100.0 + turn * seconds_apart, pace, ENDLESS)
        pacer.took(steps, steps * COST)
        taken += steps
    return taken


@pytest.mark.parametrize("pace", [1.0, 7.0, 100.0, 300.0, 1000.0])
@pytest.mark.parametrize("seconds_apart", [0.001, 0.01, 0.03])
def test_a_pace_is_kept(pace, seconds_apart):
    """To a turn's worth, the slowest included, however often somebody looks."""
    steps = paced(pace, turns=round(10 / seconds_apart), seconds_apart=seconds_apart)
    assert 10 * pace - max(1, pace * (TURN_SECONDS + seconds_apart)) <= steps <= 10 * pace + 1e-6


@pytest.mark.parametrize("seconds_apart", [0.28, 0.31, 0.5, 3.0, 100.0])
def test_whoever_is_behind_gets_its_turn_however_long_a_round_takes(seconds_apart):
    """As many steps as fall due, or as a turn holds."""
    due = 300 * 50 * min(seconds_apart, LONGEST_ROUND_SECONDS)
    assert 0.8 * min(due, 50 * TURN_SECONDS / COST / 2) <= paced(300.0, turns=50, seconds_apart=seconds_apart) <= due


@pytest.mark.parametrize("pace", [1.0, 2.0])
def test_a_pace_slower_than_the_rounds_is_kept_although_they_are_long(pace):
    """One step falls due between two turns now and then; it is taken."""
    assert paced(pace, turns=40, seconds_apart=0.31) == pytest.approx(40 * 0.31 * pace, abs=1)


def test_time_that_was_lost_is_not_made_up_for():
    """After a minute's silence a training goes on at its pace, but for the little that it may catch up."""
    pacer = Pacer()
    pacer.start(0.0, 100.0)
    steps = sum(pacer.steps(60 + turn * 0.01, 100.0, ENDLESS) for turn in range(101))
    assert 100 <= steps <= 100 * (1 + LONGEST_ROUND_SECONDS) + 1


def test_a_new_pace_counts_from_when_it_was_given():
    """What fell due at the old one meanwhile does not fall due at the new one."""
    pacer = Pacer()
    pacer.start(0.0, 1.0)
    assert pacer.steps(0.9, 1.0, ENDLESS) == 0
    assert pacer.steps(0.9, 100.0, ENDLESS) == 0
    assert pacer.due_at == pytest.approx(0.9 + TURN_SECONDS)


def test_it_says_when_the_next_turn_has_something_to_do():
    """Then a turn's worth is due, or what is left; until then nothing."""
    pacer = Pacer()
    pacer.start(0.0, 100.0)
    assert pacer.steps(pacer.due_at - 0.001, 100.0, ENDLESS) == 0
    assert pacer.steps(0.0501, 100.0, ENDLESS) == 5
    assert pacer.due_at == pytest.approx(0.05 + TURN_SECONDS)
    assert pacer.steps(0.0701, 100.0, 2) == 2


def test_a_turn_grows_and_shrinks_with_what_its_steps_cost():
    """Until it takes about TURN_SECONDS."""
    pacer = Pacer()
    pacer.start(0.0, None)
    for cost in (1e-4, 1e-3, 1e-5, 1.0):
        for _ in range(40):
            steps = pacer.steps(0.0, None, ENDLESS)
            pacer.took(steps, steps * cost)
        assert steps == 1 or TURN_SECONDS / 2 < steps * cost <= TURN_SECONDS * (1 + 1e-9)


@pytest.mark.parametrize("full_speed", [0, 1, 10, 40])
@pytest.mark.parametrize("cost", [1e-4, 0.01, 0.4])
def test_none_of_many_is_starved(full_speed, cost):
    """Paced trainings beside many at full speed, on a quick and on a very slow machine: each round gives all steps.

    A paced one gets its pace or, where the rounds are too long for that, as much as one at full speed.
    """
    paces = [1.0, 30.0, 300.0] + [None] * full_speed
    pacers, steps, now = [Pacer() for _ in paces], [0] * len(paces), 0.0
    for pacer, pace in zip(pacers, paces, strict=True):
        pacer.start(now, pace)
    rounds = 0
    while now < 30 or rounds < 30:
        rounds += 1
        for place, (pacer, pace) in enumerate(zip(pacers, paces, strict=True)):
            taken = pacer.steps(now, pace, ENDLESS)
            now += taken * cost
            if taken:
                pacer.took(taken, taken * cost)
            steps[place] += taken
        now += 0.005
    share = min(steps[3:], default=int(now / cost / 3))
    for taken, pace in zip(steps[:3], paces[:3], strict=True):
        assert taken >= min(0.85 * now * pace, 0.5 * share)
