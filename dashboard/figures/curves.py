"""Curves that grow while training, as a page says them once: the browser draws them of what the stream brings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from core.classes import DIGITS
from dashboard.figures import palette
from dashboard.figures.palette import Colour
from dashboard.figures.parts import LegendEntry, Plain

Kind = Literal["loss", "accuracy"]
Split = Literal["train", "validation"]

KINDS: tuple[Kind, ...] = ("loss", "accuracy")

X_AXES = ("step", "epoch", "seconds")
"""What a curve can be drawn over: steps, passes over the training images, seconds of training."""


@dataclass(frozen=True)
class Course:
    """How far an experiment goes. `experiment` is its number, None as long as it is none yet.

    `steps` are those of the whole training, `first` is that of the first record after its beginning; both are None
    where nobody knows. `images` are those that an epoch has, None where they are gone.
    """

    experiment: int | None = None
    steps: int | None = None
    first: int | None = None
    batch_size: int = 1
    images: int | None = None


@dataclass(frozen=True)
class Curve:
    """One line of a chart: a metric of the runs at the places `runs` of an experiment, the one with the place
    `course` in `Curves.courses`. Of several runs it is their mean, with a band from the lowest to the highest.

    `name` stands in the legend, beside the pointer and at the curve's end. Curves of one `group` are shown, hidden
    and brought forward together; the legend has them in the order in which they are given. `split` is what the metric
    is measured on, None where that is a choice above the chart. Curves of the training's batches are noisy: drawn
    thin, and smoothed as is chosen.
    """

    name: str
    group: str
    colour: Colour
    course: int = 0
    runs: tuple[int, ...] = (0,)
    dashed: bool = False
    split: Split | None = None


@dataclass(frozen=True)
class CurveLabels:
    """The words of a chart of curves.

    `axes` has the title of the x axis and the heading of the tooltip, in which `%{x}` is the place, by names of
    `X_AXES`; `titles` has the chart's title by split. The others are sentences that the browser fills in:
    `rate_changed` at a line where the rates were changed, with {factor}, and {rate} for that times `Curves.rate`;
    `diverged` at the cross on a curve, with its name as {rate}, and {step}; where it is empty there is none. `alt`
    describes the chart to those who do not see it, with {steps} so far, the newest values of its first run, {batch}
    and {validation}, and the name and the {value} of the curve that is best now, {rate}. `empty_alt` does that while
    it has no points. What stands in its middle then is one of `messages`, by the experiment's status, "" where there
    is no experiment, and else that of "waiting".
    """

    axes: Mapping[str, tuple[str, str]]
    y: str
    titles: Mapping[str, str]
    rate_changed: str
    alt: str
    empty_alt: str
    messages: Mapping[str, str]
    diverged: str = ""


@dataclass(frozen=True)
class Curves:
    """A chart of losses, shown with three decimals, or of accuracies, shown in percent.

    `courses` are the experiments whose curves are drawn; the first is the one whose changes of the rate are marked
    and whose `status` is told, "" where there is none. `rate` is what the factor of such a change multiplies. The
    `finish_line`, (share, label), is drawn where validation accuracy is. `classes` is how many are told apart: an
    empty axis of losses has room for what guessing among so many costs.
    """

    kind: Kind
    courses: Sequence[Course]
    curves: Sequence[Curve]
    labels: CurveLabels
    status: str = ""
    rate: float = 1.0
    finish_line: tuple[float, str] | None = None
    classes: int = len(DIGITS)

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """One entry a group, that of its first curve."""
        first = {curve.group: curve for curve in reversed(self.curves)}
        return tuple(
            LegendEntry(curve.group, curve.name, curve.colour, curve.dashed)
            for curve in self.curves
            if first[curve.group] is curve
        )

    def as_data(self) -> Plain:
        """Return what the browser is sent, the `CurvesData` of live_chart/types.d.ts."""
        labels = self.labels
        finish = self.finish_line
        return {
            "kind": self.kind,
            "courses": [asdict(course) for course in self.courses],
            "curves": [{**asdict(curve), "colour": curve.colour.both()} for curve in self.curves],
            "axes": {name: {"title": title, "at_pointer": head} for name, (title, head) in labels.axes.items()},
            "y_title": labels.y,
            "titles": dict(labels.titles),
            "rate_changed": labels.rate_changed,
            "rate": self.rate,
            "diverged": labels.diverged,
            "finish_line": None if finish is None else {"at": finish[0], "label": finish[1]},
            "alt": labels.alt,
            "alt_empty": labels.empty_alt,
            "messages": dict(labels.messages),
            "status": self.status,
            "classes": self.classes,
            "muted": palette.MUTED.both(),
        }
