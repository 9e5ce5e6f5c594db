"""The probabilities that Draw states: calibrated, and the same number wherever the same reading is named."""

import re

import numpy as np
import pytest

from core.images.dataset import load_mnist
from core.images.split import validation_images
from core.model import calibration
from core.store import schema
from dashboard.draw.calibration import temperature_of
from dashboard.text import LANGUAGES
from tests.dashboard.draw.drawings import said
from tests.dashboard.fields import field
from tests.holding import transaction


@pytest.fixture
def fitted(store, trained):
    """The temperature of the model that is read with, from the validation images of its experiment."""
    [run] = store.experiments.runs(trained())
    _, model = store.recordings.model(run.id)
    known = calibration.calibration_images("standardize", *validation_images(load_mnist(), 5000))
    return calibration.temperature(model, known)


def test_what_is_stated_is_the_calibrated_probability(reading, fitted, store):
    """In the detail of the headline; its explanation names the temperature, and so does the softmax below."""
    page = reading("evidence")
    [run, *_] = store.experiments.trained_runs()
    [seen] = [element for element in page.get("html") if "gives 7 a probability" in element.proto.body]
    stated = float(re.search(r"probability of ([\d.]+)%", seen.proto.body)[1]) / 100
    logits = np.array([float(_softmax_table(page)[digit][2].replace("−", "-")) for digit in range(10)])
    expected = np.exp(logits / fitted)
    assert stated == pytest.approx((expected / expected.sum()).max(), abs=2e-3)
    assert abs(stated - (np.exp(logits) / np.exp(logits).sum()).max()) > 0.01
    [caption] = [caption for caption in page.caption if "calibrated" in caption.value]
    assert f"{fitted:.2f}" in caption.help
    assert f"stated at T = {fitted:.2f}" in said(page)
    assert temperature_of(store, run, store.recordings.model(run.id)[1], None) == fitted


def _softmax_table(page):
    table = next(markdown.value for markdown in page.markdown if markdown.value.startswith("| Digit"))
    return [line.replace("*", "").split("|") for line in table.splitlines()[2:]]


def test_all_sections_state_the_same_of_the_same_reading(reading, store):
    """The newest snapshot and the unperturbed image have the number of the headline."""
    page = reading("time")
    [run, *_] = store.experiments.trained_runs()
    with transaction(store) as connection:
        weights = np.zeros((785, 10), np.float32).tobytes()
        connection.execute(schema.snapshots.insert().values(run_id=run.id, step=0, weights=weights))
    page.run()
    headline = re.search(r"gives 7 a probability of ([\d.]+%)", said(page))[1]
    assert f"reads **7** ({headline})" in said(page)
    field(page, "explain").set_value("perturbations").run()
    assert f"Still read as **7** ({headline})" in said(page)


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_explained_in_one_sentence(code):
    """In every language, with the temperature in it."""
    help_ = LANGUAGES[code]("how_sure_help", temperature="1.23")
    assert "1.23" in help_
    assert len(re.findall(r"[.。](?:\s|$)|。", help_)) == 1
