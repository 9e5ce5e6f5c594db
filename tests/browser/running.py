"""A dashboard started as the README says, and the Chromium to drive it with: for tests and benchmarks."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from core.store import Store

ROOT = Path(__file__).parents[2]

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True)
class Dashboard:
    """A running dashboard: its address, its process, its store."""

    url: str
    process: subprocess.Popen[bytes]
    store: Store


def free_port() -> int:
    """Return a port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def start_dashboard(folder: Path) -> Dashboard:
    """Start a dashboard with a store of its own and wait until it answers."""
    port = free_port()
    store_url = f"sqlite:///{(folder / 'store.sqlite').as_posix()}"
    log = (folder / "dashboard.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "SOFTMAX_LAB_STORE": store_url},
        stdout=log,
        stderr=log,
    )
    log.close()
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return Dashboard(url, process, Store(store_url))
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "dashboard.log").read_text(errors="replace")) from None
            time.sleep(0.1)


def end_dashboard(dashboard: Dashboard) -> None:
    """End the dashboard and the worker it started."""
    workers = dashboard.store.processes.living("worker")
    dashboard.process.terminate()
    dashboard.process.wait(timeout=30)
    for worker in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGTERM)
    dashboard.store.close()
