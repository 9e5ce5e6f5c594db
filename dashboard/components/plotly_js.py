"""Plotly's JavaScript, taken from the Python package and served by Streamlit's own static file route.

Nothing is fetched from another host: the package brings the whole library (4.8 MB), and one copy of it is put
where `server.enableStaticServing` serves files from, under a name with its version, so that a browser's cache
never holds the wrong one.
"""

import logging
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import plotly
import streamlit as st

STATIC = Path(__file__).parent.parent / "static"
"""The folder `static` beside the entry script, which Streamlit serves at `app/static/`."""

_LOGGER = logging.getLogger(__name__)


def source() -> Path:
    """Return where the Python package keeps the library."""
    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@cache
def publish(folder: Path = STATIC) -> str:
    """Put the library into `folder` unless it is there, and return its file name.

    Two servers may start at once: each writes a file of its own and moves it into place in one step. Where
    nothing can be written, the name comes back all the same; the browser then says that the charts cannot be
    shown.
    """
    target = folder / f"plotly-{plotly.__version__}.min.js"
    try:
        if not target.exists() or target.stat().st_size != source().stat().st_size:
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, prefix="plotly-", suffix=".part")
            os.close(handle)
            shutil.copyfile(source(), name)
            # A temporary file is readable by its owner alone; the served one need not be.
            Path(name).chmod(0o644)
            Path(name).replace(target)
    except OSError as error:
        _LOGGER.error("Charts cannot be shown: %s could not be written (%s)", target, error)
    return target.name


def url() -> str:
    """Return the address of the library on this server, as a path from the host's root."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return "/".join(("", *([base] if base else []), "app", "static", publish()))
