"""English, one module a page, and what becomes of an article before a number."""

import re

from dashboard.text.en import (
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

# Eight, eleven, eighteen, and what begins with them: eighty, eleven thousand. Markdown's asterisks are not spoken.
_BEFORE_A_VOWEL = re.compile(r"\b([Aa]) (?=\**(?:8|1[18](?!\d)))")


def with_articles(sentence: str) -> str:
    """Return the sentence with "an" where a number makes it so: a 5, an 8."""
    return _BEFORE_A_VOWEL.sub(r"\1n ", sentence)
