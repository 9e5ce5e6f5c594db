"""Which groups of curves are hidden in all charts of one link, as page and browser tell each other."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Hidden:
    """The names of the hidden groups, sorted, and the serial number of the newest click that they heed.

    A browser counts its clicks, and keeps what a click did until the page knows of that click; then the page decides.
    """

    groups: tuple[str, ...] = ()
    serial: int = 0

    @classmethod
    def of_click(cls, said: Mapping[str, Any]) -> "Hidden":
        """Return what a browser says is hidden since its newest click. Raises KeyError, TypeError and ValueError."""
        return cls(tuple(sorted(set(map(str, said["groups"])))), int(said["serial"]))

    def as_data(self) -> dict[str, Any]:
        """Return what a browser is told."""
        return asdict(self)
