"""How the charts of a page are drawn: chosen above them, kept in the session, and drawn by the browser at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.components.agreed import Agreed, Said
from dashboard.components.view_options import Control
from dashboard.shared.session import Key


@dataclass(frozen=True)
class View:
    """The choices of one page, by their names in the browser, and the newest change in a browser that they heed."""

    choices: Mapping[str, Key[Any]]
    serial: Key[int]

    def agreed(self) -> Agreed[dict[str, Any]]:
        """Return what is chosen, for a link of charts."""
        return Agreed({name: key.get() for name, key in self.choices.items()}, self.serial.get())

    def hear(self, controls: Sequence[Control], said: Said) -> None:
        """Take over what was chosen in the `controls`, unless a later change was heard of before.

        Raises InvalidValue, with nothing taken over, for what cannot be chosen.
        """
        if not self.agreed().is_overtaken(said):
            return
        chosen = {control.name: control.read(said["value"][control.name]) for control in controls}
        for name, value in chosen.items():
            self.choices[name].set(value)
        self.serial.set(int(said["serial"]))
