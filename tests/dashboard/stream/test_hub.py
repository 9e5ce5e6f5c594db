"""Tabs of all speeds at one hub. The tests are the reader: they say what is new."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest

from core.store.records import METRICS, Metrics
from dashboard.stream import hub as hub_module
from dashboard.stream import messages
from dashboard.stream.hub import MOST_UNHEARD, MOST_WATCHED, Hub, Watch, Watcher
from dashboard.stream.messages import Asked
from dashboard.stream.reader import News
from tests.dashboard.stream.decoding import decoded


class FakeReader:
    def __init__(self, lab: object, deliver: Callable[[News], object]) -> None:
        self.wanted: dict[int, tuple[bool, set[Asked]]] = {}
        self.begun = 0

    def watch(self, experiment: int, *, weights: bool, asked: set[Asked]) -> int:
        self.begun += experiment not in self.wanted
        self.wanted[experiment] = weights, asked
        return self.begun

    def unwatch(self, experiment: int) -> None:
        del self.wanted[experiment]

    def close(self) -> None:
        pass


class Tab:
    """A browser's tab. `hears` tells whether it acknowledges what it is sent."""

    def __init__(self, hub: Hub, *, hears: bool = True) -> None:
        self.hub, self.hears = hub, hears
        self.received: list[dict[str, Any]] = []
        self.watcher = Watcher(self._receive)
        self.telling = asyncio.create_task(self.watcher.tell(hub.channels))

    async def _receive(self, text: str) -> None:
        self.received.append(decoded(text))
        if self.hears:
            self.watcher.heard(self.received[-1]["serial"])

    def hear_all(self) -> None:
        self.watcher.heard(self.received[-1]["serial"])

    def watch(self, experiment: int, after: int = -1, *, weights: bool = False, asked: Asked | None = None) -> None:
        self.hub.watch(self.watcher, experiment, Watch(after, weights, asked))

    @property
    def steps(self) -> list[int]:
        return [step for news in self.received if "rows" in news for step in news["rows"]["steps"].tolist()]


@pytest.fixture
def on_a_hub(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Hub], Awaitable[None]]], None]:
    """Run a test in an event loop with a hub of its own."""
    monkeypatch.setattr(hub_module, "Reader", FakeReader)

    def run(test: Callable[[Hub], Awaitable[None]]) -> None:
        async def main() -> None:
            hub = Hub(None)  # type: ignore[arg-type]
            await test(hub)
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        asyncio.run(main())

    return run


def records(first: int, last: int, runs: int = 2) -> Metrics:
    steps = np.arange(first, last)
    return Metrics(steps, steps / 10, **{name: np.tile(np.float32(steps), (runs, 1)) for name in METRICS})


async def settled() -> None:
    """Let everybody do what there is to do."""
    for _ in range(50):
        await asyncio.sleep(0)


def test_a_newcomer_gets_everything_and_then_what_is_new(on_a_hub):
    async def test(hub: Hub) -> None:
        first, second = Tab(hub), Tab(hub)
        first.watch(1)
        hub._take(News(1, 1, records(0, 100), state='{"status":"running"}'))
        await settled()
        second.watch(1)
        await settled()
        hub._take(News(1, 1, records(100, 103)))
        await settled()
        assert first.steps == second.steps == list(range(103))
        assert [len(tab.received) for tab in (first, second)] == [2, 2]
        assert [news.get("state") for news in second.received] == [{"status": "running"}, None]

    on_a_hub(test)


def test_a_tab_goes_on_where_its_connection_broke(on_a_hub):
    async def test(hub: Hub) -> None:
        other, back = Tab(hub), Tab(hub)
        other.watch(1)
        hub._take(News(1, 1, records(0, 100)))
        back.watch(1, after=90)
        await settled()
        assert back.steps == list(range(91, 100))

    on_a_hub(test)


def test_a_slow_tab_gets_fewer_and_larger_messages_and_nothing_queues(on_a_hub):
    async def test(hub: Hub) -> None:
        quick, slow = Tab(hub), Tab(hub, hears=False)
        for tab in (quick, slow):
            tab.watch(1)
        for step in range(200):
            hub._take(News(1, 1, records(step, step + 1)))
            await settled()
        assert len(quick.received) == 200
        assert len(slow.received) == MOST_UNHEARD
        slow.hear_all()
        await settled()
        assert len(slow.received) == MOST_UNHEARD + 1
        assert quick.steps == slow.steps == list(range(200))

    on_a_hub(test)


def test_each_piece_is_encoded_once(on_a_hub, monkeypatch):
    async def test(hub: Hub) -> None:
        encoded: list[int] = []
        rows = messages.rows
        monkeypatch.setattr(messages, "rows", lambda metrics: encoded.append(len(metrics.steps)) or rows(metrics))
        tabs = [Tab(hub) for _ in range(30)]
        for tab in tabs:
            tab.watch(1)
        for step in range(10):
            hub._take(News(1, 1, records(step, step + 1)))
            await settled()
        assert all(tab.steps == list(range(10)) for tab in tabs)
        assert encoded == [1] * 10

    on_a_hub(test)


def test_a_long_history_comes_in_several_messages(on_a_hub):
    """Whoever opens a training of a hundred thousand records waits for no message of a hundred megabytes."""

    async def test(hub: Hub) -> None:
        tab = Tab(hub)
        tab.watch(1)
        hub._take(News(1, 1, records(0, 3000, runs=24)))
        await settled()
        assert tab.steps == list(range(3000))
        longest = max(len(news["rows"]["steps"]) for news in tab.received)
        assert longest * 24 <= messages.MOST_IN_A_MESSAGE

    on_a_hub(test)


def test_weights_and_readings_go_to_those_who_want_them(on_a_hub):
    async def test(hub: Hub) -> None:
        asked, other = Asked(False, "", 0, 20), Asked(False, "", 20, 20)
        charts, images, others = Tab(hub), Tab(hub), Tab(hub)
        charts.watch(1)
        images.watch(1, weights=True, asked=asked)
        others.watch(1, asked=other)
        assert hub._reader.wanted == {1: (True, {asked, other})}
        pixels = '{"step":3,"limit":1,"pixels":"' + "A" * 10454 + "==" + '"}'
        hub._take(News(1, 1, weights=pixels, readings={asked: '{"digits":[1]}', other: '{"digits":[2]}'}))
        await settled()
        assert charts.received == []
        assert images.received[0]["weights"]["step"] == 3
        assert images.received[0]["readings"] == {"digits": [1]}
        assert "weights" not in others.received[0]
        assert others.received[0]["readings"] == {"digits": [2]}
        # Who turns to other images is sent theirs, and the weights that he has are not sent again.
        images.watch(1, weights=True, asked=other)
        await settled()
        assert images.received[1].keys() == {"serial", "experiment", "readings"}

    on_a_hub(test)


def test_a_trouble_that_is_over_is_not_told_to_who_comes_after(on_a_hub):
    async def test(hub: Hub) -> None:
        one, late = Tab(hub), Tab(hub)
        one.watch(1)
        hub._take(News(1, 1, is_troubled=True))
        await settled()
        hub._take(News(1, 1, state="{}"))
        late.watch(1)
        await settled()
        assert [news.get("troubled") for news in one.received] == [True, None]
        assert [news.get("troubled") for news in late.received] == [None]

    on_a_hub(test)


def test_what_nobody_watches_is_read_and_kept_no_longer(on_a_hub):
    async def test(hub: Hub) -> None:
        one, two = Tab(hub), Tab(hub)
        one.watch(1, weights=True)
        two.watch(1)
        two.watch(2)
        hub.unwatch(one.watcher, 1)
        assert hub._reader.wanted == {1: (False, set()), 2: (False, set())}
        hub.leave(two.watcher)
        assert hub._reader.wanted == {}
        assert hub.channels == {}
        hub._take(News(1, 1, records(0, 5)))
        hub.unwatch(one.watcher, 99)
        assert hub.channels == {}

    on_a_hub(test)


def test_what_was_on_its_way_when_all_had_left_reaches_nobody_who_came_after(on_a_hub):
    """He gets everything from the beginning, and not first a piece of the middle."""

    async def test(hub: Hub) -> None:
        first, second = Tab(hub), Tab(hub)
        first.watch(1)
        hub.leave(first.watcher)
        second.watch(1)
        hub._take(News(1, 1, records(100, 105)))
        hub._take(News(1, 2, records(0, 106)))
        await settled()
        assert second.steps == list(range(106))

    on_a_hub(test)


def test_a_tab_cannot_watch_the_whole_store(on_a_hub):
    async def test(hub: Hub) -> None:
        tab = Tab(hub)
        for number in range(1000):
            tab.watch(number)
        assert len(tab.watcher.watches) == len(hub.channels) == MOST_WATCHED

    on_a_hub(test)


def test_a_tab_that_claims_to_have_heard_what_was_never_sent_gains_nothing(on_a_hub):
    async def test(hub: Hub) -> None:
        tab = Tab(hub, hears=False)
        tab.watch(1)
        tab.watcher.heard(10**9)
        for step in range(20):
            hub._take(News(1, 1, records(step, step + 1)))
            await settled()
        assert len(tab.received) == MOST_UNHEARD

    on_a_hub(test)
