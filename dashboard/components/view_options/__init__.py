"""The choices above charts of curves: how all charts of a link are drawn, as soon as one of them is changed.

The browser draws the charts anew by itself, and then tells the page, which keeps what was chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from core.config import Limit, check_choice, check_number
from dashboard.components.agreed import Hear, draw_agreed
from dashboard.components.assets import module_url
from dashboard.components.declared import declared
from dashboard.components.live_chart import Link

_draw = declared(__file__)
_SCRIPT = module_url("view_options/options.js")


@dataclass(frozen=True)
class OneOf:
    """One of several `options`, {value: what it is called}."""

    name: str
    label: str
    options: Mapping[str, str]

    kind: ClassVar[str] = "one of"

    def read(self, said: Any) -> str:
        """Return what a browser says is chosen. Raises InvalidValue for what cannot be."""
        return check_choice(self.name, str(said), tuple(self.options))


@dataclass(frozen=True)
class Switch:
    """On or off. `help` says what it is for."""

    name: str
    label: str
    help: str

    kind: ClassVar[str] = "switch"

    def read(self, said: Any) -> bool:
        """Return what a browser says is chosen."""
        return bool(said)


@dataclass(frozen=True)
class Slider:
    """A number from `lowest` to `highest` in steps of `step`. `help` says what it is for.

    Where it means nothing unless another choice has a certain value, it can be used `only` then: (name, value).
    """

    name: str
    label: str
    help: str
    lowest: float
    highest: float
    step: float
    only: tuple[str, str] | None = None

    kind: ClassVar[str] = "slider"

    def read(self, said: Any) -> float:
        """Return what a browser says is chosen. Raises InvalidValue for what cannot be."""
        return float(check_number(self.name, said, Limit(self.lowest, self.highest, self.lowest)))


Control = OneOf | Switch | Slider


def view_options(controls: Sequence[Control], *, key: str, link: Link, on_choose: Hear) -> None:
    """Draw the `controls`, by whose names `link.view` says what is chosen.

    `on_choose` hears of a change before the page is drawn; from then on the page passes what that chose.
    """
    data = {
        "script": _SCRIPT,
        "controls": [{"kind": control.kind, **asdict(control)} for control in controls],
        **link.as_data(),
    }
    draw_agreed(_draw, data, key=key, height="content", name="view", known=link.view, hear=on_choose)
