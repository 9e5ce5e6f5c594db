"""The table of a race's runs: sortable, its rows ticked to show or hide curves, and downloadable."""

from collections.abc import Sequence

import streamlit as st

from core.races.outcome import value_of, value_with
from core.races.variation import RATE, Value
from core.rates.comparison import to_csv
from core.schedule import RECENT_STEPS
from core.store import Store
from core.store.records import Run
from dashboard.compare import view
from dashboard.compare.choices import ADDED
from dashboard.compare.race import Race, differing_settings, name_of, newest_summaries, own_accuracies
from dashboard.components.runs_table import Best, Column, Look, Row, Words, runs_table
from dashboard.shared.titles import labelled
from dashboard.text import Text


def race_table(text: Text, store: Store, shown: Race, line: float) -> None:
    """Draw the table of all runs shown, with the finish line at `line`, a share from 0 to 1.

    A box shows and hides the curves of its row's rate everywhere.
    """
    rows = _rows(text, store, shown)
    if not rows:
        st.caption(text("runs_table_empty"))
        return
    size = text("table_size_one" if len(rows) == 1 else "table_size", runs=len(rows))
    words = Words(
        caption=text("runs_table_alt", runs=len(rows)),
        all=text("runs_table_all"),
        best=text("runs_table_best"),
        size=size,
        same=text.template("table_size_same", size=size),
        comma=text("list_comma"),
    )
    runs_table(
        columns(text, shown.field),
        rows,
        key="runs_table",
        words=words,
        units={name: text.template(name) for name in ("seconds", "minutes")},
        finish_line=line,
        link=view.link(),
    )


def columns(text: Text, field: str = RATE) -> list[Column]:
    """Return the columns, the most telling ones first: what changes, then the others.

    No test accuracy is called the best: rates are chosen by the validation images, never by those.
    """

    looks: tuple[tuple[str, Look, Best, bool], ...] = (
        ("learning_rate", "rate", "", True),
        ("experiment", "experiment", "", False),
        ("seed", "count", "", False),
        ("final_accuracy", "percent", "highest", True),
        ("final_loss", "loss", "lowest", True),
        ("test_accuracy", "percent", "", False),
        ("own_accuracy", "percent", "", False),
        ("finish_step", "count", "lowest", False),
        ("finish_seconds", "duration", "lowest", False),
        ("diverged_at", "count", "", False),
        ("recent_loss", "loss", "lowest", False),
        ("best_accuracy", "percent", "highest", False),
        ("best_loss", "loss", "lowest", False),
        ("seconds", "duration", "", False),
    )
    described = [
        Column(
            name,
            text(f"column_{name}"),
            text(f"column_{name}_help", recent=RECENT_STEPS),
            look,
            best,
            always and (name != RATE or field == RATE),
        )
        for name, look, best, always in looks
    ]
    if field == RATE:
        return described
    return [Column("place", text(f"field_{field}"), text("column_place_help"), "label", "", True), *described]


def _rows(text: Text, store: Store, shown: Race) -> list[Row]:
    """Return the rows: the rates of the race, ascending, each with its seeds, then the runs beside it."""
    racing = [
        (run, position)
        for number, _ in shown.parts
        if number is not None
        for position, run in enumerate(store.experiments.runs(number))
    ]
    everyone = [*(run for run, _ in racing), *(run for guest in shown.guests for run in guest.runs)]
    own = own_accuracies(store, [run.id for run in everyone if run.test_accuracy is not None])

    def row(run: Run, position: int, value: Value, group: str, label: str, *, dashed: bool = False) -> Row:
        return Row(
            run=run.id,
            experiment=run.experiment_id,
            position=position,
            group=group,
            colour=shown.colours[value],
            dashed=dashed,
            shows=text("runs_table_shows", rate=label),
            label=label,
            place=shown.values.index(value),
            learning_rate=run.learning_rate,
            seed=run.seed,
            own_accuracy=own.get(run.id),
        )

    configs = {number: config for number, config in shown.parts if number is not None}

    def own_row(run: Run, position: int) -> Row:
        value = value_with(configs[run.experiment_id], run.learning_rate, shown.field)
        return row(run, position, value, name_of(value), labelled(text, shown.field, value))

    if not shown.is_variation:
        racing.sort(key=lambda each: each[0].learning_rate)
    beside = [
        row(
            guest.runs[0],
            guest.positions[0],
            value_of(guest, shown.field),
            guest.name,
            shown.label(text, guest),
            dashed=True,
        )
        for guest in shown.guests
    ]
    return [*(own_row(*each) for each in racing), *beside]


def download(text: Text, store: Store, number: int | None, line: float) -> None:
    """Draw the button that downloads the table as CSV, as it is at the click."""
    added = ADDED.get()
    st.download_button(
        text("download_csv"),
        lambda: _csv(store, number, added, line),
        file_name="race.csv" if number is None else f"race-{number}.csv",
        mime="text/csv",
        key="download_csv",
        icon=":material/download:",
        on_click="ignore",
        disabled=number is None and not added,
    )


def _csv(store: Store, number: int | None, added: Sequence[int], line: float) -> bytes:
    rows = newest_summaries(store, number, added, line)
    return to_csv(rows, differing_settings(store, rows)).encode()
