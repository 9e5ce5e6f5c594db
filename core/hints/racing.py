"""Hints for a race of learning rates that is over: which rates to try next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.config import LIMITS, MOST_RUNS, MOST_SEEDS, ExperimentConfig
from core.hints.rules import Change, Rule
from core.rates.choosing import consecutive_seeds
from core.rates.divergence import rounded_down
from core.rates.verdict import Verdict

LEVEL = 1.01
"""Two rates are level if their losses differ by less than one percent; another seed moves a loss as much."""


@dataclass(frozen=True, eq=False)
class Racing:
    """What is known of a race of rates: what it says of them by validation loss, in nats.

    `losses` are the mean final losses by rate, of those rates all of whose runs have one. `stable_rate` is the
    largest that theory guarantees, None if not known.
    """

    config: ExperimentConfig
    verdict: Verdict
    losses: Mapping[float, float]
    have_all_diverged: bool = False
    stable_rate: float | None = None

    @property
    def level_rates(self) -> tuple[float, ...]:
        """The rates that are level with the best one, ascending, itself among them."""
        if self.verdict.result is None:
            return ()
        return tuple(rate for rate, loss in sorted(self.losses.items()) if loss < LEVEL * self.verdict.result)


def _all_diverged(race: Racing) -> Mapping[str, Any] | None:
    return {"lowest_rate": min(race.config.learning_rates)} if race.have_all_diverged else None


def _at_edge(race: Racing, edge: str) -> Mapping[str, Any] | None:
    if race.have_all_diverged or race.verdict.beyond != edge or not _around(race):
        return None
    return {"best_rate": race.verdict.best[0], "best_loss": race.verdict.result, "tried_rates": race.verdict.tried}


def _level(race: Racing) -> Mapping[str, Any] | None:
    level = race.level_rates
    # With nothing but level rates the race says so itself, and none of them is worth a decision.
    if len(race.config.seeds) > 1 or not 1 < len(level) < len(race.verdict.tried):
        return None
    if len(level) * MOST_SEEDS > MOST_RUNS:
        return None
    losses = sorted(race.losses[rate] for rate in level)
    return {"level_rates": level, "lowest_loss": losses[0], "highest_loss": losses[-1]}


def _around(race: Racing) -> tuple[float, ...]:
    """Return rates on both sides of the best one, a half power of ten apart, of which some are new."""
    best = race.verdict.best[0]
    limit = LIMITS["learning_rate"]
    rates = {float(f"{best * 10 ** (half / 2):.0e}") for half in (-2, -1, 1, 2)} | {best}
    allowed = tuple(sorted(rate for rate in rates if limit.lowest <= rate <= limit.highest))
    return allowed if set(allowed) - set(race.verdict.tried) else ()


def _lower(race: Racing) -> Change:
    """Return rates well below those that diverged, down from what theory guarantees if that is known."""
    lowest = min(race.config.learning_rates)
    first = lowest / 10 if race.stable_rate is None else min(race.stable_rate, lowest / 2)
    rates = {max(rounded_down(first / by), LIMITS["learning_rate"].lowest) for by in (1, 3, 10, 30)}
    return Change({"learning_rates": tuple(sorted(rates))})


def _more_seeds(race: Racing) -> Change:
    first = min(race.config.seeds[0], int(LIMITS["seed"].highest) - MOST_SEEDS)
    return Change({"learning_rates": race.level_rates, "seeds": consecutive_seeds(first, MOST_SEEDS)})


RACING_RULES: Sequence[Rule[Racing]] = (
    Rule("all_diverged", _all_diverged, _lower, "descent"),
    Rule(
        "best_lowest",
        lambda race: _at_edge(race, "lower"),
        lambda race: Change({"learning_rates": _around(race)}),
        "descent",
    ),
    Rule(
        "best_highest",
        lambda race: _at_edge(race, "higher"),
        lambda race: Change({"learning_rates": _around(race)}),
        "descent",
    ),
    Rule(
        "only_rate",
        lambda race: _at_edge(race, "either") if len(race.verdict.tried) == 1 else None,
        lambda race: Change({"learning_rates": _around(race)}),
        "descent",
    ),
    Rule("level", _level, _more_seeds, "accuracy"),
)
"""What may be said of a race of rates, in the order of what has to be mended first."""
