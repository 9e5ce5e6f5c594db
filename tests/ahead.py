"""What every process that trains needs first: imported by the one from which they are forked."""

import core.__main__
import core.training.worker  # noqa: F401
from core.config import ExperimentConfig
from core.images.split import prepared

prepared(ExperimentConfig())
