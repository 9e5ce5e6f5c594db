"""What the browser says of a race is what `core.rates` says of the same records."""

from dataclasses import asdict

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.rates import comparison
from core.store.records import METRICS, Experiment, Metrics, Run, Status
from tests import node

SUMMARIZED = (
    "final_loss",
    "best_loss",
    "recent_loss",
    "final_accuracy",
    "best_accuracy",
    "test_accuracy",
    "diverged_at",
    "finish_step",
    "finish_seconds",
    "seconds",
)

FEED = """
const feedOf = ({ runs, steps, seconds, metrics }) => ({
  state: { status: "running", runs },
  steps,
  seconds,
  metric: (name, position) => Float32Array.from(metrics[name][position], (value) => value ?? NaN),
});
"""


def race(seed, records):
    """A race of two seeds with `records` records: some runs learn, some diverge, some are no number at times."""
    chance = np.random.default_rng(seed)
    config = ExperimentConfig(learning_rates=(0.01, 0.1, 1.0, 10.0), seeds=(0, 1), steps=1000)
    steps = np.unique(chance.integers(1, 1000, records)) if records > 1 else np.arange(records)
    if len(steps):
        steps[0] = 0
    shape = (len(config.runs), len(steps))
    slope = chance.normal(0, 1, (shape[0], 1))
    loss = np.abs(2.3 + slope * np.linspace(0, 3, shape[1]) + chance.normal(0, 0.1, shape))
    accuracy = np.clip(0.5 - slope * np.linspace(0, 0.4, shape[1]) + chance.normal(0, 0.05, shape), 0, 1)
    for values in (loss, accuracy):
        values[chance.random(shape) < 0.02] = np.nan
        values[chance.random(shape[0]) < 0.1, shape[1] // 2 :] = np.nan
    figures = {name: (loss if name.endswith("loss") else accuracy).astype(np.float32) for name in METRICS}
    seconds = np.cumsum(chance.random(len(steps))).astype(np.float32).astype(np.float64)
    experiment = Experiment(
        id=1,
        name=None,
        config=config,
        status=Status.RUNNING,
        step=1000,
        seconds=4.0,
        hold_at=None,
        pace=None,
        rate_factor=1.0,
        error=None,
        data_checksum=None,
        claimed_by=1,
        claim=1,
        created_at=0.0,
        finished_at=None,
    )
    runs = [
        Run(
            id=place + 1,
            experiment_id=1,
            learning_rate=rate,
            seed=seed,
            diverged_at=int(chance.integers(0, 100)) if chance.random() < 0.2 else None,
            recent_loss_sum=None if chance.random() < 0.5 else 50.0,
            test_loss=None,
            test_accuracy=None if chance.random() < 0.5 else float(chance.random()),
        )
        for place, (rate, seed) in enumerate(config.runs)
    ]
    return experiment, runs, Metrics(steps, seconds, **figures)


def sent(experiment, runs, metrics):
    """What the stream would have brought of it; the verdict, who has diverged, is the server's."""
    verdict = {
        run.id: step
        for entrant in comparison.entrants(experiment, runs, metrics)
        for run, step in zip(entrant.runs, entrant.diverged_steps, strict=True)
    }

    def plain(values):
        return [[None if np.isnan(value) else value for value in row] for row in values.tolist()]

    return {
        "runs": [
            {
                "id": run.id,
                "diverged_at": verdict[run.id],
                "test_accuracy": run.test_accuracy,
                "recent_loss": comparison.recent_loss(experiment, run),
            }
            for run in runs
        ],
        "steps": metrics.steps.tolist(),
        "seconds": metrics.seconds.tolist(),
        "metrics": {name: plain(getattr(metrics, name)) for name in METRICS},
    }


@pytest.mark.parametrize("records", [0, 1, 4, 6, 200])
@pytest.mark.parametrize("line", [0.5, 0.7])
def test_a_run_is_summarized_alike(records, line):
    """Over races of many kinds: with NaN, with divergence noted or seen, with and without a finish."""
    races = [race(seed, records) for seed in range(10)]
    said = node.run(
        "comparison/summaries.js",
        FEED
        + """return data.races.map((race) => {
          const feed = feedOf(race);
          return race.runs.map((_, position) => module.summary(feed, position, data.line));
        });""",
        {"races": [sent(*each) for each in races], "line": line},
    )
    for (experiment, runs, metrics), rows in zip(races, said, strict=True):
        expected = {
            row.run: asdict(row)
            for entrant in comparison.entrants(experiment, runs, metrics)
            for row in comparison.summaries(entrant, line)
        }
        for run, row in zip(runs, rows, strict=True):
            assert row == {name: expected[run.id][name] for name in SUMMARIZED}


@pytest.mark.parametrize("records", [0, 1, 200])
def test_leaders_and_the_first_at_the_finish_line_are_the_same(records):
    """By the mean over seeds, and of those who are level the first."""
    races = [race(seed, records) for seed in range(20)]
    everyone = [comparison.entrants(*each) for each in races]
    said = node.run(
        "comparison/entrants.js",
        FEED
        + """return data.races.map(({ race, entrants: sent }) => {
          const entrants = sent.map((entrant) => ({ ...entrant, feed: feedOf(race) }));
          const loss = module.leader(entrants, "validation_loss", false);
          const accuracy = module.leader(entrants, "validation_accuracy", true);
          const first = module.winner(entrants, 0.6);
          return [
            loss && [loss.entrant.label, loss.value],
            accuracy && [accuracy.entrant.label, accuracy.value],
            first && [first.entrant.label, first.finish.step, first.finish.seconds],
          ];
        });""",
        {
            "races": [
                {
                    "race": sent(*each),
                    "entrants": [{"label": entrant.name, "positions": entrant.positions} for entrant in entrants],
                }
                for each, entrants in zip(races, everyone, strict=True)
            ]
        },
    )
    for entrants, (loss, accuracy, first) in zip(everyone, said, strict=True):
        for shown, metric, higher in ((loss, "validation_loss", False), (accuracy, "validation_accuracy", True)):
            best = comparison.leader(entrants, metric, higher_is_better=higher)
            assert shown == (best and [best[0].name, pytest.approx(best[1])])
        crossed = comparison.finishers(entrants, 0.6)
        expected = [crossed[0][0].name, crossed[0][1].step, crossed[0][1].seconds] if crossed else None
        assert first == expected
