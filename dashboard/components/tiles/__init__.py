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
    """Who is compared: its label, and the positions of its runs among those of the experiment, one a seed."""

    label: str
    positions: tuple[int, ...]


@dataclass(frozen=True)
class Training:
    """What the browser has to know of an experiment besides its stream; None what there is not, or not yet.

    `training_images` is how many there are in an epoch, `finish_line` a share from 0 to 1.
    """

    experiment: int | None
    steps: int | None
    batch_size: int
    runs: int
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
