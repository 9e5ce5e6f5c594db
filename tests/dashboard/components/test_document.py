"""What a page tells its document."""

import pytest

from dashboard.components.document import streamlits
from dashboard.text import LANGUAGES


def test_streamlits_sentences_stay_in_english():
    """As they are."""
    assert streamlits("en") == {}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_no_two_of_streamlits_sentences_become_the_same(code):
    """They are put back when the language is changed."""
    words = streamlits(code)
    assert len(words) == len(LANGUAGES["en"].family("streamlit_"))
    assert len(set(words.values())) == len(words)
