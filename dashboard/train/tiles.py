"""The figures at the top of the page Train: those of the one run, on the batch, validation and test images."""

import contextlib

from core.config import ExperimentConfig
from core.errors import DataError
from core.store.records import Experiment
from dashboard.components.tiles import Entrant, Tile
from dashboard.shared.services import data_of
from dashboard.shared.tiles import Part, training_tiles
from dashboard.text import Text, formats

_RUN = Entrant("", (0,))


def train_tiles(text: Text, experiment: Experiment | None, config: ExperimentConfig | None) -> None:
    """Draw the tiles and the progress; where there is no experiment yet, what `config` would make of them."""
    training_images, test_images = None, None
    if config is not None:
        # A file of the user's own may be gone; what was trained on it is not.
        with contextlib.suppress(DataError):
            data = data_of(config)
            training_images, test_images = len(data.x_train) - config.validation_size, len(data.x_test)
    results = [
        Tile(text("tile_loss"), "{lowest_loss}", text("tile_loss_detail", loss="{batch_loss}")),
        Tile(text("tile_accuracy"), "{highest_accuracy}", text("tile_accuracy_detail", accuracy="{batch_accuracy}")),
        Tile(
            text("tile_test_accuracy"),
            "{test_accuracy}",
            text("tile_test_accuracy_detail", images=formats.count(test_images)),
        ),
    ]
    training_tiles(
        text,
        [] if config is None else [Part(None if experiment is None else experiment.id, config)],
        results,
        step_detail=text(
            "tile_step_detail", steps=formats.count(None if config is None else config.steps), epoch="{epoch}"
        ),
        speed_detail=text("tile_speed_detail", images="{images_per_second}"),
        entrants=[_RUN],
        training_images=training_images,
    )
