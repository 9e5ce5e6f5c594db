"""The largest rate that theory guarantees, computed once a data set in the background, for all browser tabs."""

import logging
from collections.abc import Hashable
from concurrent.futures import Future, ThreadPoolExecutor

import streamlit as st

from core.config import ExperimentConfig
from core.errors import DataError, InvalidValue
from core.images.dataset import file_version
from core.images.split import prepared
from core.rates.stability import Bound, stability_bound

_LOGGER = logging.getLogger(__name__)

_LOOK_SECONDS = 0.5
"""How often to look whether a bound, which takes a second to compute, is known."""


class Theory:
    """Computes bounds, one at a time. Lives as long as the server."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="theory")
        self._bounds: dict[Hashable, Future[Bound]] = {}

    def bound(self, config: ExperimentConfig) -> Bound | None:
        """Return the bound for a configuration's images and scaling; None while or if it is not known."""
        key = _key(config)
        if key not in self._bounds:
            self._bounds[key] = self._executor.submit(_bound, config)
        future = self._bounds[key]
        return future.result() if future.done() and future.exception() is None else None

    def is_pending(self, config: ExperimentConfig) -> bool:
        """Tell whether a bound was asked for and is not known yet."""
        future = self._bounds.get(_key(config))
        return future is not None and not future.done()


@st.cache_resource(show_spinner=False)
def theory() -> Theory:
    """Return the server's own."""
    return Theory()


def await_bound(config: ExperimentConfig) -> None:
    """Draw nothing, and run the page again once the bound that it asked for is known."""
    if theory().is_pending(config):
        st.fragment(_look, run_every=_LOOK_SECONDS)(config)


def _look(config: ExperimentConfig) -> None:
    if not theory().is_pending(config):
        st.rerun()


def _key(config: ExperimentConfig) -> Hashable:
    """Return what a bound depends on; a data file that was replaced under its name is another one."""
    return config.data, file_version(config.data), config.validation_size, config.scaling


def _bound(config: ExperimentConfig) -> Bound:
    try:
        images = prepared(config)
        return stability_bound(images.split.x_train, images.scaling)
    except (DataError, InvalidValue):
        raise  # the file is gone or too small, which others say
    except Exception:
        _LOGGER.exception("The stability bound of %s could not be computed", config.data)
        raise
