"""A table of runs that the browser fills from the stream, and whose boxes show and hide curves in the charts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from dashboard.components.agreed import draw_agreed
from dashboard.components.assets import module_url
from dashboard.components.declared import declared
from dashboard.components.live_chart import Link
from dashboard.figures.palette import Colour

_draw = declared(__file__)
_SCRIPT = module_url("runs_table/table.js")


Look = Literal["label", "rate", "experiment", "count", "percent", "loss", "duration"]
"""How the numbers of a column look; instead of one a "label" is that of its row."""

Best = Literal["lowest", "highest", ""]
"""Which number of a column is the best, if one is."""


@dataclass(frozen=True)
class Column:
    """A column: what is in it, by its name in `Row` or in `core.rates.comparison.Summary`, and how that looks.

    Unless it is there `always`, it is left out where all rows say the same.
    """

    name: str
    label: str
    help: str
    format: Look
    best: Best
    always: bool


@dataclass(frozen=True)
class Row:
    """A run: where in the stream its metrics are, how its curves look, and what only the store knows.

    `label` is what sets it apart from others, `place` where that stands among their labels. `shows` says what its box
    shows and hides. `own_accuracy` is a share from 0 to 1, None where it is not known.
    """

    run: int
    experiment: int
    position: int
    group: str
    colour: Colour
    dashed: bool
    shows: str
    label: str
    place: int
    learning_rate: float
    seed: int
    own_accuracy: float | None


@dataclass(frozen=True)
class Words:
    """What the table says besides its columns: what it is, what the box of all rows does, what the best number of a
    column is called; how many rows there are, and the same with what all of them have in common, "{same}", listed
    with a `comma`.
    """

    caption: str
    all: str
    best: str
    size: str
    same: str
    comma: str


def runs_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    key: str,
    words: Words,
    units: Mapping[str, str],
    finish_line: float,
    link: Link,
) -> None:
    """Draw the table, or bring the one that was drawn under `key` up to date.

    `finish_line` is a validation accuracy from 0 to 1. A box shows and hides what an entry of the legends of `link`
    does. `units` are the language's sentences of "seconds" and "minutes".
    """
    data = {
        "script": _SCRIPT,
        "columns": [asdict(column) for column in columns],
        "rows": [asdict(row) for row in rows],
        "words": asdict(words),
        "units": dict(units),
        "finish_line": finish_line,
        **link.as_data(),
    }
    draw_agreed(_draw, data, key=key, height="content", name="hidden", known=link.hidden, hear=link.on_hide)
