"""Records what the rules of hints are tested on: `python -m tests.core.hints.record` writes recorded.json anew."""

import json
from pathlib import Path

from core.config import PRESETS, ExperimentConfig
from core.images.split import prepared
from core.training.trainer import Trainer

RECORDED = Path(__file__).parent / "recorded.json"

CASES = {
    "tutorial": ExperimentConfig(),
    "normalized": ExperimentConfig(scaling="normalize"),
    "raw_with_fitting_rate": PRESETS["raw_pixels"],
    "rate_0.3": ExperimentConfig(learning_rates=(0.3,)),
    "rate_0.01": ExperimentConfig(learning_rates=(0.01,)),
    "weights_of_zero": ExperimentConfig(initial_weight_scale=0.0),
    "too_low": PRESETS["too_small_rate"],
    "diverged": PRESETS["too_large_rate"],
    "too_high": ExperimentConfig(learning_rates=(1.0,)),
    "unscaled": ExperimentConfig(scaling="none"),
    "noisy": ExperimentConfig(batch_size=16),
    "stopped_too_early": ExperimentConfig(steps=100),
    "plateau": ExperimentConfig(steps=10_000),
    "initial_weights_large": ExperimentConfig(initial_weight_scale=1.0),
    "overfitting": ExperimentConfig(validation_size=50_000, steps=5000),
    "small_validation": ExperimentConfig(validation_size=50),
}
"""Healthy trainings first; the others by the rule that has to speak."""


def record() -> None:
    """Train every case and keep what it recorded, to five digits."""
    found = {}
    for name, config in CASES.items():
        images = prepared(config)
        records = Trainer(config, images.split, images.scaling).advance(config.steps)
        found[name] = {"steps": [each.step for each in records]} | {
            metric: [float(f"{getattr(each, metric)[0]:.5g}") for each in records]
            for metric in ("train_loss", "validation_loss", "validation_accuracy")
        }
    RECORDED.write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
