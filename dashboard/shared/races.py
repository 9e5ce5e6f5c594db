"""The races of the declared table: beginning one with one click, from any page, and what is said about it."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.config import ExperimentConfig
from core.races.table import ROWS, Row, Seen, row_of
from core.races.variation import RATE, is_same_race
from core.races.whole import filed_together
from core.store.records import Status
from dashboard.shared import pages, session
from dashboard.shared.fields import choice
from dashboard.shared.frame import callback
from dashboard.shared.services import Services, services
from dashboard.shared.session import Key
from dashboard.shared.titles import value_in_words
from dashboard.text import Text, formats

BEGUN: Key[str] = Key("_race_begun", "")
"""The row of the table that somebody has just begun: Compare puts it into its settings, and forgets it."""

_OPEN = Key("races_open", False)

_NEWEST = 16
"""Newest experiments among which to find the same race, already under way."""


def experiment_link(text: Text, name: str, label: str | None = None) -> None:
    """Draw a button that begins the race `name` of the table, by default under its title, and opens it on Compare."""
    st.button(
        text(f"race_{name}_title") if label is None else label,
        key=f"race_{name}",
        icon=":material/flag:",
        wrap=True,
        on_click=callback(begin, text, name),
    )


def begin(text: Text, name: str) -> None:
    """File a race of the table and open Compare with it; one that is under way already is only opened."""
    lab, row = services(), ROWS[name]
    number = _under_way(lab, row) or lab.file(*row.configs)
    BEGUN.set(name)
    address: dict[str, object] = {session.EXPERIMENT: number}
    if language := session.query().get(session.LANGUAGE):
        address[session.LANGUAGE] = language
    pages.switch(text, "compare", **address)


def chooser(text: Text) -> None:
    """Draw, folded away, every race of the table: what it is called, what it asks, and the button that begins it."""
    with (
        st.container(key="races"),
        st.expander(text("races_title"), icon=":material/science:", **choice(_OPEN, default="expanded")),
    ):
        # What is folded away is drawn once somebody unfolds it.
        for row in ROWS.values() if _OPEN.get() else ():
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(
                    f"{text(f'race_{row.name}_question')}  \n:small[{changes(text, row)}]",
                    width="stretch",
                )
                experiment_link(text, row.name)


def changes(text: Text, row: Row) -> str:
    """Return what changes in a race of the table, and what stays."""
    config = row.configs[0]
    values = text.listed(value_in_words(text, row.changes, value) for value in row.values)
    stays = {
        RATE: text("stays_rate", rate=formats.rate(config.learning_rates[0])),
        "scaling": text(f"title_scaling_{config.scaling}"),
        "batch_size": text("entrant_batch_size", value=formats.count(config.batch_size)),
    }
    images = config.steps * config.batch_size
    told = [words for setting, words in stays.items() if setting != row.changes]
    told.append(
        text("stays_images", images=formats.count(images))
        if row.changes == "batch_size"
        else text("stays_steps", steps=formats.count(config.steps))
    )
    return text("race_changes", field=text(f"field_{row.changes}"), values=values, stays=text.listed(told))


def question(text: Text, configs: Sequence[ExperimentConfig]) -> str:
    """Return what a race of the table asks, by the configurations that are raced; nothing for any other race."""
    row = row_of(configs)
    return "" if row is None else text(f"race_{row.name}_question")


def sentence(text: Text, row: Row, seen: Seen) -> str:
    """Return what is to be seen in a race of the table, in words."""
    return text(f"seen_{row.name}_{seen.case}", **_words(text, row, seen.facts))


def _words(text: Text, row: Row, facts: Mapping[str, tuple[str, object]]) -> dict[str, str]:
    return {name: _said(text, row, kind, fact) for name, (kind, fact) in facts.items()}


def _said(text: Text, row: Row, kind: str, fact: object) -> str:
    if kind == "value":
        return value_in_words(text, row.changes, fact)
    if not isinstance(fact, int | float):
        return text("not_finite")
    if kind == "loss":
        return formats.loss(fact)
    if kind == "count":
        return formats.count(fact)
    return formats.percent(fact, 2) if kind == "share" else formats.fixed(100 * fact, 2)


def _under_way(lab: Services, row: Row) -> int | None:
    """Return the number of the same race if it is on already: the second of two clicks begins no other one."""
    for members in filed_together(lab.store.experiments.newest(_NEWEST)):
        is_on = any(member.status in (Status.QUEUED, Status.RUNNING) for member in members)
        if is_on and is_same_race(row.configs, [member.config for member in members]):
            return members[0].id
    return None
