"""The images of the page Train: what the browser is to show of the stream, and what a click on one opens."""

import pytest

from core.config import ExperimentConfig
from core.images.dataset import load_mnist
from core.store.drawings import edition
from dashboard.shared import opening
from dashboard.train import images
from tests.dashboard.sent import sent


@pytest.fixture
def opened(monkeypatch):
    """Note what is opened, and let a test say which image of which grid was clicked."""
    clicks, seen = {}, []
    for name in ("show_class", "show_image", "show_drawing"):
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
    assert seen == [("show_class", run, 3)]
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


def test_the_browser_is_told_what_it_needs_of_weights_and_test_images(train_page, trained):
    """The images themselves and their labels, and the sentences for whatever will be read in them."""
    number = trained(finished=False)
    train_page.query_params["experiment"] = str(number)
    page = train_page.run()
    page.button(key="more_examples").click().run()
    weights, examples = sent(page, "image_grid/grid.js")
    assert weights["live"] == {
        "kind": "weights",
        "experiment": number,
        "alt": "Ten images of the weights, one for each digit, at step {step}.",
        "open_hint": "See on the page Draw which pixels speak for this digit",
    }
    live, labels = examples["live"], load_mnist().y_test[20:40].tolist()
    assert [live[name] for name in ("kind", "experiment", "own", "first")] == ["readings", number, False, 20]
    assert live["labels"] == labels
    assert [caption["verdict"] for caption in (live["right"][0], live["wrong"][0])] == ["right", "wrong"]
    assert live["right"][0]["alt"] == f"A {labels[0]}, read as {labels[0]}: right"
    assert live["wrong"][0]["caption"] == f"{{digit}}, is {labels[0]}"
    assert live["note"] == "{right} of 20 read correctly. Click one to see why."
    assert examples["note"] == "Its readings appear here once it has learnt something."


def test_without_an_experiment_the_images_await_one(train_page):
    """Drawn as before anything is learnt, and nothing of the stream is asked for."""
    weights, examples = sent(train_page.run(), "image_grid/grid.js")
    assert weights["live"] is None
    assert examples["live"] is None
    assert weights["alt"] == "Ten images of the weights, one for each digit, at step 0."
    assert {caption["caption"] for caption in examples["captions"]} == {"–"}


def test_the_users_own_digits_can_take_the_place_of_the_test_images(train_page, store, trained):
    """The toggle is there once a drawing is kept."""
    train_page.query_params["experiment"] = str(trained())
    page = train_page.run()
    assert all(toggle.key != "own_examples" for toggle in page.toggle)
    for image, label in zip(load_mnist().x_test[:4], (7, 2, 1, 0), strict=True):
        store.drawings.save(str(label), image)
    page.run().toggle(key="own_examples").set_value(True).run()
    assert not page.exception
    live = sent(page, "image_grid/grid.js")[1]["live"]
    assert (live["own"], live["first"], sorted(live["labels"])) == (True, 0, [0, 1, 2, 7])
    assert live["note"] == "It reads {share} of the 4 digits in your test set correctly."
    # What is read in other digits than these is not to be painted beside them.
    assert live["edition"] == edition(store.drawings.test_set()[0])


def test_images_that_are_gone_are_named_by_their_file(train_page, trained, tmp_path):
    """And not by their place on the server."""
    train_page.query_params["experiment"] = str(trained(ExperimentConfig(data=str(tmp_path / "own.npz"))))
    [warning] = train_page.run().warning
    assert warning.value.replace("\\", "").startswith("own.npz does not exist.")
