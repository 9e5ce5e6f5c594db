"""A lesson: a stage on which one moves something, and a question that uncovers the part which gives the answer away.

All of it happens in the browser. What was answered is kept there too: many people share a server, and each has
answered for themselves.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.components.assets import module_url
from dashboard.components.declared import declared
from dashboard.figures import palette

_FOLDER = Path(__file__).parents[1]
_draw = declared(__file__)
_SCRIPT = module_url("lesson/screen.js")

_COLOURS: Mapping[str, palette.Colour | palette.Scale] = {
    "accent": palette.ACCENT,
    "muted": palette.MUTED,
    "right": palette.RIGHT,
    "wrong": palette.WRONG,
    "ink": palette.INK,
    "evidence": palette.EVIDENCE,
    "rates": palette.RATES,
}


def lesson(
    name: str,
    figures: Mapping[str, Any],
    *,
    words: Mapping[str, str],
    frame_words: Mapping[str, str],
    options: int,
    right: int,
    key: str,
    news: Mapping[str, Any] | None = None,
    on_ask: Callable[[Any], object] | None = None,
) -> None:
    """Draw the lesson whose stage is `components/stages/<name>.js`, under whose name the answer is kept.

    `figures` are what the stage is told. `words` hold "question", "answer", "option_1" and so on, of which number
    `right` is the right one, and whatever the stage says itself, by names that begin with "stage_". `frame_words`
    are what every lesson says. `news` are told to the stage as it stands, which is not made anew for them; `on_ask`
    is called with what it asks for.
    """
    _draw(
        {
            "script": _SCRIPT,
            "stage": module_url(f"stages/{name}.js"),
            "style": _style(name),
            "name": name,
            "figures": dict(figures),
            "colours": {colour: value.both() for colour, value in _COLOURS.items()},
            "stage_words": {
                word.removeprefix("stage_"): said for word, said in words.items() if word.startswith("stage_")
            },
            "words": dict(frame_words),
            "question": words["question"],
            "options": [words[f"option_{number}"] for number in range(1, options + 1)],
            "right": right - 1,
            "answer": words["answer"],
            "news": news,
        },
        key=key,
        hears="" if on_ask is None else "asked",
        heed=on_ask,
    )


@cache
def _style(name: str) -> str:
    file = _FOLDER / "stages" / f"{name}.css"
    return file.read_text(encoding="utf-8") if file.exists() else ""
