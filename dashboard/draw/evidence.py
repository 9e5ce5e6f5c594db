"""Why the model reads what it reads: the terms of its sum, and the arithmetic that makes probabilities of sums."""

import numpy as np
import streamlit as st

from core.arrays import Doubles
from core.features.scaling import prepare
from core.model.evidence import Evidence, evidence, rather_than
from core.model.softmax import SoftmaxSteps, softmax_steps
from dashboard import figures
from dashboard.components.bars import bars
from dashboard.components.image_grid import GridImage, ScaleLabels, image_grid
from dashboard.draw.prediction import Prediction
from dashboard.figures.digits import evidence_images
from dashboard.shared.fields import choice
from dashboard.shared.labels import chart_labels
from dashboard.shared.opening import EVIDENCE_DIGIT, READ
from dashboard.text import Text, formats

TEMPERATURES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


def evidence_section(text: Text, prediction: Prediction) -> None:
    """Draw the evidence and the softmax of what was read."""
    images, table = st.columns([5, 4], gap="medium")
    with table:
        digit, rival = _choices(text, prediction)
        alone, difference = (
            evidence(prediction.model, prediction.image, digit),
            rather_than(prediction.model, prediction.image, digit, rival),
        )
        st.markdown(_sums(text, digit, rival, alone, difference))
    with images:
        _images(text, prediction, digit, rival, alone, difference)
    st.markdown(text("evidence_formula"))
    st.caption(text("evidence_terms"))
    _softmax(text, prediction)


def _choices(text: Text, prediction: Prediction) -> tuple[int, int]:
    """Draw the choice of the digit and its rival, and return both."""
    options = [READ, *range(10)]
    left, right = st.columns(2, gap="small")
    with left:
        chosen = st.selectbox(
            text("evidence_digit"),
            options,
            format_func=lambda digit: text("digit_read") if digit == READ else str(digit),
            **choice(EVIDENCE_DIGIT, default="index", shown=options.index),
        )
    digit = prediction.digit if chosen == READ else chosen
    runner_up = next(other for other in prediction.ranking if other != digit)
    with right:
        rival = st.selectbox(
            text("evidence_rival"),
            options,
            key="evidence_rival",
            format_func=lambda other: text("digit_rival") if other == READ else str(other),
            persist_state="session",
        )
    return digit, runner_up if rival == READ else rival


def _images(
    text: Text, prediction: Prediction, digit: int, rival: int, alone: Evidence, difference: Evidence
) -> None:
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
                        text("evidence_for", digit=digit),
                        alt=text("evidence_for_alt", digit=digit, total=formats.signed(alone.total)),
                    ),
                    GridImage(
                        text("evidence_rather", digit=digit, rival=rival),
                        alt=text(
                            "evidence_rather_alt", digit=digit, rival=rival, total=formats.signed(difference.total)
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


def _sums(text: Text, digit: int, rival: int, alone: Evidence, difference: Evidence) -> str:
    """Return the table of both sums, in Markdown."""
    heads = (text("term"), text("evidence_for", digit=digit), text("evidence_rather", digit=digit, rival=rival))
    rows = [
        (text("term_ink"), alone.ink, difference.ink),
        (text("term_missing"), alone.missing_ink, difference.missing_ink),
        (text("term_bias"), alone.bias, difference.bias),
    ]
    lines = [
        _row(*heads),
        "|---|--:|--:|",
        *(_row(name, formats.signed(one), formats.signed(two)) for name, one, two in rows),
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
    logits = np.array([evidence(prediction.model, prediction.image, digit).total for digit in range(10)])
    done = softmax_steps(logits, temperature)
    winner = int(done.probabilities.argmax())
    with table:
        st.markdown(_exponentials(text, logits, done))
    with side:
        alt = text("bars_alt", digit=winner, probability=formats.percent(float(done.probabilities[winner])))
        bars(
            done.probabilities,
            key="softmax_bars",
            axes=figures.AxisLabels(text("axis_probability"), text("axis_digit")),
            labels=chart_labels(text),
            alt=alt,
            title=text("softmax_bars", temperature=formats.number(temperature)),
        )


def _exponentials(text: Text, logits: Doubles, done: SoftmaxSteps) -> str:
    """Return the table of what softmax makes of every logit, in Markdown; the digit read is in bold."""
    heads = (text("softmax_digit"), text("softmax_logit"), "z / T", "exp((z − max z) / T)", text("axis_probability"))
    lines = [_row(*heads), "|--:|--:|--:|--:|--:|"]
    winner = int(done.probabilities.argmax())
    for digit in range(10):
        cells = (
            str(digit),
            formats.signed(float(logits[digit])),
            formats.signed(float(done.divided[digit])),
            formats.fixed(float(done.exponentials[digit]), 4),
            formats.percent(float(done.probabilities[digit]), 2),
        )
        lines.append(_row(*(f"**{cell}**" if digit == winner else cell for cell in cells)))
    return "\n".join(lines)
