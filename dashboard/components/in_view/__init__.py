"""Brings a part of the page into view once, after a press on a button far away from what it changes."""

from dashboard.components.declared import declared

_draw = declared(__file__)


def in_view(key: str, serial: int) -> None:
    """Draw nothing, and bring the container with this key into view when `serial` is another one than before."""
    _draw({"key": key, "serial": serial}, key="in_view", height=1)
