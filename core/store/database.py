"""The database behind the store: where it is, how it is opened, and what its errors become."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from core.errors import NotFound, StoreError, shortened, written
from core.store.migrations import upgrade
from core.store.sqlite import StoreFile, file_of, prepare

ELSEWHERE = "set SOFTMAX_LAB_STORE to another place, such as sqlite:////home/me/softmax-lab.sqlite"
"""What to do about a store that cannot be where it would be by default."""


def data_folder() -> Path:
    """Return the folder, made if need be, in which this user's experiments are kept. Raises StoreError."""
    folder = Path(platformdirs.user_data_dir("softmax-lab", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"experiments are kept in the folder {folder}, which cannot be made: {error.strerror}; {ELSEWHERE}"
        ) from error
    return folder


def store_url() -> str:
    """Return SOFTMAX_LAB_STORE if it is set, else the URL of the SQLite file in the user's data folder."""
    if url := os.environ.get("SOFTMAX_LAB_STORE"):
        return url
    # Made, not written: a folder's name may hold what means something else in a URL.
    return URL.create("sqlite", database=str(data_folder() / "store.sqlite")).render_as_string()


class Database:
    """The database behind one URL, its schema up to date. Shared by every thread of a process; lives as long as that.

    Raises StoreError where the database cannot be reached or is newer than this program.
    """

    def __init__(self, url: str | None = None) -> None:
        self.url = url or store_url()
        self._file: StoreFile | None = None
        try:
            parsed = make_url(self.url)
            if path := file_of(parsed):
                # Absolute: a worker that is started elsewhere is to find the same file.
                parsed = parsed.set(database=str(path))
                self.url = parsed.render_as_string(hide_password=False)
                self._file = StoreFile(path)
            self._engine = create_engine(parsed)
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", self._file.connected if self._file else prepare)
            upgrade(self._engine)
        except (SQLAlchemyError, OSError, ValueError, ImportError, LookupError) as error:
            reason = shortened(str(getattr(error, "orig", None) or error), 300)
            advice = "" if url or os.environ.get("SOFTMAX_LAB_STORE") else f"; {ELSEWHERE}"
            raise StoreError(f"the store {self.safe_url} cannot be opened: {reason}{advice}") from error

    @property
    def safe_url(self) -> str:
        """The URL without its password, fit to be shown."""
        try:
            return shortened(make_url(self.url).render_as_string(hide_password=True), 300)
        except (ArgumentError, ValueError):
            return written(self.url)

    def close(self) -> None:
        """Let go of the database. May be called twice."""
        self._engine.dispose()

    def connection_of_sqlite(self) -> Any:
        """Return a connection of the sqlite3 module that the caller keeps and closes, None for other databases."""
        if self._engine.dialect.name != "sqlite":
            return None
        connection = self._engine.raw_connection()
        connection.detach()
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write: all that happens inside is kept together, or after an exception nothing."""
        with self._at_work(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read, without a lock that writers wait for."""
        with self._at_work(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        if self._file is not None:
            self._file.check()
        try:
            yield
        except OverflowError as error:  # SQLite's module; PostgreSQL compares with numbers of any size
            raise NotFound("nothing in the store has a number as large as that") from error
        except DBAPIError as error:
            raise StoreError(f"the store {self.safe_url} did not do its work: {error.orig}") from error


def new_id(result: Any) -> int:
    """Return the number of the row that was just inserted."""
    return int(result.inserted_primary_key[0])
