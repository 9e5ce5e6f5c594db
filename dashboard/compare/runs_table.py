"""The table of a race's runs: sortable, its rows ticked to show or hide curves, and downloadable."""

import streamlit as st

from core.rates.comparison import name_of_rate, to_csv
from core.schedule import RECENT_STEPS
from core.store import Store
from core.store.records import Run
from dashboard.compare import view
from dashboard.compare.choices import ADDED
from dashboard.compare.race import Race, newest_summaries, own_accuracies
from dashboard.components.runs_table import Best, Column, Look, Row, Words, runs_table
from dashboard.text import Text, formats


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
        columns(text),
        rows,
        key="runs_table",
        words=words,
        units={name: text.template(name) for name in ("seconds", "minutes")},
        finish_line=line,
        link=view.link(),
    )


def columns(text: Text) -> list[Column]:
    """Return the columns, the most telling ones first.

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
    return [
        Column(name, text(f"column_{name}"), text(f"column_{name}_help", recent=RECENT_STEPS), look, best, always)
        for name, look, best, always in looks
    ]


def _rows(text: Text, store: Store, shown: Race) -> list[Row]:
    """Return the rows: the rates of the race, ascending, each with its seeds, then the runs beside it."""
    runs = [] if shown.experiment is None else store.experiments.runs(shown.experiment.id)
    everyone = [*runs, *(run for guest in shown.guests for run in guest.runs)]
    own = own_accuracies(store, [run.id for run in everyone if run.test_accuracy is not None])

    def row(run: Run, position: int, group: str, label: str, *, dashed: bool = False) -> Row:
        return Row(
            run=run.id,
            experiment=run.experiment_id,
            position=position,
            group=group,
            colour=shown.colours[run.learning_rate],
            dashed=dashed,
            shows=text("runs_table_shows", rate=label),
            learning_rate=run.learning_rate,
            seed=run.seed,
            own_accuracy=own.get(run.id),
        )

    places = sorted(range(len(runs)), key=lambda place: runs[place].learning_rate)
    racing = [
        row(runs[place], place, name_of_rate(runs[place].learning_rate), formats.rate(runs[place].learning_rate))
        for place in places
    ]
    beside = [
        row(guest.runs[0], guest.positions[0], guest.name, shown.label(guest), dashed=True) for guest in shown.guests
    ]
    return [*racing, *beside]


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
