"""What `train` says, keeps and refuses."""

import json

import numpy as np
import pytest

from core.__main__ import main
from core.config import ExperimentConfig
from core.features.scaling import fit_scaling
from core.images.dataset import load_mnist
from core.images.split import split
from core.store.records import METRICS, Status
from core.training.trainer import Trainer
from tests.forked import Forked
from tests.holding import checkpoint_of


def test_train_ends_with_one_line_of_json(store, tmp_path):
    """Several rates and seeds, in a process of its own, with nothing on stdout but the outcome.

    The weights are to the bit those that the same configuration gives in this process.
    """
    exit_status, outcome, said = Forked(
        tmp_path / "said", "train", "--learning-rate", "0.1", "--learning-rate", "0.01", "--seed", "3", "--seed", "4",
        "--steps", "200", "--batch-size", "64", "--scaling", "normalize", "--json",
    ).ended()  # fmt: skip
    assert exit_status == 0, said
    result = json.loads(outcome.splitlines()[-1])
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
    assert "200/200" in said
    assert "Traceback" not in said
    assert "another process" not in said
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


def test_what_deskewing_and_moments_are_worth(capsys):
    """The tutorial's setting with --scaling deskew and moments; the plain setting stays below 93 %."""
    accuracies = []
    for scaling in ("deskew", "standardize", "moments"):
        assert main(["train", "--scaling", scaling, "--json"]) == 0
        [run] = json.loads(capsys.readouterr().out.splitlines()[-1])["runs"]
        accuracies.append(run["test_accuracy"])
    assert accuracies[0] > 0.95
    assert 0.92 < accuracies[1] < 0.93
    assert accuracies[2] >= 0.972


def test_a_run_that_ends_above_where_it_began_has_diverged(capsys):
    """Rate 30 on standardized pixels; the run beside it has not."""
    assert main(["train", "--learning-rate", "30", "--learning-rate", "0.1", "--steps", "300", "--json"]) == 0
    runs = json.loads(capsys.readouterr().out.splitlines()[-1])["runs"]
    assert [run["status"] for run in runs] == ["diverged", "finished"]


@pytest.mark.parametrize(
    ("images", "validation_size", "batch_size"),
    [(2, 1, 1), (50, 5, 45), (5001, 417, 256)],
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


def test_own_data_are_said_back_with_what_is_odd_before_they_are_trained_on(store, tmp_path, capsys):
    """On standard error."""
    mnist = load_mnist()
    kept = mnist.y_train[:2000] != 7
    np.savez(tmp_path / "own.npz", X=mnist.x_train[:2000][kept], y=mnist.y_train[:2000][kept])
    assert main(["train", "--data", str(tmp_path / "own.npz"), "--steps", "1", "--json"]) == 0
    said = capsys.readouterr().err
    assert "softmax-lab: Read as NumPy arrays: " in said
    assert "softmax-lab: No training image shows: 7." in said


def test_numbers_are_understood_as_in_the_dashboards_fields(store, capsys):
    """What had to be understood is said before anything is trained; of MNIST nothing is."""
    assert main(["train", "--learning-rate", "0,05", "--learning-rate", "1/8", "--steps", "２", "--json"]) == 0
    [experiment] = store.experiments.newest()
    assert (experiment.config.learning_rates, experiment.config.steps) == ((0.05, 0.125), 2)
    said = capsys.readouterr().err
    assert "softmax-lab: learning_rate '0,05' is read as 0.05\n" in said
    assert "softmax-lab: learning_rate '1/8' is read as 0.125\n" in said
    assert "steps '２' is read as 2\n" in said
    assert "Read as" not in said
