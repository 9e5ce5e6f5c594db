"""What the tiles of a page describe is what the browser can fill in."""

import re
from dataclasses import replace

import pytest

from core.config import ExperimentConfig
from dashboard.text import LANGUAGES
from tests import node
from tests.dashboard.sent import sent

RACE = ExperimentConfig(learning_rates=(1.0, 0.01), seeds=(0, 1), steps=100, batch_size=50)


def described(page):
    """What the tiles of a page were given."""
    [data] = sent(page, "tiles/board.js")
    return data


def shown(data, **figures):
    """What stands in the tiles when those are the figures: label, value, unit, detail."""
    return node.run(
        "tiles/measures.js",
        """const filled = (sentence, words) => sentence.replace(/\\{(\\w+)\\}/g, (_, name) => words[name]);
        const words = module.inWords(data.figures, data.sent.units);
        return data.sent.tiles.map((tile) => [
          tile.label, filled(tile.value, words), tile.unit, filled(tile.detail, words),
        ]);""",
        {"sent": data, "figures": figures},
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("opened", ["train_page", "compare_page"])
def test_every_placeholder_is_a_figure_that_the_browser_knows(request, trained, opened, language):
    """In every language, with and without an experiment."""
    page = request.getfixturevalue(opened)
    page.query_params["lang"] = language
    for number in (None, trained()):
        if number is not None:
            page.query_params["experiment"] = str(number)
        data = described(page.run())
        known = node.run("tiles/measures.js", "return module.inWords({}, {});", None)
        for tile in data["tiles"]:
            assert set(re.findall(r"\{(\w+)\}", tile["value"] + tile["detail"])) <= known.keys()
        assert [course["experiment"] for course in data["training"]["courses"]] == [number]


def test_train_shows_its_one_run(train_page, trained):
    """An epoch is as many images as the configuration leaves for training."""
    number = trained(replace(ExperimentConfig(), steps=50), finished=False)
    train_page.query_params["experiment"] = str(number)
    data = described(train_page.run())
    assert data["training"] == {
        "courses": [{"experiment": number, "steps": 50, "batch_size": 256, "runs": 1}],
        "training_images": 55_000,
        "entrants": [{"label": "", "positions": [0], "course": 0}],
        "finish_line": 1.0,
    }
    assert shown(
        data,
        step=1234,
        epoch=5.74,
        lowest_loss=0.3084,
        batch_loss=0.5,
        highest_accuracy=0.912,
        batch_accuracy=1,
        test_accuracy=0.9234,
        steps_per_second=300.4,
        images_per_second=76902,
        seconds_left=187,
        seconds=0.6,
    ) == [
        ["Step", "1,234", "", "of 50 · epoch 5.7"],
        ["Validation loss", "0.308", "", "batch 0.500"],
        ["Validation accuracy", "91.2%", "", "batch 100.0%"],
        ["Test accuracy", "92.34%", "", "10,000 images"],
        ["Speed", "300", "steps/s", "76,902 images/s"],
        ["Time left", "3:07 min", "", "0.6 s so far"],
    ]


def test_compare_shows_who_leads(compare_page, store):
    """Its entrants are the rates, ascending, each with the places of all its seeds."""
    number = store.experiments.file(RACE)
    compare_page.query_params["experiment"] = str(number)
    compare_page.query_params["finish_line"] = "85"
    data = described(compare_page.run())
    training = data["training"]
    runs = RACE.runs
    assert [entrant["label"] for entrant in training["entrants"]] == ["0.01", "1"]
    for entrant, rate in zip(training["entrants"], (0.01, 1.0), strict=True):
        assert [runs[place][0] for place in entrant["positions"]] == [rate, rate]
    assert ([(course["steps"], course["runs"]) for course in training["courses"]], training["finish_line"]) == (
        [(100, 4)],
        0.85,
    )
    assert shown(
        data,
        step=7,
        lowest_loss=0.5,
        lowest_loss_of="1",
        highest_accuracy=0.8,
        highest_accuracy_of="0.01",
        steps_per_second=100,
        run_steps_per_second=400,
    ) == [
        ["Step", "7", "", "of 100"],
        ["Lowest loss", "0.500", "", "validation, rate 1"],
        ["Highest accuracy", "80.0%", "", "validation, rate 0.01"],
        ["First at 85%", "–", "", "at step –"],
        ["Speed", "100", "steps/s", "400 in all 4 runs"],
        ["Time left", "–", "", "– so far"],
    ]
