"""The list of a course's steps, with what is done: which is known to the visitor's own browser, and kept there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.components.assets import module_url
from dashboard.components.declared import declared

_draw = declared(__file__)
_SCRIPT = module_url("contents/list.js")


@dataclass(frozen=True)
class Entry:
    """One step: its number, the name its answer is kept under, what it is called, and its address's parameters.

    Where it has a `mark`, that stands in the place of its number.
    """

    number: int
    name: str
    words: str
    query: Mapping[str, str]
    mark: str = ""


def contents(
    entries: Sequence[Entry],
    *,
    current: int,
    is_open: bool,
    words: Mapping[str, str],
    key: str,
    on_go: Callable[[int], object],
    on_open: Callable[[int], object],
) -> None:
    """Draw the entries as links; that of the number `current` is where one is.

    A click calls `on_go` with the number. Where `is_open`, nobody has said yet which step to show, and `on_open` is
    called with the first one not done if that is another than `current`. `words` say "list", "done" and "now".
    """

    def heed(said: Mapping[str, int]) -> None:
        (on_open if said.get("first") else on_go)(int(said["number"]))

    _draw(
        {
            "script": _SCRIPT,
            "entries": [
                {
                    "number": entry.number,
                    "name": entry.name,
                    "words": entry.words,
                    "href": f"?{urlencode(entry.query)}",
                    "mark": entry.mark or str(entry.number),
                }
                for entry in entries
            ],
            "current": current,
            "is_open": is_open,
            "words": dict(words),
        },
        key=key,
        hears="step",
        heed=heed,
    )
