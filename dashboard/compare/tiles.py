"""The figures at the top of the page Compare: who leads, and who was first at the finish line."""

from dashboard.compare.race import Race, values_of
from dashboard.components.tiles import Entrant, Tile
from dashboard.shared.tiles import Part, training_tiles
from dashboard.shared.titles import labelled
from dashboard.text import Text, formats


def race_tiles(text: Text, race: Race, line: float) -> None:
    """Draw the tiles and the progress of a race, or of the one that the settings would make, with its finish line at
    `line`, a share from 0 to 1.
    """
    parts = [Part(number, config) for number, config in race.parts]
    entrants = [
        Entrant(
            labelled(text, race.field, value),
            tuple(place for place, (rate, _) in enumerate(part.config.runs) if race.is_variation or rate == value),
            course,
        )
        for course, part in enumerate(parts)
        for value in sorted(values_of(part.config, race.field), key=str if race.is_variation else float)
    ]
    runs = sum(len(part.config.runs) for part in parts)
    steps = max((part.config.steps for part in parts), default=None)
    at = "tile_at" if race.is_variation else "tile_at_rate"
    results = [
        Tile(text("tile_lowest_loss"), "{lowest_loss}", text(at, rate="{lowest_loss_of}")),
        Tile(text("tile_highest_accuracy"), "{highest_accuracy}", text(at, rate="{highest_accuracy_of}")),
        Tile(
            text("tile_finish", line=formats.chosen_percent(line)),
            "{first_of}",
            text("tile_finish_detail", step="{first_step}"),
        ),
    ]
    training_tiles(
        text,
        parts,
        results,
        step_detail=text("tile_step_of", steps=formats.count(steps)),
        speed_detail=text("tile_race_speed_detail", runs=runs, steps="{run_steps_per_second}"),
        entrants=entrants,
        finish_line=line,
    )
