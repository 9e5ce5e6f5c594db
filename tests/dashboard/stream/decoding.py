"""Messages of the stream as a client reads them."""

import base64
import json
from typing import Any

import numpy as np

from core.store.records import METRICS


def decoded(message: str) -> dict[str, Any]:
    """Return a message with its rows and weights as arrays; metrics are (runs, n)."""
    news: dict[str, Any] = json.loads(message)
    if "rows" in news:
        rows = news["rows"]
        steps = np.frombuffer(base64.b64decode(rows["steps"]), "<i4")
        metrics = {
            name: np.frombuffer(base64.b64decode(rows[name]), "<f4").reshape(-1, len(steps)) for name in METRICS
        }
        news["rows"] = {"steps": steps, "seconds": np.frombuffer(base64.b64decode(rows["seconds"]), "<f4"), **metrics}
    if "weights" in news:
        pixels = np.frombuffer(base64.b64decode(news["weights"]["pixels"]), "i1")
        news["weights"]["pixels"] = pixels.reshape(10, 28, 28)
    return news
