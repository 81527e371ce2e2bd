"""What is fetched when: looks that are due and pages of items, a host at a time, in threads beside the loop."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dateline.store.watching.store import SourceState, Waiting
from dateline.watching.addresses import Refused, Target, target_of
from dateline.watching.config import FeedSource, SitemapSource, WatchConfig
from dateline.watching.fetching import Bounds, Fetcher
from dateline.watching.looking import Got, Looked, get_page, kept_of, look_at_feed, look_at_sitemap
from dateline.watching.parsing import Parser
from dateline.watching.robots import Robots

if TYPE_CHECKING:
    from dateline.store import Store

ITEMS_SEEN = 200
"""Waiting items that are looked at for those whose host is free."""

Source = FeedSource | SitemapSource


@dataclass(slots=True)
class _Job:
    """Something that is being fetched; `host` is free again when it is done."""

    future: Future[Looked | Got]
    target: Target | None
    source: str | None = None


@dataclass(slots=True)
class Network:
    """Fetches what is due; a context.

    One request at a time goes to a host, and so many seconds lie between two, more where its robots.txt asks for more.
    """

    config: WatchConfig
    store: Store
    _jobs: list[_Job] = field(default_factory=list)
    _got: list[Got] = field(default_factory=list)
    _taken: set[tuple[str, str]] = field(default_factory=set)
    _free: dict[str, float] = field(default_factory=dict)
    _looked: set[str] = field(default_factory=set)
    _states: dict[str, SourceState] = field(default_factory=dict)
    _said: dict[str, Source] = field(default_factory=dict)
    _nothing_due: bool = False

    def __enter__(self) -> Self:
        watch = self.config.watch
        bounds = Bounds(watch.seconds, watch.max_bytes)
        self._fetcher = Fetcher(contact=watch.contact, allowed=watch.allow_private, bounds=bounds)
        self._robots = Robots(lambda url, narrow: self._fetcher.fetch(url, bounds=narrow, robots=False))
        if watch.robots:
            self._fetcher.may_fetch = self._robots.see
        self._parser = Parser()
        self._threads = ThreadPoolExecutor(watch.fetchers, "fetch")
        self.renew()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What is under way is fetched again another time: nothing of it is lost, and nobody should wait for it.
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._parser.close()

    _fetcher: Fetcher = field(init=False)
    _robots: Robots = field(init=False)
    _parser: Parser = field(init=False)
    _threads: ThreadPoolExecutor = field(init=False)

    def renew(self) -> None:
        """Read how the sources fare."""
        said: dict[tuple[str, str], Source] = {("feed", one.url): one for one in self.config.feeds}
        said |= {("sitemap", one.url): one for one in self.config.sitemaps}
        found = self.store.begin_watching(said)
        self._states = {one.id: one for one in found}
        self._said = {one.id: said[one.kind, one.address] for one in found}
        # What a look has just listed has not been looked for yet.
        self._nothing_due = False

    def states(self) -> tuple[SourceState, ...]:
        """Return how the sources fare."""
        return tuple(self._states.values())

    def every(self, source: str) -> float:
        """Return the seconds between two looks at a source."""
        return self._said[source].seconds

    def is_busy(self) -> bool:
        """Whether something is being fetched, or waits to be read."""
        return bool(self._jobs or self._got)

    def is_idle(self) -> bool:
        """Whether every source was looked at in this run, and no item waits that is due."""
        return self._looked >= self._states.keys() and self._nothing_due

    def launch(self, *, force: bool = False) -> None:
        """Begin what is due.

        Args:
            force: look at each source once in this run, whenever it was looked at last.
        """
        if not force and not self.config.schedule.is_on(dt.datetime.now(dt.UTC)):
            return
        room = self.config.watch.fetchers - len(self._jobs)
        looking = {job.source for job in self._jobs}
        for state in self._states.values():
            due = state.id not in self._looked if force else state.due <= time.time()
            if room > 0 and due and state.id not in looking and self._is_free(state.address):
                room -= self._look(state)
        self._launch_items(room)

    def _look(self, state: SourceState) -> int:
        said = self._said[state.id]
        self._looked.add(state.id)
        args = (self._fetcher, self._parser, self.config.filters)
        future: Future[Looked | Got]
        if isinstance(said, FeedSource):
            future = self._threads.submit(look_at_feed, state, said, *args)
        else:
            future = self._threads.submit(look_at_sitemap, state, said, *args)
        self._begin(_Job(future, _target(state.address), state.id))
        return 1

    def _launch_items(self, room: int) -> None:
        if len(self._got) > ITEMS_SEEN or not self._states:
            self._nothing_due = not self._states
            return
        some = self.store.waiting_items(time.time(), limit=ITEMS_SEEN, sources=list(self._states))
        some = tuple(one for one in some if (one.source, one.item) not in self._taken)
        self._nothing_due = not some
        for one in some:
            address = kept_of(one.data).address
            if address is None:
                self._take(one)
                self._got.append(Got(one, kind="in-feed"))
            elif room > 0 and self._is_free(address):
                self._take(one)
                self._begin(_Job(self._threads.submit(get_page, one, address, self._fetcher), _target(address)))
                room -= 1

    def finished(self) -> Iterator[Looked]:
        """Yield the looks that are finished; pages that are go to `pages`."""
        for job in [job for job in self._jobs if job.future.done()]:
            self._jobs.remove(job)
            if job.target is not None:
                delay = max(self.config.watch.delay, self._robots.delay(job.target))
                self._free[job.target.host] = time.monotonic() + delay
            found = job.future.result()
            if isinstance(found, Got):
                self._got.append(found)
            else:
                yield found

    def pages(self, number: int) -> list[Got]:
        """Return so many pages that were fetched, and items that need none."""
        some, self._got = self._got[:number], self._got[number:]
        return some

    def let_go(self, items: Iterable[Waiting]) -> None:
        """Forget items of which the store knows by now what became of them."""
        self._taken -= {(one.source, one.item) for one in items}

    def _take(self, one: Waiting) -> None:
        self._taken.add((one.source, one.item))

    def _begin(self, job: _Job) -> None:
        self._jobs.append(job)
        if job.target is not None:
            self._free[job.target.host] = float("inf")
        if len(self._free) > 10_000:
            now = time.monotonic()
            self._free = {host: at for host, at in self._free.items() if at > now}

    def _is_free(self, address: str) -> bool:
        target = _target(address)
        return target is None or self._free.get(target.host, 0.0) <= time.monotonic()


def _target(address: str) -> Target | None:
    try:
        return target_of(address)
    except Refused:
        return None
