"""What experiments are called where one is chosen among others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.config import ExperimentConfig
from core.store.records import Experiment, Status
from dashboard.shared.titles import title_of, when
from dashboard.text import LANGUAGES

EN, ZH = LANGUAGES["en"], LANGUAGES["zh"]


def experiment(status=Status.FINISHED, rate_factor=1.0, **values):
    config = ExperimentConfig(**values)
    return Experiment(
        id=1,
        name=None,
        config=config,
        status=status,
        step=config.steps,
        seconds=1.0,
        hold_at=None,
        pace=None,
        rate_factor=rate_factor,
        error=None,
        data_checksum=None,
        claimed_by=None,
        claim=0,
        created_at=0.0,
        finished_at=None,
    )


def test_a_title_says_rate_scaling_and_batch():
    """Pixels that are not scaled are unscaled, not "None"."""
    assert title_of(experiment(), EN) == "Rate 0.1 · standardized · batch 256"
    assert title_of(experiment(scaling="none"), EN) == "Rate 0.1 · unscaled · batch 256"
    assert title_of(experiment(scaling="none"), ZH) == "学习率 0.1 · 不缩放 · 批大小 256"


def test_a_title_names_data_of_ones_own():
    """By the file, without its place on the server."""
    assert title_of(experiment(data="/some/place/letters.zip"), EN).endswith("· batch 256 · letters.zip")


@pytest.mark.parametrize(
    ("changes", "rates"),
    [
        ([], "0.1"),
        ([(320, 30.0)], "0.1 → 3"),
        ([(320, 30.0), (400, 1.0)], "0.1 → 3 → 0.1"),
        ([(0, 30.0)], "3"),
        ([(320, 30.0), (400, 10.0), (500, 1.0)], "0.1 → … → 0.1"),
        ([(320, 1.0)], "0.1"),
    ],
)
def test_a_title_tells_of_changed_rates(changes, rates):
    """In their order; of many only the first and the last, and nothing of a rate that no step was made with."""
    changed = experiment(rate_factor=changes[-1][1] if changes else 1.0)
    assert title_of(changed, EN, changes) == f"Rate {rates} · standardized · batch 256"


def test_a_title_knows_the_last_rate_without_the_stores_changes():
    """And one that was asked for but is not recorded yet."""
    assert title_of(experiment(rate_factor=30.0), EN).startswith("Rate 0.1 → 3 ·")
    assert title_of(experiment(Status.RUNNING, rate_factor=30.0), EN, []).startswith("Rate 0.1 → 3 ·")


def test_a_race_says_by_what_all_its_rates_were_multiplied():
    """And, in Chinese, counts trainings as one counts them."""
    race = experiment(learning_rates=(0.01, 0.1, 1.0), rate_factor=10.0)
    assert title_of(race, EN) == "3 runs · rates 0.01 to 1 · all rates × 10"
    assert title_of(replace(race, rate_factor=1.0), ZH) == "3 次训练 · 学习率 0.01 到 1"


def test_the_users_own_name_is_the_title():
    """Whatever the rates did."""
    assert title_of(replace(experiment(rate_factor=3.0), name="mine"), EN) == "mine"


def test_a_moment_is_said_as_one_says_it():
    """Today and yesterday with the time, else with the date, in the reader's zone."""
    now = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    said = [when(EN, (now - timedelta(**ago)).timestamp(), now=now.timestamp(), zone=UTC)
            for ago in ({"minutes": 25}, {"hours": 2}, {"days": 3})]  # fmt: skip
    assert said == ["today 01:05", "yesterday 23:30", "2026-11-22 01:30"]
    assert when(ZH, now.timestamp(), now=now.timestamp(), zone=UTC) == "今天 01:30"
