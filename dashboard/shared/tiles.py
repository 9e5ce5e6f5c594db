"""The figures at the top of a page that trains, as tiles that the browser fills from the stream."""

from collections.abc import Sequence

from core.config import ExperimentConfig
from core.store.records import Experiment
from dashboard.components.tiles import Entrant, Tile, Training, tiles
from dashboard.text import Text, formats


def training_tiles(
    text: Text,
    experiment: Experiment | None,
    config: ExperimentConfig | None,
    results: Sequence[Tile],
    *,
    step_detail: str,
    speed_detail: str,
    entrants: Sequence[Entrant],
    training_images: int | None = None,
    finish_line: float = 1.0,
) -> None:
    """Draw step, `results`, speed, time and progress of an experiment, or of what `config` would make of one.

    `step_detail` and `speed_detail` stand below those figures. `entrants` are who is compared in the results.
    """
    items = [
        Tile(text("tile_step"), "{step}", step_detail),
        *results,
        Tile(text("tile_speed"), "{steps_per_second}", speed_detail, text("tile_speed_unit")),
        Tile(text("tile_time"), "{seconds_left}", text("tile_time_detail", elapsed="{seconds}")),
    ]
    training = _training(experiment, config, training_images, tuple(entrants), finish_line)
    tiles(items, key="tiles", training=training, progress_label=text("tile_progress"), units=_units(text))


def progress(text: Text, experiment: Experiment, *, key: str) -> None:
    """Draw how far an experiment is of which nothing else is seen yet."""
    steps = text("tile_step_of", steps=formats.count(experiment.config.steps))
    training = _training(experiment, experiment.config, None, (), 1.0)
    tiles(
        [Tile(text("tile_step"), "{step}", steps)],
        key=key,
        training=training,
        progress_label=text("tile_progress"),
        units=_units(text),
    )


def _training(
    experiment: Experiment | None,
    config: ExperimentConfig | None,
    training_images: int | None,
    entrants: tuple[Entrant, ...],
    finish_line: float,
) -> Training:
    return Training(
        experiment=None if experiment is None else experiment.id,
        steps=None if config is None else config.steps,
        batch_size=0 if config is None else config.batch_size,
        runs=0 if config is None else len(config.runs),
        training_images=training_images,
        entrants=entrants,
        finish_line=finish_line,
    )


def _units(text: Text) -> dict[str, str]:
    return {name: text.template(name) for name in ("seconds", "minutes")}
