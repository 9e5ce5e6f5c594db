"""The live charts of a race."""

import streamlit as st

from dashboard import figures
from dashboard.compare import address, view
from dashboard.compare.choices import SPLIT
from dashboard.compare.race import Race, name_of, values_of
from dashboard.components.live_chart import legend, live_curves
from dashboard.shared.courses import course
from dashboard.shared.labels import chart_labels, chart_messages
from dashboard.shared.titles import labelled
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
    own = [course(number, config) for number, config in race.parts] or [course(None, None)]
    hosts = {guest.experiment.id: guest.experiment.config for guest in race.guests}
    places = {host: place for place, host in enumerate(hosts, start=len(own))}
    guests = [
        figures.Curve(
            race.label(text, guest),
            guest.name,
            race.colour(guest),
            places[guest.experiment.id],
            guest.positions,
            dashed=True,
        )
        for guest in race.guests
    ]
    curves = [*_own_curves(text, race), *guests]
    return figures.Curves(
        kind,
        [*own, *(course(host, config) for host, config in hosts.items())],
        curves,
        figures.CurveLabels(
            axes={axis: (text(f"x_axis_{axis}"), text(f"at_{axis}")) for axis in figures.X_AXES},
            y=text(f"axis_{kind}"),
            titles={split: text(f"chart_{split}_{kind}") for split in address.SPLITS},
            rate_changed=text.template("field_changed"),
            diverged=text.template("diverged_mark"),
            alt=text.template(f"{'variation' if race.is_variation else 'race'}_{kind}_alt", curves=len(curves)),
            empty_alt=text(f"{kind}_alt_empty"),
            messages=chart_messages(text, text("press_start_variation" if race.is_variation else "press_start_race")),
        ),
        status="" if race.experiment is None else str(race.experiment.status),
        finish_line=(line, formats.chosen_percent(line)),
        classes=len(race.classes),
    )


def _own_curves(text: Text, race: Race) -> list[figures.Curve]:
    """Return a curve for each of the values that race or would race, in order, of all its seeds."""
    return [
        figures.Curve(
            labelled(text, race.field, value),
            name_of(value),
            race.colours[value],
            course,
            tuple(place for place, (rate, _) in enumerate(config.runs) if race.is_variation or rate == value),
        )
        for course, (_, config) in enumerate(race.parts)
        for value in sorted(values_of(config, race.field), key=str if race.is_variation else float)
    ]
