"""What a step of Learn is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Question:
    """What is asked before the result is uncovered: how many answers there are to choose from, and the right one's.

    Both count from 1; the words stand in the catalogues.
    """

    options: int
    right: int


@dataclass(frozen=True)
class Step:
    """One step: all that is not said in words.

    `number` is its place, from 1; `name` begins the keys of its words and names the module of its stage,
    `components/stages/<name>.js`. `formula` is LaTeX. `code` names its lines, fragments of `core.script`. `figures`
    returns what the stage is told, in JSON's types; it is called once in a server's life. `page` is where the step is
    used.
    """

    number: int
    name: str
    formula: str
    code: Sequence[str]
    question: Question
    figures: Callable[[], Mapping[str, Any]]
    page: str
