"""The route of the stream: one WebSocket a tab."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.web.server.server_util import is_url_from_allowed_origins

from core.store.schema import LARGEST_NUMBER
from dashboard.stream.hub import Hub, Watch, Watcher
from dashboard.stream.messages import Asked

POLICY_VIOLATION, UNSUPPORTED_DATA = 1008, 1003
"""Codes with which a WebSocket is closed (RFC 6455, 7.4.1)."""

MOST_READ = 200
"""Images that can be asked for at a time."""

LONGEST_EDITION = 64
"""Characters of an edition that are kept, more than any has."""


def routes(hub: Callable[[], Hub]) -> list[WebSocketRoute]:
    """Return the route that serves the stream of the `hub`, below `server.baseUrlPath`."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")

    async def stream(websocket: WebSocket) -> None:
        await _serve(websocket, hub())

    return [WebSocketRoute(f"{base and f'/{base}'}/stream", stream)]


async def _serve(websocket: WebSocket, hub: Hub) -> None:
    if not _is_of_this_host(websocket):
        await websocket.close(POLICY_VIOLATION)
        return
    await websocket.accept()
    watcher = Watcher(websocket.send_text)
    telling = asyncio.create_task(watcher.tell(hub.channels))
    hearing = asyncio.create_task(_hear(websocket, hub, watcher))
    try:
        done, _ = await asyncio.wait({telling, hearing}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    except WebSocketDisconnect:
        pass
    except (ValueError, TypeError, KeyError):
        await websocket.close(UNSUPPORTED_DATA)
    finally:
        for task in (telling, hearing):
            task.cancel()
        await asyncio.gather(telling, hearing, return_exceptions=True)
        hub.leave(watcher)


async def _hear(websocket: WebSocket, hub: Hub, watcher: Watcher) -> None:
    """Do what a tab says. Raises WebSocketDisconnect once it leaves, ValueError and the like for no message."""
    while True:
        said = json.loads(await websocket.receive_text())
        if not isinstance(said, dict):
            raise ValueError("a message is an object")
        if "heard" in said:
            watcher.heard(int(said["heard"]))
        elif "watch" in said:
            asked = said.get("readings")
            watch = Watch(int(said["after"]), bool(said.get("weights")), None if asked is None else _asked(asked))
            hub.watch(watcher, _number(said["watch"]), watch)
        else:
            hub.unwatch(watcher, _number(said["unwatch"]))


def _asked(said: dict[str, Any]) -> Asked:
    return Asked(
        own=bool(said["own"]),
        edition=str(said["edition"])[:LONGEST_EDITION],
        first=max(0, int(said["first"])),
        count=min(max(0, int(said["count"])), MOST_READ),
    )


def _number(said: object) -> int:
    number = int(str(said))
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"{number} is the number of no experiment")
    return number


def _is_of_this_host(websocket: WebSocket) -> bool:
    """Return whether a page of this server asks, as far as browsers tell, or of one that it trusts: no other site may
    read along. The rule is that of Streamlit's own WebSocket."""
    origin, host = websocket.headers.get("origin"), websocket.headers.get("host")
    return origin is None or urlsplit(origin).netloc == host or is_url_from_allowed_origins(origin)
