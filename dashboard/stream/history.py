"""What was recorded of one experiment so far, growing without being copied each time."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Floats
from core.store.records import METRICS, Metrics


class History:
    """The metrics of all runs of an experiment, (runs, n), with their steps and seconds, (n,)."""

    def __init__(self) -> None:
        self._length = 0
        self._columns: dict[str, NDArray[Any]] = {
            "steps": np.empty(0, np.int64),
            "seconds": np.empty(0, np.float64),
            **{metric: np.empty((0, 0), np.float32) for metric in METRICS},
        }

    def append(self, new: Metrics) -> None:
        """Take over what was recorded after all that is here."""
        length = self._length + len(new.steps)
        for name in ("steps", "seconds", *METRICS):
            more = getattr(new, name)
            if self._columns[name].shape[-1] < length:
                larger = np.empty((*more.shape[:-1], max(256, 2 * length)), more.dtype)
                if self._length:
                    larger[..., : self._length] = self._column(name)
                self._columns[name] = larger
            self._columns[name][..., self._length : length] = more
        self._length = length

    @property
    def steps(self) -> NDArray[np.int64]:
        """The recorded steps, ascending, (n,)."""
        return self._column("steps")

    @property
    def last_step(self) -> int:
        """The last recorded step, or -1."""
        return int(self.steps[-1]) if self._length else -1

    @property
    def validation_loss(self) -> Floats:
        """The validation losses of all runs, (runs, n)."""
        return self._column("validation_loss")

    def after(self, step: int, most: int) -> Metrics:
        """Return what was recorded after a step: of many records the first `most`."""
        start = int(np.searchsorted(self.steps, step, side="right"))
        chosen = slice(start, min(start + most, self._length))
        return Metrics(*(self._column(name)[..., chosen] for name in ("steps", "seconds", *METRICS)))

    def _column(self, name: str) -> NDArray[Any]:
        return self._columns[name][..., : self._length]
