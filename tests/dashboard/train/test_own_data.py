"""People's own data: chosen or uploaded, looked at, said back with what is odd, and trained on."""

import io
from pathlib import Path

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.errors import DataError
from core.images.dataset import load_mnist
from dashboard.shared.own_data import EXAMPLES, examples
from dashboard.shared.services import services
from dashboard.text import LANGUAGES, formats
from tests.core.images.reading import forms
from tests.dashboard.fields import field
from tests.dashboard.own_data import look_at, use
from tests.dashboard.sent import sent


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the server was told."""
    folder = tmp_path / "offered"
    folder.mkdir()
    monkeypatch.setenv("SOFTMAX_LAB_DATA", str(folder))
    return folder


def button(page, key):
    return page.button(key=key)


def letters(count: int = 52) -> dict[str, np.ndarray]:
    """Return images under the names of three letters, the first twice as often as each of the others."""
    return {"X": load_mnist().x_train[:count], "y": np.array(list("ABAC"))[np.arange(count) % 4]}


def packed(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "5000 is too many for 3000 images"), ("zh", "一共 3000 张图像，5000 太多了")]
)
def test_settings_that_do_not_fit_the_images_are_refused_when_they_are_known(
    train_page, store, offered, language, said
):
    """At Start, before anything is filed, naming the field and what is allowed; with what fits it starts."""
    mnist = load_mnist()
    train = {"x_train": mnist.x_train[:3000], "y_train": mnist.y_train[:3000]}
    np.savez(offered / "own.npz", **train, x_test=mnist.x_test[:20], y_test=mnist.y_test[:20])
    train_page.query_params["lang"] = language
    page = train_page.run()
    use(page, offered / "own.npz")
    field(page, "validation_size").set_value(5000).run()
    assert any(said in error.value.replace("\\", "").replace(",", "") for error in page.error)
    button(page, "start").click().run()
    assert store.experiments.newest() == []
    [toast] = page.toast
    assert said in toast.value.replace(",", "")
    assert "2999" in toast.value.replace(",", "")
    field(page, "validation_size").set_value(50).run()
    button(page, "start").click().run()
    assert store.experiments.newest()[0].config.validation_size == 50


def test_sizes_that_nobody_chose_follow_the_data(train_page, store, offered):
    """Of 3,000 images a twelfth validates, of 60 a batch is what is left, and MNIST has its own again."""
    mnist = load_mnist()
    for count in (3000, 60):
        train = {"x_train": mnist.x_train[:count], "y_train": mnist.y_train[:count]}
        np.savez(offered / f"{count}.npz", **train, x_test=mnist.x_test[:20], y_test=mnist.y_test[:20])
    page = train_page.run()
    for data, validation_size, batch_size in (("3000.npz", 250, 256), ("60.npz", 5, 55), ("mnist", 5000, 256)):
        use(page, None if data == "mnist" else offered / data)
        assert not page.exception
        assert (field(page, "validation_size").value, field(page, "batch_size").value) == (
            validation_size,
            batch_size,
        )
        assert not page.error
    field(page, "batch_size").set_value(32).run()
    field(page, "validation_size").set_value("many").run()
    use(page, offered / "60.npz")
    assert not page.exception
    assert [error.value for error in page.error if "many is not a number" in error.value]
    field(page, "validation_size").set_value(5000).run()
    use(page, offered / "3000.npz")
    button(page, "start").click().run()
    config = store.experiments.newest()[0].config
    assert (config.validation_size, config.batch_size) == (250, 32)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_own_data_are_said_back_with_what_is_odd(train_page, offered, language):
    """Beside their field, before anything is trained."""
    mnist, text = load_mnist(), LANGUAGES[language]
    kept = mnist.y_train[:2000] != 7
    np.savez(offered / "own.npz", X=mnist.x_train[:2000][kept] / 255, y=mnist.y_train[:2000][kept] + 1)
    train_page.query_params["lang"] = language
    page = train_page.run()
    use(page, offered / "own.npz")
    assert not page.exception
    [caption] = [
        caption.value for caption in page.caption if text("read_scale_unit") in caption.value.replace("\\", "")
    ]
    assert text("read_from_one") in caption.replace("\\", "")
    assert [warning.value.replace("\\", "") for warning in page.warning] == [text("oddity_missing", classes="7")]


def test_data_that_are_refused_are_refused_in_the_dialog(train_page, offered):
    """With what was found and what is expected, by the file's name and not its place on the server; MNIST stays."""
    (offered / "own.csv").write_text(",".join(["0"] * 784))
    page = look_at(train_page.run(), offered / "own.csv")
    assert not page.exception
    [error] = page.error
    said = error.value.replace("\\", "")
    assert said.startswith("own.csv: ")
    assert "column of labels" in said
    assert all(found.key != "use_data" for found in page.button)
    assert "data" not in page.session_state


def test_one_image_is_refused_beside_its_field(train_page, store, offered):
    """It could not be divided; nothing is filed."""
    mnist = load_mnist()
    train = {"x_train": mnist.x_train[:1], "y_train": mnist.y_train[:1]}
    np.savez(offered / "own.npz", **train, x_test=mnist.x_test[:20], y_test=mnist.y_test[:20])
    page = train_page.run()
    use(page, offered / "own.npz")
    said = page.error[0].value.replace("\\", "")
    assert said.startswith("own.npz holds too few training images: 1"), "by its name, not its place on the server"
    button(page, "start").click().run()
    assert store.experiments.newest() == []


def test_one_sees_images_and_counts_before_anything_is_trained(train_page, store, offered):
    """Twenty images of all classes alike, others at a press, and how many each class has."""
    np.savez(offered / "letters.npz", **letters(400))
    page = look_at(train_page.run(), offered / "letters.npz")
    [grid] = [found for found in sent(page, "image_grid/grid.js") if found["alt"].startswith("20 training images")]
    captions = [caption["caption"] for caption in grid["captions"]]
    assert {name: captions.count(name) for name in "ABC"} == {"A": 7, "B": 7, "C": 6}
    [counts] = [found.proto.body for found in page.get("html") if "class-counts" in found.proto.body]
    for name, count in (("A", 171), ("B", 86), ("C", 86)):
        assert f'>{name}</span><span class="bar">' in counts
        assert f'<span class="count">{count}</span>' in counts
    assert any("3 classes: A, B, C." in caption.value.replace("\\", "") for caption in page.caption)
    page.button(key="other_examples").click().run()
    [others] = [found for found in sent(page, "image_grid/grid.js") if found["alt"].startswith("20 training images")]
    assert others != grid
    assert store.experiments.newest() == []


def test_names_of_classes_are_text_and_nothing_else(train_page, offered):
    """Neither HTML nor Markdown."""
    names = np.array(["<b>x</b>", "[a](http://b.c)"])
    np.savez(offered / "own.npz", X=letters()["X"], y=np.arange(52) % 2, class_names=names)
    page = look_at(train_page.run(), offered / "own.npz")
    [counts] = [found.proto.body for found in page.get("html") if "class-counts" in found.proto.body]
    assert "&lt;b&gt;x&lt;/b&gt;" in counts
    assert "<b>" not in counts
    [caption] = [caption.value for caption in page.caption if "classes" in caption.value]
    assert formats.as_markdown(names[1]) in caption
    assert names[1] not in caption


@pytest.mark.parametrize(("classes", "count"), [(2, 100), (10, 60), (62, 124), (3, 7)])
def test_examples_are_of_all_classes_alike_and_all_are_shown_in_the_end(classes, count):
    """However many classes there are; none twice at a time."""
    labels = (np.arange(count) % classes).astype(np.uint8)
    seen = set()
    for turn in range(count):
        chosen = examples(labels, EXAMPLES, turn)
        assert len(set(chosen)) == len(chosen) == min(EXAMPLES, count)
        if turn == 0:
            frequencies = np.bincount(labels[chosen], minlength=classes)
            assert frequencies.max() - frequencies.min() <= 1
        seen |= set(chosen.tolist())
    assert seen == set(range(count))


def test_an_upload_is_kept_looked_at_and_trained_on(train_page, store):
    """Under its own name, beside the store; a dashboard that was told no folder offers none."""
    page = train_page.run()
    page.button(key="own_data").click().run()
    assert all(not (widget.key or "").startswith("data_offered") for widget in page.selectbox)
    upload(page, ("letters.npz", packed(**letters())))
    assert not page.exception
    page.button(key="use_data").click().run()
    assert "letters.npz" in " ".join(markdown.value.replace("\\", "") for markdown in page.markdown)
    page.button(key="start").click().run()
    [experiment] = store.experiments.newest()
    assert Path(experiment.config.data).name == "letters.npz"
    assert Path(experiment.config.data).is_relative_to(store.data_sets.folder)
    assert experiment.config.validation_size == 4
    page.button(key="mnist_again").click().run()
    assert page.session_state["data"] == "mnist"


def test_an_upload_that_is_no_data_set_is_refused_and_forgotten(train_page, store):
    """By its own name; the next one is looked at."""
    page = train_page.run()
    page.button(key="own_data").click().run()
    upload(page, ("notes.txt", b"no images"))
    [error] = page.error
    assert error.value.replace("\\", "").startswith("notes.txt: nothing in it is recognized")
    assert not list((store.data_sets.folder / "uploads").iterdir())
    upload(page, ("letters.npz", packed(**letters())))
    assert not page.error
    assert page.button(key="use_data")


def test_files_that_belong_together_are_uploaded_together(train_page, store):
    """As MNIST's own four are."""
    page = train_page.run()
    page.button(key="own_data").click().run()
    upload(page, *forms.idx_files(forms.given(), packed=True).items())
    assert not page.error
    page.button(key="use_data").click().run()
    assert Path(page.session_state["data"]).name == "train-images-idx3-ubyte +3"


def upload(page, *files: tuple[str, bytes]) -> None:
    [uploader] = [widget for widget in page.file_uploader if (widget.key or "").startswith("data_upload")]
    uploader.set_value([(name, content, "application/octet-stream") for name, content in files]).run()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_page_reads_what_was_not_offered(train_page, store, tmp_path, language):
    """An address or a session may name any file of the server: it is said, and nothing starts."""
    np.savez(tmp_path / "secret.npz", **letters())
    train_page.query_params["lang"] = language
    train_page.session_state["data"] = str(tmp_path / "secret.npz")
    page = train_page.run()
    assert not page.exception
    [error] = page.error
    title = LANGUAGES[language]("data_not_offered", title="secret.npz")
    assert error.value.replace("\\", "") == title
    assert page.button(key="start").disabled
    with pytest.raises(DataError, match="not among the data sets"):
        services().file(ExperimentConfig(data=str(tmp_path / "secret.npz"), validation_size=4, batch_size=8))
    assert store.experiments.newest() == []


def test_what_was_trained_on_from_the_command_line_can_be_trained_on_again(train_page, store, tmp_path):
    """Its experiment names it, so somebody at the server's keyboard did."""
    np.savez(tmp_path / "theirs.npz", **letters())
    store.experiments.file(ExperimentConfig(data=str(tmp_path / "theirs.npz"), validation_size=4, batch_size=8))
    train_page.session_state["data"] = str(tmp_path / "theirs.npz")
    train_page.session_state["validation_size"], train_page.session_state["batch_size"] = 4, 8
    page = train_page.run()
    assert not page.error
    assert any("3 classes" in caption.value for caption in page.caption)
