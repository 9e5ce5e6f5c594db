import base64
import io

import numpy as np
import pytest
from PIL import Image

from core import kept
from core.config import ExperimentConfig
from core.data import load_mnist
from core.deskewing import deskew
from core.drawing import Recipe
from core.images import LARGEST_FILE, LARGEST_SIDE
from core.ink import SMALLEST_SIDE
from core.refusals import DrawingError
from core.stress import REACHES
from dashboard.components import canvas, paste
from dashboard.text import LANGUAGES
from dashboard.views import drawing_steps
from dashboard.views.draw import SECTIONS
from dashboard.views.drawing_board import PICTURES


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


@pytest.fixture
def drawn(monkeypatch):
    """Feed the canvas: what the returned list holds is what was drawn."""
    lines = []
    monkeypatch.setattr(canvas, "canvas", lambda *, key, drawing=None, brush=0: strokes(*lines) if lines else drawing)
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
    return " ".join(element.value for element in (*page.markdown, *page.caption))


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
    [experiment] = store.experiments()
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
    newest = store.runs(second)[0].id
    assert page.selectbox(key="run").value == newest
    page.selectbox(key="run").set_value(store.runs(first)[0].id).run()
    assert page.query_params["run"] == str(store.runs(first)[0].id)
    page.query_params["run"] = "12345"
    page = draw_page.run()
    assert not page.exception


def test_an_unknown_run_in_the_address_is_said_to_be_missing(draw_page, trained, drawn):
    """With its number."""
    trained()
    draw_page.query_params["run"] = "12345"
    page = draw_page.run()
    assert "12345" in page.warning[0].value


def test_it_says_how_like_the_drawing_is_to_what_the_model_knows(reading, drawn):
    """In words and in numbers; an X is no digit."""
    page = reading()
    assert "Like what it was trained on" in said(page)
    drawn[:] = [((60, 60), (220, 220)), ((220, 60), (60, 220))]
    page.run()
    assert "Unlike anything it was trained on" in said(page)
    assert "Stranger than 99% of the test images" in said(page)


def test_an_uploaded_picture_is_read_until_the_canvas_changes(reading, drawn):
    """Dark ink on light paper."""
    page = reading()
    drawn[:] = [ONE]
    page.run()
    page.file_uploader(key="upload").set_value(picture(photographed_seven())).run()
    assert not page.exception
    assert "Reading the picture" in said(page)
    assert "a 7" in said(page)
    drawn[:] = [ONE, SEVEN]
    page.run()
    assert "Reading the picture" not in said(page)


def test_a_pasted_picture_is_read_until_the_canvas_changes(reading, drawn, monkeypatch):
    """What was pasted or uploaded last is read."""
    page = reading()
    pasted = [picture(photographed_seven())[1]]
    monkeypatch.setattr(paste, "paste", lambda hint, *, key: pasted.pop() if pasted else None)
    drawn[:] = [ONE]
    page.run()
    assert "Reading the picture" in said(page)
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
    assert "Reading the picture" not in said(page)


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
        (picture(np.zeros((60, 60), np.uint8)), "stands out"),
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
        assert str(limit) in sentence


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_can_be_uploaded_is_said(code):
    """Every kind of file, and the largest side."""
    words = LANGUAGES[code]("upload_help").lower()
    assert all(kind in words for kind in PICTURES if kind != "jpg")
    assert str(LARGEST_SIDE) in words


@pytest.mark.parametrize("step", ["box", "pen", "centre", "scale"])
def test_every_step_can_be_left_out(reading, drawn, step, monkeypatch):
    """The image changes, and the page says so; what is kept goes through all steps."""
    page = reading("test_set")
    drawn[:] = [((30, 30), (80, 30), (50, 100))]
    page.run()
    page.toggle(key=f"step_{step}").set_value(False).run()
    assert not page.exception
    assert "Steps are left out" in said(page)


def test_deskewing_is_a_step_where_the_model_has_it(reading, monkeypatch):
    """Shown, and to be left out."""
    shown = {}
    grid = drawing_steps.image_grid
    monkeypatch.setattr(
        drawing_steps,
        "image_grid",
        lambda image, *arguments, key, **more: (shown.update({key: image}), grid(image, *arguments, key=key, **more)),
    )
    page = reading(config=ExperimentConfig(scaling="deskew"))
    assert not np.array_equal(shown["stage_deskewed"], shown["stage_centred"])
    assert np.array_equal(shown["stage_deskewed"], deskew(shown["stage_centred"]))
    page.toggle(key="step_deskew").set_value(False).run()
    assert not page.exception
    assert np.array_equal(shown["stage_deskewed"], shown["stage_centred"])
    assert "Steps are left out" in said(page)


def test_a_model_that_does_not_deskew_has_no_such_step(reading):
    """Nor is its strip said to lack one."""
    page = reading()
    assert "step_deskew" not in {toggle.key for toggle in page.toggle}
    assert "Steps are left out" not in said(page)


def test_the_steps_are_those_of_the_recipe():
    """A new step would need a switch."""
    assert tuple(Recipe.__dataclass_fields__) == drawing_steps._STEPS


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_section_is_drawn(reading, draw_page, section, code):
    """With a digit on the canvas, in every language."""
    draw_page.query_params["lang"] = code
    reading(section)


@pytest.mark.parametrize("section", SECTIONS)
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
    page.selectbox(key="evidence_digit").set_value(3).run()
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
    [experiment] = store.experiments()
    [run] = store.runs(experiment.id)
    with store._transaction() as connection:
        from core import schema

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
    page.multiselect(key="compare_others").set_value([store.runs(other)[0].id]).run()
    assert "4 of 4 runs" in said(page)
    chart = charts(page)["readings_by_run"]
    assert chart["points"] == 4
    assert chart["traces"][-1]["text"][:3] == ["0.01", "0.1", "0.3"]
    assert chart["traces"][-1]["text"][3].startswith(f"#{other}")


def test_stress_moves_the_image_and_the_spot_on_its_curve(reading, charts):
    """Far enough out, the digit is no longer read; undone, it is again."""
    page = reading("stress")
    assert "Still read as **7**" in said(page)
    page.slider(key="stress_right").set_value(8.0).run()
    assert not page.exception
    assert charts(page)["stress_curve_right"]["traces"][1]["x"] == [8.0]
    page.button(key="stress_reset").click().run()
    assert "Still read as **7**" in said(page)
    assert {f"stress_curve_{name}" for name in REACHES} <= charts(page).keys()


def test_a_drawing_is_named_kept_corrected_and_deleted(reading, store):
    """And cannot be kept twice by accident."""
    page = reading("test_set")
    assert page.button(key="keep").disabled
    page.pills(key="label").set_value(1).run()
    page.button(key="keep").click().run()
    assert not page.exception
    [drawing] = store.drawings()
    assert (drawing.label, drawing.strokes is None) == (1, False)
    assert page.button(key="keep").disabled
    assert "Kept in your test set" in said(page)
    page.selectbox(key=f"label_{drawing.id}").set_value(7).run()
    assert store.drawings()[0].label == 7
    page.button(key=f"forget_{drawing.id}").click().run()
    assert store.drawings() == []
    assert not page.exception


def test_the_page_asks_for_digits_in_turn(reading, drawn, store):
    """One button keeps the drawing under the digit asked for, clears the canvas and asks for the next."""
    page = reading("test_set")
    page.toggle(key="prompt_mode").set_value(True).run()
    assert page.header[0].value == "Draw me a 0"
    for digit in range(2):
        drawn[:] = [SEVEN]
        page.run()
        drawn.clear()
        page.button(key="keep").click().run()
        assert not page.exception
        assert page.header[0].value == f"Draw me a {digit + 1}"
        assert page.button(key="keep").disabled
    assert [drawing.label for drawing in store.drawings()] == [1, 0]


def test_a_set_comes_back_from_its_file(reading, store):
    """And what is no such file is refused with the reason."""
    page = reading("test_set")
    mnist = load_mnist()
    for image, label in zip(mnist.x_test[:15], mnist.y_test[:15].tolist(), strict=True):
        store.keep_drawing(label, image)
    content = kept.to_npz(store.drawings())
    page.run()
    assert "1 to 12 of 15" in said(page)
    page.button(key="list_older").click().run()
    assert "13 to 15 of 15" in said(page)
    page.file_uploader(key="upload_set_0").set_value(("set.npz", b"nonsense", "application/octet-stream")).run()
    assert "cannot be added" in page.error[0].value
    page.file_uploader(key="upload_set_0").set_value(("set.npz", content, "application/octet-stream")).run()
    page.button(key="upload_set_add").click().run()
    assert not page.exception
    assert len(store.drawings()) == 30
    assert [drawing.label for drawing in store.drawings()[:15]] == [
        drawing.label for drawing in store.drawings()[15:]
    ]
