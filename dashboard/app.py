"""The server: Streamlit with the pages' own HTML. Start it with: streamlit run dashboard/app.py"""

import sys
from pathlib import Path

# `streamlit run` puts this file's folder on the path; `core` and `dashboard` live one folder up.
ROOT = str(Path(__file__).parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import asyncio  # noqa: E402
import threading  # noqa: E402
from collections.abc import AsyncIterator  # noqa: E402
from contextlib import asynccontextmanager  # noqa: E402

import streamlit as st  # noqa: E402

from dashboard import shell  # noqa: E402
from dashboard.learn import figures, images  # noqa: E402
from dashboard.shared import pages  # noqa: E402
from dashboard.shared.services import services  # noqa: E402
from dashboard.stream import route  # noqa: E402
from dashboard.stream.hub import Hub  # noqa: E402


class _Server:
    """What lives as long as the server does."""

    hub: Hub


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    """Have everything at hand before anybody asks for a page, and put it away in order.

    The store and its worker, the images, and what the pages import: whoever opens a page first waits for none of it.
    What Learn shows is computed when the worker, which is more urgent, has come up.
    """
    lab = await asyncio.to_thread(services)
    pages.load()
    _Server.hub = Hub(lab)
    closing = threading.Event()
    lessons = threading.Thread(
        target=figures.prepare, args=(lambda: lab.trainer().state == "ready", closing), name="lessons", daemon=True
    )
    lessons.start()
    yield
    closing.set()
    lessons.join()
    _Server.hub.close()
    lab.close()


app = st.App(
    "navigation.py",
    lifespan=_lifespan,
    routes=[*shell.routes(), *images.routes(), *route.routes(lambda: _Server.hub)],
)
