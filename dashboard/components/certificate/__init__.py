"""A sheet of what a visitor has done of a course, which they can print: alone, and black on white.

What was done is known to their own browser, which keeps it; so is the name that they type.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from dashboard.components.assets import module_url
from dashboard.components.declared import declared
from dashboard.figures import palette

_draw = declared(__file__)
_SCRIPT = module_url("certificate/sheet.js")


@dataclass(frozen=True)
class Line:
    """A step: its number, the name its answer is kept under, its title, its right option (from 1), its address."""

    number: int
    name: str
    title: str
    right: int
    href: str


@dataclass(frozen=True)
class Contest:
    """The digits that the images of a contest are, and how many of them the model reads right."""

    labels: Sequence[int]
    model_right: int


def certificate(
    lines: Sequence[Line],
    *,
    contest: Contest,
    experiments: Sequence[str],
    experiment_count: int,
    language: str,
    words: Mapping[str, str],
    key: str,
    on_go: Callable[[int], object],
) -> None:
    """Draw the sheet; a click on a step calls `on_go` with its number.

    `experiments` are lines of text about the newest of `experiment_count`. Dates are written as in the `language`.
    """
    _draw(
        {
            "script": _SCRIPT,
            "lines": [asdict(line) | {"right": line.right - 1} for line in lines],
            "contest": {"labels": list(contest.labels), "modelRight": contest.model_right},
            "experiments": list(experiments),
            "experimentCount": experiment_count,
            "language": language,
            "colours": {"right": palette.RIGHT.both(), "wrong": palette.WRONG.both()},
            "words": dict(words),
        },
        key=key,
        hears="step",
        heed=lambda said: on_go(int(said["number"])),
    )
