"""What a page says to those who hear it or go through it by keyboard: its language, and a link to its main action.

And the words, in that language, of what of it does not load (mounting/loading.js).
"""

from dashboard.components.declared import declared

_draw = declared(__file__)


def document(*, language: str, skip: str, not_loaded: str, reload: str) -> None:
    """Set the document's language, and let its first link say `skip` and lead to the page's main action.

    An element whose script does not load says `not_loaded`, and `reload` on a button.

    The main action is the first primary button that can be pressed, or else the first button: without the link it
    would be behind all settings of the sidebar, each with an explanation to stop at.
    """
    data = {"language": language, "skip": skip, "not_loaded": not_loaded, "reload": reload}
    _draw(data, key="document")
