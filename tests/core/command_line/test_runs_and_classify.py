"""What `runs` lists and `classify` reads."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.__main__ import main
from core.config import ExperimentConfig
from core.drawing.files import read_drawing
from core.features.scaling import fit_scaling
from core.images.dataset import load, load_mnist
from core.images.split import validation_images
from core.model.calibration import calibration_images, temperature
from core.store import schema
from core.store.records import Checkpoint, Status
from tests.forked import ROOT
from tests.holding import checkpoint_of, holder, transaction


def test_runs_lists_them(trained, capsys):
    """As a table and as JSON."""
    assert main(["runs"]) == 0
    assert "0.1" in capsys.readouterr().out
    assert main(["runs", "--json"]) == 0
    [run] = json.loads(capsys.readouterr().out)
    assert (run["run"], run["experiment"]) == (trained["runs"][0]["run"], trained["experiment"])


def test_runs_lists_the_others_beside_one_that_is_unreadable(store, trained, capsys):
    """Which is said to be so, with the reason."""
    number = store.experiments.file(ExperimentConfig())
    with transaction(store) as connection:
        config = {"config": '{"momentum": 0.9}'}
        connection.execute(schema.experiments.update().where(schema.experiments.c.id == number).values(config))
    assert main(["runs", "--json"]) == 0
    output = capsys.readouterr()
    assert [run["status"] for run in json.loads(output.out)] == ["unreadable", "finished"]
    assert f"experiment {number} is unreadable" in output.err
    assert "momentum" in output.err


@pytest.mark.parametrize("damage", ["config", "scaling"])
def test_classify_leaves_an_unreadable_run_alone(store, trained, digits, capsys, damage):
    """The newest finished run that can be read is taken, and what was passed over is said where it is worth it."""
    good = trained["experiment"]
    number = store.experiments.file(ExperimentConfig())
    holder(store, number).begin(store.recordings.model(trained["runs"][0]["run"])[1].scaling, "0123456789abcdef")
    holder(store, number).record([], checkpoint_of(store, good))
    values = {"status": Status.FINISHED, damage: {"config": '{"momentum": 0.9}', "scaling": b"damaged"}[damage]}
    with transaction(store) as connection:
        connection.execute(schema.experiments.update().where(schema.experiments.c.id == number).values(values))
    assert main(["classify", str(digits[1])]) == 0
    output = capsys.readouterr()
    assert json.loads(output.out)["digit"] == 1
    assert ("the scaling is damaged" in output.err) == (damage == "scaling")
    if damage == "scaling":
        [run] = store.experiments.runs(number)
        assert main(["classify", "--run", str(run.id), str(digits[1])]) == 1
        assert f"run {run.id} is unreadable" in capsys.readouterr().err


def test_an_empty_store_says_how_to_begin(store, capsys):
    """No table of nothing."""
    assert main(["runs"]) == 0
    assert "python -m core train" in capsys.readouterr().out
    assert main(["runs", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_classify_reads_image_files_black_on_white_and_white_on_black(trained, digits, capsys):
    """Most of ten test digits, and the same ones inverted with the same result."""
    assert main(["classify", *map(str, digits)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["path"] for line in lines] == list(map(str, digits))
    assert sum(line["digit"] == digit for digit, line in enumerate(lines)) >= 8
    for line in lines:
        assert line["probabilities"][line["digit"]] == max(line["probabilities"])
        assert sum(line["probabilities"]) == pytest.approx(1, abs=1e-4)
    for path in digits:
        Image.fromarray(255 - np.asarray(Image.open(path))).save(path)
    assert main(["classify", *map(str, digits)]) == 0
    assert [json.loads(line)["digit"] for line in capsys.readouterr().out.splitlines()] == [
        line["digit"] for line in lines
    ]


@pytest.fixture
def seven(tmp_path):
    """A canvas's JSON, which no other process has to decode."""
    path = tmp_path / "seven.json"
    commands = [["M", 70, 60], ["L", 210, 60], ["L", 140, 230]]
    path.write_text(json.dumps({"objects": [{"type": "path", "path": commands, "strokeWidth": 18}]}))
    return path


def test_classify_reads_strokes(trained, seven, capsys):
    """Here those of a 7."""
    assert main(["classify", "--run", str(trained["runs"][0]["run"]), str(seven)]) == 0
    assert json.loads(capsys.readouterr().out)["digit"] == 7


def test_what_a_model_of_other_classes_reads_may_have_parts(store, trained, tmp_path, capsys):
    """い is two strokes side by side, which are no digit: the model of digits refuses them."""
    mnist = load_mnist()
    data = tmp_path / "kana.npz"
    np.savez(data, x_train=mnist.x_train[:8], y_train=np.arange(8) % 2, class_names=np.array(["い", "ろ"]))
    found = load(str(data))
    number = store.experiments.file(ExperimentConfig(data=str(data), validation_size=2, batch_size=2, steps=1))
    held = holder(store, number)
    held.begin(fit_scaling("standardize", found.x_train), found.checksum, found.classes)
    held.record([], Checkpoint(1, 1.0, np.zeros((1, 785, 2), np.float32), 1.0, (None,), (0.0,)))
    path = tmp_path / "drawn.json"
    lines = ([["M", 70, 60], ["L", 80, 200]], [["M", 190, 60], ["L", 200, 180]])
    drawn = [{"type": "path", "path": line, "strokeWidth": 18} for line in lines]
    path.write_text(json.dumps({"objects": drawn}))
    of_digits = str(trained["runs"][0]["run"])
    for run, status, said in ((str(store.experiments.runs(number)[0].id), 0, "class"), (of_digits, 1, "error")):
        assert main(["classify", "--run", run, str(path)]) == status
        answer = json.loads(capsys.readouterr().out)
        assert said in answer
    assert "2 digits" in answer["error"]


def test_classify_says_how_unlike_its_training_data_a_drawing_is(store, trained, digits, tmp_path, capsys):
    """A digit is familiar, two crossed lines are not, whatever is read in them; of data that are gone, nothing."""
    cross = tmp_path / "cross.json"
    lines = [[["M", 60, 60], ["L", 220, 220]], [["M", 220, 60], ["L", 60, 220]]]
    cross.write_text(json.dumps({"objects": [{"type": "path", "path": line, "strokeWidth": 18} for line in lines]}))
    assert main(["classify", str(digits[7]), str(cross)]) == 0
    seven, strange = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (seven["familiarity"], strange["familiarity"]) == ("familiar", "strange")
    assert seven["novelty"] < 0.9 < 0.99 <= strange["novelty"] <= 1
    number = store.experiments.file(ExperimentConfig(data=str(tmp_path / "gone.npz"), steps=1))
    holder(store, number).begin(store.recordings.model(trained["runs"][0]["run"])[1].scaling, "0123456789abcdef")
    holder(store, number).record([], checkpoint_of(store, trained["experiment"]))
    assert main(["classify", "--run", str(store.experiments.runs(number)[0].id), str(cross)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["novelty"], answer["familiarity"]) == (None, None)


def test_many_files_are_answered_in_their_order(trained, digits, tmp_path, capsys):
    """More than are answered at a time, one in five of them unreadable."""
    paths = [str(tmp_path / "missing.png") if place % 5 == 0 else str(digits[place % 10]) for place in range(70)]
    assert main(["classify", *paths]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["path"] for answer in answers] == paths
    assert all(("error" in answer) == (place % 5 == 0) for place, answer in enumerate(answers))
    assert len({(answer["path"], answer.get("digit")) for answer in answers}) == 9


@pytest.mark.parametrize(("arguments", "many"), [(["runs", "--json"], 0), (["classify"], 1), (["classify"], 300)])
def test_a_reader_that_closes_the_pipe_is_no_error(trained, seven, arguments, many):
    """As `head -1` does: nothing on standard error, and exit status 1."""
    with subprocess.Popen(
        [sys.executable, "-m", "core", *arguments, *[str(seven)] * many],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 1


def test_classify_goes_on_after_what_it_cannot_read(trained, digits, tmp_path, capsys):
    """One line each, an error where there is one, and exit status 1."""
    (tmp_path / "notes.txt").write_text("not a digit")
    missing = tmp_path / "missing.png"
    assert main(["classify", str(tmp_path / "notes.txt"), str(missing), str(digits[1])]) == 1
    output = capsys.readouterr()
    lines = [json.loads(line) for line in output.out.splitlines()]
    assert [sorted(line) for line in lines] == [
        ["error", "path"],
        ["error", "path"],
        ["class", "digit", "doubts", "familiarity", "novelty", "path", "probabilities"],
    ]
    assert "missing.png" in output.err


def test_classify_says_what_is_in_doubt_of_a_picture(trained, digits, tmp_path, capsys):
    """As the page does: by name beside the answer, in a sentence on standard error, and nothing of a plain one."""
    cut = tmp_path / "cut.png"
    Image.open(digits[7]).crop((0, 0, 140, 90)).save(cut)
    assert main(["classify", str(digits[7]), str(cut)]) == 0
    output = capsys.readouterr()
    assert [json.loads(line)["doubts"] for line in output.out.splitlines()] == [[], ["cut"]]
    assert output.err.splitlines() == [f"softmax-lab: {cut}: The edge of the picture cuts off a part."]


def test_classify_answers_whatever_it_is_given(trained, tmp_path, capsys):
    """A line each, with what is wrong: JSON of any depth, numbers of any length, paths that are none."""
    contents = {
        "deep": "[" * 100_000,
        "deep inside": '{"objects": ' + "[" * 100_000,
        "nested": '{"objects": [{"type": "path", "path": [' + "[" * 900 + "]" * 900 + "]}]}",
        "long": '{"objects": [{"type": "path", "path": [["M", ' + "9" * 400 + ", 1]]}]}",
        "too long": '{"objects": [{"type": "path", "path": [["M", ' + "9" * 5000 + ", 1]]}]}",
    }
    paths = []
    for name, content in contents.items():
        paths.append(str(tmp_path / f"{name}.json"))
        Path(paths[-1]).write_text(content)
    paths += ["a\0b.png", "\ud800.png", "a" * 5000, ""]
    assert main(["classify", *paths]) == 1
    output = capsys.readouterr()
    answers = [json.loads(line) for line in output.out.splitlines()]
    assert [answer["path"] for answer in answers] == paths
    assert all(0 < len(answer["error"]) < 400 for answer in answers)
    assert len(output.err.splitlines()) == len(paths)
    assert "\0" not in output.err


def test_classify_states_calibrated_probabilities(store, trained, digits, capsys):
    """Those of the logits over the temperature that validation images give, and not the model's own softmax."""
    run = trained["runs"][0]["run"]
    assert main(["classify", "--run", str(run), *map(str, digits)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    _, model = store.recordings.model(run)
    config = store.experiments.get(trained["experiment"]).config
    known = calibration_images(config.scaling, *validation_images(load(config.data), config.validation_size))
    images = np.array([read_drawing(path)[0] for path in digits])
    cooled = np.exp(model.logits(images).astype(float) / temperature(model, known))
    familiar = [answer["familiarity"] == "familiar" for answer in answers]
    stated = np.array([answer["probabilities"] for answer in answers])
    np.testing.assert_allclose(stated[familiar], (cooled / cooled.sum(axis=1, keepdims=True))[familiar], atol=1e-4)
    assert np.abs(stated - model.probabilities(images)).max() > 0.005
