"""Thirty watchers of thirty experiments: what each gets, how old it is, and what it costs the dashboard's process."""

import asyncio
import base64
import json
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from websockets.asyncio.client import connect

from core.config import PRESETS
from core.schedule import record_steps
from driving.server import Dashboard

WATCHERS = 30


@dataclass
class Watched:
    """What one watcher got: the recorded steps in their order, when each message came, and how many there were."""

    steps: list[int] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    seconds: float = 0.0


def measure(dashboard: Dashboard, steps: int, say: Callable[[str, Sequence[float], str, str], None]) -> None:
    """Let 30 experiments train at full speed, each watched by one client, and print what they got."""
    config = replace(PRESETS["tutorial"], pace=None, steps=steps)
    numbers = [dashboard.store.experiments.file(config) for _ in range(WATCHERS)]
    before, started = dashboard.processor_seconds(), time.time()
    watched = _in_thread(dashboard, numbers)
    used = dashboard.processor_seconds() - before
    messages = sum(len(each.sizes) for each in watched)
    expected = list(record_steps(config))
    complete = sum(each.steps == expected for each in watched)
    ages = [age for each in watched for age in each.ages]
    durations = [each.seconds - started for each in watched]
    say(f"watchers of {WATCHERS} that got every recorded step, in order", [float(complete)], "", f"{WATCHERS}")
    say("age of a figure when it arrives", ages, "s", f"at most 0.3; 95 %: {np.percentile(ages, 95):.2f}")
    ratio = max(durations) / statistics.median(durations)
    say("slowest experiment as a multiple of the median", [ratio], "x", "at most 1.5")
    say("processor time of the dashboard an update and watcher", [1000 * used / messages], "ms", "at most 2")
    sizes = [float(size) for each in watched for size in each.sizes]
    say("size of an update", sizes, "bytes", f"largest {max(sizes):.0f}")


def update_sizes(dashboard: Dashboard, runs: int) -> list[float]:
    """Return the sizes, in bytes, of the messages about a race of so many runs at full speed, but for the first."""
    rates = tuple(0.001 * 1.3**i for i in range(runs))
    config = replace(PRESETS["tutorial"], pace=None, learning_rates=rates)
    [watched] = _in_thread(dashboard, [dashboard.store.experiments.file(config)])
    return [float(size) for size in watched.sizes[1:]]


def _in_thread(dashboard: Dashboard, numbers: Sequence[int]) -> list[Watched]:
    """Watch experiments to their ends in a thread of their own: Playwright has a loop in this one."""
    found: list[list[Watched]] = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(_all(dashboard, numbers))))
    thread.start()
    thread.join()
    return found[0]


async def _all(dashboard: Dashboard, numbers: Sequence[int]) -> list[Watched]:
    url = dashboard.url.replace("http", "ws") + "/stream"
    return list(await asyncio.gather(*(_watch(url, number) for number in numbers)))


async def _watch(url: str, number: int) -> Watched:
    """Read the stream of one experiment to its end.

    The age of a message is measured by the seconds of training: those at which its newest figure was recorded, plus
    the smallest delay that any message had, are when it could have come.
    """
    watched = Watched()
    arrivals: list[tuple[float, float]] = []
    async with connect(url, max_size=None) as socket:
        await socket.send(json.dumps({"watch": number, "after": -1, "weights": False, "readings": None}))
        while True:
            text = await socket.recv()
            now, news = time.time(), json.loads(text)
            await socket.send(json.dumps({"heard": news["serial"]}))
            watched.sizes.append(len(text))
            if "rows" in news:
                watched.steps += np.frombuffer(base64.b64decode(news["rows"]["steps"]), "<i4").tolist()
                seconds = np.frombuffer(base64.b64decode(news["rows"]["seconds"]), "<f4")
                arrivals.append((now, float(seconds[-1])))
            if news.get("state", {}).get("status") == "finished":
                break
    offset = min(now - seconds for now, seconds in arrivals)
    watched.ages = [now - seconds - offset for now, seconds in arrivals]
    watched.seconds = time.time()
    return watched
