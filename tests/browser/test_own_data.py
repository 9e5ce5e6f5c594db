"""Somebody uploads data, sees what they are, and trains on them."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.images.dataset import load_mnist
from tests.browser.axe import findings
from tests.core.images.reading import forms


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The same images in every form that people have: the files to be uploaded, by the form.

    They are zeros, ones and twos, called A, B and C.
    """
    mnist, folder = load_mnist(), tmp_path_factory.mktemp("own")
    labels = np.arange(210) % 3
    images = np.stack([mnist.x_train[mnist.y_train == label][at] for at, label in enumerate(labels.tolist())])
    names = np.array(["A", "B", "C"])
    idx = {"images": forms.idx(images), "labels": forms.idx(labels.astype("u1")), "classes.txt": b"A\nB\nC\n"}
    forms.folder(folder / "idx", idx)
    pictures = forms.pictures(images, labels, lambda label, at: f"{names[label]}/{at}.png")
    return {
        "NumPy arrays": [forms.npz(folder / "letters.npz", X=images, y=labels, class_names=names)],
        "CSV": [forms.table(folder / "letters.csv", images, names[labels], header=True)],
        "IDX files": [folder / "idx" / name for name in idx],
        "pictures": [forms.zipped(folder / "letters.zip", pictures)],
    }


def upload(page: Page, files: list[Path]) -> None:
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(files)


def test_data_are_uploaded_looked_at_and_trained_on(page, dashboard, kinds, tmp_path, axe):
    """In every form; one sees twenty images and the counts, what is refused says why, and then it learns."""
    page.goto("/")
    expect(page.locator(".st-key-start button")).to_be_enabled()
    page.get_by_role("button", name="Your own data").click()
    dialog = page.get_by_role("dialog")
    for form, files in kinds.items():
        upload(page, files)
        expect(dialog.get_by_text(f"Read as {form}")).to_be_visible()
        expect(dialog.get_by_text("3 classes")).to_be_visible()
        expect(dialog.locator("figure")).to_have_count(20)
        expect(dialog.locator(".class-counts li")).to_have_count(3)
        expect(dialog.locator(".class-counts .count")).to_have_text(["60", "60", "60"])
    assert findings(page, axe, "own data") == []
    (tmp_path / "notes.txt").write_text("no images")
    upload(page, [tmp_path / "notes.txt"])
    expect(dialog.get_by_text("nothing in it is recognized")).to_be_visible()
    expect(dialog.get_by_role("button", name="Use these data")).to_be_hidden()
    upload(page, kinds["IDX files"])
    dialog.get_by_role("button", name="Use these data").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".st-key-data")).to_contain_text("images +2")
    page.locator(".st-key-full_speed label").click()
    page.locator(".st-key-start button").click()
    expect(page.get_by_text("Finished:")).to_be_visible()
    newest = dashboard.store.experiments.newest(1)[0]
    assert newest.classes == ("A", "B", "C")
    page.get_by_role("button", name="Back to MNIST").click()
    expect(page.get_by_role("button", name="Your own data")).to_be_visible()
    # Until the page has run, the field that it puts in the place of this one stands beside it.
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()
    expect(page.locator(".st-key-batch_size input")).to_have_value("256")


def test_streamlits_own_words_are_in_the_language_of_the_page(page, dashboard):
    """Of its uploader, menu, selects and fields; and in English again once the page is."""
    page.goto("/?lang=zh")
    expect(page.locator(".st-key-start button")).to_be_enabled()
    page.get_by_role("button", name="使用自己的数据").click()
    dialog = page.get_by_role("dialog")
    uploader = dialog.locator(".stFileUploader")
    expect(uploader).to_contain_text("选择文件")
    expect(uploader).to_contain_text("每个文件最大 1GB")
    assert re.findall("[A-Za-z]{3,}", uploader.inner_text().replace("upload", "")) == ["zip"]
    dialog.get_by_role("button", name="关闭").click()
    preset = page.locator(".stSelectbox input").first
    preset.fill("zzz")
    expect(page.get_by_text("没有符合的选项")).to_be_visible()
    preset.press("Escape")
    field = page.locator(".stSidebar .stTextInput input, .stSidebar .stNumberInput input").first
    field.press("1")
    expect(page.get_by_text("按回车键生效")).to_be_visible()
    field.press("Backspace")
    page.get_by_role("button", name="主菜单").click()
    expect(page.get_by_role("menuitemradio", name="跟随系统")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("button", name="Main menu")).to_be_visible()
    page.get_by_role("button", name="Your own data").click()
    expect(uploader).to_contain_text("1GB per file")
