"""A number in a picture, read digit by digit: below it, as only one digit at a time is explained."""

import numpy as np
import streamlit as st

from core.arrays import Bytes
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.draw.headline import LIKELY, UNREAD
from dashboard.draw.prediction import Prediction
from dashboard.text import Text, formats


def number_row(text: Text, row: tuple[Bytes, ...], prediction: Prediction | None) -> None:
    """Draw the images of a number's digits, each with what is read in it, and the number if each is clear."""
    if not row or prediction is None:
        return
    images = np.stack(row)
    probabilities = prediction.stated(images)
    names = [prediction.classes[label] for label in probabilities.argmax(axis=1).tolist()]
    shares = probabilities.max(axis=1).tolist()
    clear = [name if share >= LIKELY else UNREAD for name, share in zip(names, shares, strict=True)]
    number = "".join(clear)
    sentence = text("row_unclear" if UNREAD in clear else "row_read", number=number)
    with st.container(key="number_row"):
        st.markdown(sentence)
        image_grid(
            images,
            [GridImage(f"{name} · {formats.percent(share, 0)}") for name, share in zip(names, shares, strict=True)],
            key="number_images",
            alt=text("row_alt", number=number),
            columns=max(4, len(row)),
            columns_on_phone=4,
            largest=80,
        )
