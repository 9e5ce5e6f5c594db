"""What is recorded, what a seed and a state decide to the bit, and runs side by side."""

from dataclasses import replace

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.features.scaling import fit_scaling
from core.images.split import Split, split
from core.schedule import record_steps, snapshot_steps
from core.training.state import initial_state
from tests.core.training.part import CONFIG, METRICS, bits, cross_entropy, model_of, part_of_mnist, same, trainer

# Figures ----------------------------------------------------------------------------------------------------------


def test_records_come_at_the_start_every_interval_and_the_end(data: Split) -> None:
    """Steps 0, 25, 50, 75, 100 and the last, 120, are recorded; past the end nothing happens."""
    one = trainer(CONFIG, data)
    assert [record.step for record in one.advance(0)] == [0]
    assert [record.step for record in one.advance(10**6)] == [25, 50, 75, 100, 120]
    assert one.advance(5) == []
    assert one.step == 120


def test_metrics_are_those_of_the_snapshot_at_that_step(data: Split) -> None:
    """Validation and test figures are what the NumPy model says with the weights of the same step."""
    one = trainer(CONFIG, data)
    [*_, last] = one.advance(CONFIG.steps)
    test_loss, test_accuracy = one.test_metrics()
    for run in range(len(CONFIG.runs)):
        model = model_of(one.snapshot(), run, data, CONFIG)
        logits = model.logits(data.x_validation)
        assert last.validation_loss[run] == pytest.approx(cross_entropy(logits, data.y_validation), rel=1e-4)
        assert last.validation_accuracy[run] == pytest.approx((logits.argmax(axis=1) == data.y_validation).mean())
        logits = model.logits(data.x_test)
        assert test_loss[run] == pytest.approx(cross_entropy(logits, data.y_test), rel=1e-4)
        assert test_accuracy[run] == pytest.approx((logits.argmax(axis=1) == data.y_test).mean())


def test_batch_figures_are_those_of_the_batch_just_learned_from(data: Split) -> None:
    """With all images in one batch, the batch's figures are those of the training images under the new weights."""
    config = replace(CONFIG, batch_size=len(data.x_train), record_interval=2)
    one = trainer(config, data)
    for record in one.advance(0) + one.advance(2):
        model = model_of(one.snapshot() if record.step else initial_state(config), 0, data, config)
        logits = model.logits(data.x_train)
        assert record.train_loss[0] == pytest.approx(cross_entropy(logits, data.y_train), rel=1e-4)
        assert record.train_accuracy[0] == pytest.approx((logits.argmax(axis=1) == data.y_train).mean(), abs=2e-3)


def test_measuring_says_again_what_was_recorded(data: Split) -> None:
    """The figures of the present step are to the bit those recorded at it, and asking changes nothing."""
    one, other = trainer(CONFIG, data), trainer(CONFIG, data)
    assert same(one.advance(0), [one.measure()])
    assert same(one.advance(25), [one.measure()])
    other.advance(25)
    assert bits(one.snapshot()) == bits(other.snapshot())


def test_the_first_record_is_what_the_compiled_program_says_of_it(data: Split) -> None:
    """NumPy gives it without a compilation, of the images as they were prepared and of every seed."""
    config = replace(CONFIG, scaling="deskew")
    prepared = data.prepared(config.scaling)
    one = trainer(config, prepared)
    [first] = one.advance(0)
    # One step at a rate so small that it changes no weight by as much as its last bit.
    still = trainer(replace(config, learning_rates=(1e-6, 1.1e-6, 1.2e-6), record_interval=1), prepared)
    still.rate_factor = 1e-30
    [_, second] = still.advance(1)
    for metric in METRICS:
        assert getattr(first, metric) == pytest.approx(getattr(second, metric), rel=1e-5)
        assert getattr(first, metric).dtype == np.float32


def test_pixels_that_never_vary_keep_their_weights(data: Split) -> None:
    """They are 0 after scaling, so they teach nothing; the others change."""
    one = trainer(CONFIG, data)
    one.advance(50)
    varies = np.append(fit_scaling(CONFIG.scaling, data.x_train).scale != 0, True)
    unchanged = (one.snapshot().weights == initial_state(CONFIG).weights).all(axis=(0, 2))
    assert 100 < unchanged.sum() == (~varies).sum()


def test_equal_logits_are_not_counted_as_right(data: Split) -> None:
    """A model that starts at zero weights guesses one digit, and is right about a tenth of the time."""
    config = replace(CONFIG, initial_weight_scale=0.0, initial_bias_scale=0.0)
    [start] = trainer(config, data).advance(0)
    assert (start.validation_accuracy < 0.2).all()
    assert np.allclose(start.validation_loss, np.log(10), rtol=1e-6)


def test_the_recent_loss_is_the_mean_over_the_last_hundred_batches(data: Split) -> None:
    """Their sum is over the batch losses before each of the last 100 steps, and 0 until the first of them."""
    config = replace(CONFIG, batch_size=len(data.x_train), record_interval=1, learning_rates=(0.1,), seeds=(0,))
    one = trainer(config, data)
    records = one.advance(20)
    assert (one.snapshot().recent_loss_sum == 0).all()
    records += one.advance(100)
    # In full batches, a batch's loss after a step is its loss before the next.
    expected = sum(float(record.train_loss[0]) for record in records[20:120])
    assert one.snapshot().recent_loss_sum[0] == pytest.approx(expected, rel=1e-4)


# To the bit -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "config",
    [
        CONFIG,
        replace(CONFIG, learning_rates=(0.1,), seeds=(3,), record_interval=None),
        replace(CONFIG, learning_rates=(0.1,), record_interval=1),
        replace(CONFIG, learning_rates=(0.1,), seeds=(3,), record_interval=250, steps=600),
    ],
    ids=[
        "six runs",
        "one run, ever more widely",
        "two runs, every step",
        "more steps between records than a call takes",
    ],
)
def test_portions_do_not_matter(data: Split, config: ExperimentConfig) -> None:
    """Steps taken one by one, in odd portions or all at once give the same records and state, bit for bit."""
    whole, single, odd = (trainer(config, data) for _ in range(3))
    records = whole.advance(config.steps)
    assert [record.step for record in records] == list(record_steps(config))
    assert same([r for _ in range(config.steps) for r in single.advance(1)], records)
    assert same([r for portion in (0, 7, 41, 1, 60, 599) for r in odd.advance(portion)], records)
    assert bits(single.snapshot()) == bits(odd.snapshot()) == bits(whole.snapshot())


def test_snapshots_are_the_weights_on_the_way(data: Split) -> None:
    """At every step that has one, as if the training had stood still there, also where they are scored together."""
    config = replace(CONFIG, learning_rates=(0.1,), seeds=(3,), record_interval=None)
    one, halting = trainer(config, data), trainer(config, data)
    snapshots = {step: weights for passed in one.go(config.steps) for step, weights in one.snapshots(passed).items()}
    assert tuple(snapshots) == snapshot_steps(config)[1:]
    for step, weights in snapshots.items():
        halting.advance(step - halting.step)
        assert weights.tobytes() == halting.snapshot().weights.tobytes()


def test_how_often_is_recorded_does_not_matter(data: Split) -> None:
    """The record interval decides what is written down, not what is learned."""
    often, seldom = (trainer(replace(CONFIG, record_interval=interval), data) for interval in (1, 1000))
    assert len(often.advance(CONFIG.steps)) == 121
    assert len(seldom.advance(CONFIG.steps)) == 2
    assert bits(often.snapshot()) == bits(seldom.snapshot())


def test_a_training_goes_on_from_its_state_as_if_it_had_never_stopped(data: Split) -> None:
    """A trainer made from a state, changed rates included, ends with the same bits as one that went through."""
    through, before = trainer(CONFIG, data), trainer(CONFIG, data)
    through.advance(33)
    through.rate_factor = 0.3
    records = through.advance(CONFIG.steps)
    before.advance(33)
    before.rate_factor = 0.3
    state = before.snapshot()
    before.advance(50)
    after = trainer(CONFIG, data, state)
    assert after.step == 33
    assert same(after.advance(CONFIG.steps), records)
    assert bits(after.snapshot()) == bits(through.snapshot())


# Runs side by side ------------------------------------------------------------------------------------------------


def test_a_run_in_a_field_trains_as_it_would_alone(data: Split) -> None:
    """Each run of a field ends where it ends when trained by itself, to the rounding of float32."""
    field = trainer(CONFIG, data)
    field.advance(CONFIG.steps)
    for run, (rate, seed) in enumerate(CONFIG.runs):
        alone = trainer(replace(CONFIG, learning_rates=(rate,), seeds=(seed,)), data)
        alone.advance(CONFIG.steps)
        # Sums in another order differ by some 1e-7 of the largest terms; 120 steps of it stay below 1e-4.
        assert np.allclose(field.snapshot().weights[run], alone.snapshot().weights[0], rtol=1e-3, atol=1e-4)
        sums = field.snapshot().recent_loss_sum[run], alone.snapshot().recent_loss_sum[0]
        assert sums[0] == pytest.approx(sums[1], rel=1e-4)


def test_runs_of_one_seed_start_alike_and_other_seeds_do_not(data: Split) -> None:
    """Runs of a seed share initial weights and first batch; another seed has others, with the spreads configured."""
    config = replace(CONFIG, initial_weight_scale=0.01, initial_bias_scale=2.0)
    weights = initial_state(config).weights
    [start] = trainer(config, data).advance(0)
    rates = len(config.learning_rates)
    for seed in range(2):
        of_seed = slice(seed * rates, (seed + 1) * rates)
        assert (weights[of_seed] == weights[seed * rates]).all()
        assert len(set(start.train_loss[of_seed])) == 1
    assert (weights[0] != weights[rates]).all()
    assert start.train_loss[0] != start.train_loss[rates]
    assert weights[0, :784].std() == pytest.approx(0.01, rel=0.05)
    assert 1 < weights[:, 784].std() < 3


def test_learning_rates_change_for_the_whole_field_at_once(data: Split) -> None:
    """A factor multiplies every rate from the next step on; nonsense changes nothing."""
    field = trainer(CONFIG, data)
    field.rate_factor = 0.05
    for nonsense in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(InvalidValue, match="rate_factor"):
            field.rate_factor = nonsense
    slower = trainer(replace(CONFIG, learning_rates=tuple(rate * 0.05 for rate in CONFIG.learning_rates)), data)
    field.advance(5)
    slower.advance(5)
    assert np.array_equal(field.snapshot().weights, slower.snapshot().weights)


def test_a_changed_rate_is_that_rate(data: Split) -> None:
    """Training at 0.1 after halving 0.2 takes the same steps as at 0.1 from the start."""
    halved, plain = (trainer(replace(CONFIG, learning_rates=(rate,)), data) for rate in (0.2, 0.1))
    halved.rate_factor = 0.5
    halved.advance(40)
    plain.advance(40)
    assert np.array_equal(halved.snapshot().weights, plain.snapshot().weights)


def test_a_range_test_raises_the_rate_step_by_step(data: Split) -> None:
    """In a range test the rate grows geometrically from the first step's to the last one's."""
    config = replace(CONFIG, learning_rates=(1e-3,), seeds=(0,), steps=5, raise_rate_to=10.0)
    start = initial_state(config)
    rates = [1e-3 * config.rate_multiplier(step) for step in range(1, 6)]
    assert np.allclose(rates, [1e-3, 1e-2, 0.1, 1, 10], rtol=1e-5)
    # The very steps: the second one is ten times what a plain run's second step is from the same place.
    one, plain = trainer(config, data), trainer(replace(config, raise_rate_to=None), data, start)
    one.advance(1)
    plain.advance(1)
    before = one.snapshot().weights
    assert np.array_equal(before, plain.snapshot().weights)
    one.advance(1)
    plain.advance(1)
    assert np.allclose(one.snapshot().weights - before, 10 * (plain.snapshot().weights - before), atol=1e-5)


# When it goes wrong -----------------------------------------------------------------------------------------------


def test_a_run_that_is_no_longer_finite_stops_and_harms_no_other(data: Split) -> None:
    """A run whose weights are broken is marked and frozen; the others end with the bits they have without it."""
    healthy = trainer(CONFIG, data)
    healthy.advance(30)
    state = healthy.snapshot()
    weights = state.weights.copy()
    weights[1, 100, 3] = np.inf
    broken = trainer(CONFIG, data, replace(state, weights=weights))
    healthy.advance(CONFIG.steps)
    [*_, last] = broken.advance(CONFIG.steps)
    after = broken.snapshot()
    others = np.arange(len(CONFIG.runs)) != 1
    assert after.diverged_at.tolist() == [-1, 30, -1, -1, -1, -1]
    assert np.array_equal(after.weights[1], weights[1])
    assert np.array_equal(after.weights[others], healthy.snapshot().weights[others])
    assert not np.isfinite(last.validation_loss[1])
    assert np.isfinite(last.validation_loss[others]).all()


def test_a_broken_run_stays_broken_when_training_goes_on_from_a_state(data: Split) -> None:
    """A run marked as diverged takes no step after a resume, even if its loss happens to be finite."""
    start = initial_state(CONFIG)
    marked = replace(start, diverged_at=np.array([-1, -1, 0, -1, -1, -1]))
    one = trainer(CONFIG, data, marked)
    one.advance(20)
    assert np.array_equal(one.snapshot().weights[2], start.weights[2])
    assert one.snapshot().diverged_at.tolist() == marked.diverged_at.tolist()


def test_the_largest_rate_on_raw_pixels_gives_large_numbers_not_nan(data: Split) -> None:
    """Rate 100 on grey levels up to 255 leaves losses far above the start, all of them finite."""
    config = replace(CONFIG, learning_rates=(100.0,), seeds=(0,), scaling="none")
    one = trainer(config, data)
    start, *_, last = one.advance(config.steps)
    for metric in METRICS:
        assert np.isfinite(getattr(last, metric)).all()
    assert last.validation_loss[0] > 100 * start.validation_loss[0]
    assert one.snapshot().diverged_at.tolist() == [-1]


def test_a_batch_larger_than_the_training_images_is_refused(data: Split) -> None:
    """700 images cannot fill a batch of 701, and the sentence says so; a batch of all of them is fine."""
    with pytest.raises(InvalidValue, match=r"batch_size is 701; .* between 1 and 700") as caught:
        trainer(replace(CONFIG, batch_size=701), data)
    assert caught.value.field == "batch_size"
    trainer(replace(CONFIG, batch_size=700), data).advance(1)


def test_a_tiny_data_set_can_be_trained_on() -> None:
    """300 images with 100 for validation are learned, in batches that straddle epochs."""
    config = ExperimentConfig(steps=100, batch_size=128, validation_size=100, scaling="normalize")
    one = trainer(config, split(part_of_mnist(300, 1), 100))
    records = one.advance(config.steps)
    assert records[-1].train_accuracy[0] > 0.8
    assert records[-1].validation_accuracy[0] > 0.5
    assert one.test_metrics()[1][0] in (0, 1)
