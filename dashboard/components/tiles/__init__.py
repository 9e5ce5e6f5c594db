"""A row of figures with their labels, and a progress bar, which the browser fills from the stream."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components.assets import module_url
from dashboard.components.declared import declared

_draw = declared(__file__)
_SCRIPT = module_url("tiles/board.js")


@dataclass(frozen=True)
class Tile:
    """One figure: what it is, the figure, its unit in smaller letters, and a quieter remark.

    Figure and remark may have placeholders such as "{step}", which the browser fills with what a `Training` is at:
    `measures.js` has their names, and how each looks.
    """

    label: str
    value: str
    detail: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Entrant:
    """Who is compared: its label, and the positions of its runs among those of its experiment, one a seed.

    `course` is the place of the experiment in `Training.courses`.
    """

    label: str
    positions: tuple[int, ...]
    course: int = 0


@dataclass(frozen=True)
class Course:
    """An experiment, as far as its stream does not tell: None what there is not, or not yet."""

    experiment: int | None
    steps: int | None
    batch_size: int
    runs: int


@dataclass(frozen=True)
class Training:
    """What the browser has to know besides the streams of the experiments that train as one, at least one of them.

    Step and speed shown are those of the one that has the most steps to make. `training_images` is how many there are
    in an epoch, None where that is not known; `finish_line` is a share from 0 to 1.
    """

    courses: tuple[Course, ...]
    training_images: int | None
    entrants: tuple[Entrant, ...]
    finish_line: float


def tiles(
    items: Sequence[Tile],
    *,
    key: str,
    training: Training | None = None,
    progress_label: str = "",
    units: Mapping[str, str] | None = None,
) -> None:
    """Draw the tiles, or bring those that were drawn under `key` up to date.

    With a `training` they move with it, and so does a progress bar. `progress_label` says what that measures to those
    who do not see it; `units` are the language's sentences of "seconds" and "minutes".
    """
    _draw(payload(items, training, progress_label, units or {}), key=key)


def payload(
    items: Sequence[Tile], training: Training | None, progress_label: str, units: Mapping[str, str]
) -> Mapping[str, Any]:
    """Return what the browser is sent."""
    return {
        "script": _SCRIPT,
        "tiles": [asdict(item) for item in items],
        "training": None if training is None else asdict(training),
        "progress_label": progress_label,
        "units": dict(units),
    }
