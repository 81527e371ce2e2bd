"""The loop: looks at what is due, codes what is new, follows the change feed, and sends alerts; until it is told to end.

Reports are coded and stored here, by one after the other; fetching and sending go on beside it in threads. Whatever fails is told,
counted and tried again later, and nothing that fails stops the rest. All that must outlive a crash stands in the store:

- what a feed lists is written with the feed's marks, before anything of it is fetched;
- an item or file is marked as read after its reports are stored; a crash between the two reads it again, which adds nothing;
- alerts, what is to be sent and the place in the change feed are written together.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, TextIO

from dateline import failpoints
from dateline.errors import DatelineError, InputError
from dateline.project import Project
from dateline.readers import Limits, ReadOptions, read_bytes
from dateline.readers.feeds import item_report
from dateline.readers.files import FileReader
from dateline.readers.hostile import PageReader
from dateline.settings import Settings
from dateline.store import open_store
from dateline.text import Report
from dateline.watching import folders as f
from dateline.watching.config import WatchConfig, address_of
from dateline.watching.health import Health, HealthServer
from dateline.watching.logs import make_logger, tell
from dateline.watching.looking import Got, Kept, Looked, kept_of, utf8
from dateline.watching.network import Network

if TYPE_CHECKING:
    from dateline.outcomes import Outcome
    from dateline.pipeline import Pipeline
    from dateline.store import Store

ROUND_SECONDS = 0.25
BEAT_SECONDS = 5.0
FOLLOW_SECONDS = 1.0
"""Between two looks at the change feed while something long is read."""

TROUBLE_SECONDS = 5.0
"""Rest after a round that failed."""

ITEM_TRIES = 8
ITEM_WAIT, ITEM_LONGEST_WAIT = 60.0, 6 * 3600.0
"""An item whose page cannot be had is tried again after a minute, then twice as long, six hours at most."""

ITEMS_AT_ONCE = 16


class Watcher:
    """Watches what a file of settings names.

    Args:
        pipeline: to code with instead of the one that the settings of coding make.
        stream: what is told goes there, to standard error where None.
    """

    def __init__(self, config: WatchConfig, *, pipeline: Pipeline | None = None, stream: TextIO | None = None) -> None:
        self.config = config
        self.health = Health()
        self.log = make_logger(config.watch.log, stream)
        self._pipeline = pipeline
        self._stop = threading.Event()
        self._next_beat = self._next_follow = self._next_delivery = 0.0
        self._delivery: Future[int] | None = None

    def stop(self) -> None:
        """End after what is under way; may be called from a signal's handler or another thread."""
        self._stop.set()

    def run(self, *, once: bool = False) -> None:
        """Watch until `stop`; with `once`, look at everything once, read what is new, send what is due, and return.

        Raises:
            DatelineError: it cannot begin: the store, the coder or the settings are not in order.
        """
        with ExitStack() as stack:
            self._begin(stack)
            while not self._stop.is_set():
                try:
                    self._round(once=once)
                except Exception as error:  # months long: whatever a round meets, the next may do better
                    if once:
                        raise
                    self._stumbled(error)
                    continue
                if once and self._is_done():
                    break
                self._stop.wait(ROUND_SECONDS)
            self.health.ending = True
            tell(self.log, "ending")
        tell(self.log, "ended")

    # --- beginning

    def _begin(self, stack: ExitStack) -> None:
        config = self.config
        watch = config.watch
        settings = Settings.of(watch.settings)
        self._options = ReadOptions(limits=settings.fill(Limits, "read"))
        self._store: Store = open_store(watch.db)
        stack.callback(self._store.close)
        project = Project(watch.db, settings=settings, workers=watch.workers, pipeline=self._pipeline)
        self._project = stack.enter_context(project)
        if watch.listen:
            host, port = address_of(watch.listen)
            server = HealthServer(host, port, self.health)
            stack.callback(server.close)
            tell(self.log, "listening", host=host, port=server.port)
        for one in watch.allow_private:
            tell(self.log, "an address that is not public may be fetched", level=logging.WARNING, allow_private=one)
        self._project.pipeline.warm_up()
        self._project.alerts.begin(config.alerting, follower=watch.follower)
        self._project.alerts.count_past(
            config.alerting, lambda rule, done: tell(self.log, "counting the past", rule=rule, incidents=done)
        )
        self._reader = stack.enter_context(FileReader(self._options, stdin=None))
        self._pages = stack.enter_context(PageReader(self._options.limits))
        self._threads = stack.enter_context(ThreadPoolExecutor(1, "deliver"))
        self._network = stack.enter_context(Network(config, self._store))
        self._folders = [f.Folder(one, self._store.known_files) for one in config.folders]
        self._looks = dict.fromkeys((one.path for one in config.folders), 0)
        tell(
            self.log, "watching", store=self._project.store_name, feeds=len(config.feeds), sitemaps=len(config.sitemaps),
            folders=len(config.folders), rules=len(config.alerting.rules), destinations=len(config.alerting.destinations),
        )  # fmt: skip

    # --- one round

    def _round(self, *, once: bool) -> None:
        self.health.round_at = time.time()
        self._read_folders()
        self._network.launch(force=once)
        for done in self._network.finished():
            if isinstance(done, Looked):
                self._note_look(done)
        got = self._network.pages(ITEMS_AT_ONCE)
        try:
            self._read_items(got)
        finally:
            self._network.let_go(one.item for one in got)
        self._follow()
        self._send()
        self._beat()
        self.health.trouble = next((one.trouble for one in self._folders if one.trouble), None)

    def _stumbled(self, error: Exception) -> None:
        self.health.troubles += 1
        self.health.trouble = str(error)[:300]
        tell(self.log, "a round failed", level=logging.ERROR, error=str(error)[:500], kind=type(error).__name__)
        if not isinstance(error, DatelineError):
            self.log.error("this is a fault in dateline, please report it; the watcher goes on", exc_info=error)
        self._stop.wait(TROUBLE_SECONDS)

    def _is_done(self) -> bool:
        waits = self._network.is_busy() or (self._delivery is not None and not self._delivery.done())
        return not waits and all(number >= 2 for number in self._looks.values()) and self._network.is_idle()

    def _read_folders(self) -> None:
        for folder in self._folders:
            if time.monotonic() < folder.due:
                continue
            before = folder.trouble
            ready = folder.look()
            if folder.trouble != before:
                level = logging.WARNING if folder.trouble else logging.INFO
                tell(self.log, "folder", level=level, path=folder.said.path, trouble=folder.trouble or "none any more")
            self._looks[folder.said.path] = 0 if ready else self._looks[folder.said.path] + 1
            if not ready:
                continue
            options = dataclasses.replace(self._options, publisher=folder.said.publisher)
            for outcome in self._project.add([one.path for one in ready], options=options):
                self._count(outcome)
            failpoints.reach("before-mark")
            self._store.note_files(ready)
            folder.read(ready)

    def _note_look(self, look: Looked) -> None:
        """Write what a look at a feed or sitemap gave."""
        address = look.source.address
        self.health.looks[look.kind if look.failure else "unchanged" if look.items is None else "ok"] += 1
        every = self._network.every(look.source.id)
        if look.failure is not None:
            wait = max(min(every * 2 ** min(look.source.failures + 1, 10), 86_400.0), look.wait or 0.0)
            self._store.note_failure(look.source.id, due=time.time() + wait, error=look.failure)
            tell(
                self.log, "look failed", level=logging.WARNING, source=address, error=look.failure, again_in=round(wait)
            )
        elif look.items is None:
            self._store.note_unchanged(look.source.id, due=time.time() + every)
        else:
            counts = self._store.note_listing(
                look.source.id,
                look.items,
                due=time.time() + every,
                etag=look.etag,
                modified=look.modified,
                error=look.problem,
            )
            if counts or look.problem:
                tell(self.log, "looked", source=address, items=len(look.items), problem=look.problem, **counts)
        self._network.renew()

    # --- reading

    def _read_items(self, got: list[Got]) -> None:
        """Code and store what was fetched, then mark the items."""
        read: list[tuple[Got, Report | InputError]] = []
        for one in got:
            self.health.pages[one.kind] += 1
            if one.failure is not None:
                self._put_off(one)
                continue
            reports = list(self._reports(one, kept_of(one.item.data)))
            if not reports:
                self._store.note_item(one.item, "failed", error="there is no report in it")
            read += [(one, report) for report in reports]
        failures: dict[tuple[str, str], str] = {}
        for (one, _), outcome in zip(read, self._project.add_reports(report for _, report in read), strict=True):
            self._count(outcome)
            if outcome.error is not None:
                failures[one.item.source, one.item.item] = str(outcome.error.message)
        failpoints.reach("before-mark")
        for one in {(got.item.source, got.item.item): got for got, _ in read}.values():
            trouble = failures.get((one.item.source, one.item.item))
            self._store.note_item(one.item, "failed" if trouble else "done", error=trouble)

    def _reports(self, got: Got, kept: Kept) -> Iterator[Report | InputError]:
        options = dataclasses.replace(self._options, publisher=kept.publisher)
        if got.page is None:
            yield item_report(kept.item, kept.feed, options=options, pages=self._pages)
            return
        address = kept.item.url or got.page.url
        for found in read_bytes(utf8(got.page), origin=address, url=address, reader=self._reader):
            yield found if isinstance(found, InputError) else _filled(found, kept, address)

    def _put_off(self, got: Got) -> None:
        """Have an item tried again later, or given up."""
        tries = got.item.tries + 1
        if got.final or tries >= ITEM_TRIES:
            self._store.note_item(got.item, "failed", error=got.failure)
            tell(self.log, "page given up", level=logging.WARNING, error=got.failure, tries=tries)
        else:
            wait = max(min(ITEM_WAIT * 2 ** (tries - 1), ITEM_LONGEST_WAIT), got.wait or 0.0)
            self._store.note_item(got.item, "waiting", error=got.failure, due=time.time() + wait)

    def _count(self, outcome: Outcome) -> None:
        self.health.round_at = time.time()
        self.health.reports[outcome.status.replace(" ", "-")] += 1
        if outcome.error is not None:
            tell(self.log, "report failed", level=logging.WARNING, error=outcome.error.message)
        elif outcome.status in {"stored", "new version"}:
            self.health.last_report = time.time()
            events = len(outcome.record.events) if outcome.record else 0
            tell(self.log, outcome.status, origin=outcome.origin, events=events)
        # A large file is many reports: what they tell does not wait for its end.
        self._follow()
        self._beat()

    # --- telling

    def _follow(self) -> None:
        if time.monotonic() < self._next_follow:
            return
        alerting, follower = self.config.alerting, self.config.watch.follower
        while True:
            step = self._project.alerts.follow(alerting, follower=follower)
            for kind in ("raised", "updated", "withdrawn"):
                self.health.alerts[kind] += getattr(step, kind)
            if step.raised or step.withdrawn:
                self.health.last_alert = time.time()
                self._next_delivery = 0.0
                tell(self.log, "alerts", raised=step.raised, updated=step.updated, withdrawn=step.withdrawn)
            if not step.changes:
                break
        self._next_follow = time.monotonic() + min(FOLLOW_SECONDS, ROUND_SECONDS)

    def _send(self) -> None:
        """Have what is due sent, beside the loop: a destination may be slow."""
        if self._delivery is not None:
            if not self._delivery.done():
                return
            done, self._delivery = self._delivery, None
            sent = done.result()
            self._next_delivery = time.monotonic() + (0.0 if sent else FOLLOW_SECONDS)
            if sent:
                tell(self.log, "sent", deliveries=sent)
        if self.config.alerting.destinations and time.monotonic() >= self._next_delivery and not self.health.ending:
            self._delivery = self._threads.submit(
                self._project.alerts.deliver, self.config.alerting,
                tell=lambda words: tell(self.log, "delivery failed", level=logging.WARNING, error=words),
            )  # fmt: skip

    def _beat(self) -> None:
        if time.monotonic() < self._next_beat:
            return
        self._next_beat = time.monotonic() + BEAT_SECONDS
        health, watch = self.health, self.config.watch
        health.sources = {
            one.address: {
                "kind": one.kind,
                "failures": one.failures,
                "well": one.well,
                "due": one.due,
                "error": one.error,
            }
            for one in self._network.states()
        }
        health.waiting = self._store.count_items().get("waiting", 0)
        health.behind = next((one.behind for one in self._store.followers() if one.follower == watch.follower), 0)
        health.deliveries = {
            name: number for name, number in self._store.count_alerts().items() if name.startswith("delivery ")
        }
        self._store.beat(watch.follower, health.as_data())


def _filled(report: Report, kept: Kept, address: str) -> Report:
    """Return a report with what its page leaves open and the feed tells."""
    item = kept.item
    return dataclasses.replace(
        report, url=report.url or address, key=address, published=report.published or item.published,
        publisher=report.publisher or kept.publisher or item.publisher or kept.feed.title,
        title=report.title or item.title, language=report.language or item.language,
    )  # fmt: skip
