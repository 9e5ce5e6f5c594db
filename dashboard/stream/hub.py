"""Who watches what: channels, one an experiment, and watchers, one a tab. All of it belongs to one event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from dashboard.shared.services import Services
from dashboard.stream import messages
from dashboard.stream.history import History
from dashboard.stream.messages import MOST_IN_A_MESSAGE, Asked
from dashboard.stream.reader import News, Reader

MOST_UNHEARD = 4
"""Messages that a tab may be behind; what is recorded meanwhile makes the next one larger."""

MOST_WATCHED = 64
"""Experiments that one tab may watch: a race, a range test and all that can be shown beside them are fewer."""


class Channel:
    """All that is known of an experiment that somebody watches, each piece encoded once."""

    def __init__(self) -> None:
        self.history = History()
        self.parts: dict[str, tuple[int, str]] = {}
        """By name: which version it is, and the part itself, JSON."""
        self.readings: dict[Asked, tuple[int, str]] = {}
        self.watchers: set[Watcher] = set()
        self.watching = -1
        """Whose news these are, as the reader calls it."""
        self._version = 0
        self._encoded: dict[int, tuple[int, str]] = {}

    def take(self, news: News) -> None:
        """Take over what is new."""
        self._version += 1
        if news.metrics is not None:
            self.history.append(news.metrics)
            self._encoded.clear()
        for name, part in (("state", news.state), ("weights", news.weights)):
            if part is not None:
                self.parts[name] = self._version, part
        if news.is_gone:
            self.parts["gone"] = self._version, "true"
        if news.is_troubled:
            self.parts["troubled"] = self._version, "true"
        else:
            self.parts.pop("troubled", None)  # who comes later is not told of a trouble that is over
        self.readings |= {asked: (self._version, part) for asked, part in news.readings.items()}

    def rows_after(self, step: int) -> tuple[int, str]:
        """Return the last step of the records after `step` that one message holds, and these."""
        if step not in self._encoded:
            metrics = self.history.after(step, max(1, MOST_IN_A_MESSAGE // self._runs))
            self._encoded[step] = int(metrics.steps[-1]), messages.rows(metrics)
        return self._encoded[step]

    @property
    def _runs(self) -> int:
        return max(1, len(self.history.validation_loss))


@dataclass
class Watch:
    """How far a tab was sent an experiment, and what it wants besides records and state."""

    after: int
    wants_weights: bool
    asked: Asked | None
    sent: dict[object, int] = field(default_factory=dict)
    """By name of the part, or by what was asked for: which version."""

    def parts_of(self, channel: Channel) -> dict[str, str]:
        """Return what is to be sent now; counts as sent."""
        due = {}
        for name, (version, part) in channel.parts.items():
            if (name != "weights" or self.wants_weights) and self.sent.get(name) != version:
                self.sent[name] = version
                due[name] = part
        if self.asked in channel.readings:
            version, part = channel.readings[self.asked]
            if self.sent.get(self.asked) != version:
                self.sent[self.asked] = version
                due["readings"] = part
        if channel.history.last_step > self.after:
            self.after, due["rows"] = channel.rows_after(self.after)
        return due


class Watcher:
    """A tab. `send` sends it one message."""

    def __init__(self, send: Callable[[str], Awaitable[None]]) -> None:
        self._send = send
        self.watches: dict[int, Watch] = {}
        self.news = asyncio.Event()
        self._heard = asyncio.Event()
        self._serial = 0
        self._heard_serial = 0

    def heard(self, serial: int) -> None:
        """Note that the tab has this message and all before it."""
        self._heard_serial = max(self._heard_serial, min(serial, self._serial))
        self._heard.set()

    async def tell(self, channels: dict[int, Channel]) -> None:
        """Send what there is, as fast as the tab hears it, until cancelled."""
        while True:
            await self.news.wait()
            self.news.clear()
            for number in list(self.watches):
                await self._room()
                # Looked up after the wait, in which the tab may have turned away.
                watch, channel = self.watches.get(number), channels.get(number)
                parts = watch.parts_of(channel) if watch and channel else {}
                if not parts:
                    continue
                self._serial += 1
                await self._send(messages.message(self._serial, number, parts))
                if watch and channel and channel.history.last_step > watch.after:
                    self.news.set()  # a long history comes in several messages

    async def _room(self) -> None:
        """Wait until the tab is less than MOST_UNHEARD messages behind."""
        while self._serial - self._heard_serial >= MOST_UNHEARD:
            self._heard.clear()
            await self._heard.wait()


class Hub:
    """Brings what the reader finds to all who watch it. Made, used and closed in one event loop."""

    def __init__(self, lab: Services) -> None:
        self._loop = asyncio.get_running_loop()
        self.channels: dict[int, Channel] = {}
        self._reader = Reader(lab, lambda news: self._loop.call_soon_threadsafe(self._take, news))

    def watch(self, watcher: Watcher, experiment: int, watch: Watch) -> None:
        """Let a tab watch an experiment, or let it want something else of it."""
        if experiment not in watcher.watches and len(watcher.watches) >= MOST_WATCHED:
            return
        known = watcher.watches.get(experiment)
        if known is not None:
            watch.sent = known.sent
        watcher.watches[experiment] = watch
        self.channels.setdefault(experiment, Channel()).watchers.add(watcher)
        self._ask(experiment)
        watcher.news.set()

    def unwatch(self, watcher: Watcher, experiment: int) -> None:
        """Let a tab not watch an experiment any more."""
        watcher.watches.pop(experiment, None)
        channel = self.channels.get(experiment)
        if channel is None:
            return
        channel.watchers.discard(watcher)
        if channel.watchers:
            self._ask(experiment)
        else:
            del self.channels[experiment]
            self._reader.unwatch(experiment)

    def leave(self, watcher: Watcher) -> None:
        """Forget a tab."""
        for experiment in list(watcher.watches):
            self.unwatch(watcher, experiment)

    def close(self) -> None:
        """Read no more."""
        self._reader.close()

    def _ask(self, experiment: int) -> None:
        """Tell the reader what all who watch an experiment want of it."""
        channel = self.channels[experiment]
        watches = [watcher.watches[experiment] for watcher in channel.watchers]
        channel.watching = self._reader.watch(
            experiment,
            weights=any(watch.wants_weights for watch in watches),
            asked={watch.asked for watch in watches if watch.asked is not None},
        )

    def _take(self, news: News) -> None:
        channel = self.channels.get(news.experiment)
        if channel is None or channel.watching != news.watching:
            return  # all who watched it have left meanwhile, and others may have come
        channel.take(news)
        for watcher in channel.watchers:
            watcher.news.set()
