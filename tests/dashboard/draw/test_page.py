import base64
import io
import re

import numpy as np
import pytest
import streamlit as st
from PIL import Image

from core.config import ExperimentConfig
from core.drawing.files import LARGEST_FILE, LARGEST_SIDE
from core.drawing.ink import SMALLEST_SIDE
from core.drawing.recipe import Recipe
from core.errors import DrawingError
from core.features.deskewing import deskew
from core.images.dataset import load_mnist
from core.model.perturbations import RANGES
from core.store import schema, test_set_file
from dashboard.components import canvas, paste
from dashboard.draw import steps
from dashboard.draw.board import PICTURES
from dashboard.draw.page import SECTIONS
from dashboard.shared import opening
from dashboard.shared.captions import example_caption
from dashboard.text import LANGUAGES, formats
from tests.dashboard.fields import field
from tests.holding import transaction


def strokes(*lines):
    """What the canvas says of lines drawn with its brush."""
    return {
        "objects": [
            {
                "type": "path",
                "path": [["M", *line[0]], *(["L", *point] for point in line[1:])],
                "strokeWidth": canvas.BRUSH,
            }
            for line in lines
        ]
    }


REASONS = ("blank", "dot", "filled", "several", "too_small", "too_large", "not_an_image", "bad_strokes")

SEVEN = ((70, 60), (210, 60), (140, 230))
ONE = ((140, 40), (140, 240))
CROSS = (((60, 60), (220, 220)), ((220, 60), (60, 220)))


@pytest.fixture
def drawn(monkeypatch):
    """Feed the canvas: what the returned list holds is what was drawn."""
    lines = []
    monkeypatch.setattr(canvas, "canvas", lambda *, drawing, **more: strokes(*lines) if lines else drawing)
    return lines


@pytest.fixture
def reading(draw_page, trained, drawn):
    """The page on which a 7 has been read, with one of its sections shown."""

    def show(section="evidence", config=None):
        trained(config)
        drawn.append(SEVEN)
        draw_page.session_state["explain"] = section
        page = draw_page.run()
        assert not page.exception
        assert not page.error
        return page

    return show


def said(page):
    """All words of the page; those of the headline come as HTML."""
    html = " ".join(re.sub("<[^>]*>", " ", element.proto.body) for element in page.get("html"))
    return f"{html} {' '.join(element.value for element in (*page.markdown, *page.caption))}"


def picture(array, kind="png"):
    file = io.BytesIO()
    Image.fromarray(array).save(file, kind)
    return (f"digit.{kind}", file.getvalue(), f"image/{kind}")


def photographed_seven():
    return np.pad(255 - np.kron(load_mnist().x_test[0], np.ones((8, 8), np.uint8)), 40, constant_values=255)


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
    assert "Probably a 7." in said(page)
    assert "⚠" not in said(page)
    drawn[:] = CROSS
    page.run()
    assert re.search(r"⚠ Says \d, but this is like nothing it was trained on", said(page))
    assert "its ten always add up to 100%" in said(page)
    assert "of the test images are closer to a training image" in said(page)


def test_an_uploaded_picture_is_read_until_the_canvas_changes(reading, drawn):
    """Dark ink on light paper."""
    page = reading()
    drawn[:] = [ONE]
    page.run()
    page.file_uploader(key="upload").set_value(picture(photographed_seven())).run()
    assert not page.exception
    assert "the reading of your picture" in said(page)
    assert "a 7" in said(page)
    drawn[:] = [ONE, SEVEN]
    page.run()
    assert "the reading of your picture" not in said(page)


def test_a_pasted_picture_is_read_until_the_canvas_changes(reading, drawn, monkeypatch):
    """What was pasted or uploaded last is read."""
    page = reading()
    pasted = [picture(photographed_seven())[1]]
    monkeypatch.setattr(paste, "paste", lambda hint, *, key: pasted.pop() if pasted else None)
    drawn[:] = [ONE]
    page.run()
    assert "the reading of your picture" in said(page)
    assert "a 7" in said(page)
    page.run()
    assert "a 7" in said(page), "it is sent only once"
    pasted.append(b"not a picture")
    page.run()
    assert not page.exception
    assert "cannot be read as a picture" in said(page)
    page.file_uploader(key="upload").set_value(picture(photographed_seven())).run()
    assert "a 7" in said(page)
    drawn[:] = [ONE, SEVEN]
    page.run()
    assert "the reading of your picture" not in said(page)


def test_what_was_pasted_is_decoded():
    """Only base64 comes from the page's own script; anything else is a broken file, not a traceback."""
    assert paste.decoded(None) is None
    assert paste.decoded(base64.b64encode(b"\x89PNG").decode()) == b"\x89PNG"
    assert paste.decoded("no base64!") == b""
    assert paste.decoded({"a": 1}) == b""


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("note.png", b"not a picture", "image/png"), "cannot be read as a picture"),
        (picture(np.zeros((60, 60), np.uint8)), "looks like a digit"),
        (picture(np.zeros((4, 4), np.uint8)), "too small"),
        (picture(np.zeros((2, LARGEST_SIDE + 1), np.uint8)), "too large"),
    ],
)
def test_a_picture_that_is_no_digit_gets_a_sentence(reading, file, sentence):
    """Each in the page's own words."""
    page = reading()
    page.file_uploader(key="upload").set_value(file).run()
    assert not page.exception
    assert sentence in said(page)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "reason", ["blank", "dot", "filled", "several", "too_small", "too_large", "not_an_image", "bad_strokes"]
)
def test_every_refusal_has_a_sentence_of_its_own(code, reason):
    """With nothing in it but facts that are always there, and the limits as they are."""
    sentence = LANGUAGES[code].unreadable(DrawingError(reason, "in English", digits=2))
    assert sentence != "in English"
    limits = {"too_small": [SMALLEST_SIDE], "too_large": [LARGEST_SIDE, LARGEST_FILE // 2**20]}
    for limit in limits.get(reason, []):
        assert formats.count(limit) in sentence


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_can_be_uploaded_is_said(code):
    """Every kind of file, and the largest side."""
    words = LANGUAGES[code]("upload_help").lower()
    assert all(kind in words for kind in PICTURES if kind != "jpg")
    assert formats.count(LARGEST_SIDE) in words


@pytest.mark.parametrize("step", ["box", "pen", "centre", "scale"])
@pytest.mark.parametrize("way_back", ["steps_restore", "clear"])
def test_every_step_can_be_left_out(reading, drawn, step, way_back):
    """The headline says so wherever one is on the page, and there is a way back: a button, and Clear."""
    page = reading("steps")
    field(page, f"step_{step}").set_value(False).run()
    assert not page.exception
    assert "with steps left out" in said(page)
    field(page, "explain").set_value("evidence").run()
    assert re.search(r"⚠ Says \d, with steps left out", said(page))
    assert LANGUAGES["en"](f"step_{step}") in page.button(key="steps_restore").label
    drawn.clear()
    page.button(key=way_back).click().run()
    drawn.append(SEVEN)
    page.run()
    assert "left out" not in said(page)
    assert "steps_restore" not in {button.key for button in page.button}


@pytest.fixture
def grids(monkeypatch):
    """What the strip of steps was given: by key, the image and its caption."""
    shown = {}
    grid = steps.image_grid

    def spy(image, captions, *, key, **more):
        shown[key] = (image, captions[0])
        return grid(image, captions, key=key, **more)

    monkeypatch.setattr(steps, "image_grid", spy)
    return shown


def test_deskewing_is_a_step_where_the_model_has_it(reading, grids):
    """Shown, and to be left out."""
    page = reading("steps", ExperimentConfig(scaling="deskew"))
    centred = grids["stage_centred"][0]
    assert not np.array_equal(grids["stage_deskewed"][0], centred)
    assert np.array_equal(grids["stage_deskewed"][0], deskew(centred))
    field(page, "step_deskew").set_value(False).run()
    assert not page.exception
    assert np.array_equal(grids["stage_deskewed"][0], centred)
    assert "with steps left out" in said(page)


def test_the_image_of_a_step_left_out_looks_left_out(reading, grids):
    """Faded, and said to be; the others do not."""
    page = reading("steps")
    assert not any(caption.left_out for _, caption in grids.values())
    field(page, "step_box").set_value(False).run()
    field(page, "step_scale").set_value(False).run()
    assert {key for key, (_, caption) in grids.items() if caption.left_out} == {"stage_box", "stage_scaled"}
    assert grids["stage_box"][1].caption == "2 Box, left out"


def test_a_model_that_does_not_deskew_has_no_such_step(reading):
    """Nor is its strip said to lack one."""
    page = reading("steps")
    assert "step_deskew" not in {toggle.key for toggle in page.toggle}
    assert "left out" not in page.get("html")[1].proto.body


def test_the_steps_are_those_of_the_recipe():
    """A new step would need a switch."""
    assert tuple(Recipe.__dataclass_fields__) == steps._STEPS


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_section_is_drawn(reading, draw_page, section, code):
    """With a digit on the canvas, in every language."""
    draw_page.query_params["lang"] = code
    reading(section)


@pytest.mark.parametrize("section", [section for section in SECTIONS if section != "steps"])
def test_every_section_says_what_it_needs(draw_page, trained, drawn, section):
    """With an empty canvas."""
    trained()
    draw_page.session_state["explain"] = section
    page = draw_page.run()
    assert not page.exception
    assert not page.error
    assert "raw a digit" in said(page)


def number(cell):
    return float(cell.strip().strip("*").replace("−", "-"))


def test_the_terms_shown_add_up_to_the_logit_shown(reading):
    """Of the digit that was chosen, and of the softmax table below."""
    page = reading("evidence")
    field(page, "evidence_digit").set_value(3).run()
    tables = [markdown.value for markdown in page.markdown if markdown.value.startswith("| ")]
    rows = [line.split("|")[1:-1] for line in tables[0].splitlines()[2:]]
    assert "for 3" in tables[0]
    for column in (1, 2):
        *terms, total = (number(row[column]) for row in rows)
        assert sum(terms) == pytest.approx(total, abs=0.02)
    of_three = next(line for line in tables[1].splitlines() if line.startswith("| 3 "))
    assert number(of_three.split("|")[2]) == pytest.approx(number(rows[-1][1]))


def test_the_temperature_changes_how_sure_it_is_and_not_what_it_reads(reading, charts):
    """The probabilities of the reading itself stay."""
    page = reading("evidence")
    above = charts(page)["probabilities"]
    page.select_slider(key="temperature").set_value(10.0).run()
    assert not page.exception
    assert charts(page)["probabilities"]["alt"] == above["alt"]
    assert "Highest: 7" in charts(page)["softmax_bars"]["alt"]
    assert charts(page)["softmax_bars"]["alt"] != above["alt"]


def test_time_can_be_scrubbed(reading, charts, store):
    """To any snapshot; at step 0 the model had learnt nothing yet."""
    page = reading("time")
    [experiment] = store.experiments.newest()
    [run] = store.experiments.runs(experiment.id)
    with transaction(store) as connection:
        from core.store import schema

        connection.execute(
            schema.snapshots.insert().values(run_id=run.id, step=0, weights=np.zeros((785, 10), np.float32).tobytes())
        )
    page.run()
    assert charts(page)["probability_history"]["points"] == 2
    page.select_slider(key="time_step").set_value(0).run()
    assert not page.exception
    assert "After step 0 it reads **0** (10.0%)" in said(page)


def test_all_runs_of_the_experiment_and_others_read_the_drawing(reading, trained, charts, store):
    """Rates in order, then those that were chosen."""
    other = trained()
    page = reading("compare", ExperimentConfig(learning_rates=(0.3, 0.01, 0.1)))
    assert "3 of 3 runs" in said(page)
    page.multiselect(key="compare_others").set_value([store.experiments.runs(other)[0].id]).run()
    assert "4 of 4 runs" in said(page)
    chart = charts(page)["readings_by_run"]
    assert chart["points"] == 4
    assert chart["traces"][-1]["text"][:3] == ["0.01", "0.1", "0.3"]
    assert chart["traces"][-1]["text"][3].startswith(f"#{other}")


def test_a_perturbation_moves_the_image_and_the_spot_on_its_curve(reading, charts):
    """Far enough out, the digit is no longer read; undone, it is again."""
    page = reading("perturbations")
    assert "Still read as **7**" in said(page)
    field(page, "perturbation_right").set_value(8.0).run()
    assert not page.exception
    assert charts(page)["perturbation_curve_right"]["traces"][1]["x"] == [8.0]
    page.button(key="perturbation_reset").click().run()
    assert "Still read as **7**" in said(page)
    assert {f"perturbation_curve_{name}" for name in RANGES} <= charts(page).keys()


def test_a_drawing_is_named_kept_corrected_and_deleted(reading, store):
    """And cannot be kept twice by accident."""
    page = reading("test_set")
    assert page.button(key="keep").disabled
    page.pills(key="label").set_value(1).run()
    page.button(key="keep").click().run()
    assert not page.exception
    [drawing] = store.drawings.newest()
    assert (drawing.label, drawing.strokes is None) == (1, False)
    assert page.button(key="keep").disabled
    assert page.button(key="keep").label == "Kept in your test set"
    page.selectbox(key=f"label_{drawing.id}").set_value(7).run()
    assert store.drawings.newest()[0].label == 7
    page.button(key=f"forget_{drawing.id}").click().run()
    assert store.drawings.newest() == []
    assert not page.exception


def test_what_is_saved_goes_through_all_steps(reading, store, grids):
    """Whatever is left out of what is read: a test set is of images as MNIST's were made."""
    page = reading("steps")
    [made] = grids["stage_centred"][0]
    field(page, "step_box").set_value(False).run()
    assert not np.array_equal(grids["stage_centred"][0][0], made)
    page.pills(key="label").set_value(7).run()
    page.button(key="keep").click().run()
    [drawing] = store.drawings.newest()
    assert np.array_equal(drawing.image, made)


def test_the_page_asks_for_digits_and_says_what_is_read_right(reading, drawn, store):
    """Each is kept as the digit asked for; at the end there is a result, another round, and the test set."""
    page = reading("evidence")
    field(page, "prompt_mode").set_value(True)
    drawn.clear()
    page.run()
    assert page.header[0].value == "Draw a 0"
    for digit in range(10):
        assert page.button(key="keep").disabled
        assert page.header[0].value == LANGUAGES["en"]("asked_title", digit=digit)
        assert f"Digit {digit + 1} of 10 · {int(digit > 7)} of {digit} read correctly" in said(page)
        drawn[:] = [SEVEN]
        page.run()
        assert ("✓ Right: read as a 7." if digit == 7 else "✗ Wrong: read as a 7 instead of a") in said(page)
        drawn.clear()
        page.button(key="keep").click().run()
        assert not page.exception
    assert [drawing.label for drawing in reversed(store.drawings.newest())] == list(range(10))
    assert page.header[0].value == "1 of 10 read correctly"
    page.button(key="game_again").click().run()
    assert page.header[0].value == "Draw a 0"
    drawn[:] = [SEVEN]
    for _ in range(10):
        page.run()
        page.button(key="keep").click().run()
    page.button(key="game_test_set").click().run()
    assert not field(page, "prompt_mode").value
    assert field(page, "explain").value == "test_set"


@pytest.mark.parametrize("what", ["drawing", "picture", "given"])
def test_what_was_drawn_before_a_question_is_no_answer_to_it(reading, drawn, what):
    """Be it a drawing, a picture or an image that was opened: the round begins with an empty canvas."""
    page = reading()
    if what == "picture":
        page.file_uploader(key="upload").set_value(picture(photographed_seven())).run()
    if what == "given":
        page.session_state["_given_image"] = ("image", 0)
        page.run()
    # From here on the canvas says nothing of its own: it shows what the page gives it.
    drawn.clear()
    field(page, "prompt_mode").set_value(True).run()
    assert page.button(key="keep").disabled
    assert page.button(key="undo").disabled
    assert "Draw something" in said(page)


def test_a_test_image_in_the_address_is_read_until_one_goes_back_to_the_canvas(draw_page, trained, store):
    """It is said which one it is, what it truly is, and whether that was read."""
    [run] = store.experiments.runs(trained())
    draw_page.query_params.update({"run": str(run.id), "image": "0"})
    page = draw_page.run()
    assert not page.exception
    assert "Test image 0 of MNIST: a 7" in said(page)
    assert "✓ Right: read as a 7." in said(page)
    page.run()
    assert page.query_params["image"] == "0"
    page.button(key="back_to_canvas").click().run()
    assert not page.exception
    assert "Draw something" in said(page)
    assert "image" not in page.query_params


def test_a_saved_drawing_in_the_address_is_read(draw_page, trained, store):
    """An own digit that is read wrong is said to be."""
    [run] = store.experiments.runs(trained())
    number = store.drawings.save(8, load_mnist().x_test[0])
    draw_page.query_params.update({"run": str(run.id), "drawing": str(number)})
    page = draw_page.run()
    assert f"Drawing {number} of your test set: an 8" in said(page)
    assert "✗ Wrong: read as a 7 instead of an 8." in said(page)


@pytest.mark.parametrize(
    ("parameter", "words", "sentence"),
    [
        ("image", "five", "“five” is not the number of an image"),
        ("image", "10000", "numbered 0 to 9,999"),
        ("drawing", "99", "no drawing 99"),
        ("drawing", "-1", "“\\-1” is not the number of an image"),
    ],
)
def test_nonsense_for_an_image_is_answered_with_a_sentence(draw_page, trained, parameter, words, sentence):
    """And with the canvas."""
    trained()
    draw_page.query_params[parameter] = words
    page = draw_page.run()
    assert not page.exception
    assert sentence in page.warning[0].value
    assert "undo" in {button.key for button in page.button}


class SwitchedError(Exception):
    """Raised instead of another page being opened."""


@pytest.fixture
def switched(monkeypatch):
    """Where other pages were sent."""
    places = []

    def switch(page, *, query_params):
        places.append((page, query_params))
        raise SwitchedError

    monkeypatch.setattr(st, "switch_page", switch)
    monkeypatch.setattr(opening.pages, "page", lambda name, text: name)
    return places


def test_other_pages_open_an_image_here(trained, store, switched, monkeypatch):
    """A test image, an own drawing, or the evidence for a digit: with an example of it if nothing is drawn."""
    [run] = store.experiments.runs(trained())
    state = {"_language": "zh"}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "query_params", {"lang": "zh"})
    for show, *arguments in (
        (opening.show_image, run.id, 5),
        (opening.show_drawing, run.id, 3),
        (opening.show_digit, run.id, 5),
    ):
        state.pop("_given_image", None)
        with pytest.raises(SwitchedError):
            show(*arguments)
        assert state["explain"] == "evidence"
    assert state["evidence_digit"] == 5
    # The first 5 among the test images is number 8.
    assert [query for _, query in switched] == [
        {"run": str(run.id), "image": "5", "lang": "zh"},
        {"run": str(run.id), "drawing": "3", "lang": "zh"},
        {"run": str(run.id), "image": "8", "lang": "zh"},
    ]
    assert {place for place, _ in switched} == {"draw"}
    state["_drawing"], state["_given_image"] = {"objects": [{}]}, None
    with pytest.raises(SwitchedError):
        opening.show_digit(run.id, 5)
    assert "image" not in switched[-1][1], "what is on the canvas stays"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_misread_image_says_what_it_is(code):
    """And one that is right need not."""
    text = LANGUAGES[code]
    wrong, right = example_caption(text, 5, 6), example_caption(text, 5, 5)
    assert (wrong.caption, wrong.verdict) == ({"en": "6, is 5", "zh": "6，实为 5"}[code], "wrong")
    assert (right.caption, right.verdict) == ("5", "right")


def test_one_run_is_offered_a_race_instead_of_a_comparison_with_itself(reading):
    """With the way to where races are run."""
    page = reading("compare")
    assert "1 of 1" not in said(page)
    assert "Race several rates" in [link.proto.label for link in page.get("page_link")]


def test_no_table_has_an_empty_head(reading):
    """For those who hear tables read out."""
    page = reading("evidence")
    heads = [markdown.value.splitlines()[0] for markdown in page.markdown if markdown.value.startswith("| ")]
    assert len(heads) == 2
    assert all(cell.strip() for head in heads for cell in head.split("|")[1:-1])


def test_a_set_comes_back_from_its_file(reading, store):
    """And what is no such file is refused with the reason."""
    page = reading("test_set")
    mnist = load_mnist()
    for image, label in zip(mnist.x_test[:15], mnist.y_test[:15].tolist(), strict=True):
        store.drawings.save(label, image)
    content = test_set_file.to_npz(store.drawings.newest())
    page.run()
    assert "1 to 12 of 15" in said(page)
    page.button(key="list_older").click().run()
    assert "13 to 15 of 15" in said(page)
    page.file_uploader(key="upload_set_0").set_value(("set.npz", b"nonsense", "application/octet-stream")).run()
    assert "cannot be added" in page.error[0].value
    page.file_uploader(key="upload_set_0").set_value(("set.npz", content, "application/octet-stream")).run()
    page.button(key="upload_set_add").click().run()
    assert not page.exception
    assert len(store.drawings.newest()) == 30
    assert [drawing.label for drawing in store.drawings.newest()[:15]] == [
        drawing.label for drawing in store.drawings.newest()[15:]
    ]


def test_a_model_whose_weights_are_damaged_is_said_to_be_unreadable(draw_page, store, trained):
    """In the place of what it reads; the rest of the page stands."""
    trained()
    with transaction(store) as connection:
        connection.execute(schema.snapshots.update().values(weights=b"damaged"))
    page = draw_page.run()
    assert not page.exception
    assert not page.error
    assert any("its weights or scaling are damaged" in html.proto.body for html in page.get("html"))
