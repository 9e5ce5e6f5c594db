"""A click on an image of the page Train opens Draw with what led to it."""

import pytest

from dashboard.shared import opening
from dashboard.train import images


@pytest.fixture
def opened(monkeypatch):
    """Note what is opened, and let a test say which image of which grid was clicked."""
    clicks, seen = {}, []
    for name in ("show_digit", "show_image", "show_drawing"):
        monkeypatch.setattr(opening, name, lambda *arguments, name=name: seen.append((name, *arguments)))
    monkeypatch.setattr(images, "image_grid", lambda *_, key, **__: clicks.get(key))
    return clicks, seen


def test_a_weight_image_opens_its_digit_and_a_test_image_itself(train_page, store, trained, opened):
    """With the run that is shown; after "Other images" the twenty-third is the third."""
    clicks, seen = opened
    number = trained()
    run = store.experiments.runs(number)[0].id
    train_page.query_params["experiment"] = str(number)
    clicks["weights"] = 3
    page = train_page.run()
    assert seen == [("show_digit", run, 3)]
    clicks.clear()
    page.button(key="more_examples").click().run()
    clicks["examples"] = 2
    page.run()
    assert seen[-1] == ("show_image", run, 22)


def test_nothing_opens_before_anything_is_learnt(train_page, opened):
    """There is no model that could say why."""
    clicks, seen = opened
    clicks.update(weights=3, examples=2)
    assert not train_page.run().exception
    assert seen == []
