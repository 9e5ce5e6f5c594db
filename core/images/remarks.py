"""How somebody's data were understood, as facts to be said back before anything is trained on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.arrays import SIDE
from core.classes import DIGITS
from core.images.dataset import Dataset


@dataclass(frozen=True)
class Remark:
    """One thing to be said of data that were read, and the numbers of its sentence."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def remarks(dataset: Dataset) -> tuple[Remark, ...]:
    """Return what a data set was read as, and then whatever was done to it on the way."""
    reading = dataset.reading
    form = reading.form if reading.labels == "arrays" else f"{reading.form}_{reading.labels}"
    found = [Remark(form, {"train": len(dataset.x_train), "test": len(dataset.x_test)})]
    if reading.split_off:
        found.append(Remark("split_off", {"count": reading.split_off}))
    if reading.joined:
        found.append(Remark("joined", {"count": reading.joined}))
    if reading.side == 0:
        found.append(Remark("resized_all"))
    elif reading.side != SIDE:
        found.append(Remark("resized", {"side": reading.side}))
    if reading.scale != "bytes":
        found.append(Remark(f"scale_{reading.scale}"))
    if reading.turned:
        found.append(Remark("turned"))
    if dataset.classes != DIGITS:
        named_by = {"labels": "classes", "given": "classes_given", "misfit": "classes_misfit"}.get(reading.named_by)
        facts = {"count": len(dataset.classes), "names": dataset.classes}
        found.append(Remark(named_by or f"classes_{reading.named_by}", facts))
    elif reading.first:
        found.append(Remark("from_one"))
    if reading.left_out:
        found.append(Remark("left_out", {"count": reading.left_out}))
    return tuple(found)
