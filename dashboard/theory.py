"""The largest rate that theory guarantees, computed once a data set in the background, for all browser tabs."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import streamlit as st

from core import data
from core.config import ExperimentConfig, InvalidValue
from core.refusals import DataError
from core.scaling import fit_scaling
from core.stability import largest_curvature, second_moment

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bound:
    """L, the largest curvature that the loss can have, and 2 / L, the largest rate guaranteed to be stable."""

    largest_eigenvalue: float
    curvature: float
    stable_rate: float


class Theory:
    """Computes bounds, one at a time. Lives as long as the server."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="theory")
        self._bounds: dict[tuple[str, int, str], Future[Bound]] = {}

    def bound(self, config: ExperimentConfig) -> Bound | None:
        """Return the bound for a configuration's images and scaling; None while or if it is not known."""
        key = (config.data, config.validation_size, config.scaling)
        if key not in self._bounds:
            self._bounds[key] = self._executor.submit(_bound, *key)
        future = self._bounds[key]
        return future.result() if future.done() and future.exception() is None else None

    def is_pending(self, config: ExperimentConfig) -> bool:
        """Tell whether a bound was asked for and is not known yet."""
        future = self._bounds.get((config.data, config.validation_size, config.scaling))
        return future is not None and not future.done()


@st.cache_resource(show_spinner=False)
def theory() -> Theory:
    """Return the server's own."""
    return Theory()


def _bound(name: str, validation_size: int, scaling: str) -> Bound:
    try:
        images = data.split(data.load(name), validation_size).prepared(scaling).x_train
        curvature = largest_curvature(second_moment(images), fit_scaling(scaling, images))
    except (DataError, InvalidValue):
        raise  # the file is gone or too small, which others say
    except Exception:
        _LOGGER.exception("The stability bound of %s could not be computed", name)
        raise
    return Bound(2 * curvature, curvature, 2 / curvature)
