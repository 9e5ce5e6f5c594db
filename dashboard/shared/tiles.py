"""The figures at the top of a page that trains, as tiles that the browser fills from the stream."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.config import ExperimentConfig
from core.store.records import Experiment
from dashboard.components.tiles import Course, Entrant, Tile, Training, tiles
from dashboard.text import Text, formats


@dataclass(frozen=True)
class Part:
    """One of the experiments that a page shows as one; without a number the one that `config` would make."""

    number: int | None
    config: ExperimentConfig


def training_tiles(
    text: Text,
    parts: Sequence[Part],
    results: Sequence[Tile],
    *,
    step_detail: str,
    speed_detail: str,
    entrants: Sequence[Entrant],
    training_images: int | None = None,
    finish_line: float = 1.0,
) -> None:
    """Draw step, `results`, speed, time and progress of all `parts` together; there is none where none can be made.

    `step_detail` and `speed_detail` stand below those figures. `entrants` are who is compared in the results.
    """
    items = [
        Tile(text("tile_step"), "{step}", step_detail),
        *results,
        Tile(text("tile_speed"), "{steps_per_second}", speed_detail, text("tile_speed_unit")),
        Tile(text("tile_time"), "{seconds_left}", text("tile_time_detail", elapsed="{seconds}")),
    ]
    training = _training(parts, training_images, tuple(entrants), finish_line)
    tiles(items, key="tiles", training=training, progress_label=text("tile_progress"), units=_units(text))


def progress(text: Text, experiment: Experiment, *, key: str) -> None:
    """Draw how far an experiment is of which nothing else is seen yet."""
    steps = text("tile_step_of", steps=formats.count(experiment.config.steps))
    training = _training([Part(experiment.id, experiment.config)], None, (), 1.0)
    tiles(
        [Tile(text("tile_step"), "{step}", steps)],
        key=key,
        training=training,
        progress_label=text("tile_progress"),
        units=_units(text),
    )


def _training(
    parts: Sequence[Part], training_images: int | None, entrants: tuple[Entrant, ...], finish_line: float
) -> Training:
    courses = [
        Course(part.number, part.config.steps, part.config.batch_size, len(part.config.runs)) for part in parts
    ]
    return Training(
        courses=tuple(courses) or (Course(None, None, 0, 0),),
        training_images=training_images,
        entrants=entrants,
        finish_line=finish_line,
    )


def _units(text: Text) -> dict[str, str]:
    return {name: text.template(name) for name in ("seconds", "minutes")}
