"""How a component is declared: a folder with its JavaScript and, where it has some, its CSS, both named after it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_IMPORT = re.compile(r'^(?:import \{ \w+ \} from|@import) "(\.\./\w+/\w+\.(?:js|css))";$', re.MULTILINE)


def declared(module: str) -> Callable[..., Any]:
    """Return what draws the component in whose folder the Python file `module` lies.

    It takes the `data` for the browser, and as keywords the `key`, a `height`, and with `hears` the name of a value
    that the browser may send; what it returns has that as an attribute. `heed` is called with that value whenever it
    is another one, before the page is drawn.
    """
    folder = Path(module).parent
    css, js = folder / f"{folder.name}.css", folder / f"{folder.name}.js"
    mount = st.components.v2.component(
        f"softmax_lab.{folder.name}",
        css=inlined(css) if css.exists() else None,
        js=inlined(js),
        # In the page's own tree rather than a shadow root: Plotly's style sheet reaches it, and so do tests.
        isolate_styles=False,
    )

    def draw(
        data: object,
        *,
        key: str,
        height: Any = "content",
        hears: str = "",
        heed: Callable[[Any], object] | None = None,
    ) -> Any:
        def heard() -> None:
            """Streamlit keeps a value of a component only where a callback asks for it."""
            if heed is not None:
                heed(st.session_state[key][hears])

        callbacks: dict[str, Any] = {f"on_{hears}_change": heard} if hears else {}
        # In a list, because Streamlit searches the values of a dictionary for data frames and imports pandas for it,
        # which takes half a second of a cold server's first page.
        return mount(key=key, data=[data], height=height, **callbacks)

    return draw


def inlined(file: Path) -> str:
    """Return a component's script or style sheet with what it imports in the place of the import.

    Streamlit sends both as text without an address, from where a browser could import nothing.
    """

    def imported(found: re.Match[str]) -> str:
        text = (file.parent / found[1]).read_text(encoding="utf-8")
        return re.sub(r"^export ", "", text, flags=re.MULTILINE)

    return _IMPORT.sub(imported, file.read_text(encoding="utf-8"))
