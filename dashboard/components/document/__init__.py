"""What a page says to those who hear it or go through it by keyboard: its language, and a link to its main action."""

from dashboard.components.declared import declared

_draw = declared(__file__)


def document(*, language: str, skip: str) -> None:
    """Set the document's language, and let its first link say `skip` and lead to the page's main action.

    The main action is the first primary button that can be pressed, or else the first button: without the link it
    would be behind all settings of the sidebar, each with an explanation to stop at.
    """
    _draw({"language": language, "skip": skip}, key="document")
