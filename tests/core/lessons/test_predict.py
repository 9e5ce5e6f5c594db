"""Which images a model hesitates about, beside a loop over sorted lists."""

import numpy as np

from core.lessons import model
from core.lessons.predict import hesitant, margins


def test_a_margin_is_the_lead_of_the_likeliest():
    """Over the second, whichever digits they are."""
    shares = model.trained(20).probabilities(model.tutorial().dataset.x_test[:50])
    leads = [sorted(row)[-1] - sorted(row)[-2] for row in shares.tolist()]
    np.testing.assert_allclose(margins(shares), leads, rtol=1e-6)


def test_the_images_hesitated_about_most_come_first():
    """Each once; of equal ones the first."""
    shares = np.array([[0.6, 0.4], [0.5, 0.5], [0.9, 0.1], [0.5, 0.5]], np.float32)
    assert hesitant(shares, 3).tolist() == [1, 3, 0]
    assert hesitant(shares, 9).tolist() == [1, 3, 0, 2]
