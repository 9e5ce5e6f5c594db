"""A model of the letters: trained by the dashboard's worker on a file, it reads one that is drawn with the mouse."""

import re
import string

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import expect

from core.config import ExperimentConfig
from core.drawing.recipe import image_from_pixels
from core.images.dataset import load_mnist
from tests.browser.axe import findings
from tests.browser.drawing import draw

LETTERS = string.ascii_uppercase

T = (((60, 60), (220, 60)), ((140, 60), (140, 230)))


def written(letter: str, slant: float, turn: float, thickness: int) -> Image.Image:
    """Return a printed letter, (160, 160), light on dark, as different hands might write it."""
    page = Image.new("L", (160, 160))
    font = ImageFont.load_default(90)
    ImageDraw.Draw(page).text((80, 80), letter, 255, font, anchor="mm", stroke_width=thickness)
    slanted = page.transform(page.size, Image.Transform.AFFINE, (1, slant, -80 * slant, 0, 1, 0))
    return slanted.rotate(turn, Image.Resampling.BILINEAR)


@pytest.fixture(scope="module")
def trained_on_letters(train, dashboard, tmp_path_factory) -> int:
    """The number of a run on 26 letters, each written in twenty ways."""
    random = np.random.default_rng(0)
    labels = random.permutation(np.repeat(np.arange(26), 20))
    images = np.stack(
        [
            image_from_pixels(
                np.asarray(
                    written(LETTERS[label], random.normal(0, 0.15), random.normal(0, 6), int(random.integers(4)))
                ),
                is_digit=False,
            )
            for label in labels
        ]
    )
    path = tmp_path_factory.mktemp("letters") / "letters.npz"
    np.savez(path, x_train=images, y_train=labels, class_names=np.array(list(LETTERS)))
    config = ExperimentConfig(
        data=str(path), scaling="moments", validation_size=40, batch_size=64, steps=150, pace=None
    )
    [number] = train(config)
    return dashboard.store.experiments.runs(number)[0].id


def test_a_drawn_letter_is_read_among_26_and_its_bars_are_named(page, trained_on_letters, axe):
    """The likeliest letter has the first bar, all those that are not shown have the last."""
    page.goto(f"/draw?run={trained_on_letters}")
    expect(page.get_by_text("A, B, C")).to_be_visible()
    for stroke in T:
        draw(page, stroke)
    expect(page.locator(".st-key-prediction .digit")).to_have_text("T")
    bars = page.locator(".st-key-probabilities [role=img]").first
    expect(bars).to_have_attribute("aria-label", re.compile(r"26 probabilities\. Highest: T with"))
    names = bars.locator("text[text-anchor=end]")
    expect(names.first).to_have_text("T")
    expect(names.last).to_have_text("15 others")
    assert findings(page, axe, "Draw, letters") == []


def test_a_table_of_many_classes_is_legible_on_a_phone(page, dashboard, trained_on_letters):
    """It is broader than the screen and scrolls in a box of its own, below the pairs that are confused most."""
    kept = [
        dashboard.store.drawings.save(name, image) for name, image in zip("ABC", load_mnist().x_test, strict=False)
    ]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/draw?run={trained_on_letters}")
    page.get_by_role("radio", name="My test set").click()
    box = page.locator(".st-key-own_confusion_some")
    plot = box.locator(".nsewdrag")
    expect(plot).to_be_attached()
    cells = "plot => plot.getBoundingClientRect().width / 26"
    assert plot.evaluate(cells) > 12
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert box.evaluate("box => (box.scrollLeft = box.scrollWidth, box.scrollLeft)") > 100
    for number in kept:
        dashboard.store.drawings.delete(number)
