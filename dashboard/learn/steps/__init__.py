"""The steps of Learn, each a module of its own here that declares one `STEP`. A new one is a few new files, no more:

- `steps/<name>.py`: `STEP = Step(...)`, and what its stage is told. Large arrays travel as `packed(...)`.
  A stage that has to do with experiments also has a `live=Live(...)`.
- `core/lessons/<name>.py`: what it computes, by NumPy, tested against something independent. `core/lessons/model.py`
  has models after any number of steps.
- `components/stages/<name>.js`, and where it needs one `<name>.css`: exports `stage(parent, given)`, which draws what
  one moves, with the parts in `components/kit/`, and returns a `Stage` (components/lesson/types.d.ts). Arithmetic
  stands in functions that `tests/node.py` can call.
- `text/en/learn/<name>.py` and `text/zh/learn/<name>.py`: `learn_<name>_title`, `_short` (in the list), `_text` (at
  most 90 words of Markdown, with the braces of LaTeX doubled), `_question`, `_option_1` ..., `_answer` (whose
  {placeholders} the stage's `facts` fill), `_link`, and `_stage_...`, which the stage is given by what follows that.
- `tests/dashboard/learn/` tries every step that is here by itself.
"""

from importlib import import_module
from pkgutil import iter_modules

from dashboard.learn.step import Step

STEPS: tuple[Step, ...] = tuple(
    sorted(
        (import_module(f"{__name__}.{module.name}").STEP for module in iter_modules(__path__)),
        key=lambda step: step.number,
    )
)
"""All steps, in their order."""
