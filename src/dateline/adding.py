"""What adding to a store is, wherever the records come from: what is known is looked up, the rest is kept batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dateline import failpoints
from dateline.errors import InputError
from dateline.events import CodedReport, Coder
from dateline.executor import Done, Task
from dateline.outcomes import Outcome, named, outcome_of
from dateline.pipeline import Coding
from dateline.text import Report

if TYPE_CHECKING:
    from dateline.store import Known, Store


@dataclass(frozen=True, slots=True)
class Item:
    """An input on its way: what was read, and what the store knows of it."""

    read: Report | InputError
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Adding:
    """Adds to a store what one coder codes.

    Args:
        batch: reports that are looked up together, and stored in one transaction.
    """

    store: Store
    coder: Coder
    batch: int

    def looked_up(self, reports: Iterable[Report | InputError]) -> Iterator[Task[Item]]:
        """Yield tasks for what was read; those that the store knows from the same coder leave nothing to code."""
        waiting = iter(reports)
        while chunk := list(islice(waiting, self.batch)):
            known = self._known([item for item in chunk if isinstance(item, Report)])
            for item in chunk:
                before = known.get((item.id, item.key)) if isinstance(item, Report) else None
                yield Task(report_of(item) if before is None else None, Item(item, before))

    def coded(self, records: Sequence[CodedReport | InputError]) -> Iterator[Done[Item]]:
        """Yield records that are there already as if they had been coded now, but those that the store has."""
        known = self._known([record.report for record in records if isinstance(record, CodedReport)])
        for record in records:
            if isinstance(record, InputError):
                yield Done(Item(record), None)
                continue
            before = known.get((record.report.id, record.report.key))
            yield Done(Item(record.report, before), Coding(record.report, record) if before is None else None)

    def kept(self, finished: Iterator[Done[Item]]) -> Iterator[Outcome]:
        """Store what is finished, a batch in a transaction, and yield its outcomes when it is on the disk for good."""
        while batch := list(islice(finished, self.batch)):
            codings = {place: coding for place, done in enumerate(batch) if (coding := _to_keep(done)) is not None}
            failpoints.reach("after-coding")
            kept = self.store.keep(list(codings.values()), self.coder) if codings else ()
            by_place = dict(zip(codings, kept, strict=True))
            for place, done in enumerate(batch):
                if place not in by_place:
                    known = done.item.known
                    yield outcome_of(done.item.read, done.coding, stored=known.record if known else None)
                    continue
                what = by_place[place]
                report = what.coding.report
                yield Outcome(
                    report.origin,
                    what.status,
                    what.record,
                    named(report.origin, what.coding.failure),
                    new=done.coding is not None,
                    seconds=what.coding.seconds,
                )

    def _known(self, reports: list[Report]) -> dict[tuple[str, str], Known]:
        return self.store.look_up(reports, self.coder) if reports else {}


def add_records(store: Store, records: Iterable[CodedReport | InputError], *, batch: int) -> Iterator[Outcome]:
    """Store records of whatever coders, those of one coder that come together in batches; yield as `Adding.kept`."""
    waiting: list[CodedReport | InputError] = []
    coder: Coder | None = None
    for record in records:
        other = isinstance(record, CodedReport) and coder is not None and record.coder != coder
        if waiting and (other or len(waiting) >= batch):
            yield from _stored(store, waiting, coder, batch)
            waiting = []
        coder = record.coder if isinstance(record, CodedReport) else coder
        waiting.append(record)
    yield from _stored(store, waiting, coder, batch)


def _stored(
    store: Store, records: list[CodedReport | InputError], coder: Coder | None, batch: int
) -> Iterator[Outcome]:
    if coder is None:
        yield from (outcome_of(record, None) for record in records if isinstance(record, InputError))
        return
    adding = Adding(store, coder, batch)
    yield from adding.kept(adding.coded(records))


def report_of(read: Report | InputError) -> Report | None:
    """Return what is to be coded of what was read."""
    return read if isinstance(read, Report) else None


def _to_keep(done: Done[Item]) -> Coding | None:
    """Return what must be stored of an input: nothing where it could not be read, or stands there already."""
    if done.coding is not None:
        return done.coding
    known = done.item.known
    if known is None or known.unchanged or isinstance(done.item.read, InputError):
        return None
    return Coding(done.item.read, known.record)
