"""The rules over a race of rates, on results made up for each and on a healthy race."""

import pytest

from core.config import ExperimentConfig
from core.hints.racing import RACING_RULES, Racing
from core.hints.rules import Change, hint
from core.rates.verdict import verdict

HEALTHY = {0.001: 0.569, 0.01: 0.341, 0.1: 0.301, 1.0: 0.619}


def racing(losses, *, seeds=(0,), **changes):
    config = ExperimentConfig(learning_rates=tuple(losses), seeds=seeds)
    return Racing(config, verdict(losses.items()), losses, **changes)


def said(facts):
    return hint(RACING_RULES, facts)


def test_nothing_is_said_of_a_race_that_settles_it():
    """A best rate with worse ones on both sides."""
    assert said(racing(HEALTHY)) is None


@pytest.mark.parametrize(
    ("losses", "name", "rates"),
    [
        ({0.1: 0.3, 1.0: 0.6, 3.0: 2.0}, "best_lowest", (0.01, 0.03, 0.1, 0.3, 1.0)),
        ({0.001: 0.57, 0.01: 0.34, 0.1: 0.3}, "best_highest", (0.01, 0.03, 0.1, 0.3, 1.0)),
        ({0.03: 0.31}, "only_rate", (0.003, 0.009, 0.03, 0.09, 0.3)),
    ],
)
def test_where_the_best_rate_is_at_the_edge_others_around_it_are_offered(losses, name, rates):
    """An optimum may lie beyond."""
    found = said(racing(losses))
    assert (found.name, found.remedy) == (name, Change({"learning_rates": rates}))


def test_where_all_diverged_lower_rates_are_offered():
    """From the largest that theory guarantees down, or from a tenth where that is not known."""
    facts = {"have_all_diverged": True}
    found = said(racing({10.0: 7.0, 30.0: 9.0}, **facts, stable_rate=0.0988))
    assert found.figures == {"lowest_rate": 10.0}
    assert found.remedy.fields["learning_rates"] == (0.0032, 0.0098, 0.032, 0.098)
    unknown = said(racing({10.0: 7.0, 30.0: 9.0}, **facts)).remedy.fields["learning_rates"]
    assert max(unknown) == 1.0


def test_rates_that_are_level_are_raced_with_more_seeds():
    """One order of the images decides nothing between them."""
    found = said(racing({0.01: 0.34, 0.1: 0.301, 0.12: 0.3, 1.0: 0.6}))
    assert found.name == "level"
    assert found.remedy == Change({"learning_rates": (0.1, 0.12), "seeds": (0, 1, 2, 3, 4)})
    assert found.figures["highest_loss"] == 0.301


def test_rates_raced_with_several_seeds_already_are_left_alone():
    """They are what was asked for."""
    assert said(racing({0.01: 0.34, 0.1: 0.301, 0.12: 0.3, 1.0: 0.6}, seeds=(0, 1))) is None


def test_the_best_rate_at_the_very_limit_is_all_there_is():
    """Rates beyond it are not allowed; those below are offered."""
    found = said(racing({1.0: 0.7, 100.0: 0.6}))
    assert max(found.remedy.fields["learning_rates"]) == 100.0
