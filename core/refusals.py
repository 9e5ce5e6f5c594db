"""Why something is refused, in a form that every language can say: a reason, the facts, an English sentence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Refusal(ValueError):
    """What is refused, as a sentence.

    `reason` is a short stable code and `facts` holds the numbers and names of the sentence, so that a page can say it
    in another language.
    """

    def __init__(self, reason: str, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.facts: Mapping[str, object] = facts


class DrawingError(Refusal):
    """Something that cannot be read as one digit: the one error of everything that turns drawings into images.

    Reasons: "blank", "dot", "filled", "several", "too_small", "too_large", "not_an_image", "bad_strokes".
    """


class DataError(Refusal):
    """A file that is no data set of ours. The sentence names the file and says what is expected of it.

    Reasons: "missing", "folder", "unreadable", "too_few", "not_mnist", "changed", of arrays "labels_missing",
    "array_missing", "pickled", "shape", "length", "size", "labels" and "header".
    """


@dataclass(frozen=True)
class Failure:
    """Why an experiment failed, as the store keeps it: the English sentence and, where the program knows them, the
    `kind` of refusal ("data" or "value"), its reason and its facts.
    """

    sentence: str
    kind: str | None = None
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence

    def to_text(self) -> str:
        """Return it as one text; `from_text` gives an equal one back."""
        return json.dumps(vars(self), default=str)

    @classmethod
    def from_text(cls, text: str) -> "Failure":
        """Read what `to_text` wrote, or the bare sentence that an older program left."""
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError):
            return cls(text)
