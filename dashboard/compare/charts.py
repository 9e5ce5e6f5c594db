"""The live charts of a race."""

import streamlit as st

from core.rates import comparison
from dashboard import figures
from dashboard.compare import address, view
from dashboard.compare.choices import SPLIT
from dashboard.compare.race import Race
from dashboard.components.live_chart import legend, live_curves
from dashboard.shared.courses import course
from dashboard.shared.labels import chart_labels, chart_messages
from dashboard.text import Text, formats


def charts(text: Text, race: Race, line: float) -> None:
    """Draw the charts of loss and accuracy with their legend, or bring them up to date.

    The finish line at `line`, a share, is drawn where it counts.
    """
    labels, link = chart_labels(text), view.link()
    both = [_curves(text, race, line, kind) for kind in figures.KINDS]
    for column, curves in zip(st.columns(2), both, strict=True):
        with column:
            live_curves(
                curves,
                key=f"{curves.kind}_chart",
                labels=labels,
                title=text(f"chart_{SPLIT.get()}_{curves.kind}"),
                height=view.HEIGHT,
                subject=str(race.experiment and race.experiment.id),
                link=link,
            )
    legend(both[0].legend, key="legend", labels=labels, alt=text("chart_legend"), link=link)


def _curves(text: Text, race: Race, line: float, kind: figures.Kind) -> figures.Curves:
    number = None if race.experiment is None else race.experiment.id
    hosts = {guest.experiment.id: guest.experiment.config for guest in race.guests}
    places = {host: place for place, host in enumerate(hosts, start=1)}
    guests = [
        figures.Curve(
            race.label(guest),
            guest.name,
            race.colours[guest.learning_rate],
            places[guest.experiment.id],
            guest.positions,
            dashed=True,
        )
        for guest in race.guests
    ]
    curves = [*_own_curves(race), *guests]
    return figures.Curves(
        kind,
        [course(number, race.config), *(course(host, config) for host, config in hosts.items())],
        curves,
        figures.CurveLabels(
            axes={axis: (text(f"x_axis_{axis}"), text(f"at_{axis}")) for axis in figures.X_AXES},
            y=text(f"axis_{kind}"),
            titles={split: text(f"chart_{split}_{kind}") for split in address.SPLITS},
            rate_changed=text.template("field_changed"),
            diverged=text.template("diverged_mark"),
            alt=text.template(f"race_{kind}_alt", curves=len(curves)),
            empty_alt=text(f"{kind}_alt_empty"),
            messages=chart_messages(text, is_race=True),
        ),
        status="" if race.experiment is None else str(race.experiment.status),
        finish_line=(line, formats.chosen_percent(line)),
    )


def _own_curves(race: Race) -> list[figures.Curve]:
    """Return a curve for each of the rates that race or would race, ascending, of all its seeds."""
    runs = () if race.config is None else race.config.runs
    return [
        figures.Curve(
            formats.rate(rate),
            comparison.name_of_rate(rate),
            race.colours[rate],
            runs=tuple(place for place, (own, _) in enumerate(runs) if own == rate),
        )
        for rate in sorted({rate for rate, _ in runs})
    ]
