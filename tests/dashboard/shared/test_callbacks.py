"""What widgets call runs outside of what guards a page, so each callback has to guard itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import ExperimentConfig
from core.errors import StoreError
from core.store.experiments import Experiments
from tests.dashboard.fields import field

DASHBOARD = Path(__file__).parents[3] / "dashboard"


CALLED = ("on_click", "on_change", "on_hide", "on_choose")
"""The arguments by which widgets and components are told what to call."""


def callbacks() -> Iterator[tuple[str, ast.expr]]:
    """Everything in the dashboard that widgets and components call: where it stands, and what it is."""
    for file in sorted(DASHBOARD.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in CALLED:
                yield f"{file.relative_to(DASHBOARD)}:{node.value.lineno}", node.value


def is_guarded(value: ast.expr) -> bool:
    """Whether it is made by `frame.callback`, handed on from an argument, or a word such as "ignore"."""
    if isinstance(value, ast.IfExp):
        return is_guarded(value.body) and is_guarded(value.orelse)
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) in ("callback", "frame.callback")
    return isinstance(value, ast.Constant)


def test_every_callback_is_guarded():
    """So that a press while the store is locked is a sentence and not a broken page."""
    found = list(callbacks())
    assert len(found) > 20
    assert [place for place, value in found if not is_guarded(value)] == []


@pytest.mark.parametrize("action", ["start", "pause", "stop", "full_speed"])
def test_a_press_while_the_store_is_locked_is_a_sentence_on_the_page(train_page, store, monkeypatch, action):
    """It names the trouble, the page is drawn as ever, and nothing is lost."""

    def locked(*_: object, **__: object) -> None:
        raise StoreError("the store is locked by another process")

    number = store.experiments.file(ExperimentConfig())
    for name in ("file", "pause", "stop", "set_pace"):
        monkeypatch.setattr(Experiments, name, locked)
    if action != "start":
        train_page.query_params["experiment"] = str(number)
    page = train_page.run()
    if action == "full_speed":
        field(page, "full_speed").set_value(True).run()
    else:
        page.button(key=action).click().run()
    assert not page.exception
    assert "locked by another process" in page.toast[0].value
    assert page.button(key="start").label == "Start"
