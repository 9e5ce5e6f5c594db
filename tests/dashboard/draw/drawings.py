"""What tests of Draw put on its canvas, which pictures they give it, and how they read the page."""

import io
import re

import numpy as np
from PIL import Image

from core.images.dataset import load_mnist
from dashboard.components import canvas

SEVEN = ((70, 60), (210, 60), (140, 230))
ONE = ((140, 40), (140, 240))
CROSS = (((60, 60), (220, 220)), ((220, 60), (60, 220)))


def strokes(*lines):
    """What the canvas says of lines drawn with its brush."""
    return {
        "objects": [
            {
                "type": "path",
                "path": [["M", *line[0]], *(["L", *point] for point in line[1:])],
                "strokeWidth": canvas.BRUSH,
            }
            for line in lines
        ]
    }


def said(page):
    """All words of the page; those of the headline come as HTML."""
    html = " ".join(re.sub("<[^>]*>", " ", element.proto.body) for element in page.get("html"))
    return f"{html} {' '.join(element.value for element in (*page.markdown, *page.caption))}"


def picture(array, kind="png"):
    file = io.BytesIO()
    Image.fromarray(array).save(file, kind)
    return (f"digit.{kind}", file.getvalue(), f"image/{kind}")


def photographed_seven():
    return np.pad(255 - np.kron(load_mnist().x_test[0], np.ones((8, 8), np.uint8)), 40, constant_values=255)
