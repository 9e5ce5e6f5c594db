"""The user's own test set: what was drawn, named and kept; how well the run reads it; the set as a file."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.arrays import Bytes
from core.classes import DIGITS
from core.errors import DataError
from core.model import evaluation
from core.model.softmax import SoftmaxModel
from core.store import Store, test_set_file
from core.store.records import Run, SavedDrawing
from dashboard import figures
from dashboard.components.image_grid import GridImage, image_grid
from dashboard.components.live_chart import live_chart
from dashboard.components.tiles import Tile, tiles
from dashboard.figures.predictions import confusion_table
from dashboard.shared import opening
from dashboard.shared.captions import example_caption
from dashboard.shared.frame import callback
from dashboard.shared.labels import chart_labels
from dashboard.shared.session import Key
from dashboard.text import Text, formats
from dashboard.text.names import breadth, short

MOST_BESIDE = 12
"""Classes up to which their table has room beside the drawings; of more it stands above them."""

_SOME = 36
"""Classes, as letters with digits are, up to which a table on a phone need not be twice as broad as that."""

_MOST_TOLD, _LONGEST_TOLD = 8, 20
"""Confusions that are told beside a broad table, and letters of a name in them."""

PAGE = 12
"""Drawings listed at a time."""

MOST_UPLOADED = 2000
"""Drawings that one file may add: a hundred classes' worth; a data set is trained on and not kept as drawings."""

_FIRST = Key("_first_drawing", 0)
"""The place of the first drawing in sight."""

_UPLOADS = Key("_uploads", 0)
"""Files added so far."""


def own_test_set(text: Text, store: Store, run: Run, model: SoftmaxModel) -> None:
    """Draw the set's accuracy and confusion beside MNIST's accuracy, the drawings, and the files."""
    drawings = store.drawings.newest()
    if not drawings:
        st.markdown(text("test_set_empty"))
        _files(text, store, drawings)
        return
    read = model.predict(np.stack([drawing.image for drawing in drawings])).tolist()
    places = {name: label for label, name in enumerate(model.classes)}
    known = [(places[each.label], label) for each, label in zip(drawings, read, strict=True) if each.label in places]
    labels, digits = [label for label, _ in known], [label for _, label in known]
    is_broad = len(model.classes) > MOST_BESIDE
    figures_side, list_side = (st.container(), st.container()) if is_broad else st.columns([2, 3], gap="large")
    with figures_side:
        _accuracies(text, run, labels, digits)
        # Before a table whose cells are too small for numbers, and which a phone shows a part of.
        if is_broad and (confused := _confused(text, model.classes, labels, digits)):
            st.caption(confused)
        _table(text, model.classes, labels, digits, is_broad)
        if len(known) < len(drawings):
            st.caption(text("other_classes", count=len(drawings) - len(known)))
        _files(text, store, drawings)
    with list_side:
        _list(text, store, run, model.classes, drawings, [model.classes[label] for label in read])


def _accuracies(text: Text, run: Run, labels: Sequence[int], read: Sequence[int]) -> None:
    right = sum(label == name for label, name in zip(labels, read, strict=True))
    tiles(
        [
            Tile(
                text("own_accuracy"),
                formats.percent(evaluation.accuracy(labels, read)),
                text("own_accuracy_detail", right=formats.count(right), count=formats.count(len(labels))),
            ),
            Tile(
                text("mnist_accuracy"),
                formats.percent(run.test_accuracy, 2),
                text("mnist_accuracy_detail"),
            ),
        ],
        key="own_tiles",
    )


def _table(text: Text, classes: Sequence[str], labels: Sequence[int], read: Sequence[int], is_broad: bool) -> None:
    counts = evaluation.confusion(labels, read, len(classes))
    size = "few" if not is_broad else "some" if len(classes) <= _SOME else "many"
    with st.container(key=f"own_confusion_{size}"):
        live_chart(
            confusion_table(counts, classes, figures.AxisLabels(text("axis_read"), text("axis_drawn"))),
            key="own_confusion",
            labels=chart_labels(text),
            alt=text("confusion_alt", count=len(labels), share=formats.percent(evaluation.accuracy(labels, read))),
            title=text("confusion_title"),
            height=160 + 12 * len(classes) if is_broad else 400,
        )


def _confused(text: Text, classes: Sequence[str], labels: Sequence[int], read: Sequence[int]) -> str:
    """Return which classes are taken for which others most often, in Markdown; "" where none is."""
    mistakes = Counter((label, name) for label, name in zip(labels, read, strict=True) if label != name)
    told = [
        text(
            "confused_pair",
            label=formats.as_markdown(short(classes[label], _LONGEST_TOLD)),
            digit=formats.as_markdown(short(classes[name], _LONGEST_TOLD)),
            count=formats.count(count),
        )
        for (label, name), count in mistakes.most_common(_MOST_TOLD)
    ]
    return text("confused", list=text.listed(told)) if told else ""


def _list(
    text: Text,
    store: Store,
    run: Run,
    classes: Sequence[str],
    drawings: Sequence[SavedDrawing],
    read: Sequence[str],
) -> None:
    first = min(_FIRST.get(), (len(drawings) - 1) // PAGE * PAGE)
    last = min(first + PAGE, len(drawings))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text("list_range", first=first + 1, last=last, count=len(drawings)))
        for key, icon, to, possible in (
            ("newer", ":material/chevron_left:", first - PAGE, first > 0),
            ("older", ":material/chevron_right:", first + PAGE, last < len(drawings)),
        ):
            st.button(
                text(f"list_{key}"),
                key=f"list_{key}",
                icon=icon,
                type="tertiary",
                disabled=not possible,
                on_click=callback(_FIRST.set, to),
            )
    with st.container(horizontal=True, key="kept_drawings"):
        for drawing, name in zip(drawings[first:last], read[first:last], strict=True):
            _entry(text, store, run, classes, drawing, name)


def _entry(text: Text, store: Store, run: Run, classes: Sequence[str], drawing: SavedDrawing, read: str) -> None:
    number, label = drawing.id, Key(f"label_{drawing.id}", drawing.label)
    with st.container(width=150, border=True, key=f"drawing_{number}"):
        opened = image_grid(
            drawing.image[np.newaxis],
            [_caption(text, classes, drawing.label, read)],
            key=f"kept_{number}",
            alt=text("kept_alt", number=number, label=drawing.label),
            columns=1,
            columns_on_phone=1,
            largest=120,
            open_hint=text("read_this"),
        )
        if opened is not None:
            opening.show_drawing(run.id, number)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            options = [*classes, *([] if drawing.label in classes else [drawing.label])]
            st.selectbox(
                text("correct_label", number=number),
                options,
                options.index(drawing.label),
                key=label.name,
                label_visibility="collapsed",
                width=68 if max(map(breadth, classes)) <= 2 else 84,
                on_change=callback(lambda: store.drawings.relabel(number, label.get())),
            )
            st.button(
                "",
                key=f"forget_{number}",
                icon=":material/delete:",
                type="tertiary",
                help=text("delete_drawing", number=number),
                on_click=callback(store.drawings.delete, number),
            )


def _caption(text: Text, classes: Sequence[str], label: str, read: str) -> GridImage:
    """Return what stands below a drawing; what the model cannot know is read neither right nor wrong."""
    if label in classes:
        return example_caption(text, label, read)
    words = {"label": label, "digit": read}
    return GridImage(text("example_wrong", **words), alt=text("example_other_alt", **words))


def _files(text: Text, store: Store, drawings: Sequence[SavedDrawing]) -> None:
    with st.container(horizontal=True):
        st.download_button(
            text("download_set"),
            test_set_file.to_npz(drawings),
            "my-digits.npz" if all(drawing.label in DIGITS for drawing in drawings) else "my-drawings.npz",
            "application/octet-stream",
            key="download_set",
            icon=":material/download:",
            disabled=not drawings,
            on_click="ignore",
        )
        with st.popover(text("upload_set"), icon=":material/upload:"):
            _upload(text, store)


def _upload(text: Text, store: Store) -> None:
    # An uploader is emptied by making a new one.
    file = st.file_uploader(
        text("upload_set_file"),
        ["npz"],
        key=f"upload_set_{_UPLOADS.get()}",
        help=text("upload_set_help"),
        max_upload_size=64,
    )
    if file is None:
        return
    try:
        images, labels = test_set_file.from_npz(bytes(file.getvalue()))
    except DataError as error:
        st.error(text("upload_set_refused", reason=formats.as_markdown(text.data_refusal(error))))
        return
    if len(images) > MOST_UPLOADED:
        st.error(text("upload_set_large", count=formats.count(len(images)), most=formats.count(MOST_UPLOADED)))
        return
    st.button(
        text("upload_set_add", count=len(images)),
        key="upload_set_add",
        type="primary",
        on_click=callback(_add, store, images, labels),
    )


def _add(store: Store, images: Bytes, labels: Sequence[str]) -> None:
    for image, label in zip(images, labels, strict=True):
        store.drawings.save(label, image)
    _UPLOADS.set(_UPLOADS.get() + 1)
