"""A dashboard started as the README says, or another script of Streamlit's, on a port of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.store import Store

ROOT = Path(__file__).parents[1]

LONGEST_START_SECONDS = 60.0
"""How long a server may take to answer for the first time."""


@dataclass(frozen=True)
class Dashboard:
    """A running dashboard: its address, its process, its store."""

    url: str
    process: subprocess.Popen[bytes]
    store: Store

    def processor_seconds(self) -> float:
        """Return the processor time that the dashboard's own process has used, all of its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def start_server(script: Path, log: Path, environment: Mapping[str, str]) -> tuple[str, subprocess.Popen[bytes]]:
    """Start Streamlit with a script, with these environment variables beside the present ones.

    Returns the address of its host, without a slash at the end, and its process, once it answers. Raises
    RuntimeError with what it wrote to `log` if it ends or does not answer for long.
    """
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=output,
        )
    url = f"http://localhost:{port}"
    base_path = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    health = "/".join(filter(None, (url, base_path, "_stcore/health")))
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(health, timeout=5):
                return url, process
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise RuntimeError(log.read_text(errors="replace")) from None
            time.sleep(0.1)


def start_dashboard(folder: Path) -> Dashboard:
    """Start a dashboard with a store of its own in a folder and wait until it answers."""
    store_url = f"sqlite:///{(folder / 'store.sqlite').as_posix()}"
    url, process = start_server(
        ROOT / "dashboard" / "app.py", folder / "dashboard.log", {"SOFTMAX_LAB_STORE": store_url}
    )
    return Dashboard(url, process, Store(store_url))


def end_dashboard(dashboard: Dashboard) -> None:
    """End the dashboard and the worker it started."""
    workers = dashboard.store.processes.living("worker")
    dashboard.process.terminate()
    dashboard.process.wait(timeout=30)
    for worker in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGTERM)
    dashboard.store.close()
