"""The users' own test set in the store: the drawings that they named and kept."""

import hashlib
import time

import numpy as np
from sqlalchemy import delete, func, insert, select, update

from core.arrays import PIXELS, Bytes
from core.classes import DIGITS, LONGEST_NAME
from core.config import is_storable
from core.errors import InvalidValue, written
from core.store import schema
from core.store.database import Database, new_id
from core.store.records import SavedDrawing


class Drawings:
    """The drawings that users saved in one database: their own test set."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, label: str, image: Bytes, strokes: str | None = None) -> int:
        """Keep a drawing, (28, 28) uint8, of the class named `label` and return its number. Raises InvalidValue."""
        if image.shape != (28, 28) or image.dtype != np.uint8:
            raise ValueError(f"image is {image.dtype} of shape {image.shape}; it must be uint8 of shape (28, 28)")
        with self._database.transaction() as connection:
            return new_id(
                connection.execute(
                    insert(schema.drawings).values(
                        label=_checked_label(label), image=image.tobytes(), strokes=strokes, created_at=time.time()
                    )
                )
            )

    def newest(self) -> list[SavedDrawing]:
        """Return the saved drawings, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(schema.drawings).where(_IS_READABLE).order_by(schema.drawings.c.id.desc())
            ).all()
        return [
            SavedDrawing(**{**row._mapping, "image": np.frombuffer(row.image, np.uint8).reshape(28, 28)})
            for row in rows
        ]

    def test_set(self, classes: tuple[str, ...] = DIGITS) -> tuple[Bytes, Bytes]:
        """Return the saved drawings of these classes as a test set, newest first.

        Images are (n, 28, 28) uint8; labels (n,) uint8 count `classes`.
        """
        columns = schema.drawings.c
        with self._database.reading() as connection:
            rows = connection.execute(
                select(columns.image, columns.label)
                .where(_IS_READABLE, columns.label.in_(classes))
                .order_by(columns.id.desc())
            ).all()
        images = np.frombuffer(b"".join(row.image for row in rows), np.uint8).reshape(-1, 28, 28)
        return images, np.array([classes.index(row.label) for row in rows], np.uint8)

    def any(self, classes: tuple[str, ...] | None = None) -> bool:
        """Return whether there is any drawing, or any of these classes."""
        columns = schema.drawings.c
        query = select(columns.id).where(_IS_READABLE).limit(1)
        if classes is not None:
            query = query.where(columns.label.in_(classes))
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def relabel(self, drawing_id: int, label: str) -> None:
        """Say that a saved drawing is of another class. Raises InvalidValue."""
        with self._database.transaction() as connection:
            connection.execute(
                update(schema.drawings).where(schema.drawings.c.id == drawing_id).values(label=_checked_label(label))
            )

    def delete(self, drawing_id: int) -> None:
        """Forget a saved drawing."""
        with self._database.transaction() as connection:
            connection.execute(delete(schema.drawings).where(schema.drawings.c.id == drawing_id))


def edition(images: Bytes) -> str:
    """Return a name for these images, (n, 28, 28) uint8, in this order: another one once any is kept or deleted.

    Not made of the drawings' numbers, for a database may give that of a deleted one to the next.
    """
    return hashlib.blake2b(np.ascontiguousarray(images).data, digest_size=8).hexdigest()


# A damaged drawing must not take the others along.
_IS_READABLE = func.length(schema.drawings.c.image) == PIXELS


def _checked_label(label: str) -> str:
    if not 1 <= len(label) <= LONGEST_NAME or not is_storable(label):
        sentence = f"label is {written(label)}; it must be the name of a class, of 1 to {LONGEST_NAME} characters"
        raise InvalidValue("label", label, "text", {"most": LONGEST_NAME}, sentence)
    return label
