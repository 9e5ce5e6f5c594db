"""The steps of Learn as other pages know them: by their names, which lead to the numbers of their addresses."""

from dashboard.shared import pages, session
from dashboard.text import Text

LESSONS = (
    "read",
    "scaling",
    "initial",
    "batches",
    "softmax",
    "cross_entropy",
    "descent",
    "accuracy",
    "train",
    "predict",
)
"""Names of the steps in their order, the first of which is number 1."""


def lesson_link(text: Text, name: str, label: str) -> None:
    """Draw a link to the step of Learn that explains something."""
    pages.link(text, "learn", label, **{session.STEP: LESSONS.index(name) + 1})
