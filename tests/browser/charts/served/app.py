"""The server of the page, and of a stream: of a point every tenth of a second, as while a model learns on Train."""

import asyncio
import itertools
import json
from base64 import b64encode

import numpy as np
import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from dashboard.components import assets


def packed(values, kind):
    return b64encode(np.asarray(values, dtype=kind).tobytes()).decode()


async def grow(websocket):
    await websocket.accept()
    try:
        while "watch" not in await websocket.receive_json():
            pass
        for i in itertools.count():
            losses = {"train_loss": 2.3 / (1 + i / 9), "validation_loss": 2.2 / (1 + i / 9)}
            rows = {name: packed([value], "<f4") for name, value in losses.items()}
            rows |= {"train_accuracy": packed([0.5], "<f4"), "validation_accuracy": packed([0.5], "<f4")}
            rows |= {"steps": packed([i], "<i4"), "seconds": packed([20 * i], "<f4")}
            await websocket.send_text(json.dumps({"serial": i, "experiment": 1, "rows": rows}))
            await asyncio.sleep(0.1)
    except WebSocketDisconnect:
        pass


app = st.App("page.py", routes=[*assets.routes(), WebSocketRoute("/lab/stream", grow)])
