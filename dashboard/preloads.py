"""What a browser is to fetch beside Streamlit's own scripts, instead of one after the other as elements come in."""

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

from streamlit.file_util import get_static_dir

from dashboard.components import assets, canvas

WIDGETS = (
    "BidiComponent",
    "Button",
    "ButtonGroup",
    "Checkbox",
    "DownloadButton",
    "Html",
    "NumberInput",
    "PageLink",
    "Selectbox",
    "Slider",
    "TextInput",
)
"""Streamlit's scripts for what the pages are made of; it fetches each when the first element of its kind comes in."""

_IMPORTED = re.compile(r'(?:from|import)"\./([^"]+\.js)"')


@cache
def links(index: str, page: str) -> str:
    """Return the links for the head of a page. What `index`, Streamlit's own HTML, names already is left out."""
    chunks = [f"./static/js/{name}" for name in sorted(_with_imports(WIDGETS))]
    modules = [assets.module_url(name) for name in assets.module_names()]
    preloaded = [
        f'<link rel="modulepreload" href="{escape(url)}" />' for url in (*chunks, *modules) if url not in index
    ]
    return "\n".join([*preloaded, *_of(page)])


def _of(page: str) -> list[str]:
    """Return what only this page needs: the charts' library, which is drawn with once the page stands or, on Draw,
    which can do without it, the canvas's script. That one is run as well, while the browser waits for the server.
    """
    if page == "draw":
        return [f'<script type="module" src="{escape(url)}"></script>' for url in canvas.scripts()]
    return [f'<link rel="preload" as="script" fetchpriority="low" href="{escape(assets.PLOTLY_URL)}" />']


def _with_imports(widgets: Iterable[str]) -> set[str]:
    """Return the names of these scripts and of all that they import, as the installed Streamlit has them."""
    folder = Path(get_static_dir()) / "static" / "js"
    found: set[str] = set()
    # A release may call them something else; then nothing is won and nothing lost.
    left = [path.name for widget in widgets for path in folder.glob(f"{widget}.*.js")]
    while left:
        name = left.pop()
        if name not in found and (folder / name).exists():
            found.add(name)
            left += _IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
    return found
