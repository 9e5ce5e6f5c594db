"""The command line, as processes and in this one."""

import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing, redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.__main__ import main
from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load_mnist
from core.images.split import split
from core.store import schema
from core.store.records import METRICS, Status
from core.training.trainer import Trainer
from tests.holding import checkpoint_of, holder, transaction

ROOT = Path(__file__).parents[2]


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "core", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def quick_run(tmp_path_factory):
    """The file of a store with a quick run in it, and what training it printed."""
    path = tmp_path_factory.mktemp("trained") / "store.sqlite"
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as output:
        patch.setenv("SOFTMAX_LAB_STORE", f"sqlite:///{path}")
        assert main(["train", "--steps", "300", "--json"]) == 0
    return path, json.loads(output.getvalue().splitlines()[-1])


@pytest.fixture
def trained(quick_run, store_file):
    """The test's own store holds the quick run, also for who has opened it; what training it printed."""
    path, printed = quick_run
    with closing(sqlite3.connect(path)) as trained, closing(sqlite3.connect(store_file)) as own:
        trained.backup(own)
    return printed


@pytest.fixture
def digits(tmp_path):
    """Ten test images as PNG files, one a digit, and their labels."""
    mnist = load_mnist()
    paths = []
    for digit in range(10):
        image = mnist.x_test[np.flatnonzero(mnist.y_test == digit)[0]]
        paths.append(tmp_path / f"{digit}.png")
        Image.fromarray(image).resize((140, 140), Image.Resampling.NEAREST).save(paths[-1])
    return paths


def test_train_ends_with_one_line_of_json(store):
    """Several rates and seeds, in a process of its own, with nothing on stdout but the outcome.

    The weights are to the bit those that the same configuration gives in this process.
    """
    outcome = command(
        "train", "--learning-rate", "0.1", "--learning-rate", "0.01", "--seed", "3", "--seed", "4",
        "--steps", "200", "--batch-size", "64", "--scaling", "normalize", "--json",
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stderr
    result = json.loads(outcome.stdout.splitlines()[-1])
    assert result.keys() == {"experiment", "seconds", "steps_per_second", "runs"}
    assert [(run["learning_rate"], run["seed"]) for run in result["runs"]] == [
        (0.1, 3),
        (0.01, 3),
        (0.1, 4),
        (0.01, 4),
    ]
    for run in result["runs"]:
        assert run.keys() == {"run", "learning_rate", "seed", "status", *METRICS, "test_accuracy"}
        assert run["status"] == "finished"
        assert 0.5 < run["test_accuracy"] < 1
    assert "200/200" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert "another process" not in outcome.stderr
    config = store.experiments.get(result["experiment"]).config
    images = split(load_mnist(), config.validation_size)
    trainer = Trainer(config, images, fit_scaling(config.scaling, images.x_train))
    trainer.advance(config.steps)
    assert checkpoint_of(store, result["experiment"]).weights.tobytes() == trainer.snapshot().weights.tobytes()


def test_what_the_command_line_trained_is_in_the_store(store, trained):
    """Where the dashboard finds it: configuration, curves, weights."""
    experiment = store.experiments.get(trained["experiment"])
    assert experiment.status is Status.FINISHED
    assert experiment.config == ExperimentConfig(steps=300, pace=None)
    assert store.recordings.metrics(experiment.id).steps[-1] == 300
    assert store.processes.living("command") == []


def test_deskewing_lifts_the_test_accuracy_above_95_percent(capsys):
    """The tutorial's setting with --scaling deskew; the plain setting stays below 93 %."""
    accuracies = []
    for scaling in ("deskew", "standardize"):
        assert main(["train", "--scaling", scaling, "--json"]) == 0
        [run] = json.loads(capsys.readouterr().out.splitlines()[-1])["runs"]
        accuracies.append(run["test_accuracy"])
    assert accuracies[0] > 0.95
    assert 0.92 < accuracies[1] < 0.93


def test_a_run_that_ends_above_where_it_began_has_diverged(capsys):
    """Rate 30 on standardized pixels; the run beside it has not."""
    assert main(["train", "--learning-rate", "30", "--learning-rate", "0.1", "--steps", "300", "--json"]) == 0
    runs = json.loads(capsys.readouterr().out.splitlines()[-1])["runs"]
    assert [run["status"] for run in runs] == ["diverged", "finished"]


@pytest.fixture
def own_data(tmp_path):
    """Write a data set of so many training images and return its path."""

    def write(images):
        mnist = load_mnist()
        path = tmp_path / "own.npz"
        train = {"x_train": mnist.x_train[:images], "y_train": mnist.y_train[:images]}
        np.savez(path, **train, x_test=mnist.x_test[:20], y_test=mnist.y_test[:20])
        return str(path)

    return write


@pytest.mark.parametrize(
    ("images", "validation_size", "batch_size"),
    [(2, 1, 1), (10, 1, 9), (50, 5, 45), (3000, 250, 256), (5001, 417, 256)],
)
def test_small_data_can_be_trained_on(store, own_data, capsys, images, validation_size, batch_size):
    """Sizes that nobody asked for are those that fit, and what was taken is said."""
    assert main(["train", "--data", own_data(images), "--steps", "20", "--json"]) == 0
    output = capsys.readouterr()
    [experiment] = store.experiments.newest()
    assert experiment.status is Status.FINISHED
    assert (experiment.config.validation_size, experiment.config.batch_size) == (validation_size, batch_size)
    assert f"{validation_size} of {images} training images are set apart for validation" in output.err
    assert ("a batch holds all" in output.err) == (batch_size < 256)


@pytest.mark.parametrize(
    ("images", "options", "sentence"),
    [
        (1, [], "holds 1 training image; expected at least 2"),
        (110, ["--validation-size", "110"], "validation_size is 110"),
        (110, ["--batch-size", "256"], "batch_size is 256; there are 100 images to train on"),
        (3000, ["--validation-size", "3000"], "it must lie between 1 and 2999"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_filed(store, own_data, capsys, images, options, sentence):
    """In a sentence, without TensorFlow and without a failed experiment."""
    assert main(["train", "--data", own_data(images), *options]) in (1, 2)
    assert sentence in capsys.readouterr().err
    assert store.experiments.newest() == []


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


def test_classify_reads_strokes(trained, tmp_path, capsys):
    """A canvas's JSON: here a 7."""
    path = tmp_path / "seven.json"
    commands = [["M", 70, 60], ["L", 210, 60], ["L", 140, 230]]
    path.write_text(json.dumps({"objects": [{"type": "path", "path": commands, "strokeWidth": 18}]}))
    assert main(["classify", "--run", str(trained["runs"][0]["run"]), str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["digit"] == 7


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
    paths = [str(tmp_path / "missing.png") if place % 5 == 0 else str(digits[place % 10]) for place in range(150)]
    assert main(["classify", *paths]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["path"] for answer in answers] == paths
    assert all(("error" in answer) == (place % 5 == 0) for place, answer in enumerate(answers))
    assert len({(answer["path"], answer.get("digit")) for answer in answers}) == 9


@pytest.mark.parametrize(("arguments", "many"), [(["runs", "--json"], 0), (["classify"], 1), (["classify"], 300)])
def test_a_reader_that_closes_the_pipe_is_no_error(trained, digits, arguments, many):
    """As `head -1` does: nothing on standard error, and exit status 1."""
    with subprocess.Popen(
        [sys.executable, "-m", "core", *arguments, *[str(digits[0])] * many],
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
        ["digit", "familiarity", "novelty", "path", "probabilities"],
    ]
    assert "missing.png" in output.err


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["train", "--learning-rate", "-1"], 2, "learning_rate is -1; it must lie between"),
        (["train", "--learning-rate", "nan"], 2, "learning_rate is nan"),
        (["train", "--learning-rate", "0.1", "--learning-rate", "0.1"], 2, "names 0.1 more than once"),
        (["train", "--steps", "0"], 2, "steps is 0; it must lie between 1 and"),
        (["train", "--data", "no-such-file.npz"], 1, "no-such-file.npz does not exist"),
        (["classify", "7.png"], 1, "no run has finished yet"),
        (["classify", "--run", "99", "7.png"], 1, "there is no run 99"),
        (["train", "--data=--"], 2, "--data is '--', which is no value"),
        (["train", "--steps=--"], 2, "--steps is '--', which is no value"),
        (["train", "--data", "a\0b"], 2, r"data is 'a\x00b'; it must be 'mnist' or the path of an .npz file"),
        (["train", "--data", "\ud800.npz"], 2, r"data is '\ud800.npz'; it must be"),
        (["train", "--data", "a" * 5000], 1, "cannot be read (File name too long)"),
        *(
            (["train", f"--{option}", "9" * 400], 2, f"{option.replace('-', '_')} is 9999")
            for option in ("seed", "steps", "batch-size", "validation-size")
        ),
        (
            ["train", "--learning-rate", "9" * 400],
            2,
            "learning_rate is inf, not a finite number; it must lie between",
        ),
    ],
)
def test_what_is_refused_is_said_in_one_sentence(store, capsys, arguments, status, sentence):
    """With the exit status for misuse or failure, and never a traceback."""
    assert main(arguments) == status
    output = capsys.readouterr()
    assert output.out == ""
    assert sentence in output.err
    assert len(output.err.strip().splitlines()) == 1
    assert len(output.err) < 600


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "required: COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["train", "--steps", "many"], "--steps: 'many' is not a whole number"),
        (["train", "--steps", "9" * 5000], "is not a whole number"),
        (["train", "--learning-rate", "9x" * 400], "is not a number"),
        (["train", "--scaling", "x" * 400], "choose from 'standardize'"),
        (["classify"], "required: PATH"),
        (
            ["classify", "--run", "9" * 23, "7.png"],
            "9 is no run's number; those are 1 to 2147483647",
        ),
        (["classify", "--run", "9" * 400, "7.png"], "is no run's number; those are 1 to 2147483647"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_misuse_ends_with_status_2(arguments, sentence, capsys):
    """As argparse has it: the usage, and one line that says what is wrong, however long the value."""
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    assert ending.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert sentence in last
    assert len(last) < 300


def test_a_file_of_dashes_can_still_be_named(own_data, tmp_path, monkeypatch, capsys):
    """After the separator, or by a path."""
    Path(own_data(10)).rename(tmp_path / "--")
    monkeypatch.chdir(tmp_path)
    assert main(["train", "--data=./--", "--steps", "1", "--json"]) == 0


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


def test_a_store_that_cannot_be_opened_is_one_sentence(monkeypatch, capsys):
    """Not SQLAlchemy's."""
    monkeypatch.setenv("SOFTMAX_LAB_STORE", "nonsense")
    assert main(["runs"]) == 1
    assert "cannot be opened" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["HOME", "XDG_DATA_HOME"])
def test_a_home_that_cannot_be_used_is_said_with_what_to_do(monkeypatch, tmp_path, capsys, name):
    """The folder, the reason, and the setting that names another place."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.delenv("SOFTMAX_LAB_STORE")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv(name, str(tmp_path / "file"))
    assert main(["runs"]) == 1
    said = capsys.readouterr().err
    assert str(tmp_path / "file") in said
    assert "Not a directory; set SOFTMAX_LAB_STORE to another place" in said
    assert "Errno" not in said
