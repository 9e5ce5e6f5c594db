"""Shuffle buffers, beside their definition and TensorFlow's own; the scatter of gradients, beside themselves."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
import tensorflow as tf

from core.config import PRESETS
from core.images.split import batch_indices
from core.lessons import model
from core.lessons.batches import learnt, mixes, scatters, through_buffer
from core.lessons.model import gradient
from core.training.state import initial_state


def met_by_definition(count, size, draws, last):
    """What leaves a buffer if `draws` are its places while something is outside, and `last` those afterwards."""
    buffer, outside, met = list(range(size)), list(range(size, count)), []
    for place in draws:
        met.append(buffer[place])
        buffer[place] = outside.pop(0)
    return met + [buffer[place] for place in last]


@pytest.mark.parametrize(("count", "size"), [(1, 1), (9, 1), (9, 4), (9, 9), (9, 50), (500, 30)])
def test_a_buffer_gives_what_its_definition_gives(count, size):
    """Place by place, from the same draws."""
    met = through_buffer(count, size, np.random.default_rng(3))
    size, random = min(size, count), np.random.default_rng(3)
    draws = random.integers(size, size=count - size)
    assert list(met) == met_by_definition(count, size, draws, random.permutation(size))


def test_a_buffer_gives_the_orders_that_tensorflows_gives():
    """With two places for four images, each of the eight ways to draw as often as another."""
    random = np.random.default_rng(0)
    seen = Counter(tuple(through_buffer(4, 2, random).tolist()) for _ in range(4000))
    possible = {
        tuple(met_by_definition(4, 2, draws, last))
        for draws in product((0, 1), repeat=2)
        for last in ((0, 1), (1, 0))
    }
    shuffled = tf.data.Dataset.range(4).shuffle(2, seed=5, reshuffle_each_iteration=True).batch(4).repeat(300)
    assert {tuple(order.tolist()) for order in shuffled.as_numpy_iterator()} == possible
    assert seen.keys() == possible
    assert all(400 < times < 600 for times in seen.values())


def test_the_last_batch_may_be_smaller():
    """Each image is counted once, in its batch, at its digit."""
    labels = np.array([0, 0, 9, 9, 9, 1, 7], np.uint8)
    expected = np.zeros((3, 10), int)
    expected[0, [0, 9]], expected[1, [9, 1]], expected[2, 7] = [2, 1], [2, 1], 1
    np.testing.assert_array_equal(mixes(labels, 3), expected)


def test_learning_from_the_trainings_own_order_gives_its_weights():
    """Three steps of the tutorial."""
    images, config = model.tutorial(), PRESETS["tutorial"]
    order = batch_indices(len(images.split.x_train), config.batch_size, 0, 0, 3).ravel()
    weights = learnt(images, initial_state(config).weights[0], order, config.batch_size, config.learning_rates[0])
    np.testing.assert_array_equal(weights[:-1], model.trained(3).weights)


def test_scatter_is_that_of_the_gradients_themselves():
    """Their lengths, distances and angles, of batches small and large, in float64."""
    random = np.random.default_rng(2)
    x = random.standard_normal((128, 784)).astype(np.float32)
    labels, weights = random.integers(0, 10, 128), (0.05 * random.standard_normal((785, 10))).astype(np.float32)
    length, found = scatters((1, 4, 16, 64), weights, x, labels)
    whole = gradient(weights, x, labels).astype(float)
    assert length == pytest.approx(np.linalg.norm(whole), rel=1e-5)
    for each in found:
        cuts = range(0, 128, each.size)
        of_batches = [gradient(weights, x[at : at + each.size], labels[at : at + each.size]) for at in cuts]
        distances = [np.linalg.norm(batch - whole) for batch in of_batches]
        assert each.noise == pytest.approx(np.sqrt(np.square(distances).sum() / (len(cuts) - 1)), rel=1e-4)
        cosines = [(batch * whole).sum() / np.linalg.norm(batch) / length for batch in of_batches]
        np.testing.assert_allclose(each.angles, np.degrees(np.arccos(cosines)), atol=0.05)
