"""Simplified Chinese, one module a page."""

from dashboard.text.zh import (
    classes,
    common,
    compare,
    draw,
    hints,
    learn,
    own_data,
    races,
    refusals,
    settings,
    streamlit,
    train,
)

SENTENCES = {
    key: sentence
    for page in (common, settings, own_data, refusals, train, compare, draw, learn, races, hints, streamlit)
    for key, sentence in page.SENTENCES.items()
}

OF_CLASSES = classes.OF_CLASSES
