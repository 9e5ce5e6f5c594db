"""A row of figures with their labels, and a progress bar, in elements that stay while the figures change."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components.declared import declared

_draw = declared(__file__)


@dataclass(frozen=True)
class Tile:
    """One figure: what it is, the figure, its unit in smaller letters, and a quieter remark, all ready to show."""

    label: str
    value: str
    detail: str = ""
    unit: str = ""


def tiles(items: Sequence[Tile], *, key: str, progress: float | None = None, progress_label: str = "") -> None:
    """Draw the tiles, or bring those that were drawn under `key` up to date.

    `progress` is the share done, 0 to 1; None hides the bar and keeps its place. `progress_label` says what the bar
    measures to those who do not see it.
    """
    _draw(payload(items, progress, progress_label), key=key)


def payload(items: Sequence[Tile], progress: float | None, progress_label: str) -> Mapping[str, Any]:
    """Return what the browser is sent."""
    share = None if progress is None else min(max(float(progress), 0.0), 1.0)
    return {"tiles": [asdict(item) for item in items], "progress": share, "progress_label": progress_label}
