"""At which temperature the probabilities of a run are stated: fitted once for each of its models."""

from dataclasses import dataclass, field
from functools import lru_cache

from core.errors import DataError, InvalidValue, NotFound
from core.images.dataset import Dataset
from core.images.split import validation_images
from core.model.calibration import CalibrationImages, calibration_images, of_drawing, temperature
from core.model.softmax import SoftmaxModel
from core.store import Store
from core.store.records import Run
from dashboard.shared.services import images_of


def temperature_of(store: Store, run: Run, model: SoftmaxModel, novelty_share: float | None) -> float:
    """Return the temperature for a drawing of that novelty, read by `model`, one of the run's, with all its steps."""
    known = images_known(store, run)
    return of_drawing(
        1.0 if known is None else _fitted(_Fit(known, model.weights.tobytes() + model.bias.tobytes(), model)),
        novelty_share,
    )


def images_known(store: Store, run: Run) -> CalibrationImages | None:
    """Return the images to fit on, or None if the run's data cannot be read any more."""
    try:
        experiment = store.experiments.get(run.experiment_id)
        return _images(images_of(experiment), experiment.config.validation_size, experiment.config.scaling)
    except (DataError, InvalidValue, NotFound):
        return None


@lru_cache(maxsize=8)
def _images(data: Dataset, validation_size: int, scaling: str) -> CalibrationImages:
    return calibration_images(scaling, *validation_images(data, validation_size))


@dataclass(frozen=True)
class _Fit:
    """A model and what it is fitted on; two of the same parameters and images are one."""

    known: CalibrationImages
    parameters: bytes
    model: SoftmaxModel = field(compare=False)


@lru_cache(maxsize=64)
def _fitted(fit: _Fit) -> float:
    return temperature(fit.model, fit.known)
