"""Measure a store of many events: the rate of filling it, adding one report to it, and every query that the faces ask.

    python bench/store_scale.py --db PATH_OR_URL --events N [--seed 1] [--batch 256] [--added 60] [--base 20000] [--rounds 5] [--plans] [--json]

The store is filled with a made archive (made_archive.py) by its own way of keeping, incidents and all, in batches of reports; one
that is filled already is only filled up, so that a run that was broken off goes on. Then reports are added one at a time,
each in a transaction of its own, with all that its incidents come to; and the queries of the command line and of the page are
asked: lists by each filter and each order, first pages and deep ones, cards by id, search, counts, the change feed. Printed are
median and 95th percentile in milliseconds by the clock, and the processor time of this process beside them (on a machine that does other work the
clock says little; a server's time is not in it). Ends with status 1 where a 95th percentile is over 50 ms.
`--plans` prints for each slow query of SQLite how it is carried out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from filled_rows import WEEK, later, weeks_between
from made_archive import CODER, Archive, MadeReport, archive

from dateline.events import CodedReport
from dateline.pipeline import Coding
from dateline.store import ORDERS, EventRow, IncidentRow, Store, open_store

LIMIT_MS = 50.0
TOLD_EVERY = 20.0
"""Seconds between two lines of progress."""
MOST_COUNTED, LOOKED_AT = 10_000, 1_000
"""As the API has them: how far is counted, and in how many incidents values are."""
DEEP = 400
"""Incidents and events that are paged over before a deep page is timed."""


@dataclass
class Times:
    """Milliseconds of something that was done several times: by the clock, and of this process."""

    name: str
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object]) -> object:
        """Do it once more."""
        start, used = time.perf_counter(), time.process_time()
        found = work()
        self.processor.append((time.process_time() - used) * 1000)
        self.wall.append((time.perf_counter() - start) * 1000)
        return found

    def data(self) -> dict[str, object]:
        """Return the figures."""
        return {
            "name": self.name, "times": len(self.wall), "median": statistics.median(self.wall), "p95": p95(self.wall),
            "processor_median": statistics.median(self.processor), "processor_p95": p95(self.processor),
        }  # fmt: skip

    def line(self) -> str:
        """Return the figures in one line."""
        return (
            f"  {self.name:42} {statistics.median(self.wall):9.1f} {p95(self.wall):9.1f}"
            f" {statistics.median(self.processor):9.1f} {p95(self.processor):9.1f}"
        )


def p95(values: list[float]) -> float:
    """Return the value that 95 in a hundred are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def batches(made: Iterator[MadeReport], size: int) -> Iterator[list[MadeReport]]:
    """Yield made reports together."""
    while batch := list(itertools.islice(made, size)):
        yield batch


def fill(store: Store, events: int, *, seed: int, batch: int) -> float:
    """Fill a store up to so many events; return the events a second of what was added now."""
    there = store.counts()
    if there.events >= events:
        return 0.0
    made = archive(events, seed=seed)
    for _ in itertools.islice(made, there.reports):
        pass
    start = told = time.monotonic()
    number = there.events
    for some in batches(made, batch):
        store.keep([Coding(one.record.report, one.record) for one in some], CODER)
        number += sum(len(one.incidents) for one in some)
        if time.monotonic() - told > TOLD_EVERY:
            told = time.monotonic()
            print(
                f"  {number} events, {(number - there.events) / (told - start):.0f} a second",
                file=sys.stderr,
                flush=True,
            )
    return (number - there.events) / (time.monotonic() - start)


def coming(store: Store, events: int, *, base: int, seed: int) -> Iterator[CodedReport]:
    """Yield the reports that come after those in the store.

    Args:
        events: that the store was filled up to by this bench.
        base: events of the stretch that `fill_store.py` told again and again, 0 where it did not: its archive then goes
            on after the last stretch.
    """
    if not base:
        yield from (
            one.record
            for one in itertools.islice(archive(10 * events + 10_000, seed=seed), store.counts().reports, None)
        )
        return
    made = Archive(seed).reports()
    days, number = [], 0
    while number < base:
        one = next(made)
        number += len(one.incidents)
        days.append(str(one.record.report.published)[:10])
    times = round(store.counts().events / number) - 1
    by = dt.timedelta(days=times * weeks_between(days) * WEEK)
    yield from (later(one.record, by) for one in made)


def add_singly(store: Store, reports: Iterator[CodedReport]) -> tuple[Times, Times]:
    """Add reports one at a time; return the times, and how many statements each took."""
    times, asked = Times("add one report"), Times("  statements of it (a number, not ms)")
    statements = 0

    def note(*_args: object) -> None:
        nonlocal statements
        statements += 1

    engine = store._engine  # noqa: SLF001 - the bench looks under the cover
    sa.event.listen(engine, "before_cursor_execute", note)
    for record in reports:
        statements = 0
        coding = Coding(record.report, record)
        times.take(lambda coding=coding: store.keep([coding], CODER))  # type: ignore[misc]
        asked.wall.append(float(statements))
        asked.processor.append(0.0)
    sa.event.remove(engine, "before_cursor_execute", note)
    return times, asked


Query = tuple[str, Callable[[], object]]
"""What is asked, in words, and the asking."""


def queries(store: Store, dice: random.Random) -> Iterator[Query]:
    """Yield every query that a face asks, with values that are in the store."""
    rows = store.incidents({}, limit=200).rows
    some = dice.choice(rows)
    event_rows = store.list({}, limit=200).rows
    event = dice.choice(event_rows)
    day = (dice.choice(rows).start or "2015-01-10")[:10]
    country = dice.choice("SY IQ UA AF NG SS ZA".split())
    values: dict[str, Any] = {
        "since": day, "until": day, "country": country, "type": dice.choice(("ASSAULT", "PROTEST", "CONSULT")),
        "mode": dice.choice(("drone", "demo", "visit")), "killed": dice.choice((1, 20, 150)), "injured": 30, "factuality": "happened",
        "sphere": "all", "actor": dice.choice(("army", "islamic", "front", "zzqx")), "publisher": dice.choice(("wire", "courier")),
        "min_confidence": 0.9,
    }  # fmt: skip
    beyond: dict[str, Any] = {
        "box": (33.0, 43.0, 34.0, 45.0),
        "weapon": "drone",
        "kind": "series",
        "review": "accepted",
        "sources": 3,
        "reports": 10,
    }
    yield from _ordered(store, values)
    for name, value in (values | beyond).items():
        yield f"incidents, {name}", lambda name=name, value=value: store.incidents({name: value})
        yield (
            f"count of incidents, {name}",
            lambda name=name, value=value: store.count_up_to(MOST_COUNTED, {name: value}),
        )
    for name, value in values.items():
        yield f"events, {name}", lambda name=name, value=value: store.list({name: value})
        yield f"records, {name}", lambda name=name, value=value: next(store.records({name: value}), None)
        yield (
            f"count of events, {name}",
            lambda name=name, value=value: store.count_events_up_to(MOST_COUNTED, {name: value}),
        )
    yield (
        "incidents, country, type, since",
        lambda: store.incidents({n: values[n] for n in ("country", "type", "since")}),
    )
    yield from _single(store, some, event)
    yield from _searches(store, rows, dice)


def _ordered(store: Store, values: dict[str, Any]) -> Iterator[Query]:
    """Yield lists of incidents in every order: the first page, a deep one, and by filters."""
    for order in ORDERS:
        yield f"incidents, by {order}", lambda order=order: store.incidents({}, order=order)
        cursor = store.incidents({}, order=order, limit=DEEP).cursor
        if cursor:
            yield (
                f"incidents, by {order}, deep page",
                lambda order=order, c=cursor: store.incidents({}, order=order, cursor=c),
            )
        for name in ("country", "since", "actor"):
            yield (
                f"incidents, by {order}, {name}",
                lambda order=order, name=name: store.incidents({name: values[name]}, order=order),
            )


def _single(store: Store, some: IncidentRow, event: EventRow) -> Iterator[Query]:
    """Yield what asks for one thing, and what asks for all."""
    yield "events", lambda: store.list({})
    cursor = store.list({}, limit=DEEP).cursor
    if cursor:
        yield "events, deep page", lambda: store.list({}, cursor=cursor)
    yield "events, text", lambda: store.list({"text": "harvest"})
    yield "count of incidents", lambda: store.count_up_to(MOST_COUNTED, {})
    yield from _figures(store, some)
    yield "counts", store.counts
    yield "incident, by id", lambda: store.incident(some.id)
    yield "incident, by the start of an id", lambda: store.incident(some.id[:10])
    yield "incident, why", lambda: store.why(some.id)
    yield "incident, told by most", lambda: store.incident(store.incidents({}, order="reports", limit=1).rows[0].id)
    yield "report, by id", lambda: store.get(event.report_id)
    yield "report, by an event's id", lambda: store.get(event.event_id)
    yield "report, by origin", lambda: store.get(event.origin)
    yield "history", lambda: store.history(event.report_id)
    newest = max((row.changed for row in store.incidents({}, order="changed", limit=1).rows), default=0) - 20
    yield "changes, from the start", lambda: store.changes(0)
    yield "changes, the last", lambda: store.changes(newest)
    yield "decisions", store.decisions
    yield "grades", store.grades


def _figures(store: Store, some: IncidentRow) -> Iterator[Query]:
    """Yield what the page draws and lists beside incidents: points, facets, months, pairs, names, profiles, reports."""
    first = some.countries.split(";")[0] or "SY"
    asked: tuple[dict[str, Any], ...] = (
        {},
        {"country": first},
        {"since": some.start and some.start[:10]},
        {"type": "ASSAULT"},
    )
    for filters in asked:
        named = "".join(f", {name}" for name in filters)
        yield f"facets{named}", lambda f=filters: store.facet_counts(f, most=LOOKED_AT)
        yield f"months{named}", lambda f=filters: store.months(f, most=LOOKED_AT)
        yield f"pairs{named}", lambda f=filters: store.facet_counts(f, facets={"against": 500}, most=LOOKED_AT)
        yield f"cells{named}", lambda f=filters: store.facet_counts(f, facets={"cell": 65_000}, most=LOOKED_AT)
        yield f"points{named}, 2,000", lambda f=filters: store.points(f, most=2000)
    yield "points, 20,000, as the page has them", lambda: store.point_texts({}, most=20_000)
    for part in ("", "a", "army", "zzqx"):
        yield f"names, {part or 'any'}", lambda part=part: store.names("actor", part)
    place = some.places.split("; ")[0]
    if place:
        yield "profile of a place", lambda: store.profile("place", place, {}, most=LOOKED_AT)
        yield "incidents, place", lambda: store.incidents({"place": f'"{place}"'})
    yield "profile of an actor", lambda: store.profile("actor", "gunmen", {}, most=LOOKED_AT)
    yield "incidents, id", lambda: store.incidents({"id": [some.id]})
    yield "reports", lambda: store.reports({})
    yield "reports, since", lambda: store.reports({"since": "2015-01-10"})
    yield "reports, search", lambda: store.reports({"search": "harvest"})


def _searches(store: Store, rows: Sequence[IncidentRow], dice: random.Random) -> Iterator[Query]:
    """Yield searches of common, rare and joined words."""
    town = dice.choice([row.places.split(";")[0] for row in rows if row.places] or ["Mosul"])
    for words in (f'"{town}"', "parliament harvest", "checkpoint OR hotel", "bomb*", "market -harvest"):
        yield f"search, {'a town' if town in words else words}", lambda words=words: store.search(words)
        yield (
            f"search, {'a town' if town in words else words}, incidents",
            lambda words=words: store.search(words, kinds=("incident",)),
        )


def ask(store: Store, rounds: int, *, seed: int) -> list[Times]:
    """Ask every query so many times; return the times, the slowest first."""
    found: dict[str, Times] = {}
    for number in range(rounds):
        for name, work in queries(store, random.Random(seed + number)):  # noqa: S311 - values, no secret
            found.setdefault(name, Times(name)).take(work)
    return sorted(found.values(), key=lambda times: -p95(times.wall))


def show_plans(store: Store, slow: list[Times], seed: int) -> None:
    """Print how SQLite carries out the statements of slow queries."""
    names = {times.name for times in slow}
    statements: list[tuple[str, Any]] = []
    engine = store._engine  # noqa: SLF001 - the bench looks under the cover

    def note(_connection: Any, _cursor: Any, text: str, given: Any, _context: Any, _many: bool) -> None:  # noqa: FBT001
        statements.append((text, given))

    sa.event.listen(engine, "before_cursor_execute", note)
    for name, work in queries(store, random.Random(seed)):  # noqa: S311
        if name not in names:
            continue
        statements.clear()
        work()
        print(f"\n== {name}")
        for text, given in tuple(statements):
            if not text.lstrip().upper().startswith(("SELECT", "WITH")):
                continue
            with engine.connect() as connection:
                start = time.perf_counter()
                connection.exec_driver_sql(text, given).fetchall()
                took = (time.perf_counter() - start) * 1000
                print(f"-- {took:.1f} ms: {' '.join(text.split())[:900]}  {str(given)[:200]}")
                if took > 5:
                    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given):
                        print(f"     {row[3]}")


def main() -> int:
    """Fill, add, ask, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", required=True, help="path or URL of the database; a new one is made")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=256, help="reports that are kept in one transaction while filling")
    parser.add_argument("--added", type=int, default=60, help="reports that are added singly; 0 for none")
    parser.add_argument(
        "--base",
        type=int,
        default=0,
        help="of a store that fill_store.py filled: its --base, after which reports are added",
    )
    parser.add_argument("--rounds", type=int, default=5, help="times that every query is asked; 0 for none")
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    store = open_store(options.db)
    rate = fill(store, options.events, seed=options.seed, batch=options.batch)
    counts = store.counts()
    figures: dict[str, Any] = {"events": counts.events, "reports": counts.reports, "rate": rate}
    if not options.json:
        print(
            f"{counts.events} events of {counts.reports} reports"
            + (f"; filled at {rate:.0f} events a second" if rate else "")
        )
        print(f"  {'':42} {'median':>9} {'p95':>9} {'cpu':>9} {'cpu p95':>9}  ms", flush=True)
    after = coming(store, options.events, base=options.base, seed=options.seed)
    added = add_singly(store, itertools.islice(after, options.added)) if options.added else ()
    asked = ask(store, options.rounds, seed=options.seed) if options.rounds else []
    slow = [times for times in (*added[:1], *asked) if p95(times.wall) > LIMIT_MS]
    if options.json:
        print(json.dumps(figures | {"times": [times.data() for times in (*added, *asked)]}))
    else:
        for times in (*added, *asked):
            print(times.line())
        every = [value for times in asked for value in times.wall]
        if every:
            print(f"all {len(asked)} queries: median {statistics.median(every):.1f} ms, p95 {p95(every):.1f} ms")
        print(f"over {LIMIT_MS:g} ms at the 95th percentile: {', '.join(times.name for times in slow) or 'none'}")
    if options.plans and slow:
        show_plans(store, slow, options.seed)
    store.close()
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
