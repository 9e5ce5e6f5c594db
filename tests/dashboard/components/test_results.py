"""Results over the rate as the browser draws them while a race is on are those of a page once it is over."""

import base64

import numpy as np
import pytest

from core.rates import comparison
from dashboard.figures import AxisLabels, Followed, RatePoint, empty_losses, rate_chart
from tests import node
from tests.dashboard.components.test_comparison import FEED, race, sent

WORDS = AxisLabels("rate", "result")


def points(given, metric):
    """The points of a race as the page has them once it is over; the runs of the highest rate are guests."""
    return [
        RatePoint(
            row.learning_rate,
            np.nan if getattr(row, metric) is None else getattr(row, metric),
            row.seed,
            f"{row.learning_rate} {row.seed}",
            diverged=getattr(row, metric) is None,
            group=f"{row.learning_rate} {row.seed if row.learning_rate > 1 else ''}",
            guest=row.learning_rate > 1,
        )
        for entrant in comparison.entrants(*given)
        for row in comparison.summaries(entrant, 0.9)
    ]


def plain(value):
    """A figure without a choice of how its numbers travel."""
    if isinstance(value, dict):
        if "bdata" in value:
            return plain(np.frombuffer(base64.b64decode(value["bdata"]), "<f4").tolist())
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return pytest.approx(value, rel=1e-6) if isinstance(value, float) else value


@pytest.mark.parametrize("metric", ["final_loss", "final_accuracy"])
@pytest.mark.parametrize("records", [1, 4, 200])
def test_the_browser_draws_what_the_page_draws(metric, records):
    """Points, crosses, the line through the means, and the axes, over races with seeds, guests and lost runs."""
    look = {"figure": "loss" if metric.endswith("loss") else "accuracy"}
    races = [race(seed, records) for seed in range(20)]
    known = [rate_chart(points(each, metric), WORDS, **look) for each in races]
    assert any(trace["marker"]["symbol"] == "x" for figure in known for trace in figure.traces if "marker" in trace)
    described = [
        rate_chart(
            [RatePoint(p.rate, np.nan, p.seed, p.label, group=p.group, guest=p.guest) for p in points(each, metric)],
            WORDS,
            **look,
            y_range=empty_losses(10, is_log=False) if metric.endswith("loss") else None,
            followed=Followed(metric, _places(each)),
        )
        for each in races
    ]
    found = node.run(
        "live_chart/results.js",
        FEED + "return data.map(({ results, layout, race }) => "
        "module.withResults(results, layout, (experiment) => experiment === 1 && feedOf(race)));",
        [
            {"results": figure.results, "layout": figure.layout, "race": sent(*each)}
            for figure, each in zip(described, races, strict=True)
        ],
    )
    for figure, shown, asked in zip(known, found, described, strict=True):
        assert shown["traces"] == plain(list(figure.traces))
        assert shown["layout"] == plain(figure.layout)
        assert shown["points"] == figure.points
        assert (asked.points, list(asked.traces)) == (0, [])


def _places(given):
    return [(1, place) for entrant in comparison.entrants(*given) for place in entrant.positions]
