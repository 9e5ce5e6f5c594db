"""Processes that train and are there at once, forked from one that has TensorFlow and MNIST in its memory.

That what users start does start is claimed by tests that start it themselves, with `sys.executable`.
"""

import multiprocessing
import os
import runpy
import signal
import sys
from pathlib import Path

from core.__main__ import main

ROOT = Path(__file__).parents[1]

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.ahead"])


class Forked:
    """A process in a session of its own that runs the command line or, where one is given, a script.

    `folder` takes what it says, which can be read once it has ended.
    """

    def __init__(self, folder: Path, *arguments: str, script: Path | None = None) -> None:
        self._said = [folder / name for name in ("stdout", "stderr")]
        folder.mkdir()
        self._process = _FORKS.Process(target=_run, args=(arguments, script, dict(os.environ), self._said))
        self._process.start()

    @property
    def has_ended(self) -> bool:
        return self._process.exitcode is not None

    def send(self, number: signal.Signals) -> None:
        os.kill(self._process.pid, number)

    def ended(self, seconds: float = 90.0) -> tuple[int, str, str]:
        """Wait until it ends. Return its exit status, negative for a signal, and what it said on either stream."""
        self._process.join(seconds)
        assert self.has_ended, "it does not end"
        stdout, stderr = (path.read_text() for path in self._said)
        return self._process.exitcode, stdout, stderr


def _run(arguments: tuple[str, ...], script: Path | None, environment: dict[str, str], said: list[Path]) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in zip((1, 2), said, strict=True):
        with path.open("wb") as file:
            os.dup2(file.fileno(), descriptor)
    os.chdir(ROOT if script is None else script.parent)
    if script is None:
        sys.exit(main(arguments))
    sys.argv = [script.name, *arguments]
    runpy.run_path(script.name, run_name="__main__")
