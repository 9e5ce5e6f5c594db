"""The rules over a training, on what was recorded of healthy and of faulty ones."""

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from core.classes import DIGITS
from core.config import ExperimentConfig
from core.hints.rules import Change, Show, hint
from core.hints.training import TRAINING_RULES, Training, wilson_interval
from core.rates.divergence import diverged_at
from tests.core.hints.record import CASES, RECORDED

RECORDS = json.loads(RECORDED.read_text(encoding="utf-8"))
STABLE_RATE = 0.0988
RULES = {rule.name: rule for rule in TRAINING_RULES}
FAULTY = [name for name in CASES if name in RULES]
HEALTHY = [name for name in CASES if name not in RULES]


def training(case, **changes):
    config, recorded = CASES[case], RECORDS[case]
    losses = np.array(recorded["validation_loss"], np.float32)
    facts = {
        "config": config,
        "steps": np.array(recorded["steps"]),
        "train_loss": np.array(recorded["train_loss"], np.float32),
        "validation_loss": losses,
        "validation_accuracy": np.array(recorded["validation_accuracy"], np.float32),
        "learning_rate": config.learning_rates[0],
        "has_diverged": diverged_at(recorded["steps"], losses) is not None,
        "stable_rate": STABLE_RATE if config.scaling == "standardize" else None,
        "label_counts": np.full(10, 6000),
    }
    return Training(**facts | changes)


@pytest.mark.parametrize("case", HEALTHY)
def test_nothing_is_said_where_all_is_well(case):
    """Also of raw pixels whose rate fits them, and of rates three times as large and a tenth as large."""
    assert hint(TRAINING_RULES, training(case)) is None


@pytest.mark.parametrize("case", FAULTY)
def test_each_fault_has_its_hint(case):
    """The first rule that speaks is the one for what was done wrongly."""
    found = hint(TRAINING_RULES, training(case))
    assert found is not None
    assert found.name == case


def test_every_rule_has_a_case():
    """The rule for a class that is missing is tested on counts of its own."""
    assert set(RULES) - set(FAULTY) == {"class_missing"}


@pytest.mark.parametrize("case", [name for name in FAULTY if name not in ("plateau",)])
def test_what_helps_is_another_configuration_that_is_allowed(case):
    """`ExperimentConfig` refuses what is not."""
    remedy = hint(TRAINING_RULES, training(case)).remedy
    assert isinstance(remedy, Change)
    changed = ExperimentConfig(**{"steps": CASES[case].steps} | dict(remedy.fields))
    assert changed != CASES[case]


@pytest.mark.parametrize(
    ("case", "fields"),
    [
        ("too_low", {"learning_rates": (0.01,)}),
        ("diverged", {"learning_rates": (0.098,)}),
        ("too_high", {"learning_rates": (0.098,)}),
        ("unscaled", {"scaling": "standardize", "learning_rates": (0.1,)}),
        ("noisy", {"batch_size": 256}),
        ("stopped_too_early", {"steps": 400}),
        ("initial_weights_large", {"initial_weight_scale": 0.001}),
        ("overfitting", {"validation_size": 5000}),
        ("small_validation", {"validation_size": 5000}),
    ],
)
def test_what_helps(case, fields):
    """One change, towards what theory or the defaults say."""
    assert hint(TRAINING_RULES, training(case)).remedy == Change(fields)


@pytest.mark.parametrize(("images", "offered"), [(60_000, 5000), (600, 150), (200, None), (None, None)])
def test_more_images_are_validated_on_only_where_there_are_more(images, offered):
    """Of few a quarter; of too few, or of data that are gone, nothing is said."""
    counts = None if images is None else np.full(10, images // 10)
    found = hint(TRAINING_RULES, training("small_validation", label_counts=counts))
    if offered is None:
        assert found is None or found.name != "small_validation"
    else:
        assert found.remedy == Change({"validation_size": offered})


def test_a_training_that_somebody_stopped_is_offered_its_own_steps():
    """Not four times as many: it was never seen how it ends."""
    facts = training("stopped_too_early", config=replace(CASES["stopped_too_early"], steps=2000))
    assert hint(TRAINING_RULES, facts).remedy == Change({"steps": 2000})


def test_a_missing_class_is_named_before_all_else():
    """A model that never saw a 7 never reads one, whatever its accuracy says."""
    counts = np.full(10, 6000)
    counts[7] = 0
    found = hint(TRAINING_RULES, training("diverged", label_counts=counts))
    assert (found.name, found.figures) == ("class_missing", {"missing_names": ["7"]})


def test_what_guessing_costs_and_what_is_missing_follow_the_classes():
    """A first loss of 5.5 is much for ten digits and near guessing among 62; MNIST has no missing letter."""
    letters = tuple(f"class {label}" for label in range(62))
    losses = np.array(RECORDS["initial_weights_large"]["validation_loss"], np.float32)
    losses[0] = 5.5
    for classes, said in ((DIGITS, True), (letters, False)):
        found = hint(TRAINING_RULES, training("initial_weights_large", classes=classes, validation_loss=losses))
        assert (found is not None and found.name == "initial_weights_large") == said
    counts = np.ones(62, np.int64)
    counts[61] = 0
    found = hint(TRAINING_RULES, training("diverged", label_counts=counts, classes=letters))
    assert found.figures == {"missing_names": ["class 61"]}
    assert found.remedy == Show("draw")


def test_figures_are_those_of_the_record():
    """Recomputed here from the records themselves."""
    recorded = RECORDS["too_high"]
    figures = hint(TRAINING_RULES, training("too_high")).figures
    assert figures["lowest_loss"] == pytest.approx(min(recorded["validation_loss"]))
    place = recorded["validation_loss"].index(min(recorded["validation_loss"]))
    assert figures["lowest_step"] == recorded["steps"][place]
    late = [
        loss
        for step, loss in zip(recorded["steps"], recorded["validation_loss"], strict=True)
        if step >= 0.9 * recorded["steps"][-1]
    ]
    assert figures["end_loss"] == pytest.approx(sum(late) / len(late))


def test_a_dismissed_rule_lets_the_next_one_speak():
    """And when nobody else has anything to say, nothing is said."""
    facts = training("plateau")
    assert isinstance(hint(TRAINING_RULES, facts).remedy, Show)
    assert hint(TRAINING_RULES, facts, {"plateau"}) is None


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_nothing_is_said_before_the_figures_say_anything(kept):
    """No record, the first one, two of them."""
    facts = training("too_low")
    few = {
        name: getattr(facts, name)[:kept]
        for name in ("steps", "train_loss", "validation_loss", "validation_accuracy")
    }
    assert hint(TRAINING_RULES, training("too_low", **few)) is None


def test_losses_that_are_no_numbers_are_no_reason_to_fail():
    """A run whose loss became infinite has diverged, and that is what is said."""
    losses = training("diverged").validation_loss.copy()
    losses[10:] = np.inf
    found = hint(TRAINING_RULES, training("diverged", validation_loss=losses, train_loss=losses * np.nan))
    assert found.name == "diverged"


@pytest.mark.parametrize(("right", "count"), [(0, 20), (47, 50), (4600, 5000), (20, 20)])
def test_the_interval_is_wilsons(right, count):
    """As SciPy computes it."""
    wanted = binomtest(right, count).proportion_ci(0.95, "wilson")
    assert wilson_interval(right / count, count) == pytest.approx((wanted.low, wanted.high), abs=1e-4)
