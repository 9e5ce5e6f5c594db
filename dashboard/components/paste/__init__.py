"""Pictures from the clipboard, for the upload of Streamlit takes files only."""

import base64

from core.drawing.ink import WORKING_SIDE
from dashboard.components.declared import declared

_draw = declared(__file__)


def paste(hint: str, *, key: str) -> bytes | None:
    """Draw the hint, hidden on devices without a keyboard; return what was pasted, once, or None if nothing was.

    What is pasted is the content of an image file. The browser has reduced it to `WORKING_SIDE` pixels a side; of
    what it cannot decode only the beginning comes.
    """
    return decoded(_draw({"hint": hint, "side": WORKING_SIDE}, key=key, hears="pasted").pasted)


def decoded(pasted: object) -> bytes | None:
    """Return the bytes of what the browser sent; empty, as a broken file would be, if it is not base64 at all."""
    if pasted is None:
        return None
    try:
        return base64.b64decode(str(pasted), validate=True)
    except ValueError:
        return b""
