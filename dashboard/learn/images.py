"""The route that serves the 70,000 images, a hundred of one digit at a time, to who browses them.

Every address holds the data's checksum, so that a browser keeps what is behind it for ever.
"""

import gzip
from collections.abc import Mapping
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.arrays import PIXELS
from core.images.dataset import load_mnist
from core.lessons.read import places_of_digits

AT_ONCE = 100
"""Images in one answer; the last of a digit has those that remain."""

_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


def address() -> str:
    """Return where the images are, relative to any page: pages lie one level below the server's root.

    What follows is "/train/7/3" or "/test/7/3": of the sevens, those from the 300th on, 784 bytes each.
    """
    return f"images/{load_mnist().checksum}"


def counts() -> Mapping[str, list[int]]:
    """Return how many images there are of each digit, for training and for the test."""
    return {part: [len(each) for each in places] for part, places in _places().items()}


def routes() -> list[Route]:
    """Return the route that serves them, below `server.baseUrlPath`."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return [Route(f"{base and f'/{base}'}/images/{{checksum}}/{{part}}/{{digit}}/{{number}}", _serve)]


def _serve(request: Request) -> Response:
    asked = request.path_params
    dataset = load_mnist()
    places = _addresses().get((asked["part"], asked["digit"], asked["number"]))
    if asked["checksum"] != dataset.checksum or places is None:
        return Response(status_code=404)
    images = dataset.x_train if asked["part"] == "train" else dataset.x_test
    content = images.reshape(-1, PIXELS)[places].tobytes()
    headers = dict(_HEADERS)
    if "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, compresslevel=1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type="application/octet-stream")


@cache
def _places() -> Mapping[str, list[NDArray[np.intp]]]:
    dataset = load_mnist()
    return {"train": places_of_digits(dataset.y_train), "test": places_of_digits(dataset.y_test)}


@cache
def _addresses() -> Mapping[tuple[str, str, str], NDArray[np.intp]]:
    """Return which images every address has: part, digit and number as they stand in it."""
    return {
        (part, str(digit), str(number)): places[AT_ONCE * number : AT_ONCE * (number + 1)]
        for part, digits in _places().items()
        for digit, places in enumerate(digits)
        for number in range(-(-len(places) // AT_ONCE))
    }
