"""Step 10: the images and what the model reads in them; the score that the browser keeps, beside NumPy's."""

import base64

import numpy as np
import pytest

from core.images.dataset import load_mnist
from core.lessons import model
from dashboard.learn.steps.predict import AMONG, STEP
from tests import node

NUMBERS = "stages/predict_numbers.js"


def unpacked(sent, kind):
    return np.frombuffer(base64.b64decode(sent["bdata"]), kind)


@pytest.mark.parametrize("series", ["first", "hard"])
def test_images_and_readings_are_those_of_the_test_images(series):
    """Pixel by pixel, with their labels."""
    figures = STEP.figures()
    sent, mnist = figures[series], load_mnist()
    images = mnist.x_test[sent["numbers"]]
    np.testing.assert_array_equal(unpacked(sent["pixels"], "u1").reshape(images.shape), images)
    assert sent["labels"] == mnist.y_test[sent["numbers"]].tolist()
    shares = model.trained(figures["steps"]).probabilities(images)
    np.testing.assert_allclose(unpacked(sent["probabilities"], "<f4").reshape(-1, 10), shares, atol=1e-5)


def test_what_the_answer_says_is_so():
    """Of the twenty about half, of all almost nine tenths; no other image is more of a tie."""
    figures, mnist = STEP.figures(), load_mnist()
    shares = np.sort(model.trained(figures["steps"]).probabilities(mnist.x_test[:AMONG]), axis=1)
    lead = shares[:, -1] - shares[:, -2]
    hard = np.zeros(AMONG, bool)
    hard[figures["hard"]["numbers"]] = True
    assert lead[hard].max() <= lead[~hard].min()
    assert 7 <= figures["hard_right"] <= 13
    assert figures["right"] / figures["among"] == pytest.approx(0.875, abs=0.02)


def test_the_score_is_what_numpy_counts():
    """Of both, after as many images as one has read."""
    random = np.random.default_rng(1)
    labels, readings, said = random.integers(0, 3, (3, 20))
    for done in (0, 7, 20):
        found = node.run(
            NUMBERS,
            "return module.score(data.series, data.said)",
            {"series": {"labels": labels.tolist(), "readings": readings.tolist()}, "said": said[:done].tolist()},
        )
        you, reader = ((digits[:done] == labels[:done]).sum() for digits in (said, readings))
        assert found == {"you": you, "model": reader, "of": done}


def test_the_likeliest_digits_come_first():
    """As NumPy sorts them."""
    shares = np.random.default_rng(2).dirichlet(np.ones(10))
    ranking = node.run(NUMBERS, "return module.likeliest(data)", shares.tolist())
    assert ranking == np.argsort(-shares, kind="stable").tolist()


@pytest.mark.parametrize(
    ("found", "is_sound"),
    [
        ({"first": [1, 0], "hard": []}, True),
        (None, False),
        (7, False),
        ({"first": [1]}, False),
        ({"first": [10], "hard": []}, False),
        ({"first": ["x"], "hard": []}, False),
    ],
)
def test_what_others_have_written_into_the_browsers_store_is_not_taken(found, is_sound):
    """Digits alone are."""
    assert (node.run(NUMBERS, "return module.soundSaid(data)", found) is not None) is is_sound
