"""The tutorial as a program of its own: run it, and compare what it prints with what a loop in NumPy finds."""

import math
import re
import subprocess
import sys

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.features.scaling import SCALINGS
from core.images.dataset import load, load_mnist
from core.images.split import prepared
from core.lessons.model import trained
from core.script import FRAGMENTS, is_scriptable, script
from tests.forked import Forked


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """A file of few images, which the script is quick with."""
    mnist = load_mnist()
    path = tmp_path_factory.mktemp("images") / "few.npz"
    np.savez(
        path,
        x_train=mnist.x_train[:900],
        y_train=mnist.y_train[:900],
        x_test=mnist.x_test[:200],
        y_test=mnist.y_test[:200],
    )
    return path


@pytest.mark.parametrize(
    "config",
    [
        {"scaling": "standardize", "batch_size": 64, "initial_weight_scale": 0.1},
        {"scaling": "moments", "batch_size": 300, "learning_rates": (0.5,), "seeds": (7,)},
    ],
)
def test_what_the_script_prints_is_what_the_model_comes_to(tmp_path, images, config):
    """Loss and accuracy on the validation images to 1e-4 after 50 and 60 steps, over several epochs, and at last on
    the test images."""
    config = ExperimentConfig(**config, steps=60, validation_size=100, data=str(images))
    program = tmp_path / "softmax.py"
    program.write_text(script(config), encoding="utf-8")
    exit_status, said, errors = Forked(tmp_path / "said", str(images), script=program).ended()
    assert exit_status == 0, errors
    printed = re.findall(r"step (\d+), loss ([\d.]+), accuracy ([\d.]+)", said)
    parts = prepared(config).split
    assert [int(step) for step, _, _ in printed] == [50, 60]
    for step, loss, accuracy in printed:
        z = trained(int(step), config).logits(prepared(config).dataset.x_train[_held_out()]).astype(np.float64)
        expected = (np.log(np.exp(z).sum(axis=1)) - z[np.arange(100), parts.y_validation]).mean()
        assert float(loss) == pytest.approx(expected, abs=1e-4)
        assert float(accuracy) == pytest.approx((z.argmax(axis=1) == parts.y_validation).mean(), abs=1e-4)
    test_accuracy = (trained(60, config).predict(prepared(config).dataset.x_test) == parts.y_test).mean()
    assert f"test accuracy {test_accuracy:.4f}" in said


def test_a_script_for_other_classes_trains_as_many_on_the_data_beside_it_and_names_them(tmp_path, images):
    """Without weights to begin with, all classes cost the logarithm of their number; names mean nothing to Python."""
    classes = ("cat", '{p}"""', "\\")
    with np.load(images) as few:
        arrays = dict(few) | {part: few[part] % 3 for part in ("y_train", "y_test")}
    own = tmp_path / "own.npz"
    np.savez(own, **arrays, class_names=np.array(classes))
    (tmp_path / "data.npz").write_bytes(load(str(own)).to_npz())
    config = ExperimentConfig(
        data=str(own),
        steps=2,
        validation_size=100,
        batch_size=50,
        learning_rates=(1e-6,),
        initial_weight_scale=0.0,
        initial_bias_scale=0.0,
    )
    (tmp_path / "softmax.py").write_text(script(config, classes), encoding="utf-8")
    # As its readers start it, unlike those above.
    done = subprocess.run(
        [sys.executable, "softmax.py", "data.npz"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"step 2, loss {math.log(3):.4f}" in done.stdout
    read = [line.partition(", read as ")[0] for line in done.stdout.splitlines()[-5:]]
    assert read == [classes[label] for label in arrays["y_test"][:5]]


def _held_out():
    return np.sort(np.random.default_rng(0).permutation(900)[:100])


@pytest.mark.parametrize("scaling", SCALINGS)
def test_every_scaling_makes_a_program(scaling):
    """That Python can read, with nothing of this project in it."""
    source = script(ExperimentConfig(scaling=scaling))
    compile(source, "softmax.py", "exec")
    assert "core" not in source.replace("score", "")


def test_the_programs_lines_are_those_that_are_shown():
    """Of the tutorial's own setting each fragment stands in it as it is; none is longer than eight lines of code."""
    source = script(ExperimentConfig())
    for name, lines in FRAGMENTS.items():
        assert lines in source, name
        assert 3 <= len([line for line in lines.splitlines() if line]) <= 8, name


@pytest.mark.parametrize(
    "values", [{"learning_rates": (0.1, 0.2)}, {"seeds": (1, 2)}, {"learning_rates": (0.1,), "raise_rate_to": 1.0}]
)
def test_what_is_no_single_training_is_refused(values):
    """With the number of runs."""
    config = ExperimentConfig(**values)
    assert not is_scriptable(config)
    with pytest.raises(InvalidValue, match="runs"):
        script(config)
