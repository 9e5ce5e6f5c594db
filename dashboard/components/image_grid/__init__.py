"""28x28 images in rows, drawn on canvases that stay in the page while a model learns.

The weight images, the strip of test images with their predictions and the one image the model sees are all this
component. The browser turns values into colours, so pixels travel as one byte each and a change of theme needs no
answer from the server. What a model learns, and what it reads, the browser takes from the stream.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dashboard.components.assets import module_url
from dashboard.components.declared import declared
from dashboard.figures import palette

_draw = declared(__file__)
_SCRIPT = module_url("image_grid/grid.js")


@dataclass(frozen=True)
class GridImage:
    """What belongs to one image: the words below it, whether the model was right, and its description.

    `verdict` adds a tick or a cross in the colour of right or wrong. `alt` describes the image to those who do not
    see it; left empty, the caption does. `left_out` fades the image: what it is called was not done to it.
    """

    caption: str = ""
    verdict: Literal["", "right", "wrong"] = ""
    alt: str = ""
    left_out: bool = False


@dataclass(frozen=True)
class ScaleLabels:
    """What the two ends and the middle of an evidence scale say, as in "-0.31", "0", "0.31"."""

    lowest: str
    zero: str
    highest: str


@dataclass(frozen=True)
class LiveWeights:
    """Weights of an experiment's first run as they form, instead of the images: evidence, one a class.

    `alt` describes them, with a "{step}"; `open_hint` is as in `image_grid`, once there are any.
    """

    experiment: int
    alt: str
    open_hint: str


@dataclass(frozen=True)
class LiveReadings:
    """What an experiment's first run reads in the images as it learns.

    They are test images or, if `own`, the user's of this `edition`, from the `first` on, and their `labels` count
    `classes`. `right` and `wrong` are their captions where that is what is read, and where it is another "{digit}".
    `alt` and `note` may have the number of those read rightly, "{right}", and the "{share}" of all own ones. Both,
    and `open_hint`, are as in `image_grid`, once something is read.
    """

    experiment: int
    own: bool
    edition: str
    first: int
    labels: Sequence[int]
    classes: Sequence[str]
    right: Sequence[GridImage]
    wrong: Sequence[GridImage]
    alt: str
    note: str
    open_hint: str


def image_grid(
    images: NDArray[np.uint8] | NDArray[np.int8],
    captions: Sequence[GridImage],
    *,
    key: str,
    alt: str,
    columns: int = 10,
    columns_on_phone: int = 5,
    largest: int = 96,
    scale: ScaleLabels | None = None,
    open_hint: str = "",
    note: str = "",
    live: LiveWeights | LiveReadings | None = None,
) -> int | None:
    """Draw `images`, or bring those that were drawn under `key` up to date; return which one was opened, once.

    `images` has the shape (n, 28, 28). Its type says what it means: uint8 is ink, 0 paper to 255 full ink; int8 is
    evidence, -127 against, 0 none, 127 for. `captions` has one entry an image. `alt` describes the whole. An image
    is at most `largest` pixels wide. `scale` puts a colour bar below, which belongs under evidence; `note` a line.
    `live` is what the browser shows instead as soon as the stream has brought it.

    With `open_hint`, which says what happens, every image is a button, for the mouse and for the keyboard. In the one
    run that follows a click its index is returned, otherwise None.
    """
    data = payload(images, captions, alt, columns, columns_on_phone, largest, scale, open_hint, note, live)
    opened = _draw(data, key=key, hears="opened").opened
    # A click may come late, after there are fewer images.
    return opened if isinstance(opened, int) and 0 <= opened < len(images) else None


def payload(
    images: NDArray[np.uint8] | NDArray[np.int8],
    captions: Sequence[GridImage],
    alt: str,
    columns: int,
    columns_on_phone: int,
    largest: int,
    scale: ScaleLabels | None,
    open_hint: str = "",
    note: str = "",
    live: LiveWeights | LiveReadings | None = None,
) -> Mapping[str, Any]:
    """Return what the browser is sent."""
    if images.dtype not in (np.uint8, np.int8) or images.ndim != 3 or len(images) != len(captions):
        raise ValueError(
            f"images are {images.dtype} of shape {images.shape} with {len(captions)} captions; "
            "they must be uint8 or int8 of shape (n, height, width) with n captions"
        )
    signed = images.dtype == np.int8
    return {
        "script": _SCRIPT,
        # What is missing is zero in the browser.
        "pixels": base64.b64encode(np.ascontiguousarray(images).tobytes()).decode("ascii") if images.any() else "",
        "signed": signed,
        "height": images.shape[1],
        "width": images.shape[2],
        "palette": (palette.EVIDENCE if signed else palette.INK).both(),
        "right": palette.RIGHT.both(),
        "wrong": palette.WRONG.both(),
        "captions": [asdict(caption) for caption in captions],
        "alt": alt,
        "columns": columns,
        "columns_on_phone": columns_on_phone,
        "largest": largest,
        "scale": None if scale is None else asdict(scale),
        "open_hint": open_hint,
        "note": note,
        "live": None if live is None else {"kind": _KINDS[type(live)], **asdict(live)},
    }


_KINDS = {LiveWeights: "weights", LiveReadings: "readings"}
