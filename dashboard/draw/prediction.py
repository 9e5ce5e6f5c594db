"""What all parts of the page Draw talk about: who reads, what is read, and what comes of it."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Bytes, Floats
from core.model.softmax import SoftmaxModel, softmax
from core.store.records import Experiment, Run
from dashboard.shared.titles import title_of
from dashboard.text import Text, formats


@dataclass(frozen=True, eq=False)
class Prediction:
    """A run, its model at its newest snapshot, the image (28, 28) uint8 it reads, and the probabilities (classes,).

    Classes are numbers here, as labels count them; `name` is what the one that is read is called. Probabilities are
    stated at a `temperature`, which is higher the larger the `novelty_share` of the image; see
    `core.model.calibration`.
    """

    run: Run
    model: SoftmaxModel
    image: Bytes
    probabilities: Floats
    temperature: float = 1.0
    novelty_share: float | None = None

    def stated(self, images: Bytes) -> Floats:
        """Return the probabilities at the same temperature of other images, (n, 28, 28) uint8: (n, classes)."""
        return softmax(self.model.logits(images) / np.float32(self.temperature))

    @property
    def ranking(self) -> list[int]:
        """The classes, likeliest first."""
        return [int(label) for label in np.argsort(-self.probabilities, kind="stable")]

    @property
    def label(self) -> int:
        """The class read."""
        return self.ranking[0]

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of all classes."""
        return self.model.classes

    @property
    def name(self) -> str:
        """The name of the class read."""
        return self.classes[self.label]

    @property
    def probability(self) -> float:
        """That of the class read."""
        return float(self.probabilities[self.label])


def run_name(text: Text, run: Run, experiment: Experiment) -> str:
    """Return what a run is called where one chooses among runs of all experiments."""
    title = title_of(experiment, text)
    if len(experiment.config.runs) > 1:
        title = text("run_of_several", title=title, rate=formats.rate(run.learning_rate), seed=run.seed)
    if run.test_accuracy is None:
        return text("run_title_step", experiment=experiment.id, title=title, step=formats.count(experiment.step))
    return text("run_title_test", experiment=experiment.id, title=title, test=formats.percent(run.test_accuracy, 2))
