"""The user's own test set: what is kept in it, the round that fills it, and its file."""

import pytest

from core.images.dataset import load_mnist
from core.store import test_set_file
from dashboard.text import LANGUAGES
from tests.dashboard.draw.drawings import SEVEN, photographed_seven, picture, said
from tests.dashboard.fields import field


def test_a_drawing_is_named_kept_corrected_and_deleted(reading, store):
    """And cannot be kept twice by accident."""
    page = reading("test_set")
    assert page.button(key="keep").disabled
    page.pills(key="label").set_value("1").run()
    page.button(key="keep").click().run()
    assert not page.exception
    [drawing] = store.drawings.newest()
    assert (drawing.label, drawing.strokes is None) == ("1", False)
    assert page.button(key="keep").disabled
    assert page.button(key="keep").label == "Kept in your test set"
    page.selectbox(key=f"label_{drawing.id}").set_value("7").run()
    assert store.drawings.newest()[0].label == "7"
    page.button(key=f"forget_{drawing.id}").click().run()
    assert store.drawings.newest() == []
    assert not page.exception


def test_a_set_comes_back_from_its_file(reading, store):
    """And what is no such file is refused with the reason."""
    page = reading("test_set")
    mnist = load_mnist()
    for image, label in zip(mnist.x_test[:15], mnist.y_test[:15].tolist(), strict=True):
        store.drawings.save(str(label), image)
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
    assert [drawing.label for drawing in reversed(store.drawings.newest())] == list("0123456789")
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
