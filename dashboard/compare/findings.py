"""What the page Compare says in sentences about a race: pure functions of what became of its rates.

The facts are those of `core.rates.verdict`; here they get words, in the order in which one would tell them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.races.outcome import outcomes
from core.races.table import row_of
from core.rates import comparison
from core.rates.comparison import Entrant, Summary
from core.rates.divergence import rounded_down
from core.rates.verdict import Verdict, disagreement, sure_and_wrong, verdict
from core.schedule import RECENT_STEPS
from core.store.records import Status
from dashboard.compare.race import Race
from dashboard.shared.races import sentence
from dashboard.text import Text, formats

MOST_NAMED = 4
"""Entrants named after the first ones at the finish line; the table has them all."""


@dataclass(frozen=True)
class Findings:
    """Paragraphs in Markdown, and whether they are about results, a warning, or only of what will come."""

    paragraphs: tuple[str, ...]
    kind: str = "results"


def judged(race: Race) -> tuple[Entrant, ...]:
    """Return the entrants among whose rates a best one is looked for: the race's own, not those beside it.

    Where there is no race, added runs take its place, if they are of one experiment: results of several are not
    comparable by their rates.
    """
    if race.entrants:
        return race.entrants
    return race.guests if len({guest.experiment.id for guest in race.guests}) == 1 else ()


def verdict_on(race: Race, rows: Sequence[Summary], metric: str) -> Verdict:
    """Return the verdict by a result of `address.RESULTS`; none before the first step or where all diverged."""
    if race.is_variation:
        return Verdict()  # what follows is about rates
    own = _rows_of(judged(race), rows)
    if not any(row.step for row in own) or all(row.diverged_at is not None for row in own):
        return Verdict()
    results = [(row.learning_rate, getattr(row, metric)) for row in own]
    return verdict(results, higher_is_better=not metric.endswith("loss"))


def findings(
    text: Text,
    race: Race,
    rows: Sequence[Summary],
    metric: str,
    line: float,
    *,
    stable_rate: float | None = None,
    changed: bool = False,
) -> Findings:
    """Say what charts and table show: the best rate and how sure that is, who was first at the line, who diverged.

    `stable_rate` is what theory guarantees for this data, if it is known. `changed` tells that the rates were
    multiplied during the race.
    """
    if race.is_running:
        return Findings((text("findings_running"),), "nothing yet")
    if not any(row.step for row in rows):
        return Findings((text("findings_empty"),), "nothing yet")
    if race.is_variation:
        return _of_a_setting(text, race, rows, metric, line, changed=changed)
    own = _rows_of(judged(race), rows)
    if own and all(row.diverged_at is not None for row in own):
        told = [
            seen_in(text, race),
            _all_diverged(text, own, stable_rate),
            _sure(text, own),
            [finish_sentence(text, race, line)],
        ]
        return Findings(_paragraphs(text, told), "warning")
    found = verdict_on(race, rows, metric)
    told = [
        seen_in(text, race),
        _best(text, race, found, metric),
        _workable(text, found, metric),
        _disagreement(text, own, metric),
        [finish_sentence(text, race, line)],
        [*_diverged(text, race), *_sure(text, own)],
        [text("finding_changed")] if changed else [],
    ]
    return Findings(_paragraphs(text, told))


def _of_a_setting(
    text: Text, race: Race, rows: Sequence[Summary], metric: str, line: float, *, changed: bool
) -> Findings:
    """Say the same of a race over another setting than the rate, whatever it is."""
    ranks = {run.id: rank for rank, entrant in enumerate(race.entrants) for run in entrant.runs}
    own = [(ranks[row.run], row) for row in rows if row.run in ranks]
    lost = {rank for rank, row in own if row.diverged_at is not None}
    results = [(rank, getattr(row, metric)) for rank, row in own if rank not in lost]
    found = verdict([(float(rank), result) for rank, result in results], higher_is_better=not metric.endswith("loss"))
    names = [race.label(text, entrant) for entrant in race.entrants]
    told = [
        seen_in(text, race),
        _best_value(text, race, found, names, metric),
        [finish_sentence(text, race, line)],
        _diverged(text, race),
        [text("finding_changed_setting")] if changed else [],
    ]
    return Findings(_paragraphs(text, told), "results" if found.best else "warning")


def seen_in(text: Text, race: Race) -> Iterator[str]:
    """Say what is to be seen in a race of the declared table, once it is over; nothing of any other race."""
    row = row_of(race.configs)
    if row is None or race.experiment is None or race.experiment.status is not Status.FINISHED:
        return
    found = outcomes(race.entrants, race.field)
    seen = row.seen(found) if found else None
    if seen is not None:
        yield f"**{text(f'race_{row.name}_question')}** {sentence(text, row, seen)}"


def _best_value(text: Text, race: Race, found: Verdict, names: Sequence[str], metric: str) -> Iterator[str]:
    """Say which value is best, by how much, and which others are nearly as good; `found` has places of `names`."""
    if not found.best:
        yield text("finding_no_value")
        return
    best = [names[int(rank)] for rank in found.best]
    result = _result(text, found, metric)
    if len(best) == len(names):
        yield text("finding_values_level", result=result)
        return
    kind = "_yet" if _is_on(race) else ""
    yield text(f"finding_{'best' if len(best) == 1 else 'tie'}{kind}", rates=text.listed(best), result=result)
    near = [names[int(rank)] for rank in found.tried if rank in found.near and rank not in found.best]
    shown = "loss" if metric.endswith("loss") else "accuracy"
    yield text(f"finding_near_{shown}", names=text.listed(near)) if near else text(f"finding_none_near_{shown}")


def finish_sentence(text: Text, race: Race, line: float) -> str:
    """Return who crossed the finish line first, or that nobody has."""
    shown = formats.chosen_percent(line)
    crossed = comparison.finishers(race.everyone, line)
    if not crossed:
        who = "no_run" if race.is_variation else "nobody"
        return text(f"finish_{who}_yet" if _is_on(race) else f"finish_{who}", line=shown)
    first = crossed[0][1]
    level = [race.label(text, entrant) for entrant, finish in crossed if finish.step == first.step]
    others = [
        text("finish_other", rate=race.label(text, entrant), step=formats.count(finish.step))
        for entrant, finish in crossed[len(level) : len(level) + MOST_NAMED]
    ]
    sentence = text(
        "finish_alone" if len(race.everyone) == 1 else "finish_first" if len(level) == 1 else "finish_level",
        rates=text.listed(level),
        line=shown,
        step=formats.count(first.step),
        seconds=formats.duration(text, first.seconds),
    )
    return text.paragraph([sentence, *([text("finish_then", others=text.listed(others))] if others else [])])


def _best(text: Text, race: Race, found: Verdict, metric: str) -> Iterator[str]:
    """Say which rate is best, and on which side a better one may lie."""
    if not found.best:
        if not judged(race):
            yield text("finding_several_experiments")
        elif _is_on(race):
            yield text("finding_not_yet", metric=text(f"result_{metric}", recent=RECENT_STEPS))
        return
    result = _result(text, found, metric)
    if len(found.tried) == 1:
        yield text("finding_alone", rate=formats.rate(found.best[0]), result=result)
        return
    if found.best == found.tried:
        yield text("finding_level", result=result)
        return
    rates, alone = text.listed(map(formats.rate, found.best)), len(found.best) == 1
    if _is_on(race):
        yield text("finding_best_yet" if alone else "finding_tie_yet", rates=rates, result=result)
    else:
        yield text("finding_best" if alone else "finding_tie", rates=rates, result=result)
    if found.beyond is not None:
        yield text(f"finding_beyond_{found.beyond}")


def _result(text: Text, found: Verdict, metric: str) -> str:
    is_loss = metric.endswith("loss")
    shown = formats.loss(found.result) if is_loss else formats.percent(found.result, 2)
    return text("finding_result", metric=text(f"measure_{metric}", recent=RECENT_STEPS), value=shown)


def _workable(text: Text, found: Verdict, metric: str) -> Iterator[str]:
    """Say which rates are nearly as good as the best one, and which are too small or too large."""
    if found.workable is None or found.best == found.tried:
        return
    kind = "loss" if metric.endswith("loss") else "accuracy"
    lowest, highest = found.workable
    if found.too_small or found.too_large:
        if lowest == highest:
            yield text(f"finding_no_other_{kind}")
        else:
            yield text(f"finding_workable_{kind}", lowest=formats.rate(lowest), highest=formats.rate(highest))
    else:
        yield text(f"finding_all_workable_{kind}")
    if found.too_small:
        yield text("finding_too_small", rates=_span(text, found.too_small))
    if found.too_large:
        yield text("finding_too_large", rates=_span(text, found.too_large))


def _disagreement(text: Text, own: Sequence[Summary], metric: str) -> Iterator[str]:
    """Say that loss and accuracy name different rates, and why they may."""
    found = disagreement(own)
    if found is None:
        return
    by_loss, by_accuracy = formats.rate(found.by_loss), formats.rate(found.by_accuracy)
    if metric.endswith("loss"):
        better, other = (formats.percent(share, 2) for share in reversed(found.accuracies))
        yield text("finding_accuracy_disagrees", rate=by_accuracy, better=better, other=other, best=by_loss)
    else:
        better, other = (formats.loss(loss) for loss in found.losses)
        yield text("finding_loss_disagrees", rate=by_loss, better=better, other=other, best=by_accuracy)


def _all_diverged(text: Text, own: Sequence[Summary], stable_rate: float | None) -> Iterator[str]:
    rates = sorted({row.learning_rate for row in own})
    yield text("one_diverged", rate=formats.rate(rates[0])) if len(rates) == 1 else text("all_diverged")
    if stable_rate is not None and stable_rate < rates[0]:
        yield text("diverged_theory", rate=formats.rate(rounded_down(stable_rate)))
    else:
        yield text("diverged_advice")


def _diverged(text: Text, race: Race) -> Iterator[str]:
    """Say who diverged; of several seeds how many."""
    named = []
    for entrant in race.everyone:
        lost = sum(step is not None for step in entrant.diverged_steps)
        if lost == len(entrant.runs):
            named.append(race.label(text, entrant))
        elif lost:
            named.append(text("diverged_seeds", rate=race.label(text, entrant), lost=lost, seeds=len(entrant.runs)))
    if named:
        yield text("finding_diverged", rates=text.listed(named))


def _sure(text: Text, own: Sequence[Summary]) -> Iterator[str]:
    found = sure_and_wrong(own)
    if found is not None:
        yield text("finding_sure", rate=formats.rate(found[0]), accuracy=formats.percent(found[1]))


def _paragraphs(text: Text, told: Sequence[Iterable[str]]) -> tuple[str, ...]:
    paragraphs = (text.paragraph(sentences) for sentences in told)
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _span(text: Text, rates: Sequence[float]) -> str:
    """Return ascending rates in words: one after the other, or the first and the last of many."""
    if len(rates) <= 2:
        return text.listed(map(formats.rate, rates))
    return text("rate_span", lowest=formats.rate(rates[0]), highest=formats.rate(rates[-1]))


def _rows_of(entrants: Sequence[Entrant], rows: Sequence[Summary]) -> list[Summary]:
    runs = {run.id for entrant in entrants for run in entrant.runs}
    return [row for row in rows if row.run in runs]


def _is_on(race: Race) -> bool:
    return race.experiment is not None and not race.experiment.status.is_over
