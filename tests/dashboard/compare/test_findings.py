"""What is said of races of every shape: sentences against what one would say looking at the charts."""

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.rates.comparison import entrants, guest, summaries
from core.store.records import Experiment, Metrics, Run, Status
from dashboard.compare.findings import findings, verdict_on
from dashboard.compare.race import Race
from dashboard.text import LANGUAGES

EN, ZH = LANGUAGES["en"], LANGUAGES["zh"]
START = 2.4
STEPS = np.arange(0, 101, 10)


def experiment(rates, seeds=(0,), status=Status.FINISHED, number=1):
    config = ExperimentConfig(learning_rates=tuple(rates), seeds=seeds, steps=100, record_interval=10)
    over = status.is_over
    return Experiment(
        number, None, config, status, 100 if over else 50, 1.0, None, None, 1.0, None, None, None, 0, 0.0, None
    )


def race(outcomes, *, status=Status.FINISHED, guests=(), records=11, number=1):
    """Return a race by the final loss and accuracy of every run, {rate: (loss, accuracy) or several, one a seed}."""
    by_rate = {rate: ends if isinstance(ends, list) else [ends] for rate, ends in outcomes.items()}
    seeds = tuple(range(len(next(iter(by_rate.values()), [None]))))
    shown = experiment(by_rate, seeds, status, number)
    runs, losses, accuracies = [], [], []
    for place, (rate, seed) in enumerate(shown.config.runs):
        loss, accuracy = by_rate[rate][seed]
        runs.append(Run(100 * number + place, number, rate, seed, None, 30.0, None, None))
        losses.append(np.linspace(START, loss, 11))
        accuracies.append(np.linspace(0.1, accuracy, 11))
    figures = [np.array(values, np.float32)[:, :records] for values in (losses, accuracies, losses, accuracies)]
    metrics = Metrics(STEPS[:records], STEPS[:records] / 50, *figures)
    return Race(shown, (shown.config,), metrics, entrants(shown, runs, metrics), tuple(guests), (shown,))


def said(shown, figure="final_loss", line=0.9, text=EN, **options):
    rows = [row for entrant in shown.everyone for row in summaries(entrant, line)]
    found = findings(text, shown, rows, figure, line, **options)
    assert "{" not in " ".join(found.paragraphs)
    return " ".join(found.paragraphs)


def visitor(rate, loss, accuracy, number):
    shown = race({rate: (loss, accuracy)}, number=number)
    [entrant] = shown.entrants
    return guest(shown.experiment, entrant.runs, entrant.metrics, entrant.runs[0].id)


def test_a_race_with_its_best_rate_in_the_middle():
    """The best, those nearly as good, the first at the line, and what is too small and too large."""
    shown = race({0.001: (0.6, 0.85), 0.01: (0.32, 0.91), 0.1: (0.3, 0.92), 1: (0.8, 0.88), 10: (9.0, 0.3)})
    words = said(shown)
    assert words.startswith("**0.1** did best: validation loss 0.300.")
    assert "From 0.01 to 0.1 the loss is at most 10% above the best." in words
    assert "Too small for so few steps: 0.001. Too large, so that steps overshoot: 1, 10." in words
    assert "**0.01, 0.1** reached 90% first, at the same time: at step 100, after 2.0 s of training." in words
    assert "Diverged (the loss ended above where it began): 10." in words
    for absent in ("may lie", "By accuracy", "useless"):
        assert absent not in words


def test_a_single_rate_is_not_called_the_best():
    """There is nothing to compare it with."""
    words = said(race({0.001: (0.6, 0.85)}))
    assert words.startswith("Only **0.001** was raced: validation loss 0.600. The best rate may lie below or above.")
    for absent in ("best:", "too small", "Too small", "From 0.001"):
        assert absent not in words


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (
            {0.001: (0.6, 0.85), 0.1: (0.3, 0.92)},
            "It is the largest rate tried, so the best",
        ),
        ({0.1: (0.3, 0.92), 1: (0.6, 0.85)}, "It is the smallest rate tried, so the best"),
        ({0.1: (0.3, 0.9), 1: (0.6, 0.8), 10: (0.3, 0.9)}, "They are the smallest and the largest rate tried"),
    ],
)
def test_a_best_rate_at_an_edge_is_said_to_be_there(outcomes, sentence):
    """The optimum may lie beyond, and on which side."""
    assert sentence in said(race(outcomes))


def test_of_two_rates_none_is_said_to_reach_from_itself_to_itself():
    """No other one comes near it."""
    words = said(race({0.001: (0.6, 0.85), 0.1: (0.3, 0.92)}))
    assert "With every other rate the loss is more than 10% higher." in words
    assert "From" not in words


def test_three_rates_that_are_all_good_are_said_to_be():
    """Without a word on what is too small or too large."""
    words = said(race({0.03: (0.31, 0.91), 0.1: (0.3, 0.92), 0.3: (0.32, 0.915)}))
    assert "With every rate tried the loss is at most 10% above the best." in words
    assert "Too" not in words


def test_level_rates_are_named_together():
    """Two of three, or all of them."""
    assert said(race({0.1: (0.3, 0.9), 0.3: (0.3, 0.9), 1: (0.9, 0.7)})).startswith("**0.1, 0.3** did equally well")
    assert said(race({0.1: (0.3, 0.9), 0.3: (0.3, 0.9)})).startswith("All rates are level: validation loss 0.300.")


def test_loss_and_accuracy_that_disagree_are_explained():
    """From either side, with both numbers."""
    shown = race({0.001: (0.6, 0.85), 0.1: (2.0, 0.91), 1: (2.2, 0.8)})
    assert "By accuracy 0.1 is ahead of 0.001, 91.00% against 85.00%." in said(shown)
    assert "By loss 0.001 is ahead of 0.1, 0.600 against 2.000." in said(shown, "final_accuracy")
    assert "punishes being sure but wrong" in said(shown)


def test_a_diverged_rate_that_reads_well_is_explained():
    """Raw pixels at 0.1: right, and wildly sure when wrong."""
    words = said(race({1e-5: (0.5, 0.87), 1e-3: (8.0, 0.89), 0.1: (800.0, 0.91)}))
    assert "ended above where it began): 0.001, 0.1." in words
    assert "0.1 still reads 91.0% of the validation images correctly" in words


def test_when_all_diverged_theory_says_where_to_look():
    """If it knows better; otherwise smaller ones or the range test."""
    shown = race({0.1: (800.0, 0.91), 1: (9000.0, 0.4)})
    rows = [row for entrant in shown.everyone for row in summaries(entrant, 0.9)]
    assert findings(EN, shown, rows, "final_loss", 0.9).kind == "warning"
    assert "**All rates diverged**" in said(shown)
    assert "let the range test below find some" in said(shown)
    assert "theory guarantees stability below 1.2e-5" in said(shown, stable_rate=1.29e-5)
    assert "let the range test" in said(shown, stable_rate=0.2)
    assert "91.0% of the validation images" in said(shown)
    assert "did best" not in said(shown, "final_accuracy")
    assert said(race({0.1: (800.0, 0.1)})).startswith("**0.1 diverged**: its loss ended above")


def test_of_several_seeds_it_is_said_how_many_diverged():
    """A rate is not lost with one of them."""
    shown = race({0.1: [(0.3, 0.9), (0.4, 0.9), (0.35, 0.9)], 1: [(0.9, 0.8), (9.0, 0.3), (1.2, 0.7)]})
    assert "**0.1** did best: validation loss 0.350." in said(shown)
    assert "where it began): 1 (1 of 3 seeds)." in said(shown)


def test_one_rate_left_of_many_is_the_best():
    """Those that diverged were tried too: they lie above it."""
    words = said(race({0.01: (0.3, 0.92), 0.1: (9.0, 0.3), 1: (90.0, 0.2)}))
    assert "**0.01** did best" in words
    assert "It is the smallest rate tried" in words
    assert "Too large, so that steps overshoot: 0.1, 1." in words


def test_nobody_at_the_line():
    """Before the end of a race, where it is paused, as well as after it."""
    outcomes = {0.01: (0.9, 0.7), 0.1: (0.6, 0.8)}
    assert "No rate reached 90% accuracy." in said(race(outcomes))
    assert "No rate has reached 90% accuracy yet." in said(race(outcomes, status=Status.PAUSED, records=6))


def test_an_unfinished_race_has_a_leader_and_no_winner():
    """And of what only the last steps tell it says that it is not known yet."""
    shown = race({0.01: (0.9, 0.7), 0.1: (0.3, 0.92), 1: (0.6, 0.8)}, status=Status.PAUSED, records=6)
    assert said(shown).startswith("**0.1** is in the lead")
    assert "did best" not in said(shown)
    rows = [row for entrant in shown.everyone for row in summaries(entrant, 0.9)]
    unknown = [type(row)(**{**row.__dict__, "recent_loss": None}) for row in rows]
    paragraphs = findings(EN, shown, unknown, "recent_loss", 0.9).paragraphs
    assert paragraphs[0] == "Batch loss, last 100 steps: no rate has trained that far yet."


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING])
def test_while_a_race_is_on_nothing_is_said_that_would_be_wrong_a_moment_later(status):
    """The page is not drawn again as it goes on; what moves is in the tiles."""
    shown = race({0.01: (0.9, 0.7), 0.1: (0.3, 0.92)}, status=status, records=6)
    assert said(shown) == EN("findings_running")


def test_before_the_first_step_nothing_is_said_of_rates():
    """All of them are level there, which means nothing."""
    shown = race({0.01: (0.9, 0.7), 0.1: (0.3, 0.92)}, status=Status.RUNNING, records=1)
    rows = [row for entrant in shown.everyone for row in summaries(entrant, 0.9)]
    assert findings(EN, shown, rows, "final_loss", 0.9).kind == "nothing yet"
    assert verdict_on(shown, rows, "final_loss").best == ()
    assert findings(EN, Race(None, (), None, (), ()), [], "final_loss", 0.9).kind == "nothing yet"


def test_added_runs_have_no_say_in_which_rate_of_the_race_is_best():
    """A 0.1 with other settings is not the race's 0.1; but it may be first at the line."""
    shown = race({0.1: (0.3, 0.91), 1: (0.8, 0.85)}, guests=[visitor(0.1, 0.1, 0.99, 2)])
    words = said(shown)
    assert "**0.1** did best: validation loss 0.300." in words
    assert "**#2 · 0.1** was the first to reach 90%: at step 90" in words


def test_added_runs_alone_are_judged_if_they_are_of_one_experiment():
    """Rates of several do not say enough."""
    alone = race({0.1: (0.3, 0.91), 1: (0.8, 0.85)}, number=2)
    runs = [entrant.runs[0] for entrant in alone.entrants]
    both = [guest(alone.experiment, runs, alone.metrics, run.id) for run in runs]
    assert "**0.1** did best" in said(Race(None, (), None, (), tuple(both)))
    several = Race(None, (), None, (), (visitor(0.1, 0.3, 0.91, 2), visitor(1, 0.8, 0.85, 3)))
    assert "are of several experiments" in said(several)
    assert "did best" not in said(several)


def test_rates_that_were_multiplied_on_the_way_are_named_as_they_began():
    """And that is said."""
    shown = race({0.1: (0.3, 0.91), 1: (0.8, 0.85)})
    assert "multiplied during the race" in said(shown, changed=True)
    assert "multiplied" not in said(shown)


def test_many_followers_at_the_line_are_not_all_named():
    """Four of them; the table has the rest."""
    shown = race({rate: (0.3 + rate, 0.999 - 0.03 * i) for i, rate in enumerate([1, 2, 3, 4, 5, 6, 7])})
    words = said(shown, line=0.5)
    assert words.count("(step") == 4 or "at the same time" in words


@pytest.mark.parametrize("figure", ["final_loss", "recent_loss", "final_accuracy"])
@pytest.mark.parametrize("text", [EN, ZH])
@pytest.mark.parametrize(
    "outcomes",
    [
        {0.1: (0.3, 0.9)},
        {0.1: (0.3, 0.9), 1: (0.3, 0.9)},
        {0.1: (9.0, 0.9)},
        {0.1: (9.0, 0.9), 1: (9.0, 0.1)},
        {0.01: (0.5, 0.8), 0.1: (0.3, 0.9), 1: (9.0, 0.95)},
        {0.1: [(0.3, 0.9)] * 5, 1: [(9.0, 0.2)] * 5},
    ],
)
@pytest.mark.parametrize("status", [Status.RUNNING, Status.STOPPED])
def test_every_race_has_its_sentences_in_every_language(outcomes, text, figure, status):
    """Each ends as a sentence does, and lists are written as the language writes them."""
    shown = race(outcomes, status=status)
    rows = [row for entrant in shown.everyone for row in summaries(entrant, 0.85)]
    for paragraph in findings(text, shown, rows, figure, 0.85, stable_rate=0.05, changed=True).paragraphs:
        assert paragraph[-1] in ".。"
        assert text is EN or (", " not in paragraph and " %" not in paragraph)
