"""How like a drawing is to what a run was trained on: its data's index, made before the first drawing asks for it."""

import contextlib
import threading
from functools import lru_cache

from core.arrays import Bytes
from core.errors import DataError, NotFound, StoreError
from core.images.dataset import Dataset
from core.model.novelty import Novelty, NoveltyIndex
from core.store import Store
from core.store.records import Run
from dashboard.draw.calibration import images_known
from dashboard.shared.services import images_of

_MAKING = threading.Lock()
"""Held while an index is made: who asks for it meanwhile waits for that one, and makes none of its own."""


def prepare_novelty(store: Store, run: Run) -> None:
    """Begin to make what takes 0.4 s of work of the run's data, while the page is drawn and the first stroke too.

    That are the index, and the images that a temperature is fitted on.
    """

    def make() -> None:
        with contextlib.suppress(StoreError):  # whoever draws hears of it
            _index_of(store, run)
            images_known(store, run)

    threading.Thread(target=make, name="novelty", daemon=True).start()


def novelty_of(store: Store, run: Run, image: Bytes) -> Novelty | None:
    """Return what of the run's own data is nearest to the image, or None if the data cannot be read any more."""
    index = _index_of(store, run)
    return None if index is None else index.novelty(image)


def _index_of(store: Store, run: Run) -> NoveltyIndex | None:
    try:
        data = images_of(store.experiments.get(run.experiment_id))
    except (DataError, NotFound):
        return None
    with _MAKING:
        return _index(data)


@lru_cache(maxsize=2)
def _index(data: Dataset) -> NoveltyIndex:
    return NoveltyIndex(data.x_train, data.y_train, data.x_test)
