"""The figures at the top of the page Compare: who leads, and who was first at the finish line."""

from core.config import ExperimentConfig
from core.store.records import Experiment
from dashboard.components.tiles import Entrant, Tile
from dashboard.shared.tiles import training_tiles
from dashboard.text import Text, formats


def race_tiles(text: Text, experiment: Experiment | None, config: ExperimentConfig | None, line: float) -> None:
    """Draw the tiles and the progress of a race, or of what `config` would make of one, with its finish line at
    `line`, a share from 0 to 1.
    """
    runs = () if config is None else config.runs
    entrants = [
        Entrant(formats.rate(rate), tuple(place for place, (own, _) in enumerate(runs) if own == rate))
        for rate in sorted({rate for rate, _ in runs})
    ]
    results = [
        Tile(text("tile_lowest_loss"), "{lowest_loss}", text("tile_at_rate", rate="{lowest_loss_of}")),
        Tile(text("tile_highest_accuracy"), "{highest_accuracy}", text("tile_at_rate", rate="{highest_accuracy_of}")),
        Tile(
            text("tile_finish", line=formats.chosen_percent(line)),
            "{first_of}",
            text("tile_finish_detail", step="{first_step}"),
        ),
    ]
    training_tiles(
        text,
        experiment,
        config,
        results,
        step_detail=text("tile_step_of", steps=formats.count(None if config is None else config.steps)),
        speed_detail=text("tile_race_speed_detail", runs=len(runs), steps="{run_steps_per_second}"),
        entrants=entrants,
        finish_line=line,
    )
