"""What an experiment is called, and when it was: everywhere one is named or chosen among others."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core.config import EMBEDDED_DATA
from core.races.variation import RATE, Value, changed_field, place_of
from core.store.records import Experiment
from dashboard.text import Text, formats
from dashboard.text.names import data_set

MOST_RATES_NAMED = 3
"""Learning rates that a title names one after the other; of more only the first and the last."""


def title_of(experiment: Experiment, text: Text, changes: Iterable[tuple[int, float]] | None = None) -> str:
    """Return the name the user gave it, or else what sets its configuration apart.

    `changes` are the store's (step, factor) of its learning rate; without them the title knows the first and the
    last rate.
    """
    if experiment.name:
        return experiment.name
    title = _title_of_settings(experiment, text, changes)
    data = experiment.config.data
    return title if data == EMBEDDED_DATA else f"{title} · {data_set(data)}"


def _title_of_settings(experiment: Experiment, text: Text, changes: Iterable[tuple[int, float]] | None) -> str:
    config = experiment.config
    if config.raise_rate_to is not None:
        return text(
            "experiment_title_test",
            lowest=formats.rate(config.learning_rates[0]),
            highest=formats.rate(config.raise_rate_to),
        )
    factors = _factors(experiment, changes)
    if len(config.runs) == 1:
        return text(
            "experiment_title",
            rate=_one_after_the_other([formats.rate(config.learning_rates[0] * factor) for factor in factors]),
            scaling=text(f"title_scaling_{config.scaling}"),
            batch=formats.count(config.batch_size),
        )
    if len(config.learning_rates) == 1 and factors == [1.0]:
        return text("experiment_title_seeds", seeds=len(config.seeds), rate=formats.rate(config.learning_rates[0]))
    title = text(
        "experiment_title_several",
        runs=len(config.runs),
        lowest=formats.rate(min(config.learning_rates)),
        highest=formats.rate(max(config.learning_rates)),
    )
    if factors == [1.0]:
        return title
    changed = factors[1:] if factors[0] == 1.0 else factors
    shown = _one_after_the_other([f"× {formats.rate(factor)}" for factor in changed])
    return text("experiment_title_factor", title=title, factor=shown)


def title_of_all(members: Sequence[Experiment], text: Text) -> str:
    """Return the name of experiments that were filed together, or else what changes from one to the next."""
    first = min(members, key=lambda member: member.id)
    field = changed_field([member.config for member in members])
    if first.name or field is None:
        return title_of(first, text)
    values = sorted((getattr(member.config, field) for member in members), key=lambda value: place_of(field, value))
    return text(
        "experiment_title_variation",
        field=text(f"field_{field}"),
        values=text.listed(value_in_words(text, field, value) for value in values),
        rate=formats.rate(first.config.learning_rates[0] * first.rate_factor),
    )


def value_in_words(text: Text, field: str, value: Any) -> str:
    """Return a value of a setting: 16, 0.001, standardized."""
    return text(f"title_{field}_{value}") if isinstance(value, str) else formats.number(value)


def labelled(text: Text, field: str, value: Value) -> str:
    """Return a value of a setting so that one knows what it is: batch 16; of learning rates the bare number."""
    if isinstance(value, str):
        return value_in_words(text, field, value)
    shown = formats.rate(value) if field == RATE else value_in_words(text, field, value)
    return text(f"entrant_{field}", value=shown)


def _factors(experiment: Experiment, changes: Iterable[tuple[int, float]] | None) -> list[float]:
    """Return by what the configured learning rates were multiplied, one factor after the other, at least one."""
    factors = [1.0]
    for step, factor in changes or ():
        # Nothing was trained with what held before step 0.
        factors = [factor] if step == 0 else [*factors, factor]
    if factors[-1] != experiment.rate_factor and (changes is None or not experiment.status.is_over):
        factors.append(experiment.rate_factor)
    return [factor for i, factor in enumerate(factors) if i == 0 or factor != factors[i - 1]]


def _one_after_the_other(shown: Sequence[str]) -> str:
    if len(shown) > MOST_RATES_NAMED:
        shown = (shown[0], "…", shown[-1])
    return " → ".join(shown)


def when(text: Text, seconds: float, *, now: float, zone: tzinfo) -> str:
    """Return a moment, in seconds since 1970, as one says it at `now`: today 14:05, or with its date."""
    moment, today = (datetime.fromtimestamp(at, UTC).astimezone(zone) for at in (seconds, now))
    time = f"{moment:%H:%M}"
    if moment.date() == today.date():
        return text("when_today", time=time)
    if moment.date() == today.date() - timedelta(days=1):
        return text("when_yesterday", time=time)
    return f"{moment:%Y-%m-%d} {time}"


def zone() -> tzinfo:
    """Return the time zone of the browser, or of this machine where that is not known."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ValueError, OSError, KeyError):
        return datetime.now().astimezone().tzinfo or UTC
