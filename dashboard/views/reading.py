"""What all parts of the page Draw talk about: who reads, what is read, and what comes of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.model import SoftmaxModel
from core.records import Experiment, Run
from core.scaling import Bytes, Floats
from dashboard import formats
from dashboard.components.image_grid import GridImage
from dashboard.text import Text
from dashboard.titles import title_of


@dataclass(frozen=True, eq=False)
class Reading:
    """A run, its model at its newest snapshot, the image (28, 28) uint8 that it reads and its probabilities (10,)."""

    run: Run
    model: SoftmaxModel
    image: Bytes
    probabilities: Floats

    @property
    def ranking(self) -> list[int]:
        """The ten digits, likeliest first."""
        return [int(digit) for digit in np.argsort(-self.probabilities, kind="stable")]

    @property
    def digit(self) -> int:
        """The digit read."""
        return self.ranking[0]


def example_caption(text: Text, label: int, digit: int | None) -> GridImage:
    """Return what stands below an image whose label is known: what is read and, if that is wrong, what it is."""
    if digit is None:
        return GridImage(formats.NOTHING, alt=text("example_unread_alt", label=label))
    verdict: Literal["right", "wrong"] = "right" if digit == label else "wrong"
    words = {"label": label, "digit": digit}
    return GridImage(text(f"example_{verdict}", **words), verdict, text(f"example_{verdict}_alt", **words))


def run_name(text: Text, run: Run, experiment: Experiment) -> str:
    """Return what a run is called where one chooses among runs of all experiments."""
    title = title_of(experiment, text)
    if len(experiment.config.runs) > 1:
        title = text("run_of_several", title=title, rate=formats.rate(run.learning_rate), seed=run.seed)
    if run.test_accuracy is None:
        return text("run_title_step", experiment=experiment.id, title=title, step=formats.count(experiment.step))
    return text("run_title_test", experiment=experiment.id, title=title, test=formats.percent(run.test_accuracy, 2))
