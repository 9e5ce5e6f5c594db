"""Training twice: with the trainer of experiments, the same is so."""

import numpy as np
import pytest

from core.config import PRESETS, ExperimentConfig
from core.images.split import prepared
from core.lessons.train import differing_parameters
from core.training.trainer import Trainer

TUTORIAL = PRESETS["tutorial"]


@pytest.mark.parametrize(("seed", "differ"), [(0, 0), (1, 7850)])
def test_a_seed_decides_all_parameters(seed, differ):
    """To the bit, also as TensorFlow trains them."""
    other = ExperimentConfig(seeds=(seed,))
    assert differing_parameters(5, TUTORIAL, other) == (differ, 7850)
    snapshots = []
    for config in (TUTORIAL, other):
        images = prepared(config)
        trainer = Trainer(config, images.split, images.scaling)
        trainer.advance(5)
        snapshots.append(trainer.snapshot().weights[0])
    assert np.count_nonzero(snapshots[0] != snapshots[1]) == differ
