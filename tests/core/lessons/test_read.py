"""Step 1: which images show a digit, and what they have in common, beside NumPy's own mean and deviation."""

import numpy as np

from core.images.dataset import load_mnist
from core.lessons.read import digit_statistics, places_of_digits


def test_every_image_belongs_to_one_digit():
    """In the order of the database."""
    labels = load_mnist().y_test
    places = places_of_digits(labels)
    assert sorted(np.concatenate(places).tolist()) == list(range(10_000))
    for digit, of_digit in enumerate(places):
        assert (labels[of_digit] == digit).all()
        assert (np.diff(of_digit) > 0).all()


def test_mean_and_spread_are_numpys():
    """Of every pixel, over the images of a digit; and of a digit, over its pixels."""
    data = load_mnist()
    images = data.x_test.reshape(-1, 784)
    seen = digit_statistics(images, data.y_test)
    for digit in range(10):
        of_digit = images[data.y_test == digit].astype(float)
        np.testing.assert_allclose(seen.mean[digit], of_digit.mean(axis=0), rtol=1e-9)
        np.testing.assert_allclose(seen.deviation[digit], of_digit.std(axis=0), rtol=1e-9, atol=1e-9)
        assert np.isclose(seen.spread[digit] ** 2, of_digit.var(axis=0).mean())
