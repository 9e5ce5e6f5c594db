"""The page Draw: which run reads, what is read, and what is said of it."""

import re

from core.config import ExperimentConfig
from core.store import schema
from tests.dashboard.draw.drawings import CROSS, ONE, SEVEN, said
from tests.holding import transaction


def test_without_a_model_the_page_offers_to_train_one(draw_page, store, drawn):
    """The tutorial's setting at full speed; then it says how far that is."""
    page = draw_page.run()
    assert not page.exception
    page.button(key="train_now").click().run()
    [experiment] = store.experiments.newest()
    assert experiment.pace is None
    assert "train_now" not in {button.key for button in page.button}


def test_one_can_draw_before_anything_is_trained(draw_page, drawn):
    """The steps are shown, and nothing fails."""
    drawn.append(SEVEN)
    page = draw_page.run()
    assert not page.exception
    assert not page.error


def test_a_drawing_is_read(draw_page, trained, drawn):
    """By the newest finished run unless another is chosen."""
    trained()
    page = draw_page.run()
    assert "Draw something" in said(page)
    drawn.append(SEVEN)
    page.run()
    assert not page.exception
    assert "It is a 7" in said(page) or "Probably a 7" in said(page) or "Perhaps a 7" in said(page)
    drawn[:] = [ONE]
    page.run()
    assert "a 1" in said(page)


def test_what_is_no_digit_gets_a_sentence(draw_page, trained, drawn):
    """A dot."""
    trained()
    drawn.append(((140, 140), (141, 141)))
    page = draw_page.run()
    assert "only a dot" in said(page)


def test_the_address_names_the_run_that_reads(draw_page, trained, store, drawn):
    """A run that is gone is said to be, and another one reads."""
    first, second = trained(), trained()
    page = draw_page.run()
    newest = store.experiments.runs(second)[0].id
    assert page.selectbox(key="run").value == newest
    page.selectbox(key="run").set_value(store.experiments.runs(first)[0].id).run()
    assert page.query_params["run"] == str(store.experiments.runs(first)[0].id)
    page.query_params["run"] = "12345"
    page = draw_page.run()
    assert not page.exception


def test_of_a_race_the_run_with_the_lowest_validation_loss_reads_unless_another_one_is_chosen(
    draw_page, trained, store
):
    """And not the one that happens to stand first."""
    number = trained(ExperimentConfig(learning_rates=(0.001, 0.1, 10.0)), validation_loss=(0.6, 0.3, 9.0))
    page = draw_page.run()
    assert page.selectbox(key="run").value == store.experiments.runs(number)[1].id


def test_an_unknown_run_in_the_address_is_said_to_be_missing(draw_page, trained, drawn):
    """With its number."""
    trained()
    draw_page.query_params["run"] = "12345"
    page = draw_page.run()
    assert "12345" in page.warning[0].value


def test_the_headline_follows_how_like_the_drawing_is_to_what_the_model_knows(reading, drawn):
    """In words and in numbers; an X is no digit, however sure the model is."""
    page = reading()
    assert "Typical: overlaps by" in said(page)
    assert "It is a 7, almost certainly." in said(page)
    assert "⚠" not in said(page)
    drawn[:] = CROSS
    page.run()
    assert re.search(r"⚠ Says \d, but this is like nothing it was trained on", said(page))
    assert "its ten always add up to 100%" in said(page)
    assert "of the test images are closer to a training image" in said(page)


def test_a_model_whose_weights_are_damaged_is_said_to_be_unreadable(draw_page, store, trained):
    """In the place of what it reads; the rest of the page stands."""
    trained()
    with transaction(store) as connection:
        connection.execute(schema.snapshots.update().values(weights=b"damaged"))
    page = draw_page.run()
    assert not page.exception
    assert not page.error
    assert any("its weights are damaged" in html.proto.body for html in page.get("html"))
