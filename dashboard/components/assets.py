"""The JavaScript of the components, served by routes of this server: Plotly's, and the modules of every component.

Nothing comes from another host: Plotly's Python package brings the whole library (4.8 MB), which is served from
there. Every address holds the version of what is behind it, so that a browser keeps it for ever and never mixes two.
"""

import gzip
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import plotly
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_FOLDER = Path(__file__).parent
_MODULES = {file.relative_to(_FOLDER).as_posix(): file.read_bytes() for file in sorted(_FOLDER.glob("*/*.js"))}


def version(files: Mapping[str, bytes]) -> str:
    """Return a name for what is in these files: another one after any change of a name or of a byte."""
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:12]


PLOTLY_URL = f"assets/plotly-{plotly.__version__}/{_PLOTLY.name}"
"""The address of Plotly, relative to any page: pages lie one level below the server's root, wherever that is."""

_MODULES_URL = f"assets/modules-{version(_MODULES)}"


def module_url(name: str) -> str:
    """Return the address of a component's module, such as "live_chart/chart.js", relative to any page.

    All have one version and lie in their folders, so that they import each other by name, also those of other
    components: a page has one connection to the stream, whoever imports it.
    """
    if name not in _MODULES:
        raise KeyError(name)
    return f"{_MODULES_URL}/{name}"


_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


def routes() -> list[Route]:
    """Return the route that serves all of it, below `server.baseUrlPath`."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return [Route(f"{base and f'/{base}'}/assets/{{version}}/{{name:path}}", _serve)]


def _serve(request: Request) -> Response:
    content = _contents().get(f"assets/{request.path_params['version']}/{request.path_params['name']}")
    if content is None:
        return Response(status_code=404)
    headers = dict(_HEADERS)
    if "gzip" in request.headers.get("accept-encoding", ""):
        # Streamlit would compress it anew for every visitor.
        content = _compressed(content)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type="text/javascript")


@cache
def _contents() -> Mapping[str, bytes]:
    """Return what is served, by address."""
    modules = {module_url(name): content for name, content in _MODULES.items()}
    return {PLOTLY_URL: _PLOTLY.read_bytes()} | modules


@cache
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)
