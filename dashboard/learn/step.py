"""What a step of Learn is made of."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.store import Store
from dashboard.shared.services import Services

_KINDS = {"f4": "<f4", "u1": "u1", "i1": "i1", "u2": "<u2", "i4": "<i4"}


@dataclass(frozen=True)
class Question:
    """What is asked before the result is uncovered: how many answers there are to choose from, and the right one's.

    Both count from 1; the words stand in the catalogues.
    """

    options: int
    right: int


@dataclass(frozen=True)
class Live:
    """How a stage has to do with what is trained.

    `news` returns what it is told whenever its page is drawn, in JSON's types; `heed` is called with what it asks
    for, before the page is drawn again.
    """

    news: Callable[[Store], Mapping[str, Any]]
    heed: Callable[[Services, Any], object]


@dataclass(frozen=True)
class Step:
    """One step: all that is not said in words.

    `number` is its place, from 1; `name` begins the keys of its words and names the module of its stage,
    `components/stages/<name>.js`. `formula` is LaTeX. `code` names its lines, fragments of `core.script`. `figures`
    returns what the stage is told, in JSON's types; it is called once in a server's life. `page` is where the step is
    used, and `race` names one of `core.races.table` that answers the same question with whole trainings. `live` is
    for a stage that starts and shows experiments.
    """

    number: int
    name: str
    formula: str
    code: Sequence[str]
    question: Question
    figures: Callable[[], Mapping[str, Any]]
    page: str
    race: str | None = None
    live: Live | None = None


def packed(values: ArrayLike, dtype: str = "f4") -> Mapping[str, str]:
    """Return numbers as `components/kit/numbers.js` reads them: f4, u1, i1, u2 or i4, flattened, in base64."""
    array = np.asarray(values).astype(_KINDS[dtype])
    return {"dtype": dtype, "bdata": base64.b64encode(array.tobytes()).decode("ascii")}
