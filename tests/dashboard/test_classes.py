"""Every page with models of other classes than the ten digits: of two, of the letters, of as many as there may be."""

import string

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load, load_mnist
from core.schedule import record_steps
from core.store.records import Checkpoint, MetricRow
from dashboard.components import canvas
from dashboard.draw import game
from dashboard.draw.page import SECTIONS
from dashboard.shared.captions import columns_for
from dashboard.shared.opening import READ
from dashboard.text import LANGUAGES
from tests.dashboard.draw.drawings import SEVEN, said, strokes
from tests.dashboard.fields import field
from tests.dashboard.sent import sent
from tests.holding import holder

TWO = ("cat", "dog")
NASTY = ("*b* <b>$x$</b> | `c` [d](http://e) {f}", "类别名称很长很长很长很长很长很长很长很长", "x" * 40)
LETTERS = tuple(string.ascii_uppercase)
MOST = tuple(string.digits + string.ascii_letters)
ALL = pytest.mark.parametrize("classes", [TWO, NASTY, LETTERS, MOST], ids=["two", "nasty", "letters", "most"])


@pytest.fixture
def config_of(tmp_path):
    """A configuration of MNIST's images, labelled in turn with these classes."""

    def config(classes):
        mnist, count = load_mnist(), 4 * len(classes)
        labels = np.arange(count) % len(classes)
        arrays = {f"x_{part}": getattr(mnist, f"x_{part}")[:count] for part in ("train", "test")}
        arrays |= {f"y_{part}": labels for part in ("train", "test")}
        path = tmp_path / f"of_{len(classes)}.npz"
        np.savez(path, **arrays, class_names=np.array(classes))
        return ExperimentConfig(data=str(path), validation_size=len(classes), batch_size=4, steps=50)

    return config


@pytest.fixture
def trained_on(store, config_of):
    """Record an experiment on such data, with weights drawn by lot, and return its number."""

    def train(classes):
        config = config_of(classes)
        data = load(config.data)
        number = store.experiments.file(config)
        holder(store, number).begin(fit_scaling(config.scaling, data.x_train), data.checksum, data.classes)
        rows = [
            MetricRow(step, step / 100, *(np.array([value], np.float32) for value in (0.4, 0.9, 0.5, 0.88)))
            for step in record_steps(config)
        ]
        weights = np.random.default_rng(0).normal(0, 0.01, (1, 785, len(classes))).astype(np.float32)
        held = holder(store, number)
        for first, last in ((0, 10), (11, 50)):
            checkpoint = Checkpoint(last, 1.0, weights, 1.0, (None,), (0.0,))
            held.record([row for row in rows if first <= row.step <= last], checkpoint)
        holder(store, number).finish(np.array([0.5], np.float32), np.array([0.8], np.float32))
        return number

    return train


@pytest.fixture
def drawn(monkeypatch):
    """What is on the canvas of Draw."""
    lines = [SEVEN]
    monkeypatch.setattr(canvas, "canvas", lambda *, drawing, **more: strokes(*lines) if lines else drawing)
    return lines


def unharmed(page):
    assert not page.exception
    assert not page.error
    return page


@ALL
@pytest.mark.parametrize("code", LANGUAGES)
def test_train_has_an_image_a_class_by_name(train_page, trained_on, classes, code):
    """The weights, and the labels of the test images, in every language."""
    train_page.query_params.update({"experiment": str(trained_on(classes)), "lang": code})
    weights, examples = sent(unharmed(train_page.run()), "image_grid/grid.js")
    assert [caption["caption"] for caption in weights["captions"]] == list(classes)
    assert str(len(classes)) in weights["live"]["alt"]
    live = examples["live"]
    names = [live["classes"][label] for label in live["labels"]]
    assert names == [classes[place % len(classes)] for place in range(len(names))]
    assert classes[0] in live["right"][0]["alt"]


def test_what_waits_to_be_trained_shows_the_classes_of_its_data_already(train_page, store, config_of):
    """Its own are not known before it has begun."""
    train_page.query_params["experiment"] = str(store.experiments.file(config_of(LETTERS)))
    page = unharmed(train_page.run())
    assert [caption["caption"] for caption in sent(page, "image_grid/grid.js")[0]["captions"]] == list(LETTERS)
    curves = sent(page, "live_chart/chart.js")
    assert {chart["curves"]["classes"] for chart in curves if chart.get("curves")} == {26}


@ALL
@pytest.mark.parametrize("code", LANGUAGES)
def test_draw_reads_and_explains_all_classes(draw_page, trained_on, drawn, classes, code):
    """In every section, in every language; what is read is called by its name."""
    trained_on(classes)
    draw_page.query_params["lang"] = code
    page = unharmed(draw_page.run())
    bars, *_ = sent(page, "bars/bar_chart.js")
    assert bars["names"][bars["likeliest"]] in classes
    for section in SECTIONS:
        unharmed(field(page, "explain").set_value(section).run())


def test_a_drawing_is_kept_under_the_name_of_its_class(draw_page, trained_on, drawn, store):
    """Chosen from a list, where there are too many for buttons."""
    trained_on(LETTERS)
    page = unharmed(draw_page.run())
    page.selectbox(key="label").set_value("Q").run()
    unharmed(page.button(key="keep").click().run())
    assert [drawing.label for drawing in store.drawings.newest()] == ["Q"]


def test_drawings_of_classes_that_a_model_does_not_know_are_not_counted(
    draw_page, trained_on, drawn, store, train_page
):
    """They are listed, can be opened, and their labels can still be corrected."""
    number = trained_on(LETTERS)
    image = load_mnist().x_test[0]
    for label in ("A", "B", "7", "cat"):
        store.drawings.save(label, image)
    draw_page.session_state["explain"] = "test_set"
    page = unharmed(draw_page.run())
    assert "not counted: 2" in said(page)
    assert "of 2 read correctly" in str(sent(page, "tiles/board.js"))
    cat = store.drawings.newest()[0].id
    assert "cat" in page.selectbox(key=f"label_{cat}").options
    page.session_state["_given_image"] = ("drawing", cat)
    assert "The model was not trained on this class." in said(unharmed(page.run()))
    assert "Wrong" not in said(page)
    train_page.query_params["experiment"] = str(number)
    page = unharmed(train_page.run())
    page.toggle(key="own_examples").set_value(True).run()
    assert sorted(sent(unharmed(page), "image_grid/grid.js")[1]["live"]["labels"]) == [0, 1]


def test_a_model_of_fewer_classes_forgets_choices_that_it_does_not_have(draw_page, trained_on, drawn, store):
    """The class whose evidence was asked for, the true one, the name of the drawing, the runs beside."""
    [run] = store.experiments.runs(trained_on(MOST))
    [other] = store.experiments.runs(trained_on(TWO))
    draw_page.query_params["run"] = str(run.id)
    page = unharmed(draw_page.run())
    field(page, "evidence_digit").set_value(50).run()
    page.selectbox(key="evidence_rival").set_value(40).run()
    unharmed(page.selectbox(key="label").set_value("Q").run())
    assert "for O" in said(page)
    assert "O rather than E" in said(page)
    field(page, "explain").set_value("perturbations").run()
    unharmed(page.selectbox(key="true_digit").set_value(50).run())
    page.selectbox(key="run").set_value(other.id).run()
    for section in SECTIONS:
        unharmed(field(page, "explain").set_value(section).run())
    assert page.pills(key="label").value is None


def test_choices_of_an_earlier_visit_are_forgotten_where_the_model_has_fewer_classes(draw_page, trained_on, drawn):
    """As after another page, where a model was chosen in the meantime."""
    trained_on(TWO)
    for name, value in {"evidence_digit": 50, "evidence_rival": 40, "true_digit": 50, "label": "Q"}.items():
        draw_page.session_state[name] = value
    page = unharmed(draw_page.run())
    assert page.selectbox(key="evidence_rival").value == READ
    assert page.pills(key="label").value is None
    unharmed(field(page, "explain").set_value("perturbations").run())
    assert page.selectbox(key="true_digit").value == READ


def test_runs_of_other_classes_are_not_set_beside_each_other(draw_page, trained_on, drawn):
    """Their probabilities are of other things."""
    trained_on(TWO)
    trained_on(LETTERS)
    draw_page.session_state["explain"] = "compare"
    assert unharmed(draw_page.run()).multiselect(key="compare_others").options == []


def test_a_round_asks_for_ten_of_many_classes(draw_page, trained_on, drawn, store):
    """All different, each kept by its name."""
    trained_on(LETTERS)
    page = unharmed(draw_page.run())
    drawn.clear()
    field(page, "prompt_mode").set_value(True).run()
    asked = []
    for number in range(1, 11):
        asked.append(page.header[0].value.removeprefix("Draw: "))
        assert f"{number} of 10" in said(page)
        drawn[:] = [SEVEN]
        page.run()
        drawn.clear()
        unharmed(page.button(key="keep").click().run())
    assert len(set(asked)) == 10
    assert set(asked) <= set(LETTERS)
    assert [drawing.label for drawing in reversed(store.drawings.newest())] == asked
    assert "of 10 read correctly" in page.header[0].value


def test_a_round_is_drawn_by_lot_and_has_each_of_few_classes():
    """The same lot draws the same."""
    assert game.asked_for(TWO, 1) == TWO
    first, again, second = (game.asked_for(MOST, seed) for seed in (1, 1, 2))
    assert first == again != second
    assert list(first) == sorted(first, key=MOST.index)


@ALL
def test_compare_races_any_classes(compare_page, trained_on, trained, store, classes):
    """Beside a run on the ten digits, which is not comparable; a run is judged by the drawings that it knows."""
    store.drawings.save("7", load_mnist().x_test[0])
    [guest] = store.experiments.runs(trained())
    compare_page.query_params.update({"experiment": str(trained_on(classes)), "added": str(guest.id)})
    page = unharmed(compare_page.run())
    told = said(page)
    assert f"(10, {len(classes)})" in told or f"({len(classes)}, 10)" in told
    [table] = sent(page, "runs_table/table.js")
    judged = {row["run"]: row["own_accuracy"] is not None for row in table["rows"]}
    assert judged == {row["run"]: "7" in classes or row["run"] == guest.id for row in table["rows"]}
    assert len(judged) == 2


@pytest.mark.parametrize(
    ("captions", "columns", "on_phone"),
    [
        (tuple("0123456789"), 10, 5),
        (LETTERS, 13, 7),
        (MOST, 16, 8),
        (("T-shirt/top", *"abcdefghi"), 10, 3),
        (NASTY, 5, 3),
    ],
)
def test_more_classes_are_smaller_images_as_long_as_their_names_have_room(captions, columns, on_phone):
    """And those with long names are larger."""
    found = columns_for(captions)
    assert (found["columns"], found["columns_on_phone"]) == (columns, on_phone)
    assert found["columns"] * (found["largest"] + 8) <= 1000 or columns >= 10
