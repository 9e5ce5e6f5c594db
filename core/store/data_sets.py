"""The data sets that pages may read: what users uploaded, and what lies in the folder that the server was told.

Whoever sits at the command line names any file. Whoever sits at a page may be somebody else, so a page reads what
lies below one folder and what experiments were trained on, and nothing else of the server's disk.
"""

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from sqlalchemy import make_url, select

from core.config import EMBEDDED_DATA
from core.errors import DataError, shortened
from core.images.dataset import Dataset, load
from core.store import schema
from core.store.database import Database, data_folder
from core.store.sqlite import file_of

VARIABLE = "SOFTMAX_LAB_DATA"
"""The environment variable that tells the server the folder whose data sets its pages offer."""

_UPLOADS = "uploads"

_UNUSED_SECONDS = 7 * 24 * 3600
"""After how long an uploaded data set is forgotten on which nothing was trained."""

_AT_ONCE = 2**20
"""Bytes that are copied at a time."""

_MOST_OFFERED = 200
"""Files and folders that a page lists."""

_LONGEST_NAME = 80
"""Characters of a file's name that are kept, its ending included."""


class DataSets:
    """The data sets of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def folder(self) -> Path:
        """SOFTMAX_LAB_DATA if it is set, else a folder of the store's own, in which there are uploads alone."""
        if told := os.environ.get(VARIABLE):
            return Path(told)
        store = file_of(make_url(self._database.url))
        return data_folder() / "data" if store is None else Path(f"{store}.data")

    def offered(self) -> list[Path]:
        """Return the files and folders that lie in the folder that the server was told, by name; uploads left out."""
        if not os.environ.get(VARIABLE):
            return []
        try:
            found = sorted(path for path in self.folder.iterdir() if not path.name.startswith("."))
        except OSError:
            return []
        return [path for path in found if path.name != _UPLOADS][:_MOST_OFFERED]

    def allows(self, name: str) -> bool:
        """Return whether a page may read a data set: "mnist", what lies in the folder, or what was trained on."""
        if name == EMBEDDED_DATA:
            return True
        try:
            # Links are followed first: one in the folder may lead out of it.
            if Path(name).resolve().is_relative_to(self.folder.resolve()):
                return True
        except (OSError, ValueError, RuntimeError):
            return False
        return self._is_trained_on(name)

    def load(self, name: str) -> Dataset:
        """Return a data set that a page asked for. Raises DataError, also for one that pages may not read."""
        if not self.allows(name):
            title = shortened(name)
            sentence = f"{title} is not among the data sets that this server offers"
            raise DataError("not_offered", sentence, title=title)
        return load(name)

    def keep(self, files: Sequence[tuple[str, BytesIO]]) -> Path:
        """Keep uploaded files, each with its name, and return where they are as one data set: a file or a folder.

        The same files are kept once. Raises DataError where they cannot be.
        """
        names = _names([name for name, _ in files])
        digest = hashlib.sha256()
        for name, (_, content) in zip(names, files, strict=True):
            digest.update(name.encode() + b"\0" + hashlib.file_digest(content, "sha256").digest())
            content.seek(0)
        home = self.folder / _UPLOADS / digest.hexdigest()[:16]
        stem = re.sub(r"(\.\w{1,4}){1,2}$", "", names[0])
        kept = home / names[0] if len(files) == 1 else home / f"{stem} +{len(files) - 1}"
        try:
            if not kept.exists():
                self._write(home, kept, names, [content for _, content in files])
            os.utime(home)  # a data set that is uploaded again is in use
        except OSError as error:
            problem = error.strerror or type(error).__name__
            sentence = f"the upload cannot be kept in {self.folder} ({problem})"
            raise DataError("not_kept", sentence, problem=problem) from error
        return kept

    def _write(self, home: Path, kept: Path, names: Sequence[str], contents: Sequence[BytesIO]) -> None:
        """Write all files beside their place first: what is there is whole, whoever writes it at the same time."""
        beside = home.with_name(f"{home.name}.{os.getpid()}.{time.monotonic_ns()}")
        try:
            place = beside if len(names) == 1 else beside / kept.name
            place.mkdir(parents=True)
            for name, content in zip(names, contents, strict=True):
                with (place / name).open("xb") as file:
                    shutil.copyfileobj(content, file, _AT_ONCE)
            if not home.exists():
                beside.replace(home)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def forget(self, kept: Path) -> None:
        """Delete an upload that is no data set."""
        home = kept.parent
        if home.parent == self.folder / _UPLOADS and not self._is_trained_on(str(kept)):
            shutil.rmtree(home, ignore_errors=True)

    def forget_unused(self) -> None:
        """Delete uploads of a week ago on which nothing was trained."""
        try:
            homes = [path for path in (self.folder / _UPLOADS).iterdir() if path.is_dir()]
            for home in homes:
                is_old = time.time() - home.stat().st_mtime > _UNUSED_SECONDS
                if is_old and not any(self._is_trained_on(str(kept)) for kept in home.iterdir()):
                    shutil.rmtree(home, ignore_errors=True)
        except OSError:
            return  # none yet, or not to be read: nothing to tidy up

    def _is_trained_on(self, name: str) -> bool:
        columns = schema.experiments.c
        names_it = columns.config.contains(f'"data": {json.dumps(name)}', autoescape=True)
        with self._database.reading() as connection:
            return connection.execute(select(columns.id).where(names_it).limit(1)).first() is not None


def _names(given: Sequence[str]) -> list[str]:
    """Return names of files that mean nothing but themselves on any system, each once."""
    names: list[str] = []
    for name in given:
        last = name.replace("\\", "/").rpartition("/")[2]
        plain = re.sub(r'[\x00-\x1f\x7f<>:"|?*\ud800-\udfff]', "_", last).strip(". ")
        plain = plain[-_LONGEST_NAME:] or "data"
        names.append(plain if plain not in names else f"{len(names)} {plain}")
    return names
