"""Images that an address names, to be read instead of a drawing."""

from core.config import ExperimentConfig
from core.images.dataset import load_mnist
from tests.dashboard.draw.drawings import said


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
    number = store.drawings.save("8", load_mnist().x_test[0])
    draw_page.query_params.update({"run": str(run.id), "drawing": str(number)})
    page = draw_page.run()
    assert f"Drawing {number} of your test set: an 8" in said(page)
    assert "✗ Wrong: read as a 7 instead of an 8." in said(page)


def test_nonsense_for_an_image_is_answered_with_a_sentence(draw_page, trained):
    """And with the canvas."""
    trained()
    for parameter, words, sentence in (
        ("image", "five", "“five” is not the number of an image"),
        ("image", "10000", "numbered 0 to 9,999"),
        ("drawing", "-1", "“\\-1” is not the number of an image"),
        ("drawing", "99", "no drawing 99"),
    ):
        draw_page.query_params.clear()
        draw_page.query_params[parameter] = words
        page = draw_page.run()
        assert not page.exception
        assert sentence in " ".join(warning.value for warning in page.warning)
        assert "undo" in {button.key for button in page.button}


def test_a_test_image_of_data_that_are_gone_names_them_by_their_file(draw_page, trained, store, tmp_path):
    """And not by their place on the server."""
    [run] = store.experiments.runs(trained(ExperimentConfig(data=str(tmp_path / "own.npz"))))
    draw_page.query_params.update({"run": str(run.id), "image": "0"})
    said = [warning.value.replace("\\", "") for warning in draw_page.run().warning]
    assert [each for each in said if each.startswith("own.npz does not exist.")]
    assert not [each for each in said if str(tmp_path) in each]
