"""What all parts of the page Draw talk about: who reads, what is read, and what comes of it."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Bytes, Floats
from core.model.softmax import SoftmaxModel
from core.store.records import Experiment, Run
from dashboard.shared.titles import title_of
from dashboard.text import Text, formats


@dataclass(frozen=True, eq=False)
class Prediction:
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


def run_name(text: Text, run: Run, experiment: Experiment) -> str:
    """Return what a run is called where one chooses among runs of all experiments."""
    title = title_of(experiment, text)
    if len(experiment.config.runs) > 1:
        title = text("run_of_several", title=title, rate=formats.rate(run.learning_rate), seed=run.seed)
    if run.test_accuracy is None:
        return text("run_title_step", experiment=experiment.id, title=title, step=formats.count(experiment.step))
    return text("run_title_test", experiment=experiment.id, title=title, test=formats.percent(run.test_accuracy, 2))
