"""What the components of a page were sent, which AppTest hands over as they travel."""

import json
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest


def sent(page: AppTest, script: str) -> list[Any]:
    """Return what the components whose module is `script` were sent, in the order of the page, a dialog last."""
    dialogs = [child for number, child in page._tree.children.items() if number > 1]
    found = [json.loads(words) for block in (page.main, *dialogs) for words in _sent(block)]
    return [each[0] for each in found if isinstance(each, list) and each[0].get("script", "").endswith(script)]


def _sent(block: Any) -> Iterator[str]:
    for child in getattr(block, "children", {}).values():
        words = getattr(getattr(child, "proto", None), "json", None)
        if words:
            yield words
        yield from _sent(child)
