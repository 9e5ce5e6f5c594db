"""What a hint is, what a rule is, and which of a table of rules speaks."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

F = TypeVar("F")


@dataclass(frozen=True)
class Change:
    """A remedy: the same experiment once more, with these fields of its configuration changed."""

    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Show:
    """A remedy where nothing is to be mended: a place that shows more, by a name that the dashboard knows."""

    place: str


@dataclass(frozen=True)
class Hint:
    """What a rule has to say: its name, the figures that made it speak, by name, what helps, and `why`.

    The last word of a figure's name is its kind: `end_loss` in nats, `lowest_accuracy` and `fall_share` from 0 to 1.
    `why` names the lesson's step that explains it.
    """

    name: str
    figures: Mapping[str, Any]
    remedy: Change | Show
    why: str


@dataclass(frozen=True)
class Rule(Generic[F]):
    """A hint that may be given: its name, when it speaks, and `why`: the lesson's step that explains it.

    `speaks` returns the figures that make it speak, or None where it has nothing to say; `remedy` what helps then.
    """

    name: str
    speaks: Callable[[F], Mapping[str, Any] | None]
    remedy: Callable[[F], Change | Show]
    why: str


def hint(rules: Sequence[Rule[F]], facts: F, dismissed: Collection[str] = ()) -> Hint | None:
    """Return what the first of the `rules` that speaks says; None if all is well.

    The order is that of what has to be mended first. Rules whose names are `dismissed` are silent.
    """
    for rule in rules:
        if rule.name not in dismissed:
            figures = rule.speaks(facts)
            if figures is not None:
                return Hint(rule.name, figures, rule.remedy(facts), rule.why)
    return None
