"""Pictures of digits on the page Draw: pasted, uploaded, and the box on what is read of them."""

import base64
import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from core.images.dataset import load_mnist
from tests.browser.axe import findings
from tests.browser.drawing import SEVEN, draw
from tests.browser.menu import menu_link


def photo(index: int, side: int = 560) -> bytes:
    """A PNG of one of MNIST's test images (0 is a 7, 3 a 0), dark on light."""
    content = io.BytesIO()
    Image.fromarray(255 - load_mnist().x_test[index]).resize((side, side)).save(content, "png")
    return content.getvalue()


COPY = """
async (picture) => {
  const blob = await (await fetch(`data:image/png;base64,${picture}`)).blob();
  await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
}
"""


def test_a_photo_is_pasted(page, trained):
    """With the keys one pastes with; a large one too. It stays over another page, and gives way to a drawing."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/draw")
    expect(page.locator(".st-key-paste")).to_contain_text("Ctrl+V")
    prediction = page.locator(".st-key-prediction")
    for index, digit, side in ((0, "7", 560), (3, "0", 3000)):
        page.evaluate(COPY, base64.b64encode(photo(index, side)).decode())
        page.keyboard.press("Control+V")
        expect(prediction).to_contain_text(re.compile(rf"^\s*{digit}"))
    menu_link(page, "Train").click()
    expect(page.locator(".st-key-start button")).to_be_visible()
    menu_link(page, "Draw").click()
    expect(prediction).to_contain_text(re.compile(r"^\s*0"))
    draw(page, SEVEN)
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    page.locator(".st-key-undo button").click()
    expect(prediction).to_contain_text(re.compile(r"^\s*0"))
    page.locator(".st-key-clear button").click()
    expect(prediction).to_contain_text("Draw something")


def test_a_wider_brush_leaves_the_drawing_and_a_picture_takes_its_place(page, trained, tmp_path):
    """Until the board is cleared, and over another page."""
    file = tmp_path / "zero.png"
    file.write_bytes(photo(3))
    page.goto("/draw")
    draw(page, SEVEN)
    prediction = page.locator(".st-key-prediction")
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    page.get_by_role("button", name="Options", exact=True).click()
    brush = page.locator(".st-key-brush").get_by_role("slider")
    brush.focus()
    brush.press("End")
    expect(page.locator(".st-key-brush")).to_contain_text("30")
    expect(prediction).to_contain_text(re.compile(r"^\s*7"))
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    expect(prediction).to_contain_text(re.compile(r"^\s*0"))
    page.keyboard.press("Escape")
    menu_link(page, "Train").click()
    expect(page.locator(".st-key-start button")).to_be_visible()
    menu_link(page, "Draw").click()
    expect(prediction).to_contain_text(re.compile(r"^\s*0"))
    page.locator(".st-key-clear button").click()
    expect(prediction).to_contain_text("Draw something")
    expect(page.locator(".st-key-clear button")).to_be_disabled()
    draw(page, ((140, 40), (140, 240)))
    expect(prediction).to_contain_text(re.compile(r"^\s*1"))


def test_the_box_on_a_picture_is_moved_by_click_by_keyboard_and_by_drag(page, axe, trained, tmp_path):
    """A 7 and a 0 side by side: one is read with a doubt, then whichever the box is put on, without one."""
    file = tmp_path / "two.png"
    pair = np.hstack([np.asarray(Image.open(io.BytesIO(photo(index, 200)))) for index in (0, 3)])
    Image.fromarray(np.pad(pair, 40, constant_values=255)).save(file)
    page.goto("/draw")
    page.get_by_role("button", name="Options", exact=True).click()
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    prediction, box = page.locator(".st-key-prediction"), page.locator(".picture-box__box")
    expect(prediction).to_contain_text("What is in doubt stands below the picture")
    page.keyboard.press("Escape")
    assert not findings(page, axe, "Draw, a picture")
    read = re.compile(r"^\s*7" if "7" in prediction.inner_text()[:3] else r"^\s*0")
    other = re.compile(r"^\s*0" if "7" in prediction.inner_text()[:3] else r"^\s*7")
    page.locator(".picture-box__other").click()
    expect(prediction).to_contain_text(other)
    expect(prediction).not_to_contain_text("What is in doubt")
    picture = page.locator(".picture-box__picture").bounding_box()
    place = box.bounding_box()
    assert picture is not None
    assert place is not None
    # By drag to the other half, where the first one is.
    is_left = place["x"] < picture["x"] + picture["width"] / 3
    by = picture["width"] * (200 / 480) * (1 if is_left else -1)
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] / 2 + by, place["y"] + place["height"] / 2, steps=4)
    page.mouse.up()
    expect(prediction).to_contain_text(read)
    # By keyboard back again.
    box.focus()
    for _ in range(42):
        box.press("ArrowLeft" if is_left else "ArrowRight")
    expect(prediction).to_contain_text(other)
