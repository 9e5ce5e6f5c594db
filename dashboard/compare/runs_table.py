"""The table of a race's runs: sortable, its rows chosen to show or hide curves, and downloadable."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.rates.comparison import Summary, to_csv
from core.schedule import RECENT_STEPS
from core.store import Store
from dashboard.compare import selection
from dashboard.compare.choices import ADDED
from dashboard.compare.race import newest_summaries
from dashboard.shared.session import Key
from dashboard.text import Text, formats

if TYPE_CHECKING:
    import pandas.io.formats.style
    from streamlit.elements.arrow import DataframeStateInput

_SELECTED: Key[Any] = Key("runs_table", None)
"""The selection of rows, as Streamlit has it."""

_importing = threading.Lock()

_FORMATS: Mapping[str, Callable[[Text, float], str]] = {
    "learning_rate": lambda _, rate: formats.rate(rate),
    "experiment": lambda _, number: f"#{int(number)}",
    "seed": lambda _, seed: formats.count(seed),
    "final_accuracy": lambda _, share: formats.percent(share, 2),
    "final_loss": lambda _, loss: formats.loss(loss),
    "test_accuracy": lambda _, share: formats.percent(share, 2),
    "own_accuracy": lambda _, share: formats.percent(share, 2),
    "finish_step": lambda _, step: formats.count(step),
    "finish_seconds": formats.duration,
    "diverged_at": lambda _, step: formats.count(step),
    "recent_loss": lambda _, loss: formats.loss(loss),
    "best_accuracy": lambda _, share: formats.percent(share, 2),
    "best_loss": lambda _, loss: formats.loss(loss),
    "seconds": formats.duration,
}
"""The columns, the most telling ones first, by name of the metric in `core.rates.comparison.Summary`, and how their
numbers look."""

_ALWAYS = ("learning_rate", "final_accuracy", "final_loss")
"""Columns that are there also where all rows say the same."""


def runs_table(text: Text, groups: Mapping[int, str], rows: list[Summary]) -> None:
    """Draw the table. Choosing a row shows its rate's curves everywhere, and not choosing it hides them.

    `groups` are the names of the runs' entrants, by number of the run.
    """
    of_rows = [groups[row.run] for row in rows]
    chosen = [place for place, group in enumerate(of_rows) if group not in selection.hidden().groups]
    wanted: DataframeStateInput = {"selection": {"rows": chosen, "columns": [], "cells": []}}
    # A selection set here travels once, and is lost if the page is drawn anew before it has left. So a new table
    # gets it as its default, and one that the browser has is told only what is new.
    if _chosen() not in (None, chosen):
        _SELECTED.set(wanted)
    st.caption(size_sentence(text, rows))
    st.dataframe(
        _frame(text, rows),
        key=_SELECTED.name,
        on_select=lambda: selection.choose_rows(of_rows, chosen, _chosen() or ()),
        selection_mode="multi-row",
        selection_default=wanted,
        hide_index=True,
        height="content" if len(rows) <= 10 else 390,
        column_order=[name for name in _FORMATS if name not in same_in_all(rows)],
        column_config={
            name: st.column_config.NumberColumn(
                text(f"column_{name}"),
                help=text(f"column_{name}_help", recent=RECENT_STEPS),
                pinned=name == "learning_rate",
            )
            for name in _FORMATS
        },
        placeholder=formats.NOTHING,
        alt=text("runs_table_alt", runs=len(rows)),
    )


def same_in_all(rows: Sequence[Summary]) -> dict[str, float | None]:
    """Return the columns that need not be there, with what they hold: the same in all rows, or in all nothing."""
    values = {name: {getattr(row, name) for row in rows} for name in _FORMATS if name not in _ALWAYS}
    same = {name: of_rows.pop() for name, of_rows in values.items() if len(of_rows) == 1}
    # Of a single row everything is the same, and is to be read in it.
    return {name: value for name, value in same.items() if len(rows) > 1 or value is None or name == "experiment"}


def size_sentence(text: Text, rows: Sequence[Summary]) -> str:
    """Return how many rows there are, and what all of them have in common instead of a column of it."""
    common = [
        f"{text(f'column_{name}')} {_FORMATS[name](text, value)}"
        for name, value in same_in_all(rows).items()
        if value is not None and name != "experiment"
    ]
    size = text("table_size_one" if len(rows) == 1 else "table_size", runs=len(rows))
    return text("table_size_same", size=size, same=text.listed(common)) if common else size


def download(text: Text, store: Store, number: int | None, line: float) -> None:
    """Draw the button that downloads the table as CSV, as it is at the click."""
    added = ADDED.get()
    st.download_button(
        text("download_csv"),
        lambda: to_csv(newest_summaries(store, number, added, line)).encode(),
        file_name="race.csv" if number is None else f"race-{number}.csv",
        mime="text/csv",
        key="download_csv",
        icon=":material/download:",
        on_click="ignore",
        disabled=number is None and not added,
    )


def _chosen() -> list[int] | None:
    state = _SELECTED.get()
    return None if state is None else sorted(state["selection"]["rows"])


def _frame(text: Text, rows: list[Summary]) -> "pandas.io.formats.style.Styler":
    """Return the table with its numbers as they are, to sort by, and as they look."""
    # Two sessions that import pandas at the same moment would find half of it.
    with _importing:
        import pandas as pd
        import pandas.io.formats.style
    # A column without any number would otherwise be one of objects and look like text.
    table = pd.DataFrame([asdict(row) for row in rows], columns=list(_FORMATS)).astype(float)
    return table.style.format({name: partial(show, text) for name, show in _FORMATS.items()}, na_rep=formats.NOTHING)
