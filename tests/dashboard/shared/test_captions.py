"""What stands below an image whose label is known."""

import pytest

from dashboard.shared.captions import example_caption
from dashboard.text import LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_misread_image_says_what_it_is(code):
    """And one that is right need not."""
    text = LANGUAGES[code]
    wrong, right = example_caption(text, "5", "6"), example_caption(text, "5", "5")
    assert (wrong.caption, wrong.verdict) == ({"en": "6, is 5", "zh": "6，实为 5"}[code], "wrong")
    assert (right.caption, right.verdict) == ("5", "right")
