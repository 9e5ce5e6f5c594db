"""What a page says to those who hear it or go through it by keyboard: its language, and a link to its main action.

And the words, in that language, of what of it does not load (mounting/loading.js) and of what Streamlit itself says.
"""

from collections.abc import Mapping
from functools import cache

from dashboard.components.assets import module_url
from dashboard.components.declared import declared
from dashboard.text import LANGUAGES

_draw = declared(__file__)
_SCRIPT = module_url("document/streamlit.js")


def document(*, language: str, skip: str, not_loaded: str, reload: str) -> None:
    """Set the document's language, and let its first link say `skip` and lead to the page's main action.

    An element whose script does not load says `not_loaded`, and `reload` on a button.

    The main action is the first primary button that can be pressed, or else the first button: without the link it
    would be behind all settings of the sidebar, each with an explanation to stop at.
    """
    data = {
        "language": language,
        "skip": skip,
        "not_loaded": not_loaded,
        "reload": reload,
        "script": _SCRIPT,
        "streamlit": streamlits(language),
    }
    _draw(data, key="document")


@cache
def streamlits(language: str) -> Mapping[str, str]:
    """Return what Streamlit's own sentences, which are English, become in a language; none where they stay."""
    own, said = (text.family("streamlit_") for text in (LANGUAGES["en"], LANGUAGES[language]))
    return {own[key]: sentence for key, sentence in said.items() if sentence != own[key]}
