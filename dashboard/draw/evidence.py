"""Why the model reads what it reads: the terms of its sum, and the arithmetic that makes probabilities of sums."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.arrays import Doubles
from core.features.scaling import prepare
from core.model.evidence import Evidence, evidence, rather_than
from core.model.softmax import SoftmaxSteps, softmax_steps
from dashboard import figures
from dashboard.components.bars import bars, shown_labels
from dashboard.components.image_grid import GridImage, ScaleLabels, image_grid
from dashboard.draw.prediction import Prediction
from dashboard.figures.digits import evidence_images
from dashboard.shared.fields import choice
from dashboard.shared.labels import chart_labels
from dashboard.shared.opening import EVIDENCE_CLASS, READ
from dashboard.text import Text, formats
from dashboard.text.names import short

_LONGEST = 16
"""Letters of a name that tables and captions have room for."""

TEMPERATURES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


def evidence_section(text: Text, prediction: Prediction) -> None:
    """Draw the evidence and the softmax of what was read."""
    images, table = st.columns([5, 4], gap="medium")
    with table:
        label, rival = _choices(text, prediction)
        alone, difference = (
            evidence(prediction.model, prediction.image, label),
            rather_than(prediction.model, prediction.image, label, rival),
        )
        name, other = (short(prediction.classes[each], _LONGEST) for each in (label, rival))
        st.markdown(_sums(text, formats.as_markdown(name), formats.as_markdown(other), alone, difference))
    with images:
        _images(text, prediction, name, other, alone, difference)
    st.markdown(text("evidence_formula"))
    st.caption(text("evidence_terms"))
    _softmax(text, prediction)


def _choices(text: Text, prediction: Prediction) -> tuple[int, int]:
    """Draw the choice of the class and its rival, and return both, as labels count them."""
    options = [READ, *range(len(prediction.classes))]
    if EVIDENCE_CLASS.get() not in options:
        EVIDENCE_CLASS.set(READ)  # it was chosen for a model of more classes
    left, right = st.columns(2, gap="small")
    with left:
        chosen = st.selectbox(
            text("evidence_digit"),
            options,
            format_func=lambda label: text("digit_read") if label == READ else prediction.classes[label],
            **choice(EVIDENCE_CLASS, default="index", shown=options.index),
        )
    label = prediction.label if chosen == READ else chosen
    runner_up = next(other for other in prediction.ranking if other != label)
    with right:
        rival = st.selectbox(
            text("evidence_rival"),
            options,
            key="evidence_rival",
            format_func=lambda other: text("digit_rival") if other == READ else prediction.classes[other],
            persist_state="session",
        )
    return label, runner_up if rival == READ else rival


def _images(text: Text, prediction: Prediction, name: str, rival: str, alone: Evidence, difference: Evidence) -> None:
    """Draw the two images of evidence and, where it is not what stands above already, the input that they explain."""
    shown, limit = evidence_images(np.stack([alone.pixels, difference.pixels]))
    with st.container(horizontal=True):
        if prediction.model.scaling.has_image_step:
            with st.container(width=140):
                image_grid(
                    prepare(prediction.model.scaling.name, prediction.image[np.newaxis]).reshape(1, 28, 28),
                    [GridImage(text("evidence_drawing"), alt=text("seen_alt"))],
                    key="evidence_drawing",
                    alt=text("seen_alt"),
                    columns=1,
                    columns_on_phone=1,
                    largest=140,
                )
        with st.container(width=330 if prediction.model.scaling.has_image_step else 460):
            image_grid(
                shown,
                [
                    GridImage(
                        text("evidence_for", digit=name),
                        alt=text("evidence_for_alt", digit=name, total=formats.signed(alone.total)),
                    ),
                    GridImage(
                        text("evidence_rather", digit=name, rival=rival),
                        alt=text(
                            "evidence_rather_alt", digit=name, rival=rival, total=formats.signed(difference.total)
                        ),
                    ),
                ],
                key="evidence",
                alt=text("evidence_alt"),
                columns=2,
                columns_on_phone=2,
                largest=220,
                scale=ScaleLabels(formats.signed(-limit), "0", formats.signed(limit)),
            )


def _sums(text: Text, name: str, rival: str, alone: Evidence, difference: Evidence) -> str:
    """Return the table of both sums, in Markdown, as the names are."""
    heads = (text("term"), text("evidence_for", digit=name), text("evidence_rather", digit=name, rival=rival))
    rows = [
        (text("term_ink"), alone.ink, difference.ink),
        (text("term_missing"), alone.missing_ink, difference.missing_ink),
        (text("term_bias"), alone.bias, difference.bias),
    ]
    lines = [
        _row(*heads),
        "|---|--:|--:|",
        *(_row(term, formats.signed(one), formats.signed(two)) for term, one, two in rows),
    ]
    lines.append(
        _row(
            f"**{text('term_total')}**",
            f"**{formats.signed(alone.total)}**",
            f"**{formats.signed(difference.total)}**",
        )
    )
    return "\n".join(lines)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _softmax(text: Text, prediction: Prediction) -> None:
    st.subheader(text("softmax_title"), anchor=False)
    st.markdown(text("softmax_formula"))
    table, side = st.columns([3, 2], gap="medium")
    with side:
        temperature = st.select_slider(
            text("temperature"),
            TEMPERATURES,
            1.0,
            format_func=formats.number,
            key="temperature",
            help=text("temperature_help"),
            persist_state="session",
        )
    classes = prediction.classes
    logits = np.array([evidence(prediction.model, prediction.image, label).total for label in range(len(classes))])
    done = softmax_steps(logits, temperature)
    winner = int(done.probabilities.argmax())
    with table:
        st.markdown(_exponentials(text, classes, logits, done))
    with side:
        share = formats.percent(float(done.probabilities[winner]))
        alt = text("bars_alt", digit=classes[winner], probability=share, classes=len(classes))
        bars(
            done.probabilities,
            classes,
            rest=text.template("bars_rest"),
            key="softmax_bars",
            axes=figures.AxisLabels(text("axis_probability"), text("axis_digit")),
            labels=chart_labels(text),
            alt=alt,
            title=text("softmax_bars", temperature=formats.number(temperature)),
        )
        st.caption(text("softmax_stated", temperature=formats.fixed(prediction.temperature, 2)))


def _exponentials(text: Text, classes: Sequence[str], logits: Doubles, done: SoftmaxSteps) -> str:
    """Return the table of what softmax makes of the logits, in Markdown; the class read is in bold.

    It has the classes that the bars beside it have.
    """
    heads = (text("softmax_digit"), text("softmax_logit"), "z / T", "exp((z − max z) / T)", text("axis_probability"))
    lines = [_row(*heads), "|--:|--:|--:|--:|--:|"]
    winner = int(done.probabilities.argmax())
    shown = shown_labels(done.probabilities)
    for label in shown:
        cells = (
            formats.as_markdown(short(classes[label], _LONGEST)),
            formats.signed(float(logits[label])),
            formats.signed(float(done.divided[label])),
            formats.fixed(float(done.exponentials[label]), 4),
            formats.percent(float(done.probabilities[label]), 2),
        )
        lines.append(_row(*(f"**{cell}**" if label == winner else cell for cell in cells)))
    if len(shown) < len(classes):
        rest = (float(values.sum() - values[shown].sum()) for values in (done.exponentials, done.probabilities))
        exponential, share = (max(value, 0.0) for value in rest)
        called = text("bars_rest", count=len(classes) - len(shown))
        lines.append(_row(called, "", "", formats.fixed(exponential, 4), formats.percent(share, 2)))
    return "\n".join(lines)
