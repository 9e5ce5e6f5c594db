"""Why something cannot be read as one digit: the one error of everything that turns drawings into images."""

from collections.abc import Mapping


class DrawingError(ValueError):
    """What cannot be read as one digit, as a sentence.

    `reason` is a short stable code ("blank", "dot", "filled", "several", "too_small", "too_large", "not_an_image",
    "bad_strokes") and `facts` holds the numbers and names of the sentence, so that a page can say it in another
    language.
    """

    def __init__(self, reason: str, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.facts: Mapping[str, object] = facts
