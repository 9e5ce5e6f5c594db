"""What a page and its browser agree on: something that both can change, such as which curves are hidden.

A browser counts its changes, and keeps what one of them did until the page knows of it; then the page decides. So
nothing that the page says from before a change undoes it (live_chart/agreed.js).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

Said = Mapping[str, Any]
"""What a browser says of a change: the new `value`, and the `serial` number of the change."""

Hear = Callable[[Said], object]
"""Takes over what a browser says, unless a later change was heard of before."""


@dataclass(frozen=True)
class Agreed(Generic[T]):
    """A value, and the serial number of the newest change in a browser that it heeds."""

    value: T
    serial: int = 0

    def is_overtaken(self, said: Said) -> bool:
        """Return whether a browser speaks of a change not heeded yet. Raises KeyError, TypeError and ValueError."""
        return int(said["serial"]) > self.serial

    def as_data(self) -> dict[str, Any]:
        """Return what a browser is told."""
        return {"value": self.value, "serial": self.serial}


def draw_agreed(
    draw: Callable[..., Any], data: object, *, key: str, height: Any, name: str, known: Agreed[Any] | None, hear: Hear
) -> None:
    """Draw a component that says changes of what is `known` under `name`, and hand them to `hear`.

    `draw` is what `declared` returned. With None the component is not told anything, and tells nothing.
    """
    said = getattr(draw(data, key=key, height=height, hears=name, heed=hear), name)
    # After the server was started anew, a browser goes on counting where it was, and its last change calls nothing.
    if known is not None and said and known.is_overtaken(said):
        hear(said)
