"""The figures at the top of the page Train, as tiles."""

import contextlib

from core.config import ExperimentConfig
from core.errors import DataError
from core.images.dataset import load
from core.store import Store
from core.store.records import Experiment, Metrics
from dashboard.components.tiles import Tile, tiles
from dashboard.shared import speed
from dashboard.text import Text, formats
from dashboard.train.charts import last_value


def train_tiles(
    text: Text, store: Store, experiment: Experiment | None, config: ExperimentConfig | None, metrics: Metrics | None
) -> None:
    """Draw the tiles and the progress; where there is no experiment yet, what `config` would make of them."""
    epoch, elapsed, test_accuracy, test_images = formats.NOTHING, None, None, formats.NOTHING
    # From the very figures that the charts draw: the experiment itself was fetched a moment before them.
    step = 0 if metrics is None or not len(metrics.steps) else int(metrics.steps[-1])
    if config is not None:
        # A file of the user's own may be gone; what was trained on it is not.
        with contextlib.suppress(DataError):
            data = load(config.data)
            test_images = formats.count(len(data.x_test))
            if experiment is not None:
                seen = step * config.batch_size
                epoch = formats.fixed(seen / (len(data.x_train) - config.validation_size), 1)
    if experiment is not None:
        elapsed = experiment.seconds
        if experiment.status.is_over:
            test_accuracy = store.experiments.runs(experiment.id)[0].test_accuracy
    steps = None if config is None else config.steps
    steps_per_second = speed.steps_per_second(experiment, metrics)
    images_per_second = None if steps_per_second is None or config is None else steps_per_second * config.batch_size
    shown = [
        Tile(
            text("tile_step"),
            formats.count(step),
            text("tile_step_detail", steps=formats.count(steps), epoch=epoch),
        ),
        Tile(
            text("tile_loss"),
            formats.loss(last_value(metrics, "validation_loss")),
            text("tile_loss_detail", loss=formats.loss(last_value(metrics, "train_loss"))),
        ),
        Tile(
            text("tile_accuracy"),
            formats.percent(last_value(metrics, "validation_accuracy")),
            text("tile_accuracy_detail", accuracy=formats.percent(last_value(metrics, "train_accuracy"))),
        ),
        Tile(
            text("tile_test_accuracy"),
            formats.percent(test_accuracy, 2),
            text("tile_test_accuracy_detail", images=test_images),
        ),
        Tile(
            text("tile_speed"),
            formats.count(steps_per_second),
            text("tile_speed_detail", images=formats.count(images_per_second)),
            text("tile_speed_unit"),
        ),
        Tile(
            text("tile_time"),
            formats.duration(text, speed.seconds_left(experiment, steps_per_second)),
            text("tile_time_detail", elapsed=formats.duration(text, elapsed)),
        ),
    ]
    tiles(shown, key="tiles", progress=step / steps if steps else 0.0, progress_label=text("tile_progress"))
